import { sql } from 'kysely';
import { SportelloError } from '../../../../shared/contract/errors';
import type { Clock, Log } from '../../outside';
import { firstSchema } from './0010-first-schema';
import { SQLITE_TYPES } from './column-types';
import type { ColumnTypes, MigratedDb, Migration } from './column-types';
import { ticketSearch } from './0020-ticket-search';
import { unreadPictures } from './0030-unread-pictures';
import { suggestionCases } from './0040-suggestion-cases';
import { returnedMail } from './0070-returned-mail';
import { serverParts } from './0080-server-parts';
import { answeredMarks } from './0090-answered-marks';
import { purchaseSources } from './0100-purchase-sources';
import { team } from './0110-team';
import { macroTexts } from './0120-macro-texts';
import { composing } from './0130-composing';
import { searchFilters } from './0140-search-filters';
import { labels } from './0150-labels';
import { erasures } from './0160-erasures';
import { spamAndNotices } from './0170-spam-and-notices';
import { escalations } from './0180-escalations';
import { report } from './0190-report';
import { noAnswer } from './0200-no-answer';
import { reviewTools } from './0210-review-tools';
import { closedSilent } from './0220-closed-silent';
import { unmatchedReason } from './0230-unmatched-reason';
import { declinedIncidents } from './0240-declined-incidents';
import { caseLinks } from './0250-case-links';
import { sameMail } from './0260-same-mail';
import { holderTroubles } from './0270-holder-troubles';
import { seatMailboxes } from './0280-seat-mailboxes';

/** All steps in order. */
export const MIGRATIONS: readonly Migration[] = [
  firstSchema,
  ticketSearch,
  unreadPictures,
  suggestionCases,
  returnedMail,
  serverParts,
  answeredMarks,
  purchaseSources,
  team,
  macroTexts,
  composing,
  searchFilters,
  labels,
  erasures,
  spamAndNotices,
  escalations,
  report,
  noAnswer,
  reviewTools,
  closedSilent,
  unmatchedReason,
  declinedIncidents,
  caseLinks,
  sameMail,
  holderTroubles,
  seatMailboxes,
];

/** Number of the schema that this program writes. */
export const NEWEST_SCHEMA = MIGRATIONS.at(-1)?.number ?? 0;

export type MigrationRun = {
  readonly db: MigratedDb;
  readonly types: ColumnTypes;
  readonly path: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly migrations?: readonly Migration[];
  /** Called in each step's transaction before anything else. */
  enter?(step: MigratedDb): Promise<void>;
  /** Copies an existing store before the first step changes it. */
  backUp(): Promise<void>;
};

/**
 * Brings a store to the newest schema: each step in its own transaction, so that a kill leaves a whole older schema.
 * Throws `store-newer` for a store that a newer program has written; nothing is changed then.
 */
export async function migrate(run: MigrationRun): Promise<void> {
  const steps = run.migrations ?? MIGRATIONS;
  refuseDisorder(steps);
  const at = run.enter
    ? await run.db.transaction().execute(async (db) => {
        await run.enter?.(db);
        return schemaNumber(db, run.types);
      })
    : await schemaNumber(run.db, run.types);
  const newest = steps.at(-1)?.number ?? 0;
  if (at > newest) {
    throw new SportelloError('store-newer', `The store ${run.path} was written by a newer version of Sportello.`, {
      reason: 'file',
      action: 'Install the newest version of Sportello and open the store with it; this version changed nothing.',
      detail: { path: run.path, schema: at, known: newest },
    });
  }
  const missing = steps.filter((step) => step.number > at);
  if (missing.length === 0) return;
  if (at > 0) await run.backUp();
  for (const step of missing) {
    await run.db.transaction().execute(async (db) => {
      await run.enter?.(db);
      if (step.number === steps[0]?.number) await createMigrationTable(db);
      await step.up(db, run.types);
      await db
        .insertInto('migration')
        .values({ number: step.number, name: step.name, applied_at: run.clock.now() })
        .execute();
    });
    run.log.info('store', 'migrated', { number: step.number, name: step.name });
  }
}

/** Number of the newest applied step; 0 for an empty store. */
export async function schemaNumber(db: MigratedDb, types: ColumnTypes = SQLITE_TYPES): Promise<number> {
  const known =
    types.engine === 'postgres'
      ? sql`select 1 from pg_tables where schemaname = current_schema() and tablename = 'migration'`
      : sql`select 1 from sqlite_master where type = 'table' and name = 'migration'`;
  if ((await known.execute(db)).rows.length === 0) return 0;
  const { newest } = await db
    .selectFrom('migration')
    .select((column) => column.fn.max('number').as('newest'))
    .executeTakeFirstOrThrow();
  return Number(newest);
}

async function createMigrationTable(db: MigratedDb): Promise<void> {
  await db.schema
    .createTable('migration')
    .addColumn('number', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .execute();
}

function refuseDisorder(steps: readonly Migration[]): void {
  let before = 0;
  for (const step of steps) {
    if (step.number % 10 !== 0 || step.number <= before) {
      throw new Error(`Migration ${step.number} is out of order: numbers grow by tens`);
    }
    before = step.number;
  }
}
