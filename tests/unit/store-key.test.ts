import { expect, it } from 'vitest';
import { storeKey } from '../../shared/contract/store-key';

it('tells stores apart by profile and team', () => {
  const team = { host: 'db.corsi.example', login: 'anna' };
  const shown = [
    { profileDir: '/a', team: null },
    { profileDir: '/b', team: null },
    { profileDir: '/a', team },
    { profileDir: '/a', team: { ...team, login: 'bruno' } },
  ];
  expect(new Set(shown.map(storeKey)).size).toBe(4);
  expect(storeKey({ profileDir: '/a', team: { ...team } })).toBe(storeKey({ profileDir: '/a', team }));
});
