import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';

/** A database that a migration changes: its tables are what the migrations before it made. */
// eslint-disable-next-line typescript/no-explicit-any
export type MigratedDb = Kysely<any>;

/** The one place where the two engines name a type differently. */
export type ColumnTypes = {
  readonly engine: 'sqlite' | 'postgres';
  /** Bytes. */
  readonly bytes: RawBuilder<unknown>;
};

export const SQLITE_TYPES: ColumnTypes = { engine: 'sqlite', bytes: sql`blob` };
export const POSTGRES_TYPES: ColumnTypes = { engine: 'postgres', bytes: sql`bytea` };

/** One step of the schema. Names are `<number>-<what>`, numbers grow by tens, a step never changes once released. */
export type Migration = {
  readonly number: number;
  readonly name: string;
  up(db: MigratedDb, types: ColumnTypes): Promise<void>;
};
