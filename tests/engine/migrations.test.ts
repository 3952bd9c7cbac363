import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { countedSizes } from '../../electron/engine/store/queue-sizes';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import type { Compilable, DatabaseConnection } from 'kysely';
import { describe, expect, it } from 'vitest';
import { writeMigrationCopy } from '../../electron/engine/copies/migration-copy';
import { SqlFile, SqlFileDriver, sqlFileDialect } from '../../electron/engine/store/driver';
import type { FileStore } from '../../electron/engine/store/store';
import { openStore } from '../../electron/engine/store/open-store';
import { POSTGRES_TYPES, SQLITE_TYPES } from '../../electron/engine/store/migrations/column-types';
import type { Migration } from '../../electron/engine/store/migrations/column-types';
import { firstSchema } from '../../electron/engine/store/migrations/0010-first-schema';
import { MIGRATIONS, migrate, schemaNumber } from '../../electron/engine/store/migrations/migrate';
import { lastImportAt } from '../../electron/engine/store/imports-table';
import { busyProducts, ticketsByHour, usualCounts } from '../../electron/engine/store/incident-surges';
import { findUnread } from '../../electron/engine/store/messages-table';
import { findPurchasesByBuyers, findPurchasesByNumbers } from '../../electron/engine/store/purchases-table';
import { sentMailOfToken, sentMails, undeliveredTickets } from '../../electron/engine/store/returned-mail-table';
import type { StoreTables } from '../../electron/engine/store/schema';
import { suspectedTickets } from '../../electron/engine/tickets/machine-pace';
import { settledCases } from '../../electron/engine/store/suggestion-cases-table';
import { messagesOfRequesters, takeUpTicket } from '../../electron/engine/store/thread-table';
import {
  nextSnoozeEnd,
  pageOfQueue,
  ticketsToWake,
  undecidedTicketIds,
} from '../../electron/engine/store/tickets-table';
import type { Log, LogFields } from '../../electron/engine/outside';
import { schemaOf } from '../support/schema-of';
import { makeFolder, makeFileStore, silentLog, stillClock } from '../support/make-store';

const SNAPSHOT = resolve('tests/fixtures/schema.json');
const clock = stillClock();

/** A store as the version before this one left it. */
async function makeOlderStore(
  path: string,
  key: string,
  fill: (db: Kysely<StoreTables>) => Promise<void>,
): Promise<void> {
  const driver = new SqlFileDriver(new SqlFile(path, key));
  const db = new Kysely<StoreTables>({ dialect: sqlFileDialect(driver) });
  const migrations = MIGRATIONS.slice(0, -1);
  await migrate({ db, types: SQLITE_TYPES, path, clock, log: silentLog, migrations, backUp: () => Promise.resolve() });
  await fill(db);
  await db.destroy();
}

function step(number: number, name: string, up: Migration['up']): Migration {
  return { number, name, up };
}

const runOn = (
  store: FileStore,
  migrations: readonly Migration[],
  backUp = async (): Promise<void> => undefined,
  log: Log = silentLog,
) => migrate({ db: store.db, types: SQLITE_TYPES, path: store.path, clock, log, migrations, backUp });

