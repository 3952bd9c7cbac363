import type { ErasureCounts } from '../../../shared/contract/erasures';
import { SportelloError } from '../../../shared/contract/errors';
import { keptDetail, namesPerson, withoutPerson } from '../../../shared/domain/erasure';
import { isLead } from '../../../shared/domain/team-roles';
import { digestMessage } from '../mail/message-digest';
import type { Outside } from '../outside';
import { DESK_ACTOR, addEvents } from '../store/events-table';
import type { AnyStore } from '../store/store';
import { conversationRows, readMessages } from '../store/thread-table';
import { readTickets } from '../store/tickets-table';
import type { Db } from '../store/tickets-table';
import { searchText } from '../tickets/decide-tickets';
import { blankMessages, blankReply } from './blank-rows';
import { countPerson, messagesOf, putAsideOf, repliesOf, rowsNaming, ticketsOf } from './find-person';

type Room = { readonly store: AnyStore; readonly outside: Outside };

/**
 * Erases what the store holds of one folded address. A row says that it is under way, so that a kill at any moment only
 * delays it (`finishErasures`); the address stands in that row until nothing else of it is left.
 * @throws SportelloError `not-allowed` for agents of a team, and while a mail of ours to the person is not over
 */
export async function erasePerson(room: Room, folded: string, by: string): Promise<ErasureCounts> {
  const { store, outside } = room;
  if (store.kind === 'team' && !isLead(store.member)) {
    throw new SportelloError('not-allowed', 'Only a lead of the team erases a person’s data.', {
      action: 'Ask a lead of the team.',
    });
  }
  const { counts, waiting } = await countPerson(store.db, folded);
  const [first] = waiting;
  if (first !== undefined) {
    throw new SportelloError(
      'not-allowed',
      `A mail to this person in ticket ${first} is not sent yet, or nobody knows.`,
      {
        action: 'Send or discard it in the outbox first, then erase.',
        detail: { ticket: first },
      },
    );
  }
  const id = outside.ids.row();
  await store.transaction(async (db) => {
    const newest = await db
      .selectFrom('ticket')
      .select((of) => of.fn.max('number').as('number'))
      .executeTakeFirst();
    await db
      .insertInto('erasure')
      .values({
        id,
        at: outside.clock.now(),
        by,
        state: 'under-way',
        addresses: JSON.stringify([folded]),
        counts: JSON.stringify(counts),
        last_ticket: newest?.number ?? 0,
        place: store.place,
        finished_at: null,
      })
      .execute();
  });
  await finishErasure(room, id);
  return counts;
}

/** Goes on with what a kill left under way. */
export async function finishErasures(store: AnyStore, outside: Outside): Promise<void> {
  if (store.kind === 'team' && !isLead(store.member)) return;
  const rows = await store.db
    .selectFrom('erasure')
    .select('id')
    .where('state', '!=', 'done')
    .where('place', '=', store.place)
    .execute();
  for (const { id } of rows) await finishErasure({ store, outside }, id);
}

async function finishErasure({ store, outside }: Room, id: string): Promise<void> {
  const row = await store.db.selectFrom('erasure').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (row.state === 'under-way') {
    for (const folded of JSON.parse(row.addresses) as readonly string[]) {
      for (const ticket of await ticketsOf(store.db, folded)) {
        await store.transaction((db) => eraseTicket({ db, store, outside }, ticket, row.by));
      }
      await store.transaction((db) => eraseElsewhere({ db, store, outside }, folded));
    }
    await store.transaction(async (db) => {
      await db.updateTable('erasure').set({ state: 'scrubbing', addresses: '' }).where('id', '=', id).execute();
    });
  }
  await store.scrub();
  await store.transaction(async (db) => {
    const now = outside.clock.now();
    await db.updateTable('erasure').set({ state: 'done', finished_at: now }).where('id', '=', id).execute();
    // The audit row: who, when, how much; never of whom.
    await db
      .insertInto('team_act')
      .values({ id: outside.ids.row(), at: now, actor: row.by, kind: 'erasure', detail: row.counts })
      .execute();
  });
  outside.log.info('privacy', 'erased', { id });
}

type Within = { readonly db: Db; readonly store: AnyStore; readonly outside: Outside };

