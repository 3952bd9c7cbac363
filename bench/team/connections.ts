import { Client } from 'pg';
import type { BenchTeam } from './bench-team';

const LOOK_EVERY_MS = 1_000;

/** Counts each second how many connections the desk that has most of them has at the server. */
export async function watchConnections(
  team: BenchTeam,
): Promise<{ readonly most: () => number; readonly stop: () => Promise<void> }> {
  const client = new Client(team.superuser);
  await client.connect();
  let most = 0;
  let looking: Promise<unknown> = Promise.resolve();
  const logins = team.desks.map(({ login }) => login);
  const timer = setInterval(() => {
    looking = client
      .query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity where usename = any($1) group by usename order by 1 desc limit 1`,
        [logins],
      )
      .then(({ rows }) => (most = Math.max(most, rows[0]?.count ?? 0)));
  }, LOOK_EVERY_MS);
  return {
    most: () => most,
    async stop() {
      clearInterval(timer);
      await looking;
      await client.end();
    },
  };
}
