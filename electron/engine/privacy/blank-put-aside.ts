import { digestMessage } from '../mail/message-digest';
import { addLocations } from '../store/locations-table';
import { EMPTY_MESSAGE } from '../store/messages-table';
import type { Db } from '../store/tickets-table';

/** A mail that was put aside becomes what an erased message is: its digest and its place. */
export async function blankPutAside(db: Db, id: string): Promise<void> {
  const row = await db.selectFrom('quarantine').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const { mailbox_id, folder, uidvalidity, uid } = row;
  const digest = digestMessage(row.bytes ?? new Uint8Array());
  const blank = { ...EMPTY_MESSAGE, id, mailbox_id, digest, received_at: row.at };
  await db
    .insertInto('message')
    .values({ ...blank, direction: 'inbound', parse_state: 'erased' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const place = { mailbox_id, folder, uidvalidity, uid, message_id: id };
  await addLocations(db, [{ ...place, expunged_at: null, answered: 0, answered_since: null }]);
  await db.deleteFrom('quarantine').where('id', '=', id).execute();
}
