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
