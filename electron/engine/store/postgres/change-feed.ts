import { sql } from 'kysely';
import { Client } from 'pg';
import { SportelloError } from '../../../../shared/contract/errors';
import type { Clock, Log } from '../../outside';
import { FEED_KEPT_MS } from './change-schema';
import { isAway } from './postgres-failure';
import type { TeamConnection } from './team-address';
import type { TeamDatabase } from './team-driver';

/** Something that another desk changed: a hint to read it again. */
export type Change = {
  readonly kind:
    'ticket' | 'outbox' | 'presence' | 'lease' | 'imports' | 'catalogue' | 'macros' | 'notices' | 'proposals' | 'told';
  /** Id of the ticket (ticket, outbox, presence), name of the lease, id of the import or product ('' where a proposal is about more). */
  readonly key: string;
};

export type ChangeFeed = {
  /**
   * Tells what other desks change, each change once and in one piece with what was committed with it. `everything` is called where
   * the desk was away for too long, or more changed than can be told.
   */
  start(told: {
    readonly changes: (changes: readonly Change[]) => void;
    readonly everything: () => void;
    /** The server went away, or is back (null). */
    readonly awayChanged: (away: SportelloError | null) => void;
  }): void;
  /** Looks now. */
  look(): Promise<void>;
  /** How far the server's clock is ahead of ours, ms, at the last look; beyond MOST_SKEW_MS it says nothing of time. */
  ahead(): number;
  close(): Promise<void>;
};

/** Where the server tells us at once: only in case a hint was lost. */
const POLL_LISTENING_MS = 5_000;
/** Where it cannot (PgBouncer): a colleague's change is seen within three seconds. */
const POLL_ALONE_MS = 1_000;
/**
 * Hints of one moment are one look. Fifty desks that write seven times a second would otherwise look 350 times a second, which
 * takes the server more than their work; a change is still there well within a second.
 */
const GATHER_MS = 200;
/** Each desk waits up to this much longer, always the same: fifty that look in the same instant wait for each other. */
const GATHER_SPREAD_MS = 300;
const LISTEN_AGAIN_MS = 10_000;
/** A clock that is off by more is not off but wrong: correcting it would move every date of the desk. `doctor` says so. */
export const MOST_SKEW_MS = 12 * 3_600_000;
/** An answer within this time tells the server's clock well enough. */
const PROMPT_MS = 1_000;
/** Old rows are dropped by whoever comes by. */
const TRIM_EVERY_MS = 15 * 60_000;
/** More changes than this in one look are told as "everything". */
const MOST_TOLD = 1_000;

type Row = { readonly seq: number | null; readonly xid: string; readonly kind: Change['kind']; readonly key: string };

