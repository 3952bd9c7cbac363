import { CLOSED, namesPerson, withoutPerson } from '../../../shared/domain/erasure';
import { conversationRows, readMessages } from '../store/thread-table';
import { readTickets } from '../store/tickets-table';
import type { Db } from '../store/tickets-table';
import { searchText } from '../tickets/search-entry';
import { blankPutAside } from './blank-put-aside';
import { blankMessages, blankReply } from './blank-rows';
import { keepFigures } from './erase-ticket';
import type { Within } from './erase-ticket';
import { messagesOf, putAsideOf, repliesOf, rowsNaming } from './find-person';
import type { Person } from './find-person';

/** What stands of the person outside of the own tickets. */
export async function eraseElsewhere({ db, store }: Within, person: Person): Promise<void> {
  const { folded, upTo } = person;
  const touched = new Set<string>();
  const who = new Set([folded]);
  const theirs = await messagesOf(db, person, []);
  const naming = await rowsNaming(db, 'message', person);
  const ids = [...theirs, ...naming.map((row) => row.id)];
  for (const { ticket_id } of await readMessages(db, ids)) if (ticket_id !== null) touched.add(ticket_id);
  await blankMessages(db, theirs);
  for (const reply of await repliesOf(db, person, [])) await blankReply(db, reply);
  const noBuyer = { buyer_name: '', buyer_email: '', buyer_folded: '', buyer_mirrored: '' };
  await db
    .updateTable('purchase')
    .set(noBuyer)
    .where('buyer_folded', '=', folded)
    .where('ordered_at', '<=', upTo)
    .execute();
  // A subscription or a membership is older than whoever asks to be erased; imports bring in those that began later.
  await db.updateTable('subscription').set({ buyer_folded: '' }).where('buyer_folded', '=', folded).execute();
  await db.deleteFrom('club_access').where('member_folded', '=', folded).execute();
  await db.deleteFrom('blocked_sender').where('address', '=', folded).execute();
  await db
    .updateTable('suggestion_case')
    .set({ requester_folded: '' })
    .where('requester_folded', '=', folded)
    .execute();
  for (const { id } of await putAsideOf(db, person)) await blankPutAside(db, id);
  for (const { id, texts } of naming.filter((row) => !theirs.includes(row.id))) {
    // Its source and files say the same again, in forms that nobody can search.
    for (const table of ['message_raw', 'server_part'] as const)
      await db.deleteFrom(table).where('message_id', '=', id).execute();
    const { html, ...plain } = without(texts, who);
    await db
      .updateTable('message')
      .set({ ...plain, html: html || null })
      .where('id', '=', id)
      .execute();
  }
  for (const { id, texts } of await rowsNaming(db, 'ticket', person)) {
    const { subject = '', preview = '' } = without(texts, who);
    await db.updateTable('ticket').set({ subject, preview }).where('id', '=', id).execute();
  }
  await forgetCases(db, folded);
  for (const { id, texts } of await rowsNaming(db, 'note', person)) {
    await db
      .updateTable('note')
      .set({ text: withoutPerson(texts['text'] ?? '', who) })
      .where('id', '=', id)
      .execute();
  }
  for (const { id, texts } of await rowsNaming(db, 'ticket_event', person)) {
    await keepFigures(db, { id, detail: texts['detail'] ?? '{}' });
  }
  for (const { id, texts } of await rowsNaming(db, 'import_run', person)) {
    const { problem, ...rest } = without(texts, who);
    await db
      .updateTable('import_run')
      .set({ ...rest, problem: problem || null })
      .where('id', '=', id)
      .execute();
  }
  await eraseTyped(db, who);
  // What the tickets of others are found by holds their texts once more.
  const found = [...touched];
  const rows = await conversationRows(db, found);
  for (const ticket of await readTickets(db, found)) {
    const own = rows.filter((row) => row.ticket_id === ticket.id);
    await store.search.index(db, ticket.id, searchText(ticket, own, ticket.transaction_number));
  }
}

/**
 * A case names the buyer of a purchase, in tickets of any time: it is made again from what is left when the ticket is opened or
 * decided. What is closed stays as it was decided.
 */
async function forgetCases(db: Db, folded: string): Promise<void> {
  for (const { id } of await rowsNaming(db, 'ticket', { folded, upTo: Number.MAX_SAFE_INTEGER })) {
    await db.updateTable('ticket').set({ case_json: null }).where('id', '=', id).execute();
    const open = db.updateTable('ticket').set({ undecided: 1 }).where('id', '=', id);
    await open.where('state', 'not in', CLOSED).execute();
  }
}

async function eraseTyped(db: Db, who: ReadonlySet<string>): Promise<void> {
  for (const draft of await db.selectFrom('draft').selectAll().execute()) {
    if (!namesPerson(`${draft.text}\n${draft.fields}`, who)) continue;
    // A letter to the person, with its files: all of it is about them.
    if (draft.ticket_id === 'new' && namesPerson(draft.fields, who)) {
      for (const table of ['draft', 'draft_file'] as const)
        await db.deleteFrom(table).where('ticket_id', '=', 'new').where('agent', '=', draft.agent).execute();
      continue;
    }
    const change = { text: withoutPerson(draft.text, who), fields: withoutPerson(draft.fields, who) };
    await db
      .updateTable('draft')
      .set(change)
      .where('ticket_id', '=', draft.ticket_id)
      .where('agent', '=', draft.agent)
      .execute();
  }
  for (const label of await db.selectFrom('label').select(['key', 'name']).execute()) {
    if (!namesPerson(label.name, who)) continue;
    await db.deleteFrom('ticket_label').where('label', '=', label.key).execute();
    await db.deleteFrom('label').where('key', '=', label.key).execute();
  }
  for (const refusal of await db.selectFrom('import_refusal').selectAll().execute()) {
    if (!namesPerson(refusal.reason, who)) continue;
    await db
      .deleteFrom('import_refusal')
      .where('import_id', '=', refusal.import_id)
      .where('position', '=', refusal.position)
      .execute();
  }
}

function without(texts: Readonly<Record<string, string>>, who: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, withoutPerson(text, who)]));
}
