import { forwardedClub, namesHotmartSender } from '../../../shared/domain/access-mail';
import type { CaseFacts } from '../../../shared/domain/case-facts';
import type { Message } from '../../../shared/domain/message';
import { addEvidence } from '../store/delivery-evidence-table';
import type { NewEvidence } from '../store/delivery-evidence-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import type { ConversationRow } from './conversation-of';
import { inOrder } from './summary';

/** A ticket as it was before it was decided, with its messages and what was found. */
export type DecidedCase = {
  readonly seen: StoredTicket;
  readonly rows: readonly ConversationRow[];
  readonly facts: CaseFacts | null;
};

/**
 * Hotmart's access mails that customers forwarded, put down beside the product that their ticket is about: evidence for
 * the eye, which decides nothing. Each mail counts when its ticket comes to its product, or joins a ticket that has it
 * already; a decision that is only made again counts nothing twice.
 */
export async function noteForwardedAccess(db: Db, decided: readonly DecidedCase[]): Promise<void> {
  const found: NewEvidence[] = [];
  for (const one of decided) {
    const productId = one.facts?.match.status === 'matched' ? one.facts.match.purchase.productId : null;
    if (productId === null) continue;
    for (const row of freshRows(one, productId)) {
      const slug = await clubOf(db, row);
      if (slug === null) continue;
      found.push({ productId, kind: 'forwarded-mail', delivery: 'club', by: slug, at: row.received_at });
    }
  }
  if (found.length > 0) await addEvidence(db, found);
}

function freshRows({ seen, rows }: DecidedCase, productId: string): readonly ConversationRow[] {
  const received = inOrder(rows).filter((row) => row.direction === 'inbound' && row.is_auto === 0);
  if (seen.product_id !== productId) return received;
  return seen.undecided === 1 ? received.slice(-1) : [];
}

async function clubOf(db: Db, row: ConversationRow): Promise<string | null> {
  // Nearly every mail ends here: nothing is parsed and nothing read for it.
  if (row.parsed === '' || !namesHotmartSender(`${row.quoted_text}\n${row.parsed}`)) return null;
  const { attached } = JSON.parse(row.parsed) as Pick<Message, 'attached'>;
  const stored = await db.selectFrom('message').select('html').where('id', '=', row.id).executeTakeFirst();
  return forwardedClub(row.quoted_text, attached, stored?.html ?? null);
}
