import { SportelloError } from '../../../shared/contract/errors';
import { speakingEvidence } from '../../../shared/domain/delivery-evidence';
import type { Delivery } from '../../../shared/domain/purchase';
import { mayDecide } from '../../../shared/domain/team-roles';
import { readLedger } from '../store/delivery-evidence-table';
import type { AnyStore } from '../store/store';
import type { Db } from '../store/tickets-table';

/**
 * Only leads change a ruling that stands (casework.md, "Other queues"); whoever made it takes it back, which is undo.
 * @throws SportelloError `not-allowed`
 */
export async function checkMayRule(store: AnyStore, db: Db, productId: string, delivery: Delivery): Promise<void> {
  const member = store.kind === 'team' ? store.member : null;
  const ledger = await readLedger(db, [productId]);
  const standing = speakingEvidence(ledger.get(productId) ?? []).find(({ kind }) => kind === 'ruling');
  if (standing === undefined || standing.delivery === delivery || mayDecide(member, standing.by)) return;
  throw new SportelloError('not-allowed', `${standing.by || 'Somebody'} has ruled this product already.`, {
    reason: 'ruled',
    action: 'Ask a lead of the team to change the ruling.',
    detail: { productId },
  });
}
