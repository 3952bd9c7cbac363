import { digestMessage } from '../mail/message-digest';
import type { Db } from '../store/tickets-table';

/** A mail that was put aside becomes what an erased message is: its digest and its place. */
export async function blankPutAside(db: Db, id: string): Promise<void> {
  const row = await db.selectFrom('quarantine').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const { mailbox_id, folder, uidvalidity, uid } = row;
  const digest = digestMessage(row.bytes ?? new Uint8Array());
  const blank = { ...EMPTY_MESSAGE, id, mailbox_id, digest, received_at: row.at };
  await db
    .insertInto('message')
    .values(blank)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const place = {
    mailbox_id,
    folder,
    uidvalidity,
    uid,
    message_id: id,
    expunged_at: null,
    answered: 0,
    answered_since: null,
  };
  await db
    .insertInto('message_location')
    .values(place)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db.deleteFrom('quarantine').where('id', '=', id).execute();
}

const EMPTY_MESSAGE = {
  direction: 'inbound',
  ticket_id: null,
  message_id: null,
  from_name: '',
  from_address: '',
  from_folded: '',
  subject: '',
  sent_at: null,
  new_text: '',
  quoted_text: '',
  signature: '',
  parsed: '',
  html: null,
  parse_state: 'erased',
  parse_attempts: 0,
  is_auto: 0,
};
