import type { CaseFacts } from './case-facts';
import type { MatchHint } from './match';

/**
 * Why a ticket has no one purchase, the first that holds: `several` fit, it names a `number-unknown` to our purchases, its address is a
 * `typo` away from a buyer's, our purchases are `perhaps-newer` than it, or nobody bought with that `address`.
 */
export type UnmatchedReason = 'several' | 'number-unknown' | 'typo' | 'perhaps-newer' | 'address';

/** The reason of a decided case; null where its decision asks for no purchase. */
export function unmatchedReason(facts: Pick<CaseFacts, 'decision' | 'match' | 'perhapsNewer'>): UnmatchedReason | null {
  if (facts.decision.id === 'ask.which-product') return 'several';
  if (facts.decision.id !== 'ask.purchase-details') return null;
  const has = (kind: MatchHint['kind']): boolean => facts.match.hints.some((hint) => hint.kind === kind);
  if (has('number-unknown')) return 'number-unknown';
  if (has('address-typo')) return 'typo';
  return facts.perhapsNewer ? 'perhaps-newer' : 'address';
}
