import { SportelloError } from '../../../shared/contract/errors';
import { MAX_PUT_AWAY } from '../../../shared/contract/limits';
import type { SaidLink, SaidLinks } from '../../../shared/contract/case-links';
import { areParted, joinedWith } from '../../../shared/domain/case-links';
import type { CaseWord } from '../../../shared/domain/case-links';
import { linksAround, sayOf, ticketsJoinedWith, wordAbout } from '../store/case-links-table';
import { moveTickets } from '../store/change-tickets';
import { MOST_OF_CASE, readCase } from '../store/claims-table';
import { addEvents } from '../store/events-table';
import type { NewEvent } from '../store/events-table';
import { readTickets, staleRevision } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import type { Putter } from './put-away';

/**
 * The ticket's case, itself first, and what agents joined with it and is a case by itself while it, or the ticket, is not open.
 * `without`: as if this other ticket were not there.
 */
export async function wholeCase(
  db: Db,
  ticket: StoredTicket,
  shared: readonly string[],
  without: string | null = null,
): Promise<readonly StoredTicket[]> {
  const open = await readCase(db, ticket, shared, without);
  const joined = await ticketsJoinedWith(db, ticket.id, without);
  return [...open, ...joined.filter(({ id }) => !has(open, id))];
}

/** All tickets that would be of its case if every one of them were open: whoever wrote one is never told what is in another. */
export async function caseOfAnyState(
  db: Db,
  ticket: StoredTicket,
  shared: readonly string[],
): Promise<readonly StoredTicket[]> {
  const open = await readCase(db, { ...ticket, state: 'open' }, shared);
  const links = await linksAround(
    db,
    open.map(({ id }) => id),
  );
  const ids = new Set(open.flatMap(({ id }) => [...joinedWith(id, links)]));
  const closed = [...ids].filter((id) => !has(open, id) && !areParted(ticket.id, id, links));
  return [...open, ...(await readTickets(db, closed))];
}

/**
 * Makes two tickets one case, as they were read in this transaction, whoever wrote them: one link, and each parting of a ticket of
 * the one's case from one of the other's is taken back, since the newest word holds. No message, state or holder changes. Answers nothing
 * where an agent said so before.
 * @throws SportelloError `bad-params` for one ticket, an erased one, or more tickets than a case can have
 */
export async function joinTickets(
  db: Db,
  putter: Putter,
  ticket: StoredTicket,
  other: StoredTicket,
  shared: readonly string[],
): Promise<SaidLinks> {
  if (ticket.id === other.id) throw refused('joined-itself', ticket.id, `Ticket ${ticket.id} is its own case`);
  const erased = [ticket, other].find(({ erased_at: at }) => at !== null);
  if (erased !== undefined)
    throw refused('joined-erased', erased.id, `Nothing is left of ticket ${erased.id} that could be joined`);
  const [here, there] = [await wholeCase(db, ticket, shared), await wholeCase(db, other, shared)];
  const links = await linksAround(
    db,
    [...here, ...there].map(({ id }) => id),
  );
  const all = new Set([...joinedWith(ticket.id, links), ...joinedWith(other.id, links)]);
  if (all.size > MOST_OF_CASE) throw tooMany(ticket.id);
  const apart = here
    .filter(({ id }) => !has(there, id))
    .flatMap((one) => there.filter(({ id }) => !has(here, id)).map((second) => [one, second] as const))
    .filter(([one, second]) => areParted(one.id, second.id, links))
    .filter(([one, second]) => one.id !== ticket.id || second.id !== other.id);
  return say(db, putter, [
    { ticket, other, word: 'joined' },
    ...apart.map(([one, second]) => ({ ticket: one, other: second, word: null })),
  ]);
}

/**
 * Parts a ticket from the case of another, as they were read in this transaction: from each ticket that is of that case without it,
 * closed ones that were joined among them. Those that were of it by way of this ticket alone, its person's other ones first of all, go
 * along with it.
 * @throws SportelloError `bad-params` where it is not of that case
 */
export async function partTicket(
  db: Db,
  putter: Putter,
  ticket: StoredTicket,
  from: StoredTicket,
  shared: readonly string[],
): Promise<SaidLinks> {
  const tickets = await wholeCase(db, from, shared);
  if (ticket.id === from.id || !has(tickets, ticket.id)) {
    throw refused('not-parted', ticket.id, `Ticket ${ticket.id} is not of the case of ${from.id}`);
  }
  const rest = await wholeCase(db, from, shared, ticket.id);
  return say(
    db,
    putter,
    rest.map((other) => ({ ticket, other, word: 'parted' })),
  );
}

/**
 * Takes back what was said of these pairs, where nobody said anything of them since: the word before it holds again, or none.
 * @throws SportelloError `stale-revision` where somebody did of all of them, or they were erased; `bad-params` where what is joined
 * again has become larger than a case can be
 */
