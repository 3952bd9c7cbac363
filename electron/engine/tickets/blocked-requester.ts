import { foldAddress } from '../../../shared/domain/address';
import type { CaseFacts } from '../../../shared/domain/case-facts';
import { blockedAmong } from '../store/blocked-senders-table';
import { DESK_ACTOR } from '../store/events-table';
import type { NewEvent } from '../store/events-table';
import type { Db, StoredTicket, TicketChange } from '../store/tickets-table';

/** A ticket and what its mail was read as. */
type Read = { readonly seen: StoredTicket; readonly facts: CaseFacts | null };

/**
 * Those of these tickets, decided for the first time, whose requester stands behind a form or a list and is blocked. Their
 * sender is not the requester, so filing, which knows senders, could not see it.
 */
export async function blockedBehind(db: Db, readings: readonly Read[]): Promise<ReadonlySet<string>> {
  const behind = new Map(
    readings.flatMap(({ seen, facts }) => {
      const party = facts?.recipient.via === 'direct' ? null : (facts?.recipient.party ?? null);
      const isNew = seen.decision === null && seen.state === 'open';
      return isNew && party !== null ? [[seen.id, foldAddress(party.address)]] : [];
    }),
  );
  if (behind.size === 0) return new Set();
  const blocked = await blockedAmong(db, [...behind.values()]);
  return new Set([...behind].flatMap(([ticket, folded]) => (blocked.has(folded) ? [ticket] : [])));
}

/** What that makes of the ticket's row, over what its decision made of it. */
export const FILED_AS_BLOCKED: TicketChange = {
  state: 'ignored',
  filed_reason: 'blocked-sender',
  handed_over: 0,
  problem: 0,
};

/** What its history says. */
export function filedAsBlocked(ticket: string, address: string): NewEvent {
  return { ticket, actor: DESK_ACTOR, kind: 'filed', detail: { reason: 'blocked-sender', address } };
}
