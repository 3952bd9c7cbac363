import type { CaseTicketView, PutAway } from '../../shared/contract/put-away';
import type { DeskStatus } from '../../shared/contract/views';
import { attempt, undoable } from './casework';
import { isHeldBy } from './claiming';
import type { Desk } from './desk';
import type { Sentence } from './desk-state';
import { putBackAll } from './in-parts';
import { showOther } from './ticket-windows';

/** How long the desk offers to close the rest of a case after its answer, ms: longer than the undo window of the answer. */
const OFFER_MS = 30_000;

/** The other open tickets of this ticket's case, as far as this window has asked for them. */
export function othersOfCase(desk: Desk, ticket: string): readonly CaseTicketView[] {
  const known = desk.queries.getQueryData<readonly CaseTicketView[]>(['tickets.case', { ticket }]) ?? [];
  return known.filter(({ open }) => open);
}

/** Y: on to the next ticket of the case, the first again after the last. */
export function nextOfCase(desk: Desk): void {
  const view = desk.open();
  if (view === undefined) return;
  const others = othersOfCase(desk, view.row.id);
  const { id, updatedAt } = view.row;
  // Two mails of one second would else take turns for ever, and a third of it never come.
  const isLater = ({ at, ticket }: CaseTicketView): boolean =>
    at > updatedAt || (at === updatedAt && Number(ticket.slice(2)) > Number(id.slice(2)));
  const next = others.find(isLater) ?? others[0];
  if (next !== undefined) showOther(desk, next.ticket);
}

/**
 * After a reply: what else the same person has open, and no colleague holds, may be closed with one press. Who else writes about
 * that purchase was not answered.
 */
export function offerRest(desk: Desk, answered: string, others: readonly CaseTicketView[]): void {
  const agent = desk.queries.getQueryData<DeskStatus>(['desk.status', {}])?.agent;
  const free = others.filter(({ same, assignee }) => same && (assignee === null || isHeldBy(agent, assignee)));
  const tickets = free.map(({ ticket, revision }) => ({ ticket, revision }));
  desk.store.set({ rest: tickets.length === 0 ? null : { answered, tickets, until: desk.now() + OFFER_MS } });
}

/** ⇧Y: closes the rest of the case that was answered last, as one undo block. */
export async function closeRest(desk: Desk): Promise<void> {
  const { rest, selected } = desk.store.get();
  if (rest === null || rest.until <= desk.now()) return;
  desk.store.set({ rest: null });
  await attempt(desk, async () => {
    const tickets = rest.tickets.map((one) => ({ ...one }));
    const { back } = await desk.engine.call('tickets.closeCase', { answered: rest.answered, tickets });
    putAwayBlock(desk, back, { key: 'toast.case-closed', values: { count: back.length } });
    if (selected !== null && back.some(({ ticket }) => ticket === selected)) desk.advanceFrom(selected);
  });
}

/** One undo block for tickets that were put out of the queues; `also` takes back what went with it. */
export function putAwayBlock(
  desk: Desk,
  back: readonly PutAway[],
  sentence: Sentence,
  also: () => Promise<void> = async () => undefined,
): void {
  const [first] = back;
  if (first === undefined) return;
  undoable(desk, `put-away-${first.ticket}-${desk.now()}`, sentence, async () => {
    await also();
    await putBackAll(desk, back);
    desk.select(first.ticket);
  });
}
