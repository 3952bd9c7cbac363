import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DAY, dailySales, makeHotmartServer } from '../support/hotmart-desk';
import type { HotmartServer } from '../support/hotmart-server';
import { makeFolder } from '../support/make-store';
import { runCli } from '../support/run-cli';

/** A profile folder that reads from this server, and the command line on it. */
function makeProfile(server: HotmartServer, clubs: readonly string[] = []) {
  const dir = makeFolder();
  const profile = { hotmart: { ...server.settings, clubs }, store: { kind: 'sqlite', encryption: 'none' } };
  writeFileSync(join(dir, 'profile.json'), JSON.stringify(profile));
  return (command: string, environment: Readonly<Record<string, string>>, ...more: string[]) =>
    runCli([command, '--profile', dir, ...more], { environment, workingDir: dir });
}

/** Sales of the last days, by the real clock: that is the command line's. */
function recentSales(count: number) {
  return dailySales(count).map((sale, index) => ({ ...sale, ordered: Date.now() - index * DAY - 3_600_000 }));
}

describe('`fetch`', () => {
  test('reads what is due and prints what came, with the secret of a variable', async () => {
    const server = await makeHotmartServer();
    server.sales.push(...recentSales(3));
    const run = makeProfile(server);
    const secret = { SPORTELLO_HOTMART_BASIC: server.basic };
    const first = await run('fetch', secret);
    expect(first.code).toBe(0);
    expect(first.out).toEqual([
      'sales: 3 read: 3 added, 0 changed, 0 unchanged, 0 refused',
      'subscriptions: 0 read: 0 added, 0 changed, 0 unchanged, 0 refused',
      'products: 0 read: 0 added, 0 changed, 0 unchanged, 0 refused',
      'contacts: 1 read: 1 added, 0 changed, 0 unchanged, 0 refused',
    ]);
    const again = await run('fetch', secret, '--json');
    expect(again.json()).toEqual([
      {
        round: 'recent',
        complete: true,
        startedAt: expect.stringMatching(/Z$/),
        counts: expect.objectContaining({ sales: { read: 3, added: 0, changed: 0, unchanged: 3, refused: 0 } }),
        problems: [],
      },
    ]);
    expect(`${first.err.join()}${again.err.join()}`).not.toContain(server.basic);
  });

  test('says what is missing or wrong, and fails', async () => {
    const server = await makeHotmartServer();
    const run = makeProfile(server);
    expect(await run('fetch', {})).toMatchObject({
      code: 1,
      err: expect.arrayContaining([expect.stringContaining('SPORTELLO_HOTMART_CLIENT_SECRET')]),
    });
    const wrong = await run('fetch', { SPORTELLO_HOTMART_CLIENT_SECRET: 'wrong' });
    expect(wrong).toMatchObject({ code: 1, out: [] });
    expect(wrong.err.at(-1)).toContain('does not accept the developer credentials');
  });

  test('says what Hotmart refused, and fails only where that is a list of sales', async () => {
    const server = await makeHotmartServer();
    const secret = { SPORTELLO_HOTMART_CLIENT_SECRET: server.secret };
    const club = await makeProfile(server, ['pasta'])('fetch', secret);
    expect([club.code, club.err.at(-1)]).toEqual([0, expect.stringContaining('the Club area pasta')]);
    server.script({ on: 'OVERDUE', kind: 'answer', status: 400, body: '{"error":"invalid_parameter"}' });
    const sales = await makeProfile(server)('fetch', secret);
    expect([sales.code, sales.err.at(-1)]).toEqual([1, expect.stringContaining('status OVERDUE')]);
  });
});

test('`doctor` asks Hotmart, and says nothing of it where it is not set up', async () => {
  const server = await makeHotmartServer();
  const run = makeProfile(server);
  const findings = async (environment: Readonly<Record<string, string>>) => {
    const [report] = (await run('doctor', environment, '--json')).json() as [
      { findings: { id: string; severity: string }[] },
    ];
    return report.findings.flatMap(({ id, severity }) => (id.startsWith('hotmart') ? [[id, severity]] : []));
  };
  expect(await findings({})).toEqual([
    ['hotmart.secret', 'error'],
    ['hotmart.round', 'warning'],
  ]);
  const secret = { SPORTELLO_HOTMART_CLIENT_SECRET: server.secret };
  await run('fetch', secret);
  expect(await findings(secret)).toEqual([
    ['hotmart.credentials', 'ok'],
    ['hotmart.sales', 'ok'],
    ['hotmart.subscriptions', 'ok'],
    ['hotmart.products', 'ok'],
    ['hotmart.round', 'ok'],
  ]);
  const plain = makeFolder();
  writeFileSync(join(plain, 'profile.json'), '{"store":{"kind":"sqlite","encryption":"none"}}');
  const without = await runCli(['doctor', '--profile', plain, '--json'], { environment: secret });
  expect(without.out.join()).not.toContain('hotmart');
});
