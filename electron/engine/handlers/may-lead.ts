import { SportelloError } from '../../../shared/contract/errors';
import { isLead } from '../../../shared/domain/team-roles';
import type { AnyStore } from '../store/store';

/** Whether the person at this desk may do what is left to leads; whoever works on a store of his own may. */
export function mayLead(store: AnyStore): boolean {
  return isLead(store.kind === 'team' ? store.member : null);
}

/** @throws SportelloError `not-allowed` for who is no lead; `what` completes "Only leads …" */
export function refuseUnlessLead(store: AnyStore, what: string): void {
  if (mayLead(store)) return;
  throw new SportelloError('not-allowed', `Only leads ${what}`, { reason: 'lead', action: 'Ask a lead of the team.' });
}
