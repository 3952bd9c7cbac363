import { Kysely, PostgresAdapter, PostgresDialect, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import type { DataTypeNode } from 'kysely';
import { Pool } from 'pg';
import { SportelloError } from '../../../../shared/contract/errors';
import type { Clock, Log } from '../../outside';
import { POSTGRES_TYPES } from '../migrations/column-types';
import type { MigratedDb } from '../migrations/column-types';
import { migrate, NEWEST_SCHEMA } from '../migrations/migrate';
import type { Migration } from '../migrations/column-types';
import { failureCode, postgresFailure } from './postgres-failure';
import type { TeamConnection } from './team-address';
import { POSTGRES_PARSERS } from './values';

/** Text sorts by its bytes and whole numbers have 64 bits, as on SQLite: order, ranges and large UIDs mean the same. */
class TeamDdlCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    if (node.dataType === 'text') this.append('text collate "C"');
    else if (node.dataType === 'integer') this.append('bigint');
    else super.visitDataType(node);
  }
}

/**
 * Brings the team's schema to this version's; the schema is there and the caller may create in it. For `team create`, `team upgrade` and
 * tests: an agent's desk never changes tables.
 * @throws SportelloError `store-newer`, `store-away`
 */
export async function migrateTeamSchema(
  connection: TeamConnection,
  outside: { readonly clock: Clock; readonly log: Log },
  migrations?: readonly Migration[],
): Promise<void> {
  const { config, schema, at } = connection;
  const pool = new Pool({ ...config, types: POSTGRES_PARSERS, max: 1 });
  pool.on('error', (error) => outside.log.warn('store', 'connection.lost', { reason: error.message }));
  const dialect = new PostgresDialect({ pool });
  const db: MigratedDb = new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => dialect.createDriver(),
      createIntrospector: (of) => new PostgresIntrospector(of),
      createQueryCompiler: () => new TeamDdlCompiler(),
    },
  });
  try {
    await migrate({
      db,
      types: POSTGRES_TYPES,
      path: `${at.host}/${at.database} (${schema})`,
      clock: outside.clock,
      log: outside.log,
      ...(migrations ? { migrations } : {}),
      // One step's transaction: raw statements of a migration and what Kysely writes find the team's tables.
      enter: async (step) => void (await sql`set local search_path to ${sql.ref(schema)}`.execute(step)),
      // A server is backed up by who looks after it (README, "Backups of a team's store").
      backUp: async () => undefined,
    });
  } catch (error) {
    throw postgresFailure(error, at);
  } finally {
    await db.destroy();
  }
}

/** Refuses a schema that is not this version's. @throws `store-missing`, `store-older`, `store-newer`, `store-refused`, `store-away` */
export async function refuseOtherSchema(db: MigratedDb, { schema, at }: TeamConnection): Promise<void> {
  const number = await appliedNumber(db, schema);
  const detail = { host: at.host, database: at.database, schema, applied: number ?? 0, known: NEWEST_SCHEMA };
  if (number === null) {
    throw new SportelloError('store-missing', `There is no team "${schema}" in ${at.database} on ${at.host}.`, {
      action: 'Check the address of the store; an admin makes a team by `team create`.',
      detail,
    });
  }
  if (number > NEWEST_SCHEMA) {
    throw new SportelloError('store-newer', 'The team works with a newer version of Sportello.', {
      action: 'Install the newest version of Sportello; this version changed nothing.',
      detail,
    });
  }
  if (number < NEWEST_SCHEMA) {
    throw new SportelloError('store-older', "The team's store was made by an older version of Sportello.", {
      action: 'Ask the admin of the team to run `team upgrade` with this version.',
      detail,
    });
  }
}

/** Number of the newest applied step; null where there is no team. */
export async function appliedNumber(db: MigratedDb, schema: string): Promise<number | null> {
  try {
    const { rows } = await sql<{ newest: number | null }>`
      select max(number) as newest from ${sql.table(`${schema}.migration`)}`.execute(db);
    return rows[0]?.newest ?? null;
  } catch (error) {
    // No such schema, no such table.
    if (['3F000', '42P01'].includes(failureCode(error))) return null;
    throw error;
  }
}
