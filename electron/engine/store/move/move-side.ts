import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { StoreTables } from '../schema';
import type { FileStore, Store } from '../store';
import { FILLED } from './moved-tables';

/** One end of a move. What differs between a file and a team's server stands here. */
export type MoveSide = {
  /** Its transactions run as who may write all rows, whoever's they are. */
  readonly store: Store;
  /** Where it is, for sentences and marks: no login, no secret. */
  readonly place: string;
  /** From this transaction on nobody but the move writes; what others are writing is waited for. */
  bar(db: Kysely<StoreTables>): Promise<void>;
  /** Lets others write again. */
  lift(db: Kysely<StoreTables>): Promise<void>;
  /** Takes away every row that is moved, and what is found by search; only in a store that an earlier try half filled. */
  empty(db: Kysely<StoreTables>): Promise<void>;
  /** Writes the move into the audit of a team. */
  note(db: Kysely<StoreTables>, kind: 'store-moved-in' | 'store-moved-out', other: string): Promise<void>;
};

/** A store in a file: the lock of its profile keeps everybody else away. `host`: name of this machine. */
export function fileSide(store: FileStore, host: string): MoveSide {
  return {
    store,
    place: `${host}:${store.path}`,
    bar: () => Promise.resolve(),
    lift: () => Promise.resolve(),
    note: () => Promise.resolve(),
    async empty(db) {
      // What belongs to a message goes with it: the order is no matter.
      for (const name of FILLED) await db.deleteFrom(name).execute();
      await sql`delete from ticket_search`.execute(db);
      await sql`delete from search_document`.execute(db);
    },
  };
}