/** All that was said and written in one ticket; that there was one, when, and how it was decided stays. */
async function eraseTicket({ db, store, outside }: Within, id: string, by: string): Promise<void> {
  const messages = await db.selectFrom('message').select('id').where('ticket_id', '=', id).execute();
  await blankMessages(
    db,
    messages.map((message) => message.id),
  );
  const replies = await db.selectFrom('outbox').selectAll().where('ticket_id', '=', id).execute();
  for (const reply of replies)
    if (reply.raw.byteLength > 0) await blankReply(db, reply as Parameters<typeof blankReply>[1]);
  await db.deleteFrom('note').where('ticket_id', '=', id).execute();
  for (const table of ['draft', 'draft_file'] as const) {
    await db
      .deleteFrom(table)
      .where('ticket_id', 'in', [id, `forward:${id}`])
      .execute();
  }
  const events = await db.selectFrom('ticket_event').select(['id', 'detail']).where('ticket_id', '=', id).execute();
  for (const event of events) await keepFigures(db, event);
  await db.updateTable('suggestion_case').set({ requester_folded: '' }).where('ticket_id', '=', id).execute();
  await store.search.index(db, id, '');
  const { state, revision } = await db
    .selectFrom('ticket')
    .select(['state', 'revision'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await db
    .updateTable('ticket')
    .set({
      requester_name: '',
      requester_address: '',
      requester_folded: '',
      subject: '',
      preview: '',
      case_json: null,
      corrected_json: null,
      unread: 0,
      problem: 0,
      undecided: 0,
      // Nobody is left to answer.
      ...(state === 'ignored' ? {} : { state: 'done', queue: 'done', snoozed_until: null, junk: 0 }),
      erased_at: outside.clock.now(),
      revision: revision + 1,
    })
    .where('id', '=', id)
    .execute();
  await addEvents(db, outside, [{ ticket: id, actor: by === '' ? DESK_ACTOR : by, kind: 'erased', detail: {} }]);
}

async function keepFigures(db: Db, event: { readonly id: string; readonly detail: string }): Promise<void> {
  const detail = JSON.stringify(keptDetail(JSON.parse(event.detail) as Parameters<typeof keptDetail>[0]));
  if (detail !== event.detail)
    await db.updateTable('ticket_event').set({ detail }).where('id', '=', event.id).execute();
}

/** What stands of the person outside of the own tickets. */
async function eraseElsewhere({ db, store }: Within, folded: string): Promise<void> {
  const touched = new Set<string>();
  const who = new Set([folded]);
  const theirs = await messagesOf(db, folded, []);
  const naming = await rowsNaming(db, 'message', folded);
  const ids = [...theirs, ...naming.map((row) => row.id)];
  for (const { ticket_id } of await readMessages(db, ids)) if (ticket_id !== null) touched.add(ticket_id);
  await blankMessages(db, theirs);
  for (const reply of await repliesOf(db, folded, [])) await blankReply(db, reply);
  const noBuyer = { buyer_name: '', buyer_email: '', buyer_folded: '', buyer_mirrored: '' };
  await db.updateTable('purchase').set(noBuyer).where('buyer_folded', '=', folded).execute();
  await db.updateTable('subscription').set({ buyer_folded: '' }).where('buyer_folded', '=', folded).execute();
  await db.deleteFrom('club_access').where('member_folded', '=', folded).execute();
  await db
    .updateTable('suggestion_case')
    .set({ requester_folded: '' })
    .where('requester_folded', '=', folded)
    .execute();
  for (const { id } of await putAsideOf(db, folded)) await blankPutAside(db, id);
  for (const { id, texts } of await rowsNaming(db, 'message', folded)) {
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
  for (const { id, texts } of await rowsNaming(db, 'ticket', folded)) {
    const { subject = '', preview = '' } = without(texts, who);
    // The case names the buyer, too: it is made again from what is left when the ticket is opened or decided.
    await db
      .updateTable('ticket')
      .set({ subject, preview, case_json: null, undecided: 1 })
      .where('id', '=', id)
      .execute();
  }
  for (const { id, texts } of await rowsNaming(db, 'note', folded)) {
    await db
      .updateTable('note')
      .set({ text: withoutPerson(texts['text'] ?? '', who) })
      .where('id', '=', id)
      .execute();
  }
  for (const { id, texts } of await rowsNaming(db, 'ticket_event', folded)) {
    await keepFigures(db, { id, detail: texts['detail'] ?? '{}' });
  }
  for (const { id, texts } of await rowsNaming(db, 'import_run', folded)) {
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

async function eraseTyped(db: Db, who: ReadonlySet<string>): Promise<void> {
  for (const draft of await db.selectFrom('draft').selectAll().execute()) {
    if (!namesPerson(`${draft.text}\n${draft.fields}`, who)) continue;
    const change = { text: withoutPerson(draft.text, who), fields: withoutPerson(draft.fields, who) };
    await db
      .updateTable('draft')
      .set(change)
      .where('ticket_id', '=', draft.ticket_id)
      .where('agent', '=', draft.agent)
      .execute();
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

/** A mail that was put aside becomes what an erased message is: its digest and its place. */
async function blankPutAside(db: Db, id: string): Promise<void> {
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

function without(texts: Readonly<Record<string, string>>, who: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, withoutPerson(text, who)]));
}
