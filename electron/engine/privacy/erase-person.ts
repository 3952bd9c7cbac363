import { setImmediate } from 'node:timers/promises';
import type { ErasureCounts } from '../../../shared/contract/erasures';
import { SportelloError } from '../../../shared/contract/errors';
import { isLead } from '../../../shared/domain/team-roles';
import type { Outside } from '../outside';
import { DESK_ACTOR } from '../store/events-table';
import { rememberErased } from '../store/erased-people-table';
import type { AnyStore } from '../store/store';
import { eraseElsewhere } from './erase-elsewhere';
import { eraseTicket, mailWaits } from './erase-ticket';
import { countPerson, newestMessageAt, ticketsOf } from './find-person';
import { noteBesideStore } from './erased-list';
import type { Person } from './naming-rows';

/** What an erasure works with; `progress` is told after each ticket. */
export type ErasureRoom = {
  readonly store: AnyStore;
  readonly outside: Outside;
  readonly progress?: (done: number, of: number) => void;
};

/** A mail server that is further ahead of this clock is not believed, ms. */
const MOST_AHEAD_MS = 24 * 3_600_000;

/**
 * Erases what the store holds of one folded address. A row says that it is under way, so that a kill at any moment only
 * delays it (`finishErasures`); the address stands in that row until nothing else of it is left.
 * @throws SportelloError `not-allowed` for agents of a team, and while a mail of ours to the person is not over (one that was
 * accepted meanwhile: then it goes on later)
 */
export async function erasePerson(room: ErasureRoom, folded: string, by: string): Promise<ErasureCounts> {
  const { store, outside } = room;
  refuseAgents(store);
  // A server's clock may be ahead of ours: all that is here now goes, what comes later is a customer's again.
  const now = outside.clock.now();
  const upTo = Math.max(now, Math.min(await newestMessageAt(store.db), now + MOST_AHEAD_MS));
  const { counts, waiting } = await countPerson(store.db, { folded, upTo });
  const [first] = waiting;
  if (first !== undefined) throw mailWaits(first);
  await finishErasure(room, await beginErasure(room, { folded, upTo }, by, counts));
  return counts;
}

/** @throws SportelloError `not-allowed` for agents of a team */
export function refuseAgents(store: AnyStore): void {
  if (mayErase(store)) return;
  throw new SportelloError('not-allowed', 'Only a lead of the team erases customers’ data.', {
    reason: 'lead',
    action: 'Ask a lead of the team.',
  });
}

/** Whether who is signed in may erase: on a file of its own everybody, in a team a lead. */
export function mayErase(store: AnyStore): boolean {
  return store.kind === 'file' || isLead(store.member);
}

/** Writes down that a person is to be erased; answers the id of the row. */
export async function beginErasure(
  { store, outside }: ErasureRoom,
  { folded, upTo }: Person,
  by: string,
  counts: ErasureCounts,
): Promise<string> {
  const id = outside.ids.row();
  const salt = outside.ids.secret();
  const at = outside.clock.now();
  await store.transaction(async (db) => {
    await db
      .insertInto('erasure')
      .values({
        id,
        at,
        by,
        state: 'under-way',
        address: folded,
        up_to: upTo,
        counts: JSON.stringify(counts),
        place: store.place,
        finished_at: null,
      })
      .execute();
    await rememberErased(db, folded, upTo, salt);
  });
  return id;
}

/** Goes on with what a kill left under way; answers how many erasures that were. */
export async function finishErasures(room: ErasureRoom): Promise<number> {
  const { store } = room;
  if (!mayErase(store)) return 0;
  const rows = await store.db
    .selectFrom('erasure')
    .select('id')
    .where('state', '!=', 'done')
    .where('place', '=', store.place)
    .execute();
  for (const { id } of rows) await finishErasure(room, id);
  return rows.length;
}

/** Does what is left of one erasure, each step of it once. */
export async function finishErasure({ store, outside, progress }: ErasureRoom, id: string): Promise<void> {
  const row = await store.db.selectFrom('erasure').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  await noteBesideStore(store);
  if (row.state === 'under-way') {
    const person = { folded: row.address, upTo: row.up_to };
    // The desk itself erases only again: what a copy brought back keeps nobody in.
    const waiting = row.by === DESK_ACTOR ? 'goes' : 'stops';
    const tickets = await ticketsOf(store.db, person);
    for (const [index, ticket] of tickets.entries()) {
      await store.transaction(async (db) => {
        // The person may have written to it since it was listed: then what is new stays.
        const still = await ticketsOf(db, person);
        if (still.includes(ticket)) await eraseTicket({ db, store, outside, waiting }, ticket, row.by);
      });
      progress?.(index + 1, tickets.length);
      await setImmediate();
    }
    await eraseElsewhere({ store, outside, waiting }, person);
    await store.transaction(async (db) => {
      await db.updateTable('erasure').set({ state: 'scrubbing', address: '' }).where('id', '=', id).execute();
      // One that another desk began and never ended would keep the address for ever.
      await db
        .updateTable('erasure')
        .set({ state: 'done', address: '', finished_at: outside.clock.now() })
        .where('address', '=', row.address)
        .where('up_to', '<=', row.up_to)
        .execute();
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
