import type { TicketRow } from '../../shared/contract/views';
import { isoTime, plain } from './table-text';

/** One ticket as `tickets` and `search` print it (cli.md). */
export function ticketJson(row: TicketRow): string {
  return JSON.stringify({
    id: row.id,
    requester: row.requesterAddress,
    subject: row.subject,
    messages: row.messages,
    state: row.state,
    queue: row.queue,
    match: row.matchStatus && {
      status: row.matchStatus,
      transaction: row.transaction,
      basis: row.basis,
      identity: row.identity,
    },
    decision: row.decision,
    assignee: row.assignee,
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  });
}

/** One ticket for people: id, requester, subject, state, match, decision, assignee, times. */
export function ticketCells(row: TicketRow): readonly string[] {
  return [
    row.id,
    plain(row.requesterAddress || row.requesterName || '–'),
    row.state,
    row.transaction ?? row.matchStatus ?? '–',
    row.decision ?? 'to be read',
    row.assignee ?? '–',
    isoTime(row.updatedAt),
    plain(row.subject),
  ];
}
