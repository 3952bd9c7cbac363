import { SportelloError } from '../../../shared/contract/errors';
import type { CaseTicketView, PutAway } from '../../../shared/contract/put-away';
import type { ParamsOf } from '../../../shared/contract/engine-api';
import { holderOf } from '../../../shared/domain/claim';
import { readCase } from '../store/claims-table';
import { readTicket } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import { wholeCase } from './case-links';
import { putAway, readTicketsAt } from './put-away';
import type { Putter } from './put-away';
import { isSamePerson } from './same-person';

/** More tickets of one case than a bar can name. */
const MOST_NAMED = 20;

/**
 * The other tickets of a case, the one that waits longest first, and those that agents joined with it and that are not open, or with
 * it while it is not. `shared` are addresses that join nothing; `now` in epoch ms.
 */
export async function otherTicketsOfCase(
  db: Db,
  ticket: StoredTicket,
  shared: readonly string[],
  now: number,
): Promise<readonly CaseTicketView[]> {
  const [, ...others] = await wholeCase(db, ticket, shared);
  return others
    .toSorted((one, other) => closedLast(one, other) || one.updated_at - other.updated_at || one.number - other.number)
    .slice(0, MOST_NAMED)
    .map((one) => ({
      ticket: one.id,
      revision: one.revision,
      subject: one.subject,
      requester: one.requester_name === '' ? one.requester_address : one.requester_name,
      same: isSamePerson(one, ticket, shared),
      open: one.state === 'open',
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
  const ids = new Set((await readCase(db, before, shared)).map(({ id }) => id));
  for (const ticket of tickets) {
    const isOfCase = ticket.id !== answered && ids.has(ticket.id);
    if (!isOfCase || !isSamePerson(ticket, before, shared)) {
      throw new SportelloError('bad-params', `Ticket ${ticket.id} does not close with ${answered}`, {
        reason: 'not-of-case',
        action: 'Look at it first.',
        detail: { ticket: ticket.id, other: answered },
      });
    }
  }
  return putAway(db, putter, tickets, 'done', { kind: 'case-closed', detail: { answered } });
}

function closedLast(one: StoredTicket, other: StoredTicket): number {
  return Number(one.state !== 'open') - Number(other.state !== 'open');
}
