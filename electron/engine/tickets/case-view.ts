import type { CaseView, PurchaseView } from '../../../shared/contract/views';
import type { CaseFacts } from '../../../shared/domain/case-facts';
import type { Product, Purchase } from '../../../shared/domain/purchase';
import type { Suggestion } from '../../../shared/domain/suggestion';
import type { Corrected } from '../store/corrections-table';

/** Everything that a case panel shows, gathered. */
export type CaseInput = {
  readonly facts: CaseFacts;
  /** Catalogue entries of the products that the facts name. */
  readonly products: readonly Product[];
  readonly suggestions: readonly Suggestion[];
  readonly earned: CaseView['earned'];
  readonly answered: CaseView['answered'];
  readonly answeredOutside: CaseView['answeredOutside'];
  readonly notice: CaseView['notice'];
  /** Replies of ours in this ticket: after two it needs a person (casework.md, "Second mails"). */
  readonly ourReplies: number;
  readonly lastImportAt: number | null;
  readonly corrected: Corrected;
};

/** Replies of ours after which a ticket is flagged "needs a person". */
const REPLIES_BEFORE_PERSON = 2;

/** The case panel of a ticket. Pure. */
export function caseView(input: CaseInput): CaseView {
  const { facts, products } = input;
  const { match, intent, decision } = facts;
  return {
    intent: intent.intent,
    intentEvidence: intent.evidence,
    language: facts.language ?? '',
    match: {
      status: match.status,
      basis: match.basis,
      identity: match.identity,
      purchase: match.status === 'matched' ? purchaseView(match.purchase, products) : null,
      candidates:
        match.status === 'ambiguous' ? match.candidates.map((purchase) => purchaseView(purchase, products)) : [],
      evidence: match.evidence,
      hints: match.hints,
    },
    delivery: facts.delivery,
    decision: { id: decision.id, rule: decision.rule, cites: decision.cites },
    suggestions: input.suggestions,
    earned: input.earned,
    answered: input.answered,
    answeredOutside: input.answeredOutside,
    notice: input.notice,
    flags: {
      needsPerson: intent.signals.threat || input.ourReplies >= REPLIES_BEFORE_PERSON,
      thanks: intent.signals.thanks,
      perhapsNewer: facts.perhapsNewer,
      lastImportAt: input.lastImportAt,
    },
    corrected: input.corrected,
  };
}

/** A purchase with what the catalogue says of its product; a product that it lacks has delivery `unknown`. */
export function purchaseView(purchase: Purchase, products: readonly Product[]): PurchaseView {
  const product = products.find((one) => one.productId === purchase.productId);
  const { buyerFolded: _folded, ...shown } = purchase;
  return {
    ...shown,
    producerName: product?.producerName || purchase.producerName,
    producerEmail: product?.producerEmail ?? '',
    delivery: product?.delivery ?? 'unknown',
    memberAreaUrl: product?.memberAreaUrl ?? '',
  };
}

/** Ids of the products that a case panel names. */
export function productsOfCase(facts: CaseFacts): readonly string[] {
  const { match } = facts;
  if (match.status === 'matched') return [match.purchase.productId];
  return match.status === 'ambiguous' ? [...new Set(match.candidates.map((purchase) => purchase.productId))] : [];
}
