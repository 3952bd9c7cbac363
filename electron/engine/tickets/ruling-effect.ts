import type { RulingEffect } from '../../../shared/contract/catalogue';
import { decide } from '../../../shared/domain/decision';
import type { DecisionId } from '../../../shared/domain/decision';
import { standingDelivery } from '../../../shared/domain/delivery-evidence';
import type { Intent } from '../../../shared/domain/intent';
import type { Identity } from '../../../shared/domain/match';
import type { Delivery } from '../../../shared/domain/purchase';
import type { EngineContext } from '../context';
import { gatheredSource } from '../purchases/gathered-source';
import type { PurchaseSource } from '../purchases/purchase-source';
import { readCorrected } from '../store/corrections-table';
import { evidenceOf } from '../store/delivery-evidence-table';
import { ticketsOfProduct } from '../store/product-tickets';
import type { StoredTicket } from '../store/tickets-table';
import { gatherPurchase } from './purchase-facts';

/**
 * What a ruling would change, counted before it is made (casework.md, "Other queues"): open tickets matched to a
 * purchase of this product whose decision would be another one. `unknown` takes a ruling back. Tickets on which an agent
 * set the delivery by hand keep theirs.
 */
export async function rulingEffect(context: EngineContext, productId: string, ruling: Delivery): Promise<RulingEffect> {
  const { db } = context.store;
  const evidence = (await evidenceOf(db, [productId])).get(productId) ?? [];
  const at = Math.max(0, ...evidence.map(({ lastAt }) => lastAt)) + 1;
  const ruled = { kind: 'ruling', delivery: ruling, by: '', times: 1, firstAt: at, lastAt: at } as const;
  const { delivery } = standingDelivery([...evidence, ruled]);
  const source = gatheredSource(withDelivery(context.source, productId, delivery));
  const tickets = await ticketsOfProduct(db, productId);
  const decided = await Promise.all(tickets.map(async (ticket) => decisionOf(ticket, source)));
  const counts = new Map<DecisionId, number>();
  for (const [index, decision] of decided.entries()) {
    if (decision !== null && decision !== tickets[index]?.decision)
      counts.set(decision, (counts.get(decision) ?? 0) + 1);
  }
  const decisions = [...counts].map(([decision, count]) => ({ decision, tickets: count }));
  decisions.sort((one, other) => other.tickets - one.tickets);
  return { tickets: decisions.reduce((sum, one) => sum + one.tickets, 0), decisions };
}

/** null where the ticket's purchase is gone. */
async function decisionOf(ticket: StoredTicket, source: PurchaseSource): Promise<DecisionId | null> {
  const number = ticket.transaction_number ?? '';
  const purchase = (await source.byNumbers([number])).find(({ transaction }) => transaction === number);
  if (!purchase) return null;
  const facts = await gatherPurchase(purchase, source, readCorrected(ticket.corrected_json).delivery);
  return decide({
    intent: ticket.intent as Intent,
    match: { status: 'matched', identity: ticket.identity as Identity },
    purchase: { status: purchase.status, delivery: facts.delivery, hasEarlierClub: facts.hasEarlierClub },
  }).id;
}

/** The same purchases and catalogue, but for where one product lives. A sold product need not be listed. */
function withDelivery(source: PurchaseSource, productId: string, delivery: Delivery): PurchaseSource {
  const empty = { productId, name: '', memberAreaUrl: '', producerName: '', producerEmail: '' };
  return {
    ...source,
    products: async (ids) => {
      const listed = await source.products(ids);
      if (!ids.includes(productId)) return listed;
      const others = listed.filter((product) => product.productId !== productId);
      return [...others, { ...empty, ...listed.find((product) => product.productId === productId), delivery }];
    },
  };
}
