import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { MOVED_TABLES } from '../../electron/engine/store/move/moved-tables';
import { moveStore } from '../../electron/engine/store/move/move-store';
import { fileSide } from '../../electron/engine/store/move/move-side';
import type { MoveSide } from '../../electron/engine/store/move/move-side';
import { teamSide } from '../../electron/engine/store/move/team-side';
import { refuseMoved } from '../../electron/engine/store/move/move-mark';
import type { FileStore, TeamStore } from '../../electron/engine/store/store';
import { buildChild, startBuilt } from '../support/child';
import { everyRow, fillStore } from '../support/filled-store';
import { PASSWORD, outside, psql, teamWithRights } from '../support/made-team';
import type { MadeTeam } from '../support/made-team';
import { PROFILE, PRODUCTS_HEADER, RESOURCES, SALES_HEADER, makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { makeFileStore, makeFolder } from '../support/make-store';
import { runCli } from '../support/run-cli';
import type { CliRun } from '../support/run-cli';
import { makeTeamStore } from '../support/team-store';
import { writeMail } from '../support/write-mail';

const environment = { SPORTELLO_STORE_PASSWORD: PASSWORD };
const tell = (): void => undefined;

function urlOf(team: MadeTeam, login = team.admin): string {
  const { host, port, database } = team.as(login).at;
  return `postgres://${login}@${host}:${String(port)}/${database}?schema=${team.schema}&sslmode=disable`;
}

async function openTeam(team: MadeTeam, login = team.admin): Promise<TeamStore> {
  return makeTeamStore({ team: team.as(login) });
}

const side = async (team: MadeTeam, store: TeamStore): Promise<MoveSide> =>
  teamSide(store, team.as(team.admin), outside);

/** A store in a file with rows in every table, of a profile that no desk has open. */
async function filledProfile(rows = 40): Promise<string> {
  const dir = makeFolder();
  writeFileSync(join(dir, 'profile.json'), JSON.stringify(PROFILE));
  const store = await makeFileStore({ path: join(dir, 'store.db') });
  await fillStore(store, rows);
  await store.close();
  return dir;
}

function move(dir: string, ...words: readonly string[]): Promise<CliRun> {
  return runCli(['move', '--profile', dir, ...words], { environment });
}

const fileOf = (dir: string, name = 'store.db'): Promise<FileStore> => makeFileStore({ path: join(dir, name) });

/** Without what says which store it is. */
async function rowsOf(store: FileStore | TeamStore): Promise<Record<string, readonly unknown[]>> {
  const { setting, ...others } = await everyRow(store);
  const isItsOwn = (row: unknown): boolean => /"name":"(?:team\.|move\.)/.test(JSON.stringify(row));
  return { ...others, setting: setting?.filter((row) => !isItsOwn(row)) ?? [] };
}

describe('a store in a file', () => {
  test("goes to a team's server and comes back with every row of every table as it was", async () => {
    const dir = await filledProfile();
    const before = await rowsOf(await fileOf(dir));
    expect(Object.values(before).every((rows) => rows.length >= 40)).toBe(true);
    const team = await teamWithRights();
    const there = await move(dir, '--to', urlOf(team), '--json');
    expect(there.err.filter((line) => !line.startsWith('{') && !/: \d+ of \d+$/.test(line))).toEqual([]);
    const [report] = there.json() as { tables: Record<string, { rows: number; checksum: string }> }[];
    expect(Object.keys(report?.tables ?? {})).toEqual(MOVED_TABLES.map(({ name }) => name));
    expect(report?.tables['message']?.rows).toBe(40);
    expect(await rowsOf(await openTeam(team))).toEqual(before);
    expect(JSON.parse(readFileSync(join(dir, 'profile.json'), 'utf8'))).toMatchObject({
      store: { kind: 'postgres', url: urlOf(team) },
    });

    const back = await move(dir, '--to', 'file', '--unencrypted', '--json');
    expect(back.code).toBe(0);
    expect((back.json() as { tables: unknown }[])[0]?.tables).toEqual(report?.tables);
    expect(await rowsOf(await fileOf(dir, `store-${team.schema}.db`))).toEqual(before);
    expect(await team.superuser(`select actor, kind from ${team.schema}.team_act order by at, kind`)).toMatchObject([
      { kind: 'team-created' },
      { actor: 'Ada', kind: 'store-moved-in' },
      { actor: 'Ada', kind: 'store-moved-out' },
    ]);
    // Said again, it is there already.
    expect((await move(dir, '--to', 'file', '--unencrypted', '--json')).json()).toEqual([
      { already: true, tables: {} },
    ]);
  });

  test('does not open any more once it was moved, and says where it went', async () => {
    const dir = await filledProfile(2);
    const team = await teamWithRights();
    expect((await move(dir, '--to', urlOf(team))).code).toBe(0);
    writeFileSync(join(dir, 'profile.json'), JSON.stringify(PROFILE));
    const opened = await runCli(['tickets', '--profile', dir], { environment });
    expect(opened.code).toBe(1);
    expect(opened.err.join(' ')).toContain(`This store was moved to ${team.as(team.admin).at.host}`);
    // Nor does it go to a second team.
    const second = await move(dir, '--to', urlOf(await teamWithRights()));
    expect({ code: second.code, said: second.err.join(' ') }).toMatchObject({
      code: 1,
      said: expect.stringContaining(team.schema),
    });
    expect((await move(dir, '--cancel')).code).toBe(1);
    // The switch alone was left over, as after a power cut: the same command makes it.
    expect((await move(dir, '--to', urlOf(team))).code).toBe(0);
    expect(readFileSync(join(dir, 'profile.json'), 'utf8')).toContain('postgres');
  });

  test('goes on wherever it was interrupted, before and after each of its commits', async () => {
    const dir = await filledProfile(5);
    const file = await fileOf(dir);
    const before = await rowsOf(file);
    const team = await teamWithRights();
    const store = await openTeam(team);
    const source = fileSide(file, 'here');
    const target = await side(team, store);
    let stops = 0;
    const stopping = (of: MoveSide, budget: { left: number }, isAfter: boolean): MoveSide => ({
      ...of,
      store: {
        ...of.store,
        transaction: async (work, keeping) => {
          budget.left -= 1;
          const isOver = budget.left < 0;
          if (isOver && isAfter) await of.store.transaction(work, keeping);
          if (isOver) throw new Error('the power went');
          return of.store.transaction(work, keeping);
        },
      },
    });
    for (;;) {
      // One commit goes through, at the next one the power goes.
      const budget = { left: 1 };
      const isAfter = stops % 2 === 0;
      const tried = await moveStore({
        source: stopping(source, budget, isAfter),
        target: stopping(target, budget, isAfter),
        outside,
        tell,
      }).catch((error: Error) => error.message);
      if (typeof tried !== 'string') break;
      expect(tried).toBe('the power went');
      stops += 1;
      // Never are both open.
      const open = await Promise.allSettled([refuseMoved(file.db), refuseMoved(store.db)]);
      expect(open.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(2);
    }
    expect(stops).toBeGreaterThan(25);
    expect(await rowsOf(store)).toEqual(before);
  });
});
