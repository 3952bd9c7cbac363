import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import type { CompiledQuery, ControlledTransaction, DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely';
import { SportelloError } from '../../../../shared/contract/errors';
import type { Log } from '../../outside';
import type { StoreTables } from '../schema';
import type { Keeping, Order } from '../store';
import { TransactionGuard } from '../transaction-guard';
import { failureCode, isAway, isConflict, postgresFailure, storeAway } from './postgres-failure';
import type { ServerName } from './postgres-failure';
import type { TeamConnection } from './team-address';
import { createTeamLinks } from './team-links';
import type { TakenLink, TeamLinks } from './team-links';

/** Times that a transaction runs again because another desk came between. */
const MOST_TRIES = 12;
const TWIN_TRIES = 3;
const FIRST_WAIT_MS = 4;
/** From this try on those that collided go one after the other. */
const IN_TURN_FROM = 4;
/** A process that is stopped in the middle of a transaction (a closed lid) keeps its locks no longer than this. */
const PAUSED_MS = 10_000;
/** Nobody waits longer for a colleague's lock; then it is tried again. */
const LOCKED_MS = 10_000;
/** How long the outcome of a COMMIT without an answer is asked for: a server that crashed plays its log back first. */
const UNSURE_MS = 30_000;
const UNSURE_PAUSE_MS = 250;

/** Kysely over the team's server, and transactions that behave as if there were no other desk. */
export type TeamDatabase = {
  readonly db: Kysely<StoreTables>;
  readonly at: ServerName;
  transaction<T>(work: (db: Kysely<StoreTables>) => Promise<T>, keeping: Keeping, order: Order): Promise<T>;
  /** Numbers of transactions that this desk committed lately: its own changes are no news to it. */
  readonly own: OwnTransactions;
  close(): Promise<void>;
};

/** What the host gives: where to log, and chance in [0, 1) that spreads desks apart. */
export type TeamOutside = { readonly log: Log; spread(): number; token(): string };

/** Connects lazily: nothing is asked of the server before the first statement. */
export function createTeamDatabase(connection: TeamConnection, outside: TeamOutside): TeamDatabase {
  const { at, schema } = connection;
  const { log } = outside;
  const marks = sql.table(`${schema}.commit_mark`);
  const links = createTeamLinks(connection.config, log);
  const guard = new TransactionGuard();
  const own = createOwnTransactions();
  const whole = new Kysely<StoreTables>({ dialect: teamDialect(new TeamDriver(links, at, guard)) });
  const db = whole.withSchema(schema);

  async function attempt<T>(
    work: (db: Kysely<StoreTables>) => Promise<T>,
    keeping: Keeping,
    isInTurn: boolean,
  ): Promise<T> {
    const begun = await db.startTransaction().execute();
    let result: T;
    const token = outside.token();
    let number: string | null;
    try {
      // Before anything is read: LOCK takes no snapshot, so what is read after the wait is new.
      if (isInTurn) await sql`lock table ${sql.table(`${schema}.turn`)} in exclusive mode`.execute(begun);
      // For this transaction alone: the connection may be another desk's next.
      if (keeping === 'repeatable') await sql`set local synchronous_commit = off`.execute(begun);
      result = await guard.inside(() => work(begun));
      number = await mark(begun, token);
    } catch (error) {
      await rollBack(begun);
      throw error;
    }
    if (number !== null) own.add(number);
    try {
      await begun.commit().execute();
    } catch (error) {
      if (!isAwayError(error)) throw error;
      if (number !== null && !(await wasCommitted(token))) throw new TakenBack(error);
    }
    return result;
  }

  /** Leaves the proof that this transaction happened, if it wrote anything; answers its number then. */
  async function mark(begun: Kysely<StoreTables>, token: string): Promise<string | null> {
    const { rows } = await sql<{ xid: string }>`
      insert into ${marks} (token) select ${token}::text where pg_current_xact_id_if_assigned() is not null
      returning pg_current_xact_id()::text as xid`.execute(begun);
    return rows[0]?.xid ?? null;
  }

  /**
   * Whether a transaction whose COMMIT got no answer happened. Its proof is written once more: that waits for the transaction where
   * it is still under way, fails where it happened, and where it succeeds it never will. The number would not do: a server that
   * crashed gives numbers again.
   */
  async function wasCommitted(token: string): Promise<boolean> {
    const until = performance.now() + UNSURE_MS;
    for (;;) {
      try {
        await sql`insert into ${marks} (token) values (${token}::text)`.execute(db);
        return false;
      } catch (error) {
        if (failureCode(error) === '23505') return true;
        if (!isAwayError(error)) throw error;
      }
      if (performance.now() > until) break;
      await sleep(UNSURE_PAUSE_MS);
    }
    throw new SportelloError('store-unsure', "The team's server went away while it kept your last step.", {
      action: 'Look at the ticket when the server is back: the step was taken whole or not at all.',
      detail: { host: at.host, database: at.database },
      retryable: false,
    });
  }

  return {
    db,
    at,
    own,
    async transaction(work, keeping, order) {
      guard.refuseNesting();
      for (let tries = 1; ; tries += 1) {
        try {
          return await attempt(work, keeping, order === 'in-turn' || tries >= IN_TURN_FROM);
        } catch (error) {
          if (error instanceof TakenBack) throw storeAway(at, error.cause);
          // A twin of what another desk wrote at the same moment: the next try sees it (PostgreSQL manual, 13.5).
          const isTwin = failureCode(error) === '23505' && tries < TWIN_TRIES;
          if (!isTwin && (!isConflict(error) || tries >= MOST_TRIES)) throw postgresFailure(error, at);
          // By chance, so that two that collided do not meet again.
          await sleep(FIRST_WAIT_MS * 2 ** Math.min(tries, IN_TURN_FROM) * outside.spread());
        }
      }
    },
    close: async () => {
      await whole.destroy();
    },
  };
}

class TakenBack extends Error {
  constructor(cause: unknown) {
    super('The transaction did not happen', { cause });
  }
}

function isAwayError(error: unknown): boolean {
  return isAway(error) || (error instanceof SportelloError && error.code === 'store-away');
}

async function rollBack(begun: ControlledTransaction<StoreTables>): Promise<void> {
  try {
    await begun.rollback().execute();
  } catch (error) {
    // The link is gone, and the transaction with it; the reason that is already on its way says so.
    if (!isAwayError(error)) throw error;
  }
}

/** Numbers of our own transactions, the newest thousand: a desk makes some in a second, and hears of them within some. */
export type OwnTransactions = { add(number: string): void; has(number: string): boolean; clear(): void };

const OWN_KEPT = 1_000;

function createOwnTransactions(): OwnTransactions {
  const numbers = new Set<string>();
  return {
    add(number) {
      numbers.add(number);
      if (numbers.size <= OWN_KEPT) return;
      for (const oldest of numbers) {
        numbers.delete(oldest);
        break;
      }
    },
    has: (number) => numbers.has(number),
    clear: () => numbers.clear(),
  };
}

/** The dialect for `new Kysely`. */
function teamDialect(driver: Driver): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** Kysely's driver over a desk's connections. */
class TeamDriver implements Driver {
  readonly #links: TeamLinks;
  readonly #at: ServerName;
  readonly #guard: TransactionGuard;

  constructor(links: TeamLinks, at: ServerName, guard: TransactionGuard) {
    this.#links = links;
    this.#at = at;
    this.#guard = guard;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<TeamLink> {
    this.#guard.refuseNesting();
    return new TeamLink(this.#links, this.#at);
  }

  async releaseConnection(link: TeamLink): Promise<void> {
    link.release();
  }

  beginTransaction(link: TeamLink): Promise<void> {
    return link.begin();
  }

  commitTransaction(link: TeamLink): Promise<void> {
    return link.end('commit');
  }

  rollbackTransaction(link: TeamLink): Promise<void> {
    return link.end('rollback');
  }

  async destroy(): Promise<void> {
    await this.#links.close();
  }
}

/** What Kysely takes for a connection: any of the desk's for a statement by itself, one alone for a transaction. */
class TeamLink implements DatabaseConnection {
  readonly #links: TeamLinks;
  readonly #at: ServerName;
  #taken: TakenLink | null = null;
  #isOpen = false;

  constructor(links: TeamLinks, at: ServerName) {
    this.#links = links;
    this.#at = at;
  }

  async begin(): Promise<void> {
    this.#taken = await this.#links.take();
    this.#isOpen = true;
    try {
      // Sent together. None of them takes a snapshot, so a lock may still come before the first look.
      await Promise.all([
        this.#taken.statement('begin isolation level serializable', []),
        this.#taken.statement(`set local idle_in_transaction_session_timeout = ${String(PAUSED_MS)}`, []),
        this.#taken.statement(`set local lock_timeout = ${String(LOCKED_MS)}`, []),
      ]);
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /** Gives the connection back in any case: Kysely keeps it where COMMIT fails, which conflicts often do only there. */
  async end(how: 'commit' | 'rollback'): Promise<void> {
    this.#isOpen = false;
    try {
      await this.#taken?.statement(how, []);
    } finally {
      this.release();
    }
  }

  release(): void {
    this.#taken?.release();
    this.#taken = null;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    for (let tries = 1; ; tries += 1) {
      try {
        const { command, rowCount, rows } = await (this.#taken ?? this.#links).statement(query.sql, query.parameters);
        const changed = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command) ? BigInt(rowCount ?? 0) : undefined;
        return { rows: rows as R[], ...(changed === undefined ? {} : { numAffectedRows: changed }) };
      } catch (error) {
        // A statement by itself is a transaction by itself: it may run again. One of a transaction is the transaction's affair.
        if (this.#isOpen) throw error;
        if (!isConflict(error) || tries >= MOST_TRIES) throw postgresFailure(error, this.#at);
      }
    }
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}
