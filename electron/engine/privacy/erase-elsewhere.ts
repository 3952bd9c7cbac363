import { setImmediate } from 'node:timers/promises';
import { withoutPerson } from '../../../shared/domain/erasure';
import { readMessages } from '../store/thread-table';
import type { Store } from '../store/store';
import type { Db } from '../store/tickets-table';
import { blankPutAside } from './blank-put-aside';
import { blankMessages, blankReply, readReply } from './blank-rows';
import { eraseInOthersTicket, takeOutOfMessages } from './erase-in-others-ticket';
import { keepFigures, refuseWaiting } from './erase-ticket';
import type { Within } from './erase-ticket';
import { messagesOf, putAsideOf, repliesOf } from './find-person';
import { typedNaming } from './mentions';
import { rowsNaming } from './naming-rows';
import type { Person } from './naming-rows';

/** An erasure outside of a transaction: every step makes its own, so that the desk works on in between. */
export type Erasure = Omit<Within, 'db'>;

/** Ids of one transaction. */
const AT_ONCE = 50;

/**
 * What stands of the person outside of the tickets that went as a whole. It is looked for before it is taken out: what comes
 * meanwhile is later than the erasure. Doing it again after a kill does what is left.
 */
export async function eraseElsewhere(room: Erasure, person: Person): Promise<void> {
  const { store } = room;
  const { folded, upTo } = person;
  await eraseMessages(room, person);
  for (const { id } of await repliesOf(store.db, person, [])) {
    await store.transaction(async (db) => {
      const reply = await readReply(db, id);
      refuseWaiting(room, [reply]);
      await blankReply(db, reply);
    });
  }
  await store.transaction((db) => eraseBuyer(db, person));
  for (const { id } of await putAsideOf(store.db, person)) await store.transaction((db) => blankPutAside(db, id));
  await inPieces(
    store,
    (await rowsNaming(store.db, 'note', person)).map(({ id }) => id),
    takeOutOfNotes(folded),
  );
  await inPieces(
    store,
    (await rowsNaming(store.db, 'ticket_event', person)).map(({ id }) => id),
    leaveFigures,
  );
  await inPieces(
    store,
    (await rowsNaming(store.db, 'import_run', person)).map(({ id }) => id),
    takeOutOfRuns(folded),
  );
  // Of a ticket of theirs to which they wrote again: what came before.
  const again = await ticketsAgain(store.db, folded);
  if (again.length > 0) {
    await store.transaction(async (db) => {
      await db.deleteFrom('note').where('ticket_id', 'in', again).where('at', '<=', upTo).execute();
      await db.deleteFrom('told').where('ticket_id', 'in', again).where('at', '<=', upTo).execute();
      await db.deleteFrom('reviewed_ticket').where('ticket_id', 'in', again).where('at', '<=', upTo).execute();
      const events = db.selectFrom('ticket_event').select('id').where('ticket_id', 'in', again).where('at', '<=', upTo);
      await leaveFigures(
        db,
        (await events.execute()).map(({ id }) => id),
      );
    });
  }
  await store.transaction((db) => eraseTyped(db, new Set([folded])));
}

/** Tickets that are still the person's: somebody wrote there later. */
async function ticketsAgain(db: Db, folded: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('ticket').select('id').where('requester_folded', '=', folded).execute();
  return rows.map(({ id }) => id);
}

async function eraseMessages({ store, outside, ...mode }: Erasure, person: Person): Promise<void> {
  const { db } = store;
  const theirs = new Set(await messagesOf(db, person, await ticketsAgain(db, person.folded)));
  const naming = (await rowsNaming(db, 'message', person)).flatMap(({ id }) => (theirs.has(id) ? [] : [id]));
  const ids = [...theirs, ...naming];
  const byTicket = new Map<string | null, string[]>();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    for (const { id, ticket_id } of await readMessages(db, ids.slice(at, at + AT_ONCE))) {
      const known = byTicket.get(ticket_id) ?? [];
      byTicket.set(ticket_id, [...known, id]);
    }
    await setImmediate();
  }
  // Cases name the buyer of a purchase, in tickets of any time.
  for (const { id } of await rowsNaming(db, 'ticket', { ...person, upTo: Number.MAX_SAFE_INTEGER })) {
    if (!byTicket.has(id)) byTicket.set(id, []);
  }
  for (const [ticket, messages] of byTicket) {
    const found = {
      theirs: messages.filter((id) => theirs.has(id)),
      naming: messages.filter((id) => !theirs.has(id)),
    };
    await store.transaction(async (within) => {
      if (ticket !== null) return eraseInOthersTicket({ db: within, store, outside, ...mode }, ticket, person, found);
      await blankMessages(within, found.theirs);
      return takeOutOfMessages(within, found.naming, new Set([person.folded]));
    });
    await setImmediate();
  }
}

