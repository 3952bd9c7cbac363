import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { readRaws } from '../store/messages-table';
import type { NewMessage } from '../store/messages-table';
import type { StoreTables } from '../store/schema';
import { splitMessage } from './message-digest';
import type { SplitMessage } from './message-digest';

/** What the sender wrote, and no server on the way adds or changes; the rest of a header differs from mailbox to mailbox. */
const WRITTEN = ['message-id', 'from', 'date', 'subject'] as const;

/**
 * What a mail has in common with its copy in another mailbox: Message-ID, From, Date and Subject as they were written, and every byte
 * of its body. Each way writes its own Received, Delivered-To or Authentication-Results, so the header as a whole tells nothing.
 * `''` where a mail cannot be told so: without a Message-ID two short mails of one minute could be two.
 *
 * @param left what was left on the server of a large message, as far as both ways give it alike
 */
export function sameMailOf({ header, bodyDigest }: SplitMessage, left: readonly unknown[] = []): string {
  const fields = WRITTEN.map((name) => fieldOf(header, name));
  if (!/<[^<>\s]+>/.test(fields[0] ?? '')) return '';
  const hash = createHash('sha256').update(JSON.stringify([...fields, left]), 'latin1');
  return hash.update('\0').update(bodyDigest).digest('hex');
}

/** The first field of this name, unfolded, each run of white space one space; '' where there is none. */
function fieldOf(header: string, name: string): string {
  const found = new RegExp(`^${name}:(.*(?:\\n[ \\t].*)*)`, 'im').exec(header);
  return (found?.[1] ?? '').replace(/\s+/g, ' ').trim();
}

/**
 * Finds mails that lie in another mailbox of the desk already: To or Cc of both, or a rule of one forwards to the other. They are one
 * message with a place in each mailbox: one ticket, answered once, from the mailbox that had it first. Only what came in counts: of a
 * mail from one own mailbox to another the copy in Sent is the one that is read (`isBetweenOwn`).
 *
 * What was stored before migration 260 carries no key: it is found by its Message-ID, its key read out of its bytes, and kept with it
 * from then on.
 *
 * @returns row id by digest
 */
export async function findInOtherMailboxes(
  db: Kysely<StoreTables>,
  mailboxId: string,
  messages: readonly NewMessage[],
): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  for (const { sameMail = '', digest } of messages) if (sameMail !== '') digests.set(sameMail, digest);
  if (digests.size === 0 || !(await hasOthers(db, mailboxId))) return new Map();
  const rows = await db
    .selectFrom('message')
    .select(['id', 'same_mail'])
    .where('same_mail', 'in', [...digests.keys()])
    // Written out: with a parameter in its place SQLite does not see that the index knows these rows.
    .where('same_mail', '!=', sql.lit(''))
    .where('mailbox_id', '!=', mailboxId)
    .where('direction', '=', 'inbound')
    .orderBy('received_at', 'desc')
    .execute();
  const found = new Map<string, string>();
  for (const { id, same_mail } of rows) found.set(digests.get(same_mail) ?? '', id);
  const left = messages.filter(({ digest, sameMail = '' }) => sameMail !== '' && !found.has(digest));
  for (const [digest, id] of await findOlder(db, mailboxId, left)) found.set(digest, id);
  return found;
}

/** With one mailbox, which most desks have, nothing is asked. */
async function hasOthers(db: Kysely<StoreTables>, mailboxId: string): Promise<boolean> {
  const other = await db.selectFrom('folder').select('path').where('mailbox_id', '!=', mailboxId).limit(1).execute();
  return other.length > 0;
}

async function findOlder(
  db: Kysely<StoreTables>,
  mailboxId: string,
  messages: readonly NewMessage[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map<string, NewMessage>();
  for (const message of messages) if (message.messageId) wanted.set(message.messageId, message);
  if (wanted.size === 0) return new Map();
  const rows = await db
    .selectFrom('message')
    .innerJoin('message_raw', 'message_raw.message_id', 'message.id')
    .select(['message.id', 'message.message_id'])
    .where('message.message_id', 'in', [...wanted.keys()])
    .where('message.same_mail', '=', '')
    .where('message.mailbox_id', '!=', mailboxId)
    .where('message.direction', '=', 'inbound')
    .where('message_raw.encoding', '=', 'gzip')
    .execute();
  const raws = await readRaws(
    db,
    rows.map(({ id }) => id),
  );
  const found = new Map<string, string>();
  for (const { id, message_id } of rows) {
    const message = wanted.get(message_id ?? '');
    const raw = raws.get(id);
    const key = message?.sameMail ?? '';
    if (!message || !raw || sameMailOf(splitMessage(raw)) !== key) continue;
    found.set(message.digest, id);
    await db.updateTable('message').set({ same_mail: key }).where('id', '=', id).where('same_mail', '=', '').execute();
  }
  return found;
}
