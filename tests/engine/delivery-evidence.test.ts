import { describe, expect, it } from 'vitest';
import { saveClubAccess } from '../../electron/engine/store/club-access-table';
import { addEvidence, evidenceOf } from '../../electron/engine/store/delivery-evidence-table';
import type { Store } from '../../electron/engine/store/store';
import { settleProductDeliveries } from '../../electron/engine/store/product-deliveries';
import { findProducts, ruleDelivery, saveEntry, saveProducts } from '../../electron/engine/store/products-table';
import { savePurchases } from '../../electron/engine/store/purchases-table';
import { standingDelivery } from '../../shared/domain/delivery-evidence';
import type { ClubAccess } from '../../shared/domain/club-access';
import type { Delivery } from '../../shared/domain/purchase';
import { makeStore } from '../support/make-store';
import { makeProduct, makePurchase } from '../support/purchases';

const AT = Date.UTC(2026, 10, 2);
const HOUR = 3_600_000;
const LINK = 'https://hotmart.com/it/club/orto/products/1';
const orto = (delivery: Delivery, link = '') => ({ ...makeProduct('orto', 'Orto', delivery), memberAreaUrl: link });
const access = (area: ClubAccess['area'], member: string, firstAccessAt: number | null): ClubAccess => ({
  area,
  memberFolded: `${member}@posta.example`,
  statusWord: 'ACTIVE',
  firstAccessAt,
  lastAccessAt: null,
});
const CLUB = { kind: 'club', slug: 'orto' } as const;
const PRODUCT = { kind: 'product', productId: 'orto' } as const;
const by = { importId: 'i1', asOf: AT, at: AT };

const standingIn = async ({ db }: Store) => {
  const [product] = await findProducts(db, ['orto']);
  return product?.delivery;
};
const kindsIn = async ({ db }: Store) =>
  ((await evidenceOf(db, ['orto'])).get('orto') ?? []).map((one) => `${one.kind} ${one.delivery} ${one.times}`).sort();

describe('the ledger of a delivery', () => {
  it('counts who said it, and when first and last', async () => {
    const { db } = await makeStore();
    await saveProducts(db, [orto('club')], AT, 'old.csv');
    await saveProducts(db, [orto('club')], AT + HOUR, 'new.csv');
    expect(await evidenceOf(db, ['orto', 'nowhere'])).toEqual(
      new Map([
        ['orto', [{ kind: 'catalogue', delivery: 'club', by: 'new.csv', times: 2, firstAt: AT, lastAt: AT + HOUR }]],
      ]),
    );
  });

  it('keeps the ruling that was overruled, with the person, as a conflict', async () => {
    const { db } = await makeStore();
    await saveProducts(db, [orto('unknown')], AT);
    expect(await ruleDelivery(db, 'orto', 'producer', AT, 'Anna')).toBe(true);
    expect(await saveProducts(db, [orto('club')], AT, 'new.csv')).toMatchObject({ touched: ['orto'] });
    const evidence = (await evidenceOf(db, ['orto'])).get('orto') ?? [];
    expect(standingDelivery(evidence)).toMatchObject({
      delivery: 'club',
      restsOn: 'catalogue',
      conflicts: [{ kind: 'ruling', delivery: 'producer', by: 'Anna' }],
    });
  });

  it('dates a newer word after the older one, even where the clock went back', async () => {
    const store = await makeStore();
    await saveProducts(store.db, [orto('club')], AT);
    await ruleDelivery(store.db, 'orto', 'producer', AT - HOUR, 'Anna');
    expect(await standingIn(store)).toBe('producer');
    await ruleDelivery(store.db, 'orto', 'club', AT - 2 * HOUR, 'Bea');
    expect(await standingIn(store)).toBe('club');
  });

  it('goes back to what else is known when a ruling is taken back', async () => {
    const store = await makeStore();
    await saveProducts(store.db, [orto('producer')], AT);
    await ruleDelivery(store.db, 'orto', 'club', AT, 'Anna');
    expect(await ruleDelivery(store.db, 'orto', 'unknown', AT, 'Anna')).toBe(true);
    expect(await standingIn(store)).toBe('producer');
    expect(await ruleDelivery(store.db, 'orto', 'unknown', AT, 'Anna')).toBe(false);
  });

  it('holds what was ruled before there was a ledger', async () => {
    const store = await makeStore();
    const row = { name: 'Orto', member_area_url: '', producer_name: '', producer_email: '', updated_at: AT };
    const ruled = { product_id: 'orto', delivery: 'producer', delivery_source: 'ruling', ...row };
    await store.db.insertInto('product').values(ruled).execute();
    await saveClubAccess(store.db, [access(PRODUCT, 'anna', AT)], by);
    expect(await settleProductDeliveries(store.db, null, AT)).toEqual([]);
    expect(await standingIn(store)).toBe('producer');
    expect(await kindsIn(store)).toEqual(['first-access club 1', 'ruling producer 1']);
  });

  it('does not empty what an import leaves open', async () => {
    const { db } = await makeStore();
    await saveProducts(db, [orto('club', LINK)], AT);
    expect(await saveProducts(db, [{ ...orto('unknown'), producerEmail: '' }], AT + HOUR)).toMatchObject({
      unchanged: 1,
    });
    expect(await findProducts(db, ['orto'])).toMatchObject([
      { memberAreaUrl: LINK, producerEmail: 'ciao@verde.example', delivery: 'club' },
    ]);
  });
});

