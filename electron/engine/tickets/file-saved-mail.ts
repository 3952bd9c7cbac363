import type { SavedMailRefusal } from '../../../shared/contract/saved-mail';
import type { CaseView } from '../../../shared/contract/views';
import { foldAddress } from '../../../shared/domain/address';
import type { BodyParts, Message } from '../../../shared/domain/message';
import type { PipelineRoom } from '../pipeline';
import { gatheredSource } from '../purchases/gathered-source';
import { readErased } from '../store/erased-people-table';
import { addMessages, findByDigest } from '../store/messages-table';
import type { NewMessage } from '../store/messages-table';
import { ticketsOfAnswer } from '../store/escalations-table';
import { readMessages, rowsWithMessageId } from '../store/thread-table';
import type { StoredMessage } from '../store/thread-table';
import { readTicket } from '../store/tickets-table';
import type { Db } from '../store/tickets-table';
import { fileBatch } from './file-batch';
import type { Filed } from './file-messages';
import type { MessageReading } from './message-reading';

/** A mail that a person opened from a file, as its reader read it. */
export type SavedMail = {
  readonly stored: NewMessage;
  readonly message: Message;
  readonly parts: BodyParts;
  readonly reading: MessageReading | null;
};

/** Where a saved mail lies, or would lie. */
export type SavedMailPlace =
  | { readonly kind: 'known'; readonly ticket: string }
  | { readonly kind: 'refused'; readonly reason: SavedMailRefusal }
  | {
      readonly kind: 'filed';
      readonly ticket: string;
      readonly isNew: boolean;
      /** What was decided on a ticket that it opened. */
      readonly view: CaseView | null;
      readonly filed: Filed;
    };

/** What a file says of its own sender proves nothing, so no check counts as passed; what it says against him still does. */
export function asFromFile(message: Message): Message {
  return { ...message, dmarc: message.dmarc === 'fail' ? 'fail' : 'unverified', fromFile: true };
}

/** Carries the answer of a trial out of its transaction, which is taken back by it. */
class Trial extends Error {
  readonly place: SavedMailPlace;

  constructor(place: SavedMailPlace) {
    super('A trial is taken back');
    this.place = place;
  }
}

/**
 * Files a saved mail in one transaction, unless the desk has it; `keep` false: finds out what would become of it, and takes
 * everything back. Any desk of a team may: two that file at once are told apart by the store, as where new messages open tickets.
 */
export async function fileSavedMail(room: PipelineRoom, mail: SavedMail, keep: boolean): Promise<SavedMailPlace> {
  const isAuto = await room.isAuto(mail.message, mail.parts, gatheredSource(room.source));
  try {
    return await room.store.transaction(async (db) => {
      const place = (await placeOfKnown(db, mail)) ?? (await fileIt(db, room, mail, isAuto));
      // A refusal leaves nothing behind, even one that only the filing found.
      if (!keep || place.kind === 'refused') throw new Trial(place);
      return place;
    });
  } catch (error) {
    if (error instanceof Trial) return error.place;
    throw error;
  }
}

/** The desk has it where the bytes are the same, or Message-ID, sender, Date, subject and every word. */
async function placeOfKnown(db: Db, { stored, message, parts }: SavedMail): Promise<SavedMailPlace | null> {
  const same = (await findByDigest(db, stored.mailboxId, [stored.digest])).get(stored.digest);
  const ids = same === undefined ? await idsOfMessageId(db, message.messageId) : [same];
  for (const row of await readMessages(db, ids)) {
    if (row.id !== same && !holdsTheSame(row, message, parts)) continue;
    if (row.parse_state === 'erased') return { kind: 'refused', reason: 'erased' };
    const ticket = row.ticket_id ?? (await ticketsOfAnswer(db, row.id))[0];
    if (ticket !== undefined) return { kind: 'known', ticket };
    return { kind: 'refused', reason: row.parse_state === 'pending' ? 'arriving' : 'own' };
  }
  return null;
}

async function idsOfMessageId(db: Db, messageId: string | null): Promise<readonly string[]> {
  return messageId === null ? [] : (await rowsWithMessageId(db, [messageId])).map(({ id }) => id);
}

function holdsTheSame(row: StoredMessage, message: Message, parts: BodyParts): boolean {
  return (
    row.from_folded === foldAddress(message.from?.address ?? '') &&
    row.sent_at === message.sentAt &&
    row.subject === message.subject &&
    words(row.new_text) === words(parts.newText) &&
    words(row.quoted_text) === words(parts.quotedText)
  );
}

/** Programs that save a mail wrap and encode it their own way. */
function words(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

async function fileIt(db: Db, room: PipelineRoom, mail: SavedMail, isAuto: boolean): Promise<SavedMailPlace> {
  const { stored, message, parts, reading } = mail;
  const from = foldAddress(message.from?.address ?? '');
  const isAnswer = message.inReplyTo.length > 0 || message.references.length > 0;
  // A forms' mail may come in the desk's own name; an answer in it would lie in somebody's ticket as ours.
  if (isAnswer && room.desk().ownAddresses.includes(from)) return { kind: 'refused', reason: 'own' };
  const erasedUpTo = (await readErased(db))?.upTo(from) ?? null;
  // Another program's copy of what was erased for good has other bytes.
  if (erasedUpTo !== null && (message.sentAt ?? 0) <= erasedUpTo) return { kind: 'refused', reason: 'erased' };
  await addMessages(db, [stored]);
  const rows = await readMessages(db, [stored.id]);
  const filed = await fileBatch(
    db,
    room,
    rows.map((row) => ({ row, message, parts, reading, isAuto, role: 'inbox' })),
  );
  const [row] = await readMessages(db, [stored.id]);
  const ticket = row?.ticket_id ?? filed.touched[0];
  if (ticket === undefined) return { kind: 'refused', reason: 'own' };
  const { case_json } = await readTicket(db, ticket);
  const isNew = filed.created > 0;
  // Nor may one that an earlier mail names before it is there.
  if (!isNew && room.desk().ownAddresses.includes(from)) return { kind: 'refused', reason: 'own' };
  const view = isNew && case_json !== null ? (JSON.parse(case_json) as CaseView) : null;
  return { kind: 'filed', ticket, isNew, view, filed };
}
