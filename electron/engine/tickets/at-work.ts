import type { AtWork } from '../../../shared/contract/team-work';
import { holderOf, whoIsAtWork } from '../../../shared/domain/claim';
import { OVER } from '../../../shared/domain/erasure';
import type { OutboxState } from '../../../shared/domain/outbox';
import { agentNames } from '../desk-settings';
import { othersPresent } from '../store/presence-table';
import { readTickets } from '../store/tickets-table';
import type { Db } from '../store/tickets-table';
import type { ClaimRoom } from './claims';

/** Who holds these tickets and who is at work on them now, in the order given; one that is gone is absent. */
export async function atWorkOn(db: Db, room: ClaimRoom, ids: readonly string[]): Promise<readonly AtWork[]> {
  const { now, desk, deskId } = room;
  const names = agentNames(desk);
  const tickets = new Map((await readTickets(db, ids)).map((ticket) => [ticket.id, ticket]));
  const replies = await waitingReplies(db, ids);
  const present = await othersPresent(db, ids, { desk: deskId, now });
  return ids.flatMap((id): AtWork[] => {
    const ticket = tickets.get(id);
    if (ticket === undefined) return [];
    const reply = replies.get(id) ?? null;
    const here = present.filter((one) => one.ticket === id);
    const holder = holderOf(ticket, now);
    return [
      {
        ticket: id,
        revision: ticket.revision,
        name: ticket.requester_name || ticket.requester_address,
        subject: ticket.subject,
        holder,
        until: holder === null ? null : ticket.claim_until,
        reply,
        present: here,
        who: whoIsAtWork({ holding: ticket, replyBy: reply?.by ?? null, present: here }, names, now),
      },
    ];
  });
}

/** Mails of these tickets that were accepted and are not over, the newest of each. */
async function waitingReplies(db: Db, tickets: readonly string[]): Promise<ReadonlyMap<string, AtWork['reply']>> {
  if (tickets.length === 0) return new Map();
  const rows = await db
    .selectFrom('outbox')
    .select(['ticket_id', 'state', 'created_by'])
    .where('ticket_id', 'in', tickets)
    .where('state', 'not in', OVER)
    .orderBy('created_at')
    .execute();
  return new Map(rows.map((row) => [row.ticket_id, { by: row.created_by, state: row.state as OutboxState }]));
}
