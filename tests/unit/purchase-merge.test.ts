import { describe, expect, it } from 'vitest';
import { isSamePurchase, mergePurchase } from '../../shared/domain/purchase-merge';
import { makePurchase } from '../support/purchases';

const known = {
  ...makePurchase({ transaction: 'HP0967750879', buyer: 'anna@posta.example', status: 'WAITING_PAYMENT' }),
  guaranteeEndsAt: 5,
  subscriberCode: 'ABC',
};

describe('what is known of a sale after another source spoke of it', () => {
  it('takes status, dates and buyer from the newer one', () => {
    const newer = {
      ...makePurchase({ transaction: 'HP0967750879', buyer: 'Anna.Nuova@posta.example', status: 'APPROVED' }),
      approvedAt: 7,
    };
    expect(mergePurchase(known, newer)).toMatchObject({
      statusWord: 'APPROVED',
      status: 'active',
      approvedAt: 7,
      buyerEmail: 'Anna.Nuova@posta.example',
      buyerFolded: 'anna.nuova@posta.example',
    });
  });

  it('keeps what the newer one leaves open', () => {
    const newer = { ...known, statusWord: '', status: 'unknown' as const, productName: '', buyerName: '' };
    const bare = { ...newer, guaranteeEndsAt: null, subscriberCode: null, price: '', currency: '', orderedAt: 0 };
    expect(mergePurchase(known, bare)).toEqual(known);
  });

  it('never takes a code that was made of the name for one', () => {
    expect(mergePurchase(known, { ...known, productId: 'name:orto' }).productId).toBe('orto');
    expect(mergePurchase({ ...known, productId: 'name:orto' }, known).productId).toBe('orto');
  });

  it('never pairs a price with another currency', () => {
    const newer = { ...known, price: '', currency: 'BRL' };
    expect(mergePurchase(known, newer)).toMatchObject({ price: '59.00', currency: 'EUR' });
  });

  it('tells a sale that is the same from one that is not', () => {
    expect(isSamePurchase(known, { ...known })).toBe(true);
    expect(isSamePurchase(known, { ...known, guaranteeEndsAt: 6 })).toBe(false);
  });
});
