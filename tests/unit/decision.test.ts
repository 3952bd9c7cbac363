import { describe, expect, it } from 'vitest';
import { decide, type DecisionFacts, SILENT_DECISIONS } from '../../shared/domain/decision';

const club = { status: 'active', delivery: 'club', hasEarlierClub: false } as const;
const buyer = { status: 'matched', identity: 'buyer' } as const;
const base: DecisionFacts = { intent: 'access.other', match: buyer, purchase: club };

describe('the decision table: the first row that holds wins', () => {
  it.each<[number, string, string, Partial<DecisionFacts>]>([
    [1, 'a machine wrote it', 'ignore', { intent: 'auto' }],
    [2, 'it is not about getting in', 'route.support', { intent: 'other' }],
    [
      3,
      'no purchase is found',
      'ask.purchase-details',
      { match: { status: 'unmatched', identity: 'other' }, purchase: null },
    ],
    [
      4,
      'several purchases fit',
      'ask.which-product',
      { match: { status: 'ambiguous', identity: 'buyer' }, purchase: null },
    ],
    [5, 'the requester is not the buyer', 'verify.purchase-email', { match: { status: 'matched', identity: 'other' } }],
    [6, 'the payment is not confirmed', 'purchase.pending', { purchase: { ...club, status: 'pending' } }],
    [7, 'the purchase is not active', 'purchase.inactive', { purchase: { ...club, status: 'inactive' } }],
    [8, 'nobody said where the product lives', 'classify.product', { purchase: { ...club, delivery: 'unknown' } }],
    [8, 'nobody knows the status word', 'classify.product', { purchase: { ...club, status: 'unknown' } }],
    [9, "the content is in the producer's area", 'producer.contact', { purchase: { ...club, delivery: 'producer' } }],
    [
      9,
      'also for a forgotten password',
      'producer.contact',
      { intent: 'access.password', purchase: { ...club, delivery: 'producer' } },
    ],
    [10, 'Club, password', 'club.password-reset', { intent: 'access.password' }],
    [11, 'Club, link', 'club.product-link', { intent: 'access.link' }],
    [12, 'Club, first purchase there', 'club.first-access', { intent: 'access.email_missing' }],
    [13, 'Club, signed in before', 'club.existing-account', { purchase: { ...club, hasEarlierClub: true } }],
  ])('row %i: %s → %s', (rule, _, id, facts) => {
    expect(decide({ ...base, ...facts })).toMatchObject({ id, rule });
  });

  it('cites only the article, and nothing for a machine', () => {
    expect(decide(base).cites).toEqual(['A3', 'A4', 'A6']);
    expect(decide({ ...base, intent: 'auto' }).cites).toEqual([]);
  });

  it('a pending purchase is decided before its delivery is known', () => {
    expect(decide({ ...base, purchase: { ...club, status: 'pending', delivery: 'unknown' } }).id).toBe(
      'purchase.pending',
    );
  });

  it('machines, support matters and unclassified products get no reply', () => {
    expect(SILENT_DECISIONS).toEqual(['ignore', 'route.support', 'classify.product']);
  });
});
