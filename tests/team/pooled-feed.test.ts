import { expect, inject, it, onTestFinished } from 'vitest';
import { startPgBouncer } from '../support/pgbouncer';
import { asSuperuser, makeTeam, makeTeamStore } from '../support/team-store';
import { realClock } from '../support/real-clock';

/** PgBouncer's transaction mode shares connections: LISTEN would stay on somebody else's. */
it('hears of changes through PgBouncer by looking, and listens on nobody else’s connection', async () => {
  const team = await makeTeam();
  const pooler = await startPgBouncer(inject('postgres'), team.at.database);
  onTestFinished(() => pooler.stop());
  const pooled = {
    ...team,
    config: { ...team.config, port: pooler.port },
    at: { ...team.at, port: pooler.port },
  };
  const [mine, other] = [
    await makeTeamStore({ team: pooled, clock: realClock }),
    await makeTeamStore({ team: pooled }),
  ];
  const heard = new Promise<readonly unknown[]>((resolve) => {
    mine.feed.start({ changes: resolve, everything: () => undefined, awayChanged: () => undefined });
  });
  await mine.feed.look();
  await other.transaction((db) =>
    db.insertInto('note').values({ id: 'n', ticket_id: 'T-1', at: 1, by: 'Anna', text: 'visto' }).execute(),
  );
  expect(await heard).toEqual([{ kind: 'ticket', key: 'T-1' }]);
  const listening = await asSuperuser(
    team,
    `select count(*)::int from pg_stat_activity where datname = '${team.at.database}' and query ilike 'listen%'`,
  );
  expect(listening).toEqual([[0]]);
});