/** The feed of one desk. */
export function createChangeFeed(options: {
  readonly database: TeamDatabase;
  readonly connection: TeamConnection;
  readonly clock: Clock;
  readonly log: Log;
  /** Chance in [0, 1) that spreads desks apart. */
  spread(): number;
}): ChangeFeed {
  const { database, connection, clock, log } = options;
  const gatherMs = GATHER_MS + GATHER_SPREAD_MS * options.spread();
  let told: Parameters<ChangeFeed['start']>[0] | null = null;
  let horizon: bigint | null = null;
  /** Rows of transactions that are not behind the horizon, and were told. */
  const seen = new Map<number, bigint>();
  let trimmedAt = clock.now();
  let heardAt: number | null = null;
  let ahead = 0;
  let away: SportelloError | null = null;
  let isClosed = false;
  let looking: Promise<void> | null = null;
  let isAskedAgain = false;
  let cancelTimer: (() => void) | null = null;
  let timerAt = Infinity;
  let listener: Client | null = null;
  let isListening = false;
  let listenAt = 0;

  async function read(): Promise<void> {
    const from = horizon;
    const asked = clock.now();
    const { rows } = await sql<Row & { readonly horizon: string; readonly time: number }>`
      select change.seq, change.xid::text as xid, change.kind, change.key, now_at.horizon, now_at.time
      from (select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
        (extract(epoch from clock_timestamp()) * 1000)::bigint as time) as now_at
      left join ${sql.table(`${connection.schema}.change`)} as change on change.xid >= ${from === null ? sql`now_at.horizon` : String(from)}::xid8
      order by change.seq desc
      limit ${MOST_TOLD + seen.size + 1}
    `.execute(database.db);
    const now = clock.now();
    const isGap = heardAt !== null && now - heardAt > FEED_KEPT_MS / 2;
    heardAt = now;
    // A slow answer says little of clocks.
    if (now - asked <= PROMPT_MS) ahead = (rows[0]?.time ?? now) - (asked + now) / 2;
    horizon = BigInt(rows[0]?.horizon ?? 0);
    // Another server took over that had not seen all of this one: numbers are given again.
    const isBack = from !== null && horizon < from;
    if (isBack) seen.clear();
    const fresh: Change[] = [];
    for (const { seq, xid, kind, key } of [...rows].sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0))) {
      if (seq === null || seen.has(seq)) continue;
      seen.set(seq, BigInt(xid));
      if (!database.own.has(xid)) fresh.push({ kind, key });
    }
    for (const [seq, xid] of seen) if (xid < horizon) seen.delete(seq);
    if (told === null || isClosed) return;
    if (isGap || isBack || fresh.length > MOST_TOLD) told.everything();
    else if (fresh.length > 0 && from !== null) told.changes(once(fresh));
  }

  /** One look at a time; who asks while one runs gets another one after it. */
  function look(): Promise<void> {
    if (looking !== null) {
      isAskedAgain = true;
      return looking;
    }
    looking = (async () => {
      do {
        isAskedAgain = false;
        try {
          await read();
          say(null);
        } catch (error) {
          if (!(error instanceof SportelloError)) throw error;
          say(error);
        }
      } while (mayLookAgain());
    })().finally(() => (looking = null));
    return looking;
  }

  function mayLookAgain(): boolean {
    return isAskedAgain && !isClosed;
  }

  function say(error: SportelloError | null): void {
    const isNews = (away === null) !== (error === null);
    away = error;
    if (!isNews) return;
    if (error) log.warn('store', 'away', { code: error.code });
    else log.info('store', 'back');
    // After a crash the server gives numbers again.
    database.own.clear();
    told?.awayChanged(error);
  }

  async function tick(): Promise<void> {
    cancelTimer = null;
    timerAt = Infinity;
    await look();
    if (isClosed) return;
    if (away === null && clock.now() - trimmedAt >= TRIM_EVERY_MS) await trim();
    if (listener === null && away === null && clock.now() >= listenAt) await listen();
    schedule(isListening ? POLL_LISTENING_MS : POLL_ALONE_MS);
  }

  async function trim(): Promise<void> {
    trimmedAt = clock.now();
    try {
      await sql`select ${sql.ref(`${connection.schema}.trim_changes`)}()`.execute(database.db);
    } catch (error) {
      if (!(error instanceof SportelloError)) throw error;
    }
  }

  function schedule(delayMs: number): void {
    const at = clock.now() + delayMs;
    if (isClosed || at >= timerAt) return;
    cancelTimer?.();
    timerAt = at;
    cancelTimer = clock.after(delayMs, () => void tick());
  }

  /**
   * Listens for hints on a connection of its own. Behind a pooler that shares connections LISTEN would stay on somebody else's:
   * it is known by the process number, which is then not the one of the server's process.
   */
  async function listen(): Promise<void> {
    const client = new Client({ ...connection.config, connectionTimeoutMillis: 5_000, keepAlive: true });
    const lost = (): void => {
      if (listener === client) listener = null;
      isListening = false;
      listenAt = Math.max(listenAt, clock.now() + LISTEN_AGAIN_MS);
      schedule(0);
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => schedule(gatherMs));
    listener = client;
    try {
      await client.connect();
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      if (rows[0]?.pid !== Reflect.get(client, 'processID')) {
        listenAt = Infinity;
        await client.end();
        return;
      }
      await client.query(`listen ${client.escapeIdentifier(connection.schema)}`);
      isListening = true;
      // What was committed since the last look was told to nobody.
      await look();
    } catch (error) {
      if (!isAway(error)) log.warn('store', 'listen.failed', { reason: String(error) });
      listenAt = Math.max(listenAt, clock.now() + LISTEN_AGAIN_MS);
      listener = null;
      await client.end().catch(() => undefined);
    }
  }

  return {
    start(to) {
      if (told !== null || isClosed) return;
      told = to;
      schedule(0);
    },
    look,
    ahead: () => ahead,
    async close() {
      isClosed = true;
      cancelTimer?.();
      const client = listener;
      listener = null;
      await looking?.catch(() => undefined);
      // A server that went away has ended it already.
      await client?.end().catch(() => undefined);
    },
  };
}

function once(changes: readonly Change[]): readonly Change[] {
  return [...new Map(changes.map((change) => [`${change.kind} ${change.key}`, change])).values()];
}