describe('the schema', () => {
  it('is the one of the committed snapshot (UPDATE_SCHEMA=1 writes it anew)', async () => {
    const schema = await schemaOf(await makeFileStore());
    if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(SNAPSHOT, `${JSON.stringify(schema, null, 2)}\n`);
    expect(schema).toEqual(JSON.parse(readFileSync(SNAPSHOT, 'utf8')));
  });

  it('can be made on PostgreSQL: no type of it is SQLite’s own', async () => {
    const statements: string[] = [];
    const postgres = new Kysely<unknown>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new DummyDriver(),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
      log: (event) => {
        statements.push(event.query.sql);
      },
    });
    await firstSchema.up(postgres, POSTGRES_TYPES);
    const types = new Set(
      statements.flatMap((each) => each.match(/(?<=" )(?:text|bigint|integer|bytea|blob)\b/g) ?? []),
    );
    expect([...types].sort()).toEqual(['bigint', 'bytea', 'integer', 'text']);
    expect(statements.filter((each) => /autoincrement|\bblob\b|pragma/i.test(each))).toEqual([]);
    expect(statements.length).toBeGreaterThan(40);
  });
});

describe('the migrations', () => {
  it('are numbered by tens, growing, one file each', () => {
    const numbers = MIGRATIONS.map((migration) => migration.number);
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    const files = readdirSync('electron/engine/store/migrations').filter((name) => /^\d/.test(name));
    expect(files.sort()).toEqual(
      MIGRATIONS.map((migration) => `${String(migration.number).padStart(4, '0')}-${migration.name}.ts`),
    );
  });

  it.each([
    ['twice the same number', [10, 10]],
    ['a number that is no ten', [10, 15]],
    ['a number that goes back', [20, 10]],
  ])('are refused with %s', async (_, numbers) => {
    const store = await makeFileStore();
    const steps = numbers.map((number) => step(number, 'x', async () => undefined));
    await expect(runOn(store, steps)).rejects.toThrow('out of order');
  });

  it('run each once and are logged', async () => {
    const lines: string[] = [];
    const log = {
      ...silentLog,
      info: (_: string, event: string, fields?: LogFields): void => {
        lines.push(`${event} ${JSON.stringify(fields)}`);
      },
    };
    const store = await makeFileStore({ log });
    await store.close();
    expect(lines).toEqual(MIGRATIONS.map(({ number, name }) => `migrated ${JSON.stringify({ number, name })}`));
    const again = await makeFileStore({ path: store.path, log });
    expect(lines).toHaveLength(MIGRATIONS.length);
    expect(await schemaNumber(again.db)).toBe(MIGRATIONS.at(-1)?.number);
  });

  it('leave the older schema whole where a step fails in its middle', async () => {
    const store = await makeFileStore();
    const before = await schemaOf(store);
    const failing = step(990, 'fails', async (db) => {
      await db.schema.createTable('half').addColumn('a', 'text').execute();
      await db.schema.dropTable('note').execute();
      throw new Error('power cut');
    });
    await expect(runOn(store, [...MIGRATIONS, failing])).rejects.toThrow('power cut');
    expect(await schemaOf(store)).toEqual(before);
    expect(await schemaNumber(store.db)).toBe(MIGRATIONS.at(-1)?.number);
  });

  it('copy an existing store before the first step, never a new one', async () => {
    const path = resolve(makeFolder(), 'store.db');
    const copies = () => (existsSync(`${path}.copies`) ? readdirSync(`${path}.copies`) : []);
    await makeOlderStore(path, 'k', async (db) => {
      await db.insertInto('setting').values({ name: 'kept', value: 'yes' }).execute();
    });
    expect(copies()).toEqual([]);
    const migrated = await makeFileStore({ path, key: 'k' });
    expect(await schemaNumber(migrated.db)).toBe(MIGRATIONS.at(-1)?.number);
    await migrated.close();
    expect(copies()).toEqual(['before-migration-2026-01-15T09-00-00-000Z.db']);
    const copy = await makeFileStore({ path: resolve(`${path}.copies`, copies()[0] ?? ''), key: 'k' });
    expect(await copy.db.selectFrom('setting').select('value').where('name', '=', 'kept').execute()).toEqual([
      { value: 'yes' },
    ]);
  });

  it('change nothing where the copy cannot be written, and keep the last three of these copies', async () => {
    const store = await makeFileStore();
    const folder = `${store.path}.copies`;
    const goBack = () => sql`delete from migration where number = 5000`.execute(store.db);
    const future = [...MIGRATIONS, step(5000, 'one-more', async () => undefined)];
    const run = (at: number) =>
      runOn(store, future, () => writeMigrationCopy(store, { key: null, at, log: silentLog }));
    writeFileSync(folder, 'in the way');
    await expect(run(1)).rejects.toMatchObject({ code: 'file-unreadable' });
    expect(await schemaNumber(store.db)).toBe(MIGRATIONS.at(-1)?.number);
    rmSync(folder);
    for (let time = 1; time <= 5; time += 1) {
      await run(Date.UTC(2026, 0, time));
      await goBack();
    }
    expect(readdirSync(folder).map((name) => name.slice(0, 27))).toEqual([
      'before-migration-2026-01-03',
      'before-migration-2026-01-04',
      'before-migration-2026-01-05',
    ]);
  });

  it('do not touch a store of a newer program, and say what to do', async () => {
    const store = await makeFileStore();
    await sql`insert into migration values (5000, 'from-the-future', 1)`.execute(store.db);
    await store.close();
    const before = readFileSync(store.path);
    await expect(openStore({ path: store.path, key: null, clock, log: silentLog })).rejects.toMatchObject({
      code: 'store-newer',
      action: expect.stringContaining('Install the newest version'),
      detail: { schema: 5000, known: MIGRATIONS.at(-1)?.number },
    });
    expect(readFileSync(store.path).equals(before)).toBe(true);
  });
});

describe('every list that the desk shows is one range of an index', () => {
  async function planOf(store: FileStore, query: Compilable): Promise<string> {
    const { sql: text, parameters } = query.compile();
    const values = parameters.map((value) => (typeof value === 'number' ? String(value) : `'${String(value)}'`));
    const filled = text.replace(/\?/g, () => values.shift() ?? 'null');
    const { rows } = await sql<{ detail: string }>`${sql.raw(`explain query plan ${filled}`)}`.execute(store.db);
    return rows.map((row) => row.detail).join('; ');
  }

  const LISTS: readonly (readonly [string, string, (db: FileStore['db']) => Compilable])[] = [
    [
      'a page of a queue',
      'ticket_by_queue',
      (db) =>
        db
          .selectFrom('ticket')
          .selectAll()
          .where('queue', '=', 'inbox')
          .orderBy('updated_at', 'desc')
          .orderBy('id', 'desc')
          .limit(100),
    ],
    [
      'the next page of a queue',
      'ticket_by_queue',
      (db) =>
        db
          .selectFrom('ticket')
          .selectAll()
          .where('queue', '=', 'inbox')
          .where('updated_at', '<=', 5)
          .orderBy('updated_at', 'desc')
          .orderBy('id', 'desc')
          .limit(100),
    ],
    [
      'mine',
      'ticket_by_assignee',
      (db) =>
        db
          .selectFrom('ticket')
          .selectAll()
          .where('assignee', '=', 'anna')
          .orderBy('updated_at', 'desc')
          .orderBy('id', 'desc')
          .limit(100),
    ],
    [
      'tickets of a purchase',
      'ticket_by_transaction',
      (db) => db.selectFrom('ticket').selectAll().where('transaction_number', 'in', ['HP1', 'HP2']),
    ],
    [
      'messages of a ticket',
      'message_by_ticket',
      (db) => db.selectFrom('message').selectAll().where('ticket_id', '=', 't').orderBy('received_at').orderBy('id'),
    ],
    [
      'a message by its Message-ID',
      'message_by_message_id',
      (db) => db.selectFrom('message').selectAll().where('message_id', '=', 'm'),
    ],
    [
      'a message by its digest',
      'message_by_digest',
      (db) => db.selectFrom('message').selectAll().where('mailbox_id', '=', 'm').where('digest', '=', 'd'),
    ],
    [
      'messages that name another',
      'message_reference_by_reference',
      (db) => db.selectFrom('message_reference').select('message_id').where('reference', 'in', ['a', 'b']),
    ],
    [
      'a message by where it lies',
      'sqlite_autoindex_message_location_1',
      (db) =>
        db
          .selectFrom('message_location')
          .selectAll()
          .where('mailbox_id', '=', 'm')
          .where('folder', '=', 'INBOX')
          .where('uidvalidity', '=', '1')
          .where('uid', '=', 4),
    ],
    [
      'the history of a ticket',
      'ticket_event_by_ticket',
      (db) => db.selectFrom('ticket_event').selectAll().where('ticket_id', '=', 't').orderBy('at').orderBy('id'),
    ],
    [
      'the notes of a ticket',
      'note_by_ticket',
      (db) => db.selectFrom('note').selectAll().where('ticket_id', '=', 't').orderBy('at').orderBy('id'),
    ],
    [
      'purchases of a buyer',
      'purchase_by_buyer',
      (db) => db.selectFrom('purchase').selectAll().where('buyer_folded', 'in', ['a', 'b']),
    ],
    [
      'purchases of a checkout',
      'purchase_by_base_number',
      (db) => db.selectFrom('purchase').selectAll().where('base_number', 'in', ['a', 'b']),
    ],
    [
      'the last import',
      'import_run_by_kind',
      (db) =>
        db
          .selectFrom('import_run')
          .select('finished_at')
          .where('kind', '=', 'sales')
          .orderBy('finished_at', 'desc')
          .limit(1),
    ],
    [
      'replies that are due',
      'outbox_by_state',
      (db) =>
        db
          .selectFrom('outbox')
          .select('id')
          .where('state', '=', 'failed_before_data')
          .where('next_attempt_at', '<=', 5)
          .orderBy('next_attempt_at'),
    ],
    [
      'replies in their undo window',
      'outbox_by_until',
      (db) =>
        db
          .selectFrom('outbox')
          .select('id')
          .where('state', '=', 'queued')
          .where('until_at', '<=', 5)
          .orderBy('until_at'),
    ],
    [
      'replies of a ticket',
      'outbox_by_ticket',
      (db) => db.selectFrom('outbox').select('id').where('ticket_id', '=', 't').orderBy('created_at'),
    ],
    [
      'earlier replies to a requester',
      'outbox_by_requester',
      (db) =>
        db
          .selectFrom('outbox')
          .select('id')
          .where('requester_folded', '=', 'r')
          .where('decision', '=', 'd')
          .where('created_at', '>', 4),
    ],
  ];

  it.each(LISTS)('%s', async (_, index, query) => {
    const store = await makeFileStore();
    const plan = await planOf(store, query(store.db));
    expect(plan).toMatch(new RegExp(`USING (?:COVERING )?INDEX ${index}(?: |$)`));
    expect(plan).not.toContain('TEMP B-TREE');
  });

  class OneRowDriver extends DummyDriver {
    override async acquireConnection(): Promise<DatabaseConnection> {
      const connection = await super.acquireConnection();
      return Object.assign(connection, { executeQuery: async () => ({ rows: [{ total: 0, id: 'x' }] }) });
    }
  }

  /** The statements that a table module runs, as it runs them. */
  async function statementsOf(work: (db: Kysely<StoreTables>) => Promise<unknown>): Promise<readonly string[]> {
    const statements: string[] = [];
    const recorder = new Kysely<StoreTables>({
      dialect: {
        createAdapter: () => new SqliteAdapter(),
        createDriver: () => new OneRowDriver(),
        createIntrospector: (db) => new SqliteIntrospector(db),
        createQueryCompiler: () => new SqliteQueryCompiler(),
      },
      log: (event) => {
        statements.push(event.query.sql);
      },
    });
    await work(recorder);
    return statements;
  }

  const MODULES: readonly (readonly [string, string, (db: Kysely<StoreTables>) => Promise<unknown>])[] = [
    ['the purchases of a buyer', 'purchase_by_buyer', (db) => findPurchasesByBuyers(db, ['a@b.example'])],
    ['the purchases of a number', 'purchase_by_base_number', (db) => findPurchasesByNumbers(db, ['HP1234567890'])],
    ['the last import', 'import_run_by_kind', (db) => lastImportAt(db, 'sales')],
    ['the messages to parse', 'message_unread', (db) => findUnread(db, 10)],
    [
      'a page of the inbox',
      'ticket_by_queue',
      (db) =>
        pageOfQueue({ db, sizes: countedSizes(db) }, { queue: 'inbox', agent: [], now: 5, offset: 100, limit: 100 }),
    ],
    ['a snooze that ends', 'ticket_by_snooze', (db) => ticketsToWake(db, 5)],
    ['the next end of a snooze', 'ticket_by_snooze', (db) => nextSnoozeEnd(db)],
    ['tickets to decide after a crash', 'ticket_undecided', (db) => undecidedTicketIds(db)],
    [
      'the cases that a decision is earned by',
      'suggestion_case_by_decision',
      (db) => settledCases(db, 'club.first-access', 5),
    ],
    ['the tickets with a mail that came back', 'outbox_undelivered', (db) => undeliveredTickets(db, ['T-1'])],
    ['who writes like a machine', 'ticket_event_machine', (db) => suspectedTickets(db, 5, 10)],
    ['the mails of a report', 'sqlite_autoindex_outbox', (db) => sentMails(db, ['a@b.example'])],
    ['the mail of a token', 'sqlite_autoindex_outbox', (db) => sentMailOfToken(db, 'a')],
    ['the reply of each case', 'outbox_by_block', (db) => settledCases(db, 'club.first-access', 5)],
    [
      'what a requester wrote since',
      'ticket_by_requester',
      (db) => messagesOfRequesters(db, ['a@b.example'], { after: 1, until: 5 }),
    ],
    ['what a ticket is related to', 'ticket_by_related', (db) => takeUpTicket(db, 'T-1', 'T-2')],
  ];

  it.each(MODULES)('as its table module asks for it: %s', async (_, index, work) => {
    const store = await makeFileStore();
    const plans: string[] = [];
    for (const statement of await statementsOf(work)) {
      const filled = statement.replaceAll('?', '1');
      const { rows } = await sql<{ detail: string }>`${sql.raw(`explain query plan ${filled}`)}`.execute(store.db);
      plans.push(rows.map((row) => row.detail).join('; '));
    }
    expect(plans.join('\n')).toContain(index);
    // An index that holds only the rows asked for is read whole.
    expect(
      plans.join('\n').replace(/SCAN \w+ USING COVERING INDEX (?:message_unread|ticket_undecided)\b/g, ''),
    ).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  it('buyers whose address ends alike, from the index alone', async () => {
    const store = await makeFileStore();
    const range = store.db
      .selectFrom('purchase')
      .select('buyer_folded')
      .distinct()
      .where('buyer_mirrored', '>=', 'a')
      .where('buyer_mirrored', '<', 'b');
    expect(await planOf(store, range)).toContain('USING COVERING INDEX purchase_by_mirrored_buyer ');
  });

  it.each([
    ['that are busy', (db: Kysely<StoreTables>) => busyProducts(db, 5)],
    ['and their usual hour', (db: Kysely<StoreTables>) => usualCounts(db, ['41'], 5)],
    ['and the hours since a decline', (db: Kysely<StoreTables>) => ticketsByHour(db, ['41'], { since: 1, now: 5 })],
  ])('products %s, from the index alone', async (_, work) => {
    const store = await makeFileStore();
    for (const statement of await statementsOf(work)) {
      const filled = statement.replaceAll('?', '1');
      const { rows } = await sql<{ detail: string }>`${sql.raw(`explain query plan ${filled}`)}`.execute(store.db);
      expect(rows[0]?.detail).toContain('SEARCH ticket USING COVERING INDEX ticket_by_activity (updated_at>');
    }
  });
});
