import type { Delivery, PurchaseStatus } from '../../../shared/domain/purchase';
import type { Outside } from '../outside';
import { addEvents } from '../store/events-table';
import { ticketsOfProduct } from '../store/product-tickets';
import { foldStatusWord } from '../store/status-rulings-table';
import type { Db } from '../store/tickets-table';

/** What a person said of a product, or of a status word, stands in the history of the tickets that it decides anew. */

/** Tickets whose history is written in one statement. */
const AT_ONCE = 500;

/** Writes a product's ruling into its open tickets; `unknown` takes it back. */
export async function noteProductRuling(
  db: Db,
  outside: Outside,
  ruling: { readonly productId: string; readonly delivery: Delivery; readonly by: string },
): Promise<void> {
  const tickets = await ticketsOfProduct(db, ruling.productId);
  await note(
    db,
    outside,
    tickets.map(({ id }) => id),
    { actor: ruling.by, detail: { product: ruling.productId, delivery: ruling.delivery } },
  );
}

/** The same for a status word of Hotmart. */
export async function noteStatusRuling(
  db: Db,
  outside: Outside,
  ruling: { readonly word: string; readonly status: PurchaseStatus; readonly by: string },
): Promise<void> {
  const words = await db.selectFrom('purchase').select('status_word').distinct().execute();
  const wanted = foldStatusWord(ruling.word);
  const same = words.map((each) => each.status_word).filter((word) => foldStatusWord(word) === wanted);
  if (same.length === 0) return;
  const tickets = await db
    .selectFrom('ticket')
    .innerJoin('purchase', 'purchase.transaction_number', 'ticket.transaction_number')
    .select('ticket.id')
    .where('purchase.status_word', 'in', same)
    .where('ticket.state', 'not in', ['done', 'ignored'])
    .execute();
  await note(
    db,
    outside,
    tickets.map(({ id }) => id),
    { actor: ruling.by, detail: { word: ruling.word, status: ruling.status } },
  );
}

async function note(
  db: Db,
  outside: Outside,
  tickets: readonly string[],
  said: { readonly actor: string; readonly detail: Readonly<Record<string, string>> },
): Promise<void> {
  for (let at = 0; at < tickets.length; at += AT_ONCE) {
    const some = tickets.slice(at, at + AT_ONCE);
    await addEvents(
      db,
      outside,
      some.map((ticket) => ({ ticket, kind: 'ruled', ...said })),
    );
  }
}
