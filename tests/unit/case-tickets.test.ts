import { describe, expect, it } from 'vitest';
import { pairOf } from '../../shared/domain/case-links';
import type { CaseLink, CaseWord } from '../../shared/domain/case-links';
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
const ids = (
  one: CaseTicket,
  others: readonly CaseTicket[],
  known: readonly string[] = [],
  links: readonly CaseLink[] = [],
) => othersOfCase(one, others, known, links).map(({ id }) => id);

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

describe('what an agent says of a case', () => {
  const said = (word: CaseWord, ...pairs: readonly (readonly [string, string])[]): readonly CaseLink[] =>
    pairs.map(([ticket, other]) => ({ ...pairOf(ticket, other), word }));
  const luca = { requester_folded: 'luca@posta.example', transaction_number: 'HP2' };
  /** The case of each of these tickets, as seen from it. */
  const cases = (tickets: readonly CaseTicket[], links: readonly CaseLink[]) =>
    tickets.map((one) => ids(one, tickets, [], links));

  it('names a pair by its lower number first, whichever of the two it is said of', () => {
    expect(pairOf('T-10', 'T-9')).toEqual({ one: 'T-9', other: 'T-10' });
    expect(pairOf('T-9', 'T-10')).toEqual({ one: 'T-9', other: 'T-10' });
  });

  it('joins tickets of two people, of two purchases, weeks apart', () => {
    const two = [
      ticket('T-1', { transaction_number: 'HP1' }),
      ticket('T-2', { ...luca, last_inbound_at: NOW - 20 * CASE_MS }),
    ];
    expect(cases(two, [])).toEqual([[], []]);
    expect(cases(two, said('joined', ['T-2', 'T-1']))).toEqual([['T-2'], ['T-1']]);
  });

  it('joins tickets of an office, which the rule never does', () => {
    const office = { requester_folded: 'info@scuola.example' };
    const two = [ticket('T-1', office), ticket('T-2', office)];
    expect(cases(two, said('joined', ['T-1', 'T-2']))).toEqual([['T-2'], ['T-1']]);
  });

  it('goes on from one joined ticket to the next, and with what the rule joins with any of them', () => {
    const tickets = [
      ticket('T-1'),
      ticket('T-2', luca),
      ticket('T-3', { requester_folded: 'marta@posta.example' }),
      ticket('T-4', luca),
    ];
    const links = said('joined', ['T-1', 'T-2'], ['T-2', 'T-3']);
    expect(cases(tickets, links)).toEqual([
      ['T-2', 'T-3', 'T-4'],
      ['T-1', 'T-3', 'T-4'],
      ['T-1', 'T-2', 'T-4'],
      ['T-1', 'T-2', 'T-3'],
    ]);
  });

  it('lets the rule go on over joined tickets, and no further by itself than where nobody said anything', () => {
    const giulia = (id: string, cases: number) => ticket(id, { last_inbound_at: NOW + cases * CASE_MS });
    const marta = (id: string) => ticket(id, { requester_folded: 'marta@posta.example' });
    const tickets = [giulia('T-1', 0), giulia('T-2', 1), giulia('T-3', 2), marta('T-4'), marta('T-5')];
    expect(cases(tickets, [])).toEqual([['T-2'], ['T-1', 'T-3'], ['T-2'], ['T-5'], ['T-4']]);
    expect(cases(tickets, said('joined', ['T-4', 'T-1']))).toEqual([
      ['T-2', 'T-4', 'T-5'],
      ['T-1', 'T-3', 'T-4', 'T-5'],
      ['T-2'],
      ['T-1', 'T-2', 'T-5'],
      ['T-1', 'T-2', 'T-4'],
    ]);
  });

  it('parts tickets that the rule joins', () => {
    const two = [ticket('T-1', { transaction_number: 'HP1' }), ticket('T-2', { transaction_number: 'HP1' })];
    expect(cases(two, [])).toEqual([['T-2'], ['T-1']]);
    expect(cases(two, said('parted', ['T-1', 'T-2']))).toEqual([[], []]);
  });

  it('parts one of three from both others, which stay together', () => {
    const three = [ticket('T-1'), ticket('T-2'), ticket('T-3')];
    expect(cases(three, said('parted', ['T-3', 'T-1'], ['T-3', 'T-2']))).toEqual([['T-2'], ['T-1'], []]);
  });

  it('keeps parted tickets apart where others that were joined would bring them together', () => {
    const three = [ticket('T-1'), ticket('T-2', luca), ticket('T-3', { requester_folded: 'marta@posta.example' })];
    const links = [...said('joined', ['T-1', 'T-2'], ['T-2', 'T-3']), ...said('parted', ['T-1', 'T-3'])];
    expect(cases(three, links)).toEqual([['T-2'], ['T-1', 'T-3'], ['T-2']]);
  });

  it('waits at a ticket that is not open, which still holds together what was joined by way of it', () => {
    const closed = ticket('T-2', { ...luca, state: 'done' });
    const three = [ticket('T-1'), closed, ticket('T-3', { requester_folded: 'marta@posta.example' })];
    const links = said('joined', ['T-1', 'T-2'], ['T-2', 'T-3']);
    expect(cases(three, links)).toEqual([['T-3'], [], ['T-1']]);
    expect(cases([three[0] ?? closed, { ...closed, state: 'open' }], links)).toEqual([['T-2'], ['T-1']]);
  });

  it('is the same case from whichever of its tickets one looks', () => {
    const people = ['giulia', 'luca', 'info'];
    const words = ['joined', 'parted'] as const;
    // Thousands of arrangements of words between five tickets of three people.
    const tickets = [0, 1, 2, 3, 4].map((index) =>
      ticket(`T-${index + 1}`, {
        requester_folded: `${people[index % 3]}@posta.example`,
        state: index === 3 ? 'done' : 'open',
      }),
    );
    const pairs = tickets.flatMap((one, index) => tickets.slice(index + 1).map((other) => [one.id, other.id] as const));
    for (let made = 0; made < 4_000; made += 1) {
      const links = pairs.flatMap((pair, index) => {
        const choice = Math.floor((made * 7_919 * (index + 1)) / 13) % 3;
        const word = words[choice];
        return word === undefined ? [] : said(word, pair);
      });
      const found = new Map(tickets.map((one) => [one.id, ids(one, tickets, [], links)]));
      for (const [id, others] of found) {
        for (const other of others) expect(found.get(other)).toContain(id);
      }
    }
  });
});
