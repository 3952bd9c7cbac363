import { describe, expect, it } from 'vitest';
import { CASE_MS, isSharedAddress, othersOfCase } from '../../shared/domain/case-tickets';
import type { CaseTicket } from '../../shared/domain/case-tickets';

const NOW = Date.UTC(2026, 0, 15);
const ticket = (id: string, change: Partial<CaseTicket> = {}): CaseTicket => ({
  id,
  state: 'open',
  requester_folded: 'giulia@posta.example',
  transaction_number: null,
  last_inbound_at: NOW,
  created_at: NOW,
  ...change,
});
const ids = (one: CaseTicket, others: readonly CaseTicket[], known: readonly string[] = []) =>
  othersOfCase(one, others, known).map(({ id }) => id);

describe('one case', () => {
  it('is the open tickets of one requester within 72 hours', () => {
    const others = [
      ticket('T-2', { last_inbound_at: NOW - CASE_MS }),
      ticket('T-3', { last_inbound_at: NOW + CASE_MS + 1 }),
      ticket('T-4', { requester_folded: 'marta@posta.example' }),
      ticket('T-5', { state: 'waiting.customer' }),
    ];
    expect(ids(ticket('T-1'), [ticket('T-1'), ...others])).toEqual(['T-2']);
  });

  it('is the open tickets of one purchase, whoever wrote and whenever', () => {
    const one = ticket('T-1', { transaction_number: 'HP1' });
    const son = { requester_folded: 'luca@posta.example', last_inbound_at: NOW - 10 * CASE_MS };
    expect(ids(one, [ticket('T-2', { ...son, transaction_number: 'HP1' })])).toEqual(['T-2']);
    expect(ids(one, [ticket('T-2', { ...son, transaction_number: 'HP2' })])).toEqual([]);
  });

  it('is one ticket alone where it is not open', () => {
    expect(ids(ticket('T-1', { state: 'done' }), [ticket('T-2')])).toEqual([]);
  });

  it.each(['info@scuola.example', 'no-reply@forms.example', 'segreteria.nord@scuola.example', ''])(
    'is never joined by %j, which may be two people',
    (requester_folded) => {
      expect(ids(ticket('T-1', { requester_folded }), [ticket('T-2', { requester_folded })])).toEqual([]);
    },
  );

  it('is never joined by an address that the team’s settings name', () => {
    const form = 'contatto@nostro.example';
    expect(ids(ticket('T-1', { requester_folded: form }), [ticket('T-2', { requester_folded: form })], [form])).toEqual(
      [],
    );
    expect(isSharedAddress('informatica.rossi@posta.example', [])).toBe(false);
  });
});
