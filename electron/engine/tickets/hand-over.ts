import type { HandedOver, ShiftItem } from '../../../shared/contract/team-work';
import { UNHELD, holderOf, isHeldByOther } from '../../../shared/domain/claim';
import { OUTBOX_PROBLEMS } from '../../../shared/domain/outbox';
import { agentNames } from '../desk-settings';
import { ERASED } from '../store/outbox-table';
import { ticketsHeldBy } from '../store/claims-table';
import { draftsOf, leaveDraft, takeDraftBack } from '../store/drafts-table';
import { addEvents } from '../store/events-table';
import { idOfColleague } from '../store/colleagues';
import { addNote } from '../store/notes-table';
import { tell, untellGiven } from '../store/told-table';
import { changeTicket, readTickets } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import { ownName } from './claims';
import type { ClaimRoom } from './claims';

/** What of an agent's work somebody else would have to go on with: what he holds, began, or has waiting in the outbox. */
export async function shiftOf(db: Db, room: ClaimRoom): Promise<readonly ShiftItem[]> {
  const names = agentNames(room.desk);
  const held = await ticketsHeldBy(db, names, room.now);
  const drafts = new Set(await draftsOf(db, ownName(room.desk)));
  const replies = await unsettledReplies(db, names);
  const ids = [...new Set([...held.map(({ id }) => id), ...drafts, ...replies.keys()])];
  const tickets = new Map((await readTickets(db, ids)).map((ticket) => [ticket.id, ticket]));
  return ids.flatMap((id): ShiftItem[] => {
    const ticket = tickets.get(id);
    if (ticket === undefined) return [];
    return [
      {
        ticket: id,
        subject: ticket.subject,
        name: ticket.requester_name || ticket.requester_address,
        held: names.includes(holderOf(ticket, room.now) ?? ''),
        draft: drafts.has(id),
        reply: replies.get(id) ?? null,
      },
    ];
  });
}

/**
 * Gives an agent's tickets to a colleague, or (null) back to the queues, with a note on each. A draft stays on its ticket for
 * whoever goes on; what a colleague holds already stays with that one and gets the note and the draft all the same.
 */
export async function handOver(
  db: Db,
  room: ClaimRoom,
  order: { readonly tickets: readonly string[]; readonly to: string | null; readonly note: string },
): Promise<readonly HandedOver[]> {
  const moved: HandedOver[] = [];
  for (const ticket of await readTickets(db, [...new Set(order.tickets)]))
    moved.push(await give(db, room, ticket, order));
  await tellReceiver(db, room, order.to, moved);
  return moved;
}

/** Whoever gets the shift is told of each ticket, as of one that is given alone; what stayed with somebody else is not theirs. */
async function tellReceiver(
  db: Db,
  { outside, desk, now }: ClaimRoom,
  to: string | null,
  moved: readonly HandedOver[],
): Promise<void> {
  const by = ownName(desk);
  await untellGiven(
    db,
    moved.map(({ ticket }) => ticket),
    by,
  );
  if (to === null || agentNames(desk).includes(to)) return;
  const tickets = await readTickets(
    db,
    moved.map(({ ticket }) => ticket),
  );
  const given = tickets.filter((ticket) => holderOf(ticket, now) === to);
  const person = await idOfColleague(db, to);
  await tell(
    db,
    outside,
    given.map(({ id }) => ({ person, kind: 'given' as const, ticket: id, note: null, by })),
  );
}

async function give(
  db: Db,
  room: ClaimRoom,
  ticket: StoredTicket,
  { to, note: text }: { readonly to: string | null; readonly note: string },
): Promise<HandedOver> {
  const { outside, desk, now } = room;
  const by = ownName(desk);
  const holder = holderOf(ticket, now);
  if (!isHeldByOther(ticket, agentNames(desk), now)) {
    await changeTicket(db, ticket, { assignee: to, claim_until: null }, { visible: true });
  }
  const note = text === '' ? '' : outside.ids.row();
  if (note !== '') await addNote(db, { id: note, ticket: ticket.id, at: outside.clock.now(), by, text });
  const draft = await leaveDraft(db, ticket.id, by);
  await addEvents(db, outside, [{ ticket: ticket.id, actor: by, kind: 'handed-over', detail: { to } }]);
  return { ticket: ticket.id, holder, until: holder === null ? null : ticket.claim_until, note, draft };
}

/**
 * Undo of a hand-over: tickets that nobody has taken since come back, their drafts too, and the notes go. What somebody has
 * gone on with stays with that person. Answers the tickets that came back.
 */
export async function takeBack(
  db: Db,
  room: ClaimRoom,
  { to, moved }: { readonly to: string | null; readonly moved: readonly HandedOver[] },
): Promise<readonly string[]> {
  const by = ownName(room.desk);
  const tickets = new Map(
    (
      await readTickets(
        db,
        moved.map(({ ticket }) => ticket),
      )
    ).map((one) => [one.id, one]),
  );
  const back: string[] = [];
  for (const { ticket: id, holder, until, note, draft } of moved) {
    const ticket = tickets.get(id);
    if (ticket === undefined) continue;
    const now = holderOf(ticket, room.now);
    if (now !== to && now !== holder) continue;
    const isOver = until !== null && until <= room.now;
    const was = isOver ? UNHELD : { assignee: holder, claim_until: until };
    // What stayed with a colleague was not moved: a claim of theirs may have been renewed since.
    const isMoved = now === to && holder !== to;
    if (isMoved) await changeTicket(db, ticket, was, { visible: true });
    if (note !== '') await db.deleteFrom('note').where('id', '=', note).where('by', '=', by).execute();
    if (draft) await takeDraftBack(db, id, by);
    await addEvents(db, room.outside, [
      { ticket: id, actor: by, kind: 'given-back', detail: { to: isMoved ? was.assignee : now } },
    ]);
    back.push(id);
  }
  await untellGiven(db, back, by);
  return back;
}

/** Tickets with a reply of these people that waits for a person, and in which state. */
async function unsettledReplies(db: Db, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const rows = await db
    .selectFrom('outbox')
    .select(['ticket_id', 'state'])
    .where('created_by', 'in', names)
    .where('state', 'in', OUTBOX_PROBLEMS)
    .where('envelope_to', '!=', ERASED)
    .execute();
  return new Map(rows.map((row) => [row.ticket_id, row.state]));
}