export async function restoreLinks(
  db: Db,
  { outside, by }: Putter,
  links: readonly SaidLink[],
): Promise<SaidLinks['tickets']> {
  const at = outside.clock.now();
  const events: NewEvent[] = [];
  const joinedAgain = new Set<string>();
  for (const { ticket, other, revision, was } of links) {
    const before = await wordAbout(db, ticket, other);
    if (before.revision !== revision) continue;
    await sayOf(db, { ticket, other, word: was }, before, { by, at });
    if (was === 'joined') joinedAgain.add(ticket);
    for (const [one, second] of bothWays(ticket, other)) {
      events.push({ ticket: one, actor: by, ...undoingOf(before.word, was, second) });
    }
  }
  await refuseTooMany(db, [...joinedAgain]);
  const [first] = links;
  if (events.length === 0 && first !== undefined) throw staleRevision(first.ticket);
  return tell(db, outside, await readTickets(db, [...new Set(events.map(({ ticket }) => ticket))]), events);
}

/** Says a word of two tickets; null: what was said of them does not hold any more. */
type Saying = { readonly ticket: StoredTicket; readonly other: StoredTicket; readonly word: CaseWord | null };

async function say(db: Db, { outside, by }: Putter, pairs: readonly Saying[]): Promise<SaidLinks> {
  const [first] = pairs;
  if (first !== undefined && pairs.length > MAX_PUT_AWAY) {
    throw refused(
      'case-too-large',
      first.ticket.id,
      `More than ${MAX_PUT_AWAY} pairs of tickets could not be put back together`,
    );
  }
  const at = outside.clock.now();
  const links: SaidLink[] = [];
  const events: NewEvent[] = [];
  const tickets = new Map<string, StoredTicket>();
  for (const { ticket, other, word } of pairs) {
    const before = await wordAbout(db, ticket.id, other.id);
    if (before.word === word) continue;
    const revision = await sayOf(db, { ticket: ticket.id, other: other.id, word }, before, { by, at });
    links.push({ ticket: ticket.id, other: other.id, revision, was: before.word });
    for (const one of [ticket, other]) tickets.set(one.id, one);
    for (const [one, second] of bothWays(ticket.id, other.id)) {
      events.push({ ticket: one, actor: by, ...sayingOf(word, before.word, second) });
    }
  }
  return { links, tickets: await tell(db, outside, [...tickets.values()], events) };
}

/** What history says of a word: of one that is taken back, which it was. */
function sayingOf(word: CaseWord | null, before: CaseWord | null, other: string): Pick<NewEvent, 'kind' | 'detail'> {
  return word === null
    ? { kind: 'case-undone', detail: { ticket: other, was: before } }
    : { kind: `case-${word}`, detail: { ticket: other } };
}

/** What history says of an undo: the word that is gone, or where nothing stood in its place any more, the one that holds again. */
function undoingOf(gone: CaseWord | null, again: CaseWord | null, other: string): Pick<NewEvent, 'kind' | 'detail'> {
  return sayingOf(gone === null ? again : null, gone, other);
}

/** An undo that joins again is bound as joining is: the cases may have grown since. */
async function refuseTooMany(db: Db, joined: readonly string[]): Promise<void> {
  const links = await linksAround(db, joined);
  const large = joined.find((id) => joinedWith(id, links).size > MOST_OF_CASE);
  if (large !== undefined) throw tooMany(large);
}

/** Raises the tickets' revisions, because colleagues must see it, and writes their history; answers the new ones. */
async function tell(
  db: Db,
  outside: Putter['outside'],
  tickets: readonly StoredTicket[],
  events: readonly NewEvent[],
): Promise<SaidLinks['tickets']> {
  const revisions = await moveTickets(
    db,
    tickets.map((ticket) => ({ ticket, change: {} })),
  );
  await addEvents(db, outside, events);
  return tickets.map(({ id, revision }, index) => ({ ticket: id, revision: revisions[index] ?? revision }));
}

function bothWays(ticket: string, other: string): readonly (readonly [string, string])[] {
  return [
    [ticket, other],
    [other, ticket],
  ];
}

function has(tickets: readonly StoredTicket[], id: string): boolean {
  return tickets.some((ticket) => ticket.id === id);
}

function tooMany(ticket: string): SportelloError {
  return refused('case-too-large', ticket, `More than ${MOST_OF_CASE} tickets are no case`);
}

type Refusal = 'joined-itself' | 'joined-erased' | 'case-too-large' | 'not-parted';

function refused(reason: Refusal, ticket: string, sentence: string): SportelloError {
  return new SportelloError('bad-params', sentence, {
    reason,
    action: 'Look at the two tickets again.',
    detail: { ticket },
  });
}
