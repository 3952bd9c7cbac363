import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refuseMoved } from '../../electron/engine/store/move/move-mark';
import { fileSide } from '../../electron/engine/store/move/move-side';
import type { MoveSide } from '../../electron/engine/store/move/move-side';
import { moveStore } from '../../electron/engine/store/move/move-store';
import { MOVED_TABLES } from '../../electron/engine/store/move/moved-tables';
import { pagesOf } from '../../electron/engine/store/move/table-pages';
import { teamSide } from '../../electron/engine/store/move/team-side';
import { fillStore } from '../support/filled-store';
import { outside, teamWithRights } from '../support/made-team';
import { PROFILE } from '../support/make-engine';
import { makeFileStore } from '../support/make-store';
import { ending, filledProfile, inFile, move, movedRows, urlOf } from '../support/moved-profile';
import { runCli } from '../support/run-cli';
import { makeTeamStore } from '../support/team-store';

describe('a store in a file', () => {
  test("goes to a team's server and comes back with every row of every table as it was", async () => {
    // More rows than a page has.
    const dir = await filledProfile(600);
    const before = await inFile(join(dir, 'store.db'), movedRows);
    expect(Object.values(before).map((rows) => rows.length)).toEqual(MOVED_TABLES.map(() => 600));
    const team = await teamWithRights();
    const there = await move(dir, '--to', urlOf(team), '--json');
    expect(there.err.filter((line) => !line.startsWith('{') && !/: \d+ of \d+$/.test(line))).toEqual([]);
    expect(there.err).toContain('message: 600 of 600');
    const [report] = there.json() as { tables: Record<string, { rows: number; checksum: string }> }[];
    expect(Object.keys(report?.tables ?? {})).toEqual(MOVED_TABLES.map(({ name }) => name));
    expect(Object.values(report?.tables ?? {}).every(({ rows }) => rows === 600)).toBe(true);
    expect(await movedRows(await makeTeamStore({ team: team.as(team.admin) }))).toEqual(before);
    expect(JSON.parse(readFileSync(join(dir, 'profile.json'), 'utf8'))).toEqual({
      ...PROFILE,
      store: { kind: 'postgres', url: urlOf(team) },
    });

    const back = await move(dir, '--to', 'file', '--unencrypted', '--json');
    expect((back.json() as { tables: unknown }[])[0]?.tables).toEqual(report?.tables);
    expect(await inFile(join(dir, `store-${team.schema}.db`), movedRows)).toEqual(before);
    expect(JSON.parse(readFileSync(join(dir, 'profile.json'), 'utf8'))).toMatchObject({
      store: { kind: 'sqlite', encryption: 'none' },
    });
    expect(await team.superuser(`select actor, kind from ${team.schema}.team_act where kind like 'store%'`)).toEqual([
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
    const opened = await runCli(['tickets', '--profile', dir]);
    expect(ending(opened)).toMatchObject({ code: 1, said: expect.stringContaining('This store was moved to') });
    expect(opened.err.join(' ')).toContain(team.schema);
    // Nor does it go to a second team, nor back by giving up what has ended.
    const second = await move(dir, '--to', urlOf(await teamWithRights()));
    expect(ending(second)).toMatchObject({ code: 1, said: expect.stringContaining(team.schema) });
    expect((await move(dir, '--cancel')).code).toBe(1);
    // The switch alone was left over, as after a power cut: the same command makes it.
    expect((await move(dir, '--to', urlOf(team))).code).toBe(0);
    expect(readFileSync(join(dir, 'profile.json'), 'utf8')).toContain('postgres');
  });

  test('goes on wherever it was interrupted, before or after each of its commits, and never are two stores open', async () => {
    const file = await makeFileStore();
    await fillStore(file, 5);
    const before = await movedRows(file);
    const team = await teamWithRights();
    const store = await makeTeamStore({ team: team.as(team.admin) });
    const source = fileSide(file, 'here');
    const target = await teamSide(store, team.as(team.admin), outside);
    let stops = 0;
    for (;;) {
      // One commit goes through; at the next one the power goes.
      const power = { left: 1, isAfter: stops % 2 === 0 };
      const ends = { source: failing(source, power), target: failing(target, power) };
      const done = await moveStore({ ...ends, outside, tell: () => undefined }).then(
        () => true,
        (error: Error) => {
          expect(error.message).toBe('the power went');
          return false;
        },
      );
      if (done) break;
      stops += 1;
      const open = await Promise.allSettled([refuseMoved(file.db), refuseMoved(store.db)]);
      expect(open.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(2);
    }
    expect(stops).toBeGreaterThan(25);
    expect(await movedRows(store)).toEqual(before);
    await expect(refuseMoved(file.db)).rejects.toMatchObject({ code: 'store-moved' });
    await expect(refuseMoved(store.db)).resolves.toBeUndefined();
  });

  test('takes no import along that would be under way for ever', async () => {
    const dir = await filledProfile(2);
    await inFile(join(dir, 'store.db'), ({ db }) =>
      db.updateTable('import_run').set({ state: 'under-way', source: 'file', place: 'a desk that died' }).execute(),
    );
    const team = await teamWithRights();
    expect((await move(dir, '--to', urlOf(team))).code).toBe(0);
    const runs = await team.superuser(`select state, problem from ${team.schema}.import_run`);
    expect(runs).toHaveLength(2);
    for (const run of runs) {
      expect(run).toEqual({ state: 'failed', problem: expect.stringContaining('import-interrupted') });
    }
  });

  test('is read in pages of bounded size, each row once, however large the rows are', async () => {
    const file = await makeFileStore();
    await fillStore(file, 30);
    const bytes = new Uint8Array(3 * 1024 * 1024);
    await file.db.updateTable('message_raw').set({ bytes }).execute();
    const table = MOVED_TABLES.find(({ name }) => name === 'message_raw');
    if (!table) throw new Error('message_raw is moved');
    const pages: number[] = [];
    for await (const page of pagesOf(file.db, table)) pages.push(page.length);
    expect(pages).toEqual(Array.from({ length: 15 }, () => 2));
  });
});

/** An end of a move at which the power goes once so many commits have gone through: before the next one, or right after it. */
function failing(end: MoveSide, power: { left: number; readonly isAfter: boolean }): MoveSide {
  const transaction: MoveSide['store']['transaction'] = async (work, keeping) => {
    power.left -= 1;
    if (power.left >= 0) return end.store.transaction(work, keeping);
    if (power.isAfter) await end.store.transaction(work, keeping);
    throw new Error('the power went');
  };
  return { ...end, store: { ...end.store, transaction } };
}
