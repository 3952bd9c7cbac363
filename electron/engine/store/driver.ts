import { CompiledQuery, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely';
import Database from 'libsql';
import { SportelloError } from '../../../shared/contract/errors';
import { cleanText } from './clean-text';
import { sqliteCode, storeFailure } from './store-failure';
import { TransactionGuard } from './transaction-guard';

/**
 * The one file that knows libsql. Its binding aborts the process, uncatchably, on some values (a boolean, a bare
 * Buffer), and silently binds NULL for others, so nothing reaches it but what `bindable` let through.
 */

/** What SQLite can hold, as libsql takes it: whole numbers as bigint, or a text column would keep 5 as '5.0'. */
type Bindable = string | number | bigint | null | Buffer;
export type SqlRow = Record<string, string | number | null | Uint8Array>;
export type SqlOutcome = { readonly rows: SqlRow[]; readonly changes: number };

type Statement = {
  readonly reader: boolean;
  all(parameters: readonly Bindable[]): Record<string, unknown>[];
  run(parameters: readonly Bindable[]): { readonly changes: number };
};

const LARGEST_INTEGER = 2n ** 63n - 1n;
const CACHED_STATEMENTS = 200;

/**
 * A parameter as libsql may be given it: booleans become 0 or 1, text loses NUL and lone surrogates.
 * Throws a TypeError for every kind that a column cannot hold; the error names the kind, never the value.
 */
export function bindable(value: unknown, position: number): Bindable {
  switch (typeof value) {
    case 'string':
      return cleanText(value);
    case 'boolean':
      return value ? 1n : 0n;
    case 'number':
      if (Number.isSafeInteger(value)) return BigInt(value);
      if (Number.isFinite(value)) return value;
      break;
    case 'bigint':
      if (value <= LARGEST_INTEGER && value >= -LARGEST_INTEGER - 1n) return value;
      break;
    case 'object':
      if (value === null) return null;
      // A copy: the engine's memory behind a shared or resized buffer could change while SQLite reads it.
      if (value instanceof Uint8Array) return Buffer.from(value);
      break;
    case 'undefined':
    case 'function':
    case 'symbol':
      break;
  }
  throw new TypeError(`Parameter ${position + 1} of a statement is ${kindOf(value)}, which the store cannot hold`);
}

function kindOf(value: unknown): string {
  if (typeof value === 'number') return Number.isNaN(value) ? 'NaN' : 'an infinite number';
  if (typeof value === 'bigint') return 'an integer beyond 64 bits';
  if (value instanceof Date) return 'a Date (times are epoch ms)';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : typeof value;
}

/** One open database file with its prepared statements. Synchronous, as SQLite is. */
export class SqlFile {
  readonly path: string;
  readonly #database: InstanceType<typeof Database>;
  readonly #statements = new Map<string, Statement>();

  /** Opens or creates the file; `key` encrypts it with AES-256. Reads nothing yet, so a wrong key shows later. */
  constructor(path: string, key: string | null) {
    // libsql's own types leave its encryption out.
    const encryption: object = key === null ? {} : { encryptionCipher: 'aes256cbc', encryptionKey: key };
    this.path = path;
    try {
      this.#database = new Database(path, encryption);
    } catch (error) {
      throw new SportelloError('file-unreadable', `The file ${path} cannot be opened.`, {
        reason: 'write',
        action: 'Check that its folder exists and that you may write to it.',
        detail: { path },
        cause: error,
      });
    }
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /** Runs one statement with its parameters. Throws SportelloError for failures of file and disk. */
  run(sql: string, parameters: readonly unknown[] = []): SqlOutcome {
    const bound = parameters.map(bindable);
    try {
      const statement = this.#statement(sql);
      if (!statement.reader) return { rows: [], changes: statement.run(bound).changes };
      const rows = statement.all(bound).map(plainRow);
      return { rows, changes: rows.length };
    } catch (error) {
      throw storeFailure(error, this.path);
    }
  }

  /**
   * Closes the file. libsql ends prepared statements only when they are collected as garbage, and SQLite keeps the
   * write-ahead log until then: so it is written back into the file here, where the file holds one.
   */
  close(): void {
    this.#statements.clear();
    try {
      if (this.#database.inTransaction) this.#database.exec('rollback');
      this.#database.prepare('pragma wal_checkpoint(truncate)').all([]);
    } catch (error) {
      // A file that could not be opened cannot be tidied either; the log beside it is read at the next opening.
      if (sqliteCode(error) === '') throw error;
    } finally {
      this.#database.close();
    }
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) {
      // Put last again: the statement that was used longest ago is the one to go.
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const prepared = this.#database.prepare(sql) as unknown as Statement;
    this.#statements.set(sql, prepared);
    if (this.#statements.size > CACHED_STATEMENTS) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest);
        break;
      }
    }
    return prepared;
  }
}

/** libsql's rows carry an extra `_metadata`, and their blobs are ArrayBuffers. */
function plainRow(row: Record<string, unknown>): SqlRow {
  const plain: SqlRow = {};
  for (const [name, value] of Object.entries(row)) {
    if (name === '_metadata') continue;
    plain[name] = value instanceof ArrayBuffer ? new Uint8Array(value) : (value as SqlRow[string]);
  }
  return plain;
}

/** A commit is on the disk before it is answered. */
export const SYNC_AT_COMMIT = 'synchronous = full';
/** In the write-ahead log of SQLite this keeps the file sound and the order of commits, but not the last of them. */
const SYNC_LATER = 'synchronous = normal';

/**
 * Kysely's driver over one SqlFile: one connection, taken in turn. A transaction keeps it until it ends, so the work
 * inside must use the transaction's own handle; using the store's (which would wait for itself) is refused.
 */
export class SqlFileDriver implements Driver {
  readonly #file: SqlFile;
  readonly #connection: SqlFileConnection;
  readonly guard = new TransactionGuard();
  #last: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(file: SqlFile) {
    this.#file = file;
    this.#connection = new SqlFileConnection(file);
  }

  /** Runs transactions on the connection that the caller holds, without waiting for the disk at their commit. */
  async withoutWaiting<T>(work: () => Promise<T>): Promise<T> {
    this.#file.run(`pragma ${SYNC_LATER}`);
    try {
      return await work();
    } finally {
      this.#file.run(`pragma ${SYNC_AT_COMMIT}`);
    }
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    this.guard.refuseNesting();
    const before = this.#last;
    let release: () => void = () => undefined;
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    this.#release = release;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  async beginTransaction(): Promise<void> {
    this.#file.run('begin immediate');
    this.#connection.transaction = true;
  }

  async commitTransaction(): Promise<void> {
    this.#connection.refuseLostTransaction();
    this.#file.run('commit');
    this.#connection.transaction = false;
  }

  async rollbackTransaction(): Promise<void> {
    this.#connection.transaction = false;
    // On a full disk SQLite has rolled back by itself, and a second rollback would hide the reason.
    if (this.#file.inTransaction) this.#file.run('rollback');
  }

  async destroy(): Promise<void> {
    await this.#last;
    this.#file.close();
  }
}

class SqlFileConnection implements DatabaseConnection {
  transaction = false;
  readonly #file: SqlFile;

  constructor(file: SqlFile) {
    this.#file = file;
  }

  /** After SQLite took a transaction back by itself, going on would write statement by statement. */
  refuseLostTransaction(): void {
    if (this.transaction && !this.#file.inTransaction) {
      throw new Error('The transaction was rolled back by an earlier failure; nothing more may be written in it');
    }
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    this.refuseLostTransaction();
    const { rows, changes } = this.#file.run(query.sql, query.parameters);
    return { rows: rows as R[], numAffectedRows: BigInt(changes) };
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}

/** Kysely's own queue would wait before `refuseNesting` is asked; the driver queues by itself. */
class SqlFileAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** The dialect for `new Kysely`. */
export function sqlFileDialect(driver: SqlFileDriver): Dialect {
  return {
    createAdapter: () => new SqlFileAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
