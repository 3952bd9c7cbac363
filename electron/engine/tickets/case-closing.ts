import { SportelloError } from '../../../shared/contract/errors';
import type { CaseTicketView, PutAway } from '../../../shared/contract/put-away';
import type { ParamsOf } from '../../../shared/contract/engine-api';
import { othersOfCase } from '../../../shared/domain/case-tickets';
import { holderOf } from '../../../shared/domain/claim';
import { readCase } from '../store/claims-table';
import { readTicket } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import { putAway, readTicketsAt } from './put-away';
import type { Putter } from './put-away';
import { isSamePerson } from './same-person';

/** More tickets of one case than a bar can name. */
const MOST_NAMED = 20;

/** The other open tickets of a case, the one that waits longest first. `shared` are addresses that join nothing; `now` in epoch ms. */
export async function otherTicketsOfCase(
  db: Db,
  ticket: StoredTicket,
  shared: readonly string[],
  now: number,
): Promise<readonly CaseTicketView[]> {
  const [, ...others] = await readCase(db, ticket, shared);
  return others
    .toSorted((one, other) => one.updated_at - other.updated_at || one.number - other.number)
    .slice(0, MOST_NAMED)
    .map((one) => ({
      ticket: one.id,
      revision: one.revision,
      subject: one.subject,
      requester: one.requester_name === '' ? one.requester_address : one.requester_name,
      same: isSamePerson(one, ticket, shared),
      at: one.updated_at,
      assignee: holderOf(one, now),
    }));
}

/**
 * Closes open tickets of a case whose other ticket was answered, at the revisions that the agent saw: what a customer has
 * written since is not closed unread, and what somebody else asked about the same purchase was not answered.
 * @throws SportelloError `not-found`, `stale-revision`, `bad-params` for a ticket that is not open, of another case, or perhaps
 * somebody else's
 */
export async function closeCase(
  db: Db,
  putter: Putter,
  { answered, tickets: seen }: ParamsOf<'tickets.closeCase'>,
  shared: readonly string[],
): Promise<readonly PutAway[]> {
  // It was open when the agent saw the case.
  const before = { ...(await readTicket(db, answered)), state: 'open' };
  const tickets = await readTicketsAt(db, seen);
  for (const ticket of tickets) {
    const isOfCase = othersOfCase(before, [ticket], shared).length > 0;
    if (!isOfCase || !isSamePerson(ticket, before, shared)) {
      throw new SportelloError('bad-params', `Ticket ${ticket.id} does not close with ${answered}`, {
        action: 'Look at it first.',
      });
    }
  }
  return putAway(db, putter, tickets, 'done', { kind: 'case-closed', detail: { answered } });
}