describe('Club data', () => {
  it('make a product Club once a first access is told, and are counted', async () => {
    const store = await makeStore();
    await saveProducts(store.db, [orto('unknown')], AT);
    await saveClubAccess(store.db, [access(PRODUCT, 'anna', AT), access(PRODUCT, 'bea', AT + HOUR)], by);
    expect(await standingIn(store)).toBe('unknown');
    expect(await settleProductDeliveries(store.db, ['orto'], AT)).toEqual(['orto']);
    expect(await standingIn(store)).toBe('club');
    expect((await evidenceOf(store.db, ['orto'])).get('orto')).toEqual([
      { kind: 'first-access', delivery: 'club', by: '', times: 2, firstAt: AT, lastAt: AT + HOUR },
    ]);
    expect(await settleProductDeliveries(store.db, ['orto'], AT)).toEqual([]);
  });

  it('of a club count for the products whose link names it, from the moment it does', async () => {
    const store = await makeStore();
    await saveProducts(store.db, [orto('unknown'), makeProduct('pane', 'Pane', 'unknown')], AT);
    await saveClubAccess(store.db, [access(CLUB, 'anna', AT), access(CLUB, 'bea', null)], by);
    expect(await settleProductDeliveries(store.db, null, AT)).toEqual([]);
    const { productId: _id, delivery: _delivery, ...entry } = orto('unknown', LINK);
    expect(await saveEntry(store.db, 'orto', entry, AT)).toBe(true);
    expect(await standingIn(store)).toBe('club');
    expect(await kindsIn(store)).toEqual(['club-member club 2', 'first-access club 1']);
    expect(await findProducts(store.db, ['pane'])).toMatchObject([{ delivery: 'unknown' }]);
    await saveEntry(store.db, 'orto', { ...entry, memberAreaUrl: 'https://elsewhere.example/club/orto' }, AT);
    expect(await standingIn(store)).toBe('unknown');
  });

  it('list a sold product that the catalogue lacks, and one that is sold later', async () => {
    const store = await makeStore();
    await saveClubAccess(store.db, [access(PRODUCT, 'anna', AT)], by);
    expect(await settleProductDeliveries(store.db, null, AT)).toEqual([]);
    const sale = makePurchase({ transaction: 'HP1000000001', buyer: 'anna@posta.example' });
    await savePurchases(store.db, [sale], by);
    expect(await settleProductDeliveries(store.db, [sale.productId], AT)).toEqual(['orto']);
    expect(await findProducts(store.db, ['orto'])).toMatchObject([{ name: 'Orto sul Balcone', delivery: 'club' }]);
  });

  it('never win over the catalogue, and forwarded mails decide nothing', async () => {
    const store = await makeStore();
    await saveProducts(store.db, [orto('producer', LINK)], AT);
    await saveClubAccess(store.db, [access(CLUB, 'anna', AT)], by);
    const mail = { productId: 'orto', kind: 'forwarded-mail', delivery: 'club', by: 'orto', at: AT } as const;
    await addEvidence(store.db, [mail, { ...mail, at: AT + HOUR }]);
    expect(await settleProductDeliveries(store.db, null, AT)).toEqual([]);
    expect(await kindsIn(store)).toEqual([
      'catalogue producer 1',
      'club-member club 1',
      'first-access club 1',
      'forwarded-mail club 2',
    ]);
  });
});