/** Does the same to all of these rows, some in each transaction. */
async function inPieces(
  store: Store,
  ids: readonly string[],
  work: (db: Db, ids: readonly string[]) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    await store.transaction((db) => work(db, ids.slice(at, at + AT_ONCE)));
    await setImmediate();
  }
}

async function eraseBuyer(db: Db, { folded, upTo }: Person): Promise<void> {
  const noBuyer = { buyer_name: '', buyer_email: '', buyer_folded: '', buyer_mirrored: '' };
  await db
    .updateTable('purchase')
    .set(noBuyer)
    .where('buyer_folded', '=', folded)
    .where('ordered_at', '<=', upTo)
    .execute();
  // One that began later is a customer's again.
  await db
    .updateTable('subscription')
    .set({ buyer_folded: '' })
    .where('buyer_folded', '=', folded)
    .where((row) => row.or([row('started_at', 'is', null), row('started_at', '<=', upTo)]))
    .execute();
  await db
    .deleteFrom('club_access')
    .where('member_folded', '=', folded)
    .where((row) => row.or([row('first_access_at', 'is', null), row('first_access_at', '<=', upTo)]))
    .execute();
  await db.deleteFrom('blocked_sender').where('address', '=', folded).execute();
  await db
    .updateTable('suggestion_case')
    .set({ requester_folded: '' })
    .where('requester_folded', '=', folded)
    .where('at', '<=', upTo)
    .execute();
}

function takeOutOfNotes(folded: string) {
  return async (db: Db, ids: readonly string[]): Promise<void> => {
    for (const { id, text } of await db.selectFrom('note').select(['id', 'text']).where('id', 'in', ids).execute()) {
      const left = withoutPerson(text, new Set([folded]));
      await db.updateTable('note').set({ text: left }).where('id', '=', id).execute();
    }
  };
}

async function leaveFigures(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const events = await db.selectFrom('ticket_event').select(['id', 'detail']).where('id', 'in', ids).execute();
  for (const event of events) await keepFigures(db, event);
}

function takeOutOfRuns(folded: string) {
  return async (db: Db, ids: readonly string[]): Promise<void> => {
    const who = new Set([folded]);
    const texts = ['id', 'file_name', 'report', 'problem'] as const;
    for (const { id, ...run } of await db.selectFrom('import_run').select(texts).where('id', 'in', ids).execute()) {
      await db
        .updateTable('import_run')
        .set({
          file_name: withoutPerson(run.file_name, who),
          report: withoutPerson(run.report, who),
          problem: run.problem === null ? null : withoutPerson(run.problem, who),
        })
        .where('id', '=', id)
        .execute();
    }
  };
}

async function eraseTyped(db: Db, who: ReadonlySet<string>): Promise<void> {
  const { drafts, labels, refusals, reviews } = await typedNaming(db, who);
  for (const draft of drafts) {
    // A letter to the person, with its files: all of it is about them.
    if (draft.ticket_id === 'new' && withoutPerson(draft.fields, who) !== draft.fields) {
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
  for (const review of reviews)
    await db.deleteFrom('reviewed_ticket').where('ticket_id', '=', review.ticket_id).execute();
  for (const label of labels) {
    await db.deleteFrom('ticket_label').where('label', '=', label.key).execute();
    await db.deleteFrom('label').where('key', '=', label.key).execute();
  }
  for (const refusal of refusals) {
    await db
      .deleteFrom('import_refusal')
      .where('import_id', '=', refusal.import_id)
      .where('position', '=', refusal.position)
      .execute();
  }
}
