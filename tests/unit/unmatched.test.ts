import { describe, expect, it } from 'vitest';
import type { DecisionId } from '../../shared/domain/decision';
import type { MatchHint } from '../../shared/domain/match';
import { unmatchedReason } from '../../shared/domain/unmatched';

const unknown: MatchHint = { kind: 'number-unknown', number: 'HP1700000001' };
const typo: MatchHint = { kind: 'address-typo', address: 'anna@libero.ti', like: 'anna@libero.it' };

describe('why a ticket has no one purchase', () => {
  const reasonOf = (decision: DecisionId, hints: readonly MatchHint[] = [], perhapsNewer = false) =>
    unmatchedReason({
      decision: { id: decision, rule: 3, cites: [] },
      match: { status: 'unmatched', basis: null, identity: 'other', evidence: [], hints },
      perhapsNewer,
    });

  it('is that several fit, where the customer is asked which product', () => {
    expect(reasonOf('ask.which-product', [unknown, typo], true)).toBe('several');
  });

  it('is the number that we do not know, before an address with a typo', () => {
    expect(reasonOf('ask.purchase-details', [typo, unknown], true)).toBe('number-unknown');
    expect(reasonOf('ask.purchase-details', [typo], true)).toBe('typo');
  });

  it('is that our purchases may be older than it, else that nobody bought with that address', () => {
    expect(reasonOf('ask.purchase-details', [], true)).toBe('perhaps-newer');
    expect(reasonOf('ask.purchase-details')).toBe('address');
  });

  it('is nothing where no purchase is asked for', () => {
    expect(reasonOf('club.first-access', [unknown])).toBeNull();
    expect(reasonOf('ignore')).toBeNull();
  });
});
