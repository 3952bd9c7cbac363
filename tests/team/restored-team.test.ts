import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TeamConnection } from '../../electron/engine/store/postgres/team-address';
import { PASSWORD, psql, teamWithRights } from '../support/made-team';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, PROFILE, SALES_HEADER, makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { makeFolder } from '../support/make-store';
import { writeMail } from '../support/write-mail';

/** As README says it, with the team's schema in place of `corsi`. */
const MARK = `insert into TEAM.setting values ('copied_at', (extract(epoch from now()) * 1000)::bigint)
  on conflict (name) do update set value = excluded.value`;

function tool(name: string, args: readonly string[], { config }: TeamConnection): void {
  const address = ['-h', String(config.host), '-p', String(config.port), '-U', String(config.user)];
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', PGPASSWORD: PASSWORD };
  execFileSync(name, [...address, ...args], { env, stdio: 'pipe' });
}

/** Ends what waits for a lease by the desk's clock: the one in the backup ends by the server's. */
async function whileTimePasses<T>(desk: TestDesk, work: Promise<T>): Promise<T> {
  const ticking = setInterval(() => desk.clock.advance(200), 200);
  try {
    return await work;
  } finally {
    clearInterval(ticking);
  }
}

async function send(desk: TestDesk): Promise<void> {
  desk.clock.advance(10_000);
  await whileTimePasses(desk, desk.engine.flushOutbox());
}

describe("a team's store that pg_dump backed up", () => {
  test('is restored with its rights, and marked so that what was sent since is not sent again', async () => {
    const team = await teamWithRights();
    const anna = await team.add('Anna', 'agent');
    const ada = team.as(team.admin);
    const desk = await makeDesk({ profile: PROFILE, team: team.as(anna) });
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
    desk.mailbox.deliver(writeMail({ text: 'Non mi arriva la mail di accesso per HP4410020311' }));
    await desk.sync();
    const revision = (await desk.tickets())[0]?.revision ?? -1;
    await desk.engine.call('replies.accept', { ticket: 'T-1', revision, index: 0, confirmed: true, escalate: false });

    const file = join(makeFolder(), 'corsi.dump');
    tool('pg_dump', ['-Fc', '-n', team.schema, '-f', file, team.database], ada);
    // After the backup it goes out.
    await send(desk);
    expect(desk.smtp.taken).toHaveLength(1);
    await desk.engine.close();

    const database = `${team.database}_back`;
    await team.superuser(`create database ${database} owner ${team.admin}`);
    onTestFinished(async () => void (await team.superuser(`drop database ${database} with (force)`)));
    tool('pg_restore', ['--exit-on-error', '-d', database, file], ada);
    const there = (of: TeamConnection): TeamConnection => ({
      ...of,
      config: { ...of.config, database },
      at: { ...of.at, database },
    });
    expect(await psql(there(ada), MARK.replace('TEAM', team.schema))).toMatchObject({ code: 0, err: '' });
    // Rights came along.
    expect((await psql(there(team.as(anna)), `delete from ${team.schema}.message`)).err).toContain('42501');

    const restored = await makeDesk({
      profile: PROFILE,
      profileDir: makeFolder(),
      team: there(team.as(anna)),
      clock: desk.clock,
      mailbox: desk.mailbox,
    });
    expect(await restored.engine.call('outbox.list', {})).toMatchObject([{ state: 'held' }]);
    await whileTimePasses(restored, restored.sync());
    await send(restored);
    expect(restored.smtp.taken).toEqual([]);
    const settled = await psql(there(ada), `select state from ${team.schema}.outbox`);
    expect(['accepted', 'filed']).toContain(settled.out);
  });
});
