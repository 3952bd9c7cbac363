import type { CaseView } from '../../../shared/contract/views';
import { isSharedAddress } from '../../../shared/domain/case-tickets';
import type { StoredTicket } from '../store/tickets-table';

/** The receiving server says that the newest mail is not from whom it names (domain.md, rule 6 of "Match"). */
export function isForged({ case_json: json }: Pick<StoredTicket, 'case_json'>): boolean {
  if (json === null) return false;
  return (JSON.parse(json) as CaseView).match.hints.some(({ kind }) => kind === 'dmarc-failed');
}

/**
 * Whether one person wrote both tickets, as far as an address can tell: a forged mail never closes the ticket of whom it names, nor
 * does one of an address that stands for many. `shared` are addresses that join nothing, folded.
 */
export function isSamePerson(one: StoredTicket, other: StoredTicket, shared: readonly string[]): boolean {
  return (
    one.requester_folded === other.requester_folded &&
    !isSharedAddress(one.requester_folded, shared) &&
    !isForged(one) &&
    !isForged(other)
  );
}
