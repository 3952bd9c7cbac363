import { SportelloError } from '../../../shared/contract/errors';
import { entryProblems } from '../../../shared/domain/product-entry';
import type { EngineContext } from '../context';
import { ruleDelivery, saveEntry } from '../store/products-table';
import { noteProductRuling } from '../tickets/note-ruling';
import { checkMayRule } from '../tickets/may-rule';
import { productViews } from '../tickets/product-views';
import { purchaseAbout } from '../tickets/purchase-about';
import { rulingEffect } from '../tickets/ruling-effect';
import type { HandlersOf } from './handler';

/** The catalogue with its ledger, and what is known around a purchase. */
export const catalogueHandlers = {
  'products.list': (context) => productViews(context.store.db),

  'products.open': async ({ store }, { productId }) => {
    const [view] = await productViews(store.db, productId);
    if (!view) throw unknownProduct(productId);
    return view;
  },

  'products.affected': (context, { productId, delivery }) => rulingEffect(context, productId, delivery),

  'products.save': async (context, { productId, delivery, ...entry }) => {
    const problems = entryProblems(entry);
    if (problems.length > 0) throw unusable(productId, problems.join(', '));
    if (!(await isKnown(context, productId))) throw unknownProduct(productId);
    const at = context.outside.clock.now();
    const by = context.desk().agent.name;
    const isChanged = await context.store.transaction(async (db) => {
      if (delivery !== null) await checkMayRule(context.store, db, productId, delivery);
      const isOther = await saveEntry(db, productId, entry, at);
      const isRuled = delivery !== null && (await ruleDelivery(db, productId, delivery, at, by));
      if (isRuled) await noteProductRuling(db, context.outside, { productId, delivery, by });
      return isOther || isRuled;
    });
    if (!isChanged) return { decidedAgain: 0 };
    // Its name may be what a mail names, its link what a text holds, and a Club purchase counts for other products too.
    const decidedAgain = await context.pipeline.decideAgain(null);
    context.announcer.statusChanged();
    return { decidedAgain };
  },

  'purchases.about': (context, { ticket }) => purchaseAbout(context, ticket),
} satisfies HandlersOf<'products.list' | 'products.open' | 'products.affected' | 'products.save' | 'purchases.about'>;

async function isKnown({ source, store }: EngineContext, productId: string): Promise<boolean> {
  if ((await source.products([productId])).length > 0) return true;
  const sale = store.db.selectFrom('purchase').select('product_id').where('product_id', '=', productId).limit(1);
  return (await sale.executeTakeFirst()) !== undefined;
}

function unusable(productId: string, what: string): SportelloError {
  return new SportelloError('bad-params', `The entry of product ${productId} cannot be kept: ${what}`, {
    reason: 'catalogue',
    action: 'Give it a name, a link that begins with https:// or none, and an e-mail address or none.',
    detail: { productId },
  });
}

function unknownProduct(productId: string): SportelloError {
  return new SportelloError('not-found', `No product ${productId} was ever listed or sold`, {
    reason: 'product',
    action: 'Import the catalogue or the purchases first.',
    detail: { productId },
  });
}
