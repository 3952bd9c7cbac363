import type { Intent } from './intent';
import type { Match } from './match';
import type { Delivery, PurchaseStatus } from './purchase';

/** What the rules recommend (domain.md, decision table). */
export const DECISIONS = [
  'ignore',
  'route.support',
  'ask.purchase-details',
  'ask.which-product',
  'verify.purchase-email',
  'purchase.pending',
  'purchase.inactive',
  'classify.product',
  'producer.contact',
  'club.password-reset',
  'club.product-link',
  'club.first-access',
  'club.existing-account',
] as const;
export type DecisionId = (typeof DECISIONS)[number];

/** Passages of the help article, `resources/article` holds their text. */
export const PASSAGES = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9', 'A10', 'A11', 'A12'] as const;
export type Passage = (typeof PASSAGES)[number];

/** A decision with the row that fired (1 to 13) and the passages it rests on. */
export type Decision = {
  readonly id: DecisionId;
  readonly rule: number;
  readonly cites: readonly Passage[];
};

/** Decisions that send no reply. */
export const SILENT_DECISIONS: readonly DecisionId[] = ['ignore', 'route.support', 'classify.product'];

/** Decisions of the No-oracle text: they hold no purchase fact (domain.md, "No oracle"). */
export const ORACLE_SAFE_DECISIONS: readonly DecisionId[] = [
  'ask.purchase-details',
  'ask.which-product',
  'verify.purchase-email',
];

/** Row of the table that gives each decision. */
const RULES: Readonly<Record<DecisionId, number>> = {
  ignore: 1,
  'route.support': 2,
  'ask.purchase-details': 3,
  'ask.which-product': 4,
  'verify.purchase-email': 5,
  'purchase.pending': 6,
  'purchase.inactive': 7,
  'classify.product': 8,
  'producer.contact': 9,
  'club.password-reset': 10,
  'club.product-link': 11,
  'club.first-access': 12,
  'club.existing-account': 13,
};

/** The row of the table that gives this decision; 0 for a word that is none, as an older version may have written. */
export function ruleOf(decision: string): number {
  return Object.hasOwn(RULES, decision) ? RULES[decision as DecisionId] : 0;
}

/** What the table asks of a case. */
export type DecisionFacts = {
  readonly intent: Intent;
  readonly match: Pick<Match, 'status' | 'identity'>;
  /** The matched purchase; null unless matched. */
  readonly purchase: {
    readonly status: PurchaseStatus;
    readonly delivery: Delivery;
    readonly hasEarlierClub: boolean;
  } | null;
};

/** The decision table of domain.md: the first row that holds wins. */
export function decide(facts: DecisionFacts): Decision {
  const { intent, match, purchase } = facts;
  if (intent === 'auto') return { id: 'ignore', rule: 1, cites: [] };
  if (intent === 'other') return { id: 'route.support', rule: 2, cites: ['A12'] };
  if (match.status === 'ambiguous') return { id: 'ask.which-product', rule: 4, cites: ['A6'] };
  if (match.status === 'unmatched' || purchase === null) return { id: 'ask.purchase-details', rule: 3, cites: ['A11'] };
  if (match.identity === 'other') return { id: 'verify.purchase-email', rule: 5, cites: ['A3', 'A11'] };
  if (purchase.status === 'pending') return { id: 'purchase.pending', rule: 6, cites: ['A1'] };
  if (purchase.status === 'inactive') return { id: 'purchase.inactive', rule: 7, cites: ['A12'] };
  if (purchase.status === 'unknown' || purchase.delivery === 'unknown') {
    return { id: 'classify.product', rule: 8, cites: ['A2'] };
  }
  if (purchase.delivery === 'producer') return { id: 'producer.contact', rule: 9, cites: ['A8', 'A9', 'A10', 'A11'] };
  if (intent === 'access.password') return { id: 'club.password-reset', rule: 10, cites: ['A7'] };
  if (intent === 'access.link') return { id: 'club.product-link', rule: 11, cites: ['A6'] };
  if (!purchase.hasEarlierClub) return { id: 'club.first-access', rule: 12, cites: ['A3', 'A4', 'A6'] };
  return { id: 'club.existing-account', rule: 13, cites: ['A3', 'A5', 'A6'] };
}
