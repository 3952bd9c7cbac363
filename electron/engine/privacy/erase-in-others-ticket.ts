import { ERASED_MARK, CLOSED, namesPerson, withoutPerson } from '../../../shared/domain/erasure';
import { conversationRows, readMessages } from '../store/thread-table';
import { readTicket } from '../store/tickets-table';
import type { Db } from '../store/tickets-table';
import { searchText } from '../tickets/search-entry';
import { inOrder, previewOf } from '../tickets/summary';
import { blankMessages } from './blank-rows';
import type { Within } from './erase-ticket';
import type { Person } from './naming-rows';

/** What stands of a person in somebody else's ticket: messages that the person wrote there, and others that name the person. */
export type InOthersTicket = { readonly theirs: readonly string[]; readonly naming: readonly string[] };

/**
 * Takes the person out of one ticket of somebody else. All of it in one transaction: a message that was emptied tells no more
 * which ticket is found by its words.
 */
export async function eraseInOthersTicket(
  { db, store }: Within,
  id: string,
  { folded, upTo }: Person,
  { theirs, naming }: InOthersTicket,
): Promise<void> {
  const who = new Set([folded]);
  await blankMessages(db, theirs);
  await takeOutOfMessages(db, naming, who);
  const ticket = await readTicket(db, id);
  const rows = await conversationRows(db, [id]);
  // A ticket's own times are those that its mails claim.
  const isLater = rows.some((row) => row.received_at > upTo);
  const ordered = inOrder(rows);
  const left = ordered.find((row) => row.parse_state !== 'erased');
  const isTheirSubject = theirs.length > 0 && left !== ordered[0];
  const newest = ordered.findLast((row) => row.new_text.trim() !== '');
  const named = isLater
    ? ticket
    : { subject: withoutPerson(ticket.subject, who), preview: withoutPerson(ticket.preview, who) };
  // A case names the buyer of a purchase and quotes mails: it is made again of what is left. What is closed stays as it was decided.
  const isOpen = ticket.erased_at === null && !CLOSED.some((state) => state === ticket.state);
  const change = {
    subject: isTheirSubject ? (left?.subject ?? '') : named.subject,
    preview: theirs.length > 0 ? previewOf(newest?.new_text ?? '') : named.preview,
    ...(theirs.length > 0 || namesPerson(ticket.case_json ?? '', who)
      ? { case_json: null, ...(isOpen ? { undecided: 1 } : {}) }
      : {}),
  };
  await db.updateTable('ticket').set(change).where('id', '=', id).execute();
  const found = { ...ticket, ...change };
  if (ticket.erased_at === null) await store.search.index(db, id, searchText(found, rows, ticket.transaction_number));
}

/** Takes the person's address out of messages of others. */
export async function takeOutOfMessages(db: Db, ids: readonly string[], who: ReadonlySet<string>): Promise<void> {
  for (const row of await readMessages(db, ids)) {
    // Its source and files say the same again, in forms that nobody can search.
    for (const table of ['message_raw', 'server_part', 'unread_picture'] as const)
      await db.deleteFrom(table).where('message_id', '=', row.id).execute();
    await db
      .updateTable('message')
      .set({
        subject: withoutPerson(row.subject, who),
        new_text: withoutPerson(row.new_text, who),
        quoted_text: withoutPerson(row.quoted_text, who),
        signature: withoutPerson(row.signature, who),
        parsed: withoutPerson(withoutParties(row.parsed, who), who),
        html: row.html === null ? null : withoutPerson(row.html, who),
        from_address: withoutPerson(row.from_address, who),
      })
      .where('id', '=', row.id)
      .execute();
  }
}

/** The parsed message with nothing left of a sender or recipient that is the person: beside the address stands the name. */
function withoutParties(parsed: string, who: ReadonlySet<string>): string {
  if (!namesPerson(parsed, who)) return parsed;
  return JSON.stringify(
    JSON.parse(parsed, (_, value: unknown) => {
      if (typeof value !== 'object' || value === null || !('address' in value)) return value;
      if (typeof value.address !== 'string' || !namesPerson(value.address, who)) return value;
      return { ...value, name: '', address: ERASED_MARK };
    }),
  );
}
