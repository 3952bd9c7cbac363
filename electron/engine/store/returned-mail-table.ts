import { sql } from 'kysely';
import type { DeliveryOutcome } from '../../../shared/domain/delivery-report';
import type { OutboxKind, OutboxState } from '../../../shared/domain/outbox';
import type { Db } from './tickets-table';

/** States of a mail that a server may have: only these can come back. */
const GONE_OUT: readonly OutboxState[] = ['final_pending', 'outcome_unknown', 'accepted', 'filed', 'file_failed'];

/** A mail of ours that a report may be about. */
export type SentMail = {
  readonly id: string;
  readonly ticket: string;
  readonly kind: OutboxKind;
  readonly state: OutboxState;
  /** As it went out. */
  readonly to: string;
  readonly toName: string;
  readonly messageId: string;
  readonly delivery: DeliveryOutcome | null;
};

/** What a server said of a mail. */
export type DeliveryWord = {
  readonly outcome: DeliveryOutcome;
  readonly code: string;
  readonly text: string;
  readonly at: number;
};

/** The mails that went out under these Message-IDs, by Message-ID. */
export async function sentMails(db: Db, messageIds: readonly string[]): Promise<ReadonlyMap<string, SentMail>> {
  if (messageIds.length === 0) return new Map();
  const rows = await sentMail(db).where('message_id', 'in', messageIds).execute();
  return new Map((rows as readonly SentMail[]).filter(isGone).map((row) => [row.messageId, row]));
}

/** The mail that was made with this secret: its Message-ID begins with it. */
export async function sentMailOfToken(db: Db, token: string): Promise<SentMail | null> {
  // `A` follows `@`: one range of the index.
  const row = await sentMail(db)
    .where('message_id', '>=', `${token}@`)
    .where('message_id', '<', `${token}A`)
    .executeTakeFirst();
  const mail = row as SentMail | undefined;
  return mail && isGone(mail) ? mail : null;
}

function sentMail(db: Db) {
  return db
    .selectFrom('outbox')
    .select([
      'id',
      'ticket_id as ticket',
      'kind',
      'state',
      'envelope_to as to',
      'to_name as toName',
      'message_id as messageId',
      'delivery',
    ]);
}

// Asked here: in the statement it would draw the query to the index of states.
function isGone(mail: SentMail): boolean {
  return GONE_OUT.includes(mail.state);
}

/** Writes what a server said; the row's own state and revision stay: a copy to Sent may be under way. */
export async function saveDelivery(db: Db, id: string, word: DeliveryWord): Promise<void> {
  await db
    .updateTable('outbox')
    .set({
      delivery: word.outcome,
      delivery_code: word.code,
      delivery_text: word.text,
      delivery_at: word.at,
      delivery_settled: null,
    })
    .where('id', '=', id)
    .execute();
}

/** The mails that came back and that nobody has dealt with. */
export function undelivered(db: Db) {
  return (
    db
      .selectFrom('outbox')
      // Written out: with a parameter SQLite would not use the partial index.
      .where('delivery', '=', sql.lit<string>('failed'))
      .where('delivery_settled', 'is', null)
  );
}

/** Which of these tickets have a mail that came back. */
export async function undeliveredTickets(db: Db, tickets: readonly string[]): Promise<readonly string[]> {
  if (tickets.length === 0) return [];
  const rows = await undelivered(db).select('ticket_id').where('ticket_id', 'in', tickets).execute();
  return rows.map((row) => row.ticket_id);
}

/** How many mails came back and wait for somebody. */
export async function countUndelivered(db: Db): Promise<number> {
  const row = await undelivered(db)
    .select((of) => of.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Settles what came back on a ticket: by `seen`, or by the block that was accepted after it; `kinds` says of which. */
export async function settleDeliveries(
  db: Db,
  tickets: readonly string[],
  kinds: readonly OutboxKind[],
  by: string,
): Promise<void> {
  if (kinds.length === 0 || tickets.length === 0) return;
  await db
    .updateTable('outbox')
    .set({ delivery_settled: by })
    .where('ticket_id', 'in', tickets)
    .where('kind', 'in', kinds)
    .where('delivery', '=', sql.lit<string>('failed'))
    .where('delivery_settled', 'is', null)
    .execute();
}

/** The block that settled something was taken back: it is a problem again. */
export async function unsettleDeliveries(db: Db, ticket: string, block: string): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ delivery_settled: null })
    .where('ticket_id', '=', ticket)
    .where('delivery_settled', '=', block)
    .execute();
}
