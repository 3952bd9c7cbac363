import { expect, test } from 'vitest';
import { isLead, mayDecide } from '../../shared/domain/team-roles';

const member = (role: 'agent' | 'lead' | 'admin') => ({ name: 'Anna', email: 'anna@corsi.example', role });

test('what leads do, an admin and whoever has a store of their own do, too', () => {
  expect([member('agent'), member('lead'), member('admin'), null].map(isLead)).toEqual([false, true, true, true]);
});

test('an agent decides about the own replies, by name or address, and a lead about all', () => {
  expect(mayDecide(member('agent'), 'Anna')).toBe(true);
  expect(mayDecide(member('agent'), 'anna@corsi.example')).toBe(true);
  expect(mayDecide(member('agent'), 'Bruno')).toBe(false);
  expect(mayDecide(member('lead'), 'Bruno')).toBe(true);
  expect(mayDecide(null, 'Bruno')).toBe(true);
});
