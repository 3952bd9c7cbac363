import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Finding } from '../../../../shared/contract/views';
import { spreadOf } from '../../outside';
import type { Outside } from '../../outside';
import type { StoreTables } from '../schema';
import type { TeamMember, TeamStore } from '../store';
import { createChangeFeed, MOST_SKEW_MS } from './change-feed';
import { talliedSizes } from './queue-tally';
import { createTeamDatabase } from './team-driver';
import type { TeamConnection } from './team-address';
import { refuseOtherSchema } from './team-schema';
import { createSearchOfTeam } from './team-search';

/**
 * Opens the store of a team; its tables are made and changed by `team create` and `team upgrade` only.
 * @throws SportelloError `store-away`, `store-refused`, `store-missing`, `store-older`, `store-newer`
 */
export async function openTeamStore(
  connection: TeamConnection,
  outside: Pick<Outside, 'clock' | 'log' | 'ids'>,
  place: string,
): Promise<TeamStore> {
  const { clock, log, ids } = outside;
  const spread = (): number => spreadOf(ids.secret());
  const database = createTeamDatabase(connection, {
    log,
    spread,
    token: () => ids.row(),
  });
  const { db } = database;
  const feed = createChangeFeed({ database, connection, clock, log, spread });
  let member: TeamMember | null = null;
  const close = async (): Promise<void> => {
    await feed.close();
    await database.close();
  };
  try {
    await refuseOtherSchema(db, connection);
    await feed.look();
    member = await whoSignedIn(db);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    kind: 'team',
    place,
    member,
    db,
    search: createSearchOfTeam(db),
    sizes: talliedSizes(db, connection.schema),
    feed,
    transaction: (work, keeping = 'durable', order = 'free') => database.transaction(work, keeping, order),
    serverTime: () => sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
    sharedNow: () => Math.round(clock.now() + (Math.abs(feed.ahead()) < MOST_SKEW_MS ? feed.ahead() : 0)),
    // Its pages are the server's: autovacuum takes dead rows away.
    scrub: async () => undefined,
    check: async (): Promise<readonly Finding[]> => {
      await sql`select 1`.execute(db);
      return [
        { id: 'store.integrity', severity: 'ok', text: "The team's server answers.", do: '', said: { word: 'team' } },
        ...clockFindings(feed.ahead()),
      ];
    },
    close,
  };
}

/** By the server's word, whatever the profile says: history and replies carry it, and row-level security asks for it. */
async function whoSignedIn(db: Kysely<StoreTables>): Promise<TeamMember | null> {
  const row = await db
    .selectFrom('member')
    .select(['login', 'name', 'email', 'role'])
    .where('login', '=', sql<string>`session_user`)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row ? { ...row, role: row.role as TeamMember['role'] } : null;
}

/** From this on a clock is worth a word, ms. */
const NOTED_SKEW_MS = 60_000;

function clockFindings(aheadMs: number): readonly Finding[] {
  const skew = Math.abs(aheadMs);
  if (skew < NOTED_SKEW_MS) return [];
  const minutes = Math.round(skew / 60_000);
  const text = `The clock of this computer is ${String(minutes)} minutes ${aheadMs > 0 ? 'behind' : 'ahead of'} the team's server.`;
  const isWrong = skew >= MOST_SKEW_MS;
  return [
    {
      id: 'clock',
      severity: isWrong ? 'error' : 'warning',
      text,
      do: 'Set the clock, or have the system set it.',
      said: { word: aheadMs > 0 ? 'clock.behind' : 'clock.ahead', values: { minutes } },
    },
  ];
}
