import { SportelloError } from '../../../shared/contract/errors';
import type { PurchaseView } from '../../../shared/contract/views';
import { foldAddress } from '../../../shared/domain/address';
import { normalizeNumber } from '../../../shared/domain/transaction-number';
import type { EngineContext } from '../context';
import type { HandlersOf } from './handler';
import { ruleDelivery } from '../store/products-table';
import { purchaseOf } from '../store/purchases-table';
import { ruleStatus } from '../store/status-rulings-table';
import { purchaseView } from '../tickets/case-view';
import { noteProductRuling, noteStatusRuling } from '../tickets/note-ruling';
import { checkMayRule } from '../tickets/may-rule';

/** Purchases, catalogue, and what a person rules about them; each change decides the waiting tickets again. */
export const purchaseHandlers = {
  'products.rule': async (context, { productId, delivery }) => {
    const at = context.outside.clock.now();
    const by = context.desk().agent.name;
    const isNew = await context.store.transaction(async (db) => {
      await checkMayRule(context.store, db, productId, delivery);
      const isOther = await ruleDelivery(db, productId, delivery, at, by);
      if (isOther) await noteProductRuling(db, context.outside, { productId, delivery, by });
      return isOther;
    });
    if (!isNew && !(await isKnownProduct(context, productId))) throw unknownProduct(productId);
    return { decidedAgain: isNew ? await context.pipeline.decideAgain(null) : 0 };
  },

  'statuses.rule': async (context, { word, status }) => {
    const at = context.outside.clock.now();
    const by = context.desk().agent.name;
    const changed = await context.store.transaction(async (db) => {
      const count = await ruleStatus(db, { word, status, by, at });
      if (count > 0) await noteStatusRuling(db, context.outside, { word, status, by });
      return count;
    });
    return { decidedAgain: changed > 0 ? await context.pipeline.decideAgain(null) : 0 };
  },

  'purchases.find': async (context, { text, limit }) => findPurchases(context, text.trim(), limit),
} satisfies HandlersOf<'products.rule' | 'statuses.rule' | 'purchases.find'>;

async function isKnownProduct(context: EngineContext, productId: string): Promise<boolean> {
  return (await context.source.products([productId])).length > 0;
}

function unknownProduct(productId: string): SportelloError {
  return new SportelloError('not-found', `No product ${productId} was ever listed or sold`, {
    reason: 'product',
    action: 'Import the catalogue or the purchases first.',
    detail: { productId },
  });
}

// By number, by address, else by name of buyer or product, newest first.
async function findPurchases(context: EngineContext, text: string, limit: number): Promise<readonly PurchaseView[]> {
  if (text === '') return [];
  const { source, store } = context;
  const number = normalizeNumber(text);
  const exact = number === null ? [] : await source.byNumbers([number]);
  const byBuyer = text.includes('@') ? await source.byBuyers([foldAddress(text)]) : [];
  const rows =
    exact.length + byBuyer.length > 0
      ? []
      : await store.db
          .selectFrom('purchase')
          .selectAll()
          .where((of) =>
            of.or(
              (['buyer_name', 'buyer_email', 'product_name', 'transaction_number'] as const).map((column) =>
                of(column, 'like', `%${text.replace(/[%_]/g, '')}%`),
              ),
            ),
          )
          .orderBy('ordered_at', 'desc')
          .limit(limit)
          .execute();
  const found = [...exact, ...byBuyer, ...rows.map(purchaseOf)].slice(0, limit);
  const products = await source.products([...new Set(found.map((purchase) => purchase.productId))]);
  return found.map((purchase) => purchaseView(purchase, products));
}
