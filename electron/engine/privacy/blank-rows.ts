import type { Db } from '../store/tickets-table';
import { readBefore } from '../store/outbox-table';
import type { OutboxRow } from '../store/outbox-table';

/** Takes the words out of rows; ids, times, states and figures stay. */

/** What was read from a message. */
const NOTHING_READ = {
  from_name: '',
  from_address: '',
  from_folded: '',
  subject: '',
  new_text: '',
  quoted_text: '',
  signature: '',
  parsed: '',
  html: null,
  parse_state: 'erased',
} as const;

/**
 * Leaves of these messages their digest and where they lie, by which a sync knows them and does not fetch them again. The
 * Message-ID of a mail of ours stays, too: it is random, and its copy in Sent is found by it.
 */
export async function blankMessages(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of ['message_raw', 'server_part', 'message_reference', 'unread_picture'] as const) {
    await db.deleteFrom(table).where('message_id', 'in', ids).execute();
  }
  await db
    .updateTable('message')
    .set({ message_id: null })
    .where('id', 'in', ids)
    .where((row) =>
      row.or([
        row('direction', '=', 'inbound'),
        row('message_id', 'not in', row.selectFrom('outbox').select('outbox.message_id')),
      ]),
    )
    .execute();
  await db.updateTable('message').set(NOTHING_READ).where('id', 'in', ids).execute();
}

/** A mail of ours as it lies in the store. */
export async function readReply(db: Db, id: string): Promise<OutboxRow> {
  return (await db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow()) as OutboxRow;
}

/** Takes everything out of a mail of ours that is over but its state, what was decided, when, and by whom. Without a recipient it is erased. */
export async function blankReply(db: Db, row: OutboxRow): Promise<void> {
  const { draft: _draft, draftKey: _key, fields: _fields, ...before } = readBefore(row);
  await db
    .updateTable('outbox')
    .set({
      envelope_to: '',
      to_name: '',
      subject: '',
      body_text: '',
      raw: new Uint8Array(),
      before_json: JSON.stringify({ ...before, draft: null }),
      requester_folded: '',
      copies_json: '[]',
      files_json: '[]',
      error_text: null,
      delivery_text: null,
      // What came back of it is nobody's problem any more.
      ...(row.delivery === null ? {} : { delivery_settled: row.delivery_settled ?? 'erased' }),
      next_attempt_at: null,
    })
    .where('id', '=', row.id)
    .execute();
}
