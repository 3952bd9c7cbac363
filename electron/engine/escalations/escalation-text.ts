import type { EscalationPlan } from '../../../shared/domain/suggestion';
import type { AcceptedEscalation } from '../outbox/accept';
import type { OpenCase } from '../tickets/ticket-view';

/** The mail to the producer with what its side conversation is about; `follows`: the open one that it goes on with. */
export function escalationText(
  plan: EscalationPlan | null,
  { facts, replyContext }: OpenCase,
  follows: readonly string[],
): AcceptedEscalation | null {
  const about = facts.purchase;
  if (plan?.kind !== 'ready' || about === null) return null;
  return {
    to: { name: about.product?.producerName ?? '', address: plan.to },
    subject: plan.subject,
    text: plan.text,
    language: replyContext.producer?.language ?? facts.replyLanguage,
    reason: plan.reason,
    transaction: about.purchase.transaction,
    productId: about.purchase.productId,
    follows,
  };
}
