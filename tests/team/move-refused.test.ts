import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MOVED_STATE } from '../../electron/engine/store/postgres/postgres-failure';
import { acquireProfileLock } from '../../electron/engine/store/profile-lock';
import { refuseMoved } from '../../electron/engine/store/move/move-mark';
import { fileSide } from '../../electron/engine/store/move/move-side';
import type { MoveSide } from '../../electron/engine/store/move/move-side';
import { cancelMove, moveStore } from '../../electron/engine/store/move/move-store';
import { teamSide } from '../../electron/engine/store/move/team-side';
import { fillStore } from '../support/filled-store';
import { outside, psql, teamWithRights } from '../support/made-team';
import { PROFILE } from '../support/make-engine';
import { makeFileStore } from '../support/make-store';
import { MOVE_ENVIRONMENT, ending, filledProfile, inFile, move, movedRows, urlOf } from '../support/moved-profile';
import { runCli } from '../support/run-cli';
import { makeTeamStore } from '../support/team-store';

const tell = (): void => undefined;
const isOpen = async (dir: string): Promise<boolean> => (await runCli(['tickets', '--profile', dir])).code === 0;
const profileOf = (dir: string): unknown => JSON.parse(readFileSync(join(dir, 'profile.json'), 'utf8'));

describe('a move is refused, and changes nothing,', () => {
  test('into a team that holds something', async () => {
    const team = await teamWithRights();
    await team.superuser(`insert into ${team.schema}.fetch_cursor values ('sales', '1', 1)`);
    const dir = await filledProfile(2);
    expect(ending(await move(dir, '--to', urlOf(team)))).toMatchObject({
      code: 1,
      said: expect.stringContaining('holds something already (fetch_cursor)'),
    });
    expect(await isOpen(dir)).toBe(true);
    expect(profileOf(dir)).toEqual(PROFILE);
    // The team is as it was, too: its people write.
    expect((await psql(team.as(team.admin), `delete from ${team.schema}.fetch_cursor`)).err).toBe('');
  });

  test('while a desk has the profile open', async () => {
    const dir = await filledProfile(2);
    const lock = acquireProfileLock(dir);
    const held = ending(await move(dir, '--to', urlOf(await teamWithRights())));
    lock.release();
    expect(held).toMatchObject({ code: 1, said: expect.stringContaining(`Process ${String(process.pid)}`) });
  });

  test.each(['checking', 'sending', 'final_pending'])('while a reply is %s', async (state) => {
    const dir = await filledProfile(2);
    await inFile(join(dir, 'store.db'), async ({ db }) => {
      const first = await db.selectFrom('outbox').select('id').limit(1).executeTakeFirstOrThrow();
      await db.updateTable('outbox').set({ state }).where('id', '=', first.id).execute();
    });
    expect(ending(await move(dir, '--to', urlOf(await teamWithRights())))).toMatchObject({
      code: 1,
      said: expect.stringContaining('--flush'),
    });
    expect(await isOpen(dir)).toBe(true);
  });

  test('by whoever did not make the team, even an admin', async () => {
    const team = await teamWithRights();
    const dir = await filledProfile(2);
    for (const login of [await team.add('Anna', 'agent'), await team.add('Eva', 'admin')]) {
      const refused = ending(await move(dir, '--to', urlOf(team, login)));
      expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('Only who made the team') });
    }
    expect(await isOpen(dir)).toBe(true);
  });

  test('where the team has another schema than this program', async () => {
    const team = await teamWithRights();
    await team.superuser(
      `update ${team.schema}.migration set number = number - 5 where number = (select max(number) from ${team.schema}.migration)`,
    );
    const refused = ending(await move(await filledProfile(2), '--to', urlOf(team)));
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('team upgrade') });
  });

  test('into a file that nobody said how to protect', async () => {
    const team = await teamWithRights();
    const dir = await filledProfile(0);
    expect((await move(dir, '--to', urlOf(team))).code).toBe(0);
    expect(ending(await move(dir, '--to', 'file'))).toMatchObject({
      code: 1,
      said: expect.stringContaining('--unencrypted'),
    });
    const environment = { SPORTELLO_STORE_PASSWORD: String(team.as(team.admin).config.password) };
    const words = ['move', '--profile', dir, '--to', 'file'];
    const done = await runCli(words, { environment: { ...environment, SPORTELLO_STORE_PASSPHRASE: 'una frase' } });
    expect(done.code).toBe(0);
    expect(profileOf(dir)).toMatchObject({ store: { kind: 'sqlite', encryption: 'passphrase' } });
  });

  test('with arguments that say nothing', async () => {
    const dir = await filledProfile(0);
    for (const words of [[], ['--cancel', '--to', 'file'], ['--to', 'file:x', '--unencrypted']]) {
      expect((await move(dir, ...words)).code).toBe(2);
    }
    expect(ending(await move(dir, '--cancel'))).toMatchObject({ code: 1, said: expect.stringContaining('No move') });
  });
});

describe('a difference', () => {
  test('ends the move before anything is switched; given up, the old store opens again and the next move is whole', async () => {
    const team = await teamWithRights();
    const file = await makeFileStore();
    await fillStore(file, 3);
    const store = await makeTeamStore({ team: team.as(team.admin) });
    const source = fileSide(file, 'here');
    const target = await teamSide(store, team.as(team.admin), outside);
    // One letter of one note, changed in the new store while it is filled.
    const spoiling: MoveSide['store']['search']['indexAll'] = async (...given) => {
      await team.superuser(
        `set role ${team.schema}_owner; update ${team.schema}.note set text = text || '.' where id = (select min(id) from ${team.schema}.note)`,
      );
      await target.store.search.indexAll(...given);
    };
    const spoiled = { ...target, store: { ...target.store, search: { ...target.store.search, indexAll: spoiling } } };
    await expect(moveStore({ source, target: spoiled, outside, tell })).rejects.toMatchObject({
      code: 'move-differs',
      detail: { table: 'note', before: 3, after: 3 },
    });
    await expect(refuseMoved(file.db)).rejects.toMatchObject({ code: 'store-moved' });
    await cancelMove(source);
    await refuseMoved(file.db);
    await file.db.updateTable('note').set({ text: 'nuova' }).execute();
    await moveStore({ source, target, outside, tell });
    expect(await movedRows(store)).toEqual(await movedRows(file));
  });
});

describe("a team's store that is moved away", () => {
  test('is closed to every desk, to the open ones too', async () => {
    const team = await teamWithRights();
    const anna = await team.add('Anna', 'agent');
    const dir = await filledProfile(2);
    expect((await move(dir, '--to', urlOf(team))).code).toBe(0);
    const desk = await makeTeamStore({ team: team.as(anna) });
    const write = () => desk.db.updateTable('ticket').set({ unread: 0 }).execute();
    await write();
    expect((await move(dir, '--to', 'file', '--unencrypted')).code).toBe(0);
    await expect(write()).rejects.toMatchObject({ code: 'store-moved' });
    for (const table of ['outbox', 'lease', 'setting', 'message']) {
      const { err } = await psql(team.as(team.admin), `delete from ${team.schema}.${table}`);
      expect(err).toContain(MOVED_STATE);
    }
    const other = await filledProfile(0);
    const store = { kind: 'postgres', url: urlOf(team, anna) };
    writeFileSync(join(other, 'profile.json'), JSON.stringify({ ...PROFILE, store }));
    const opened = await runCli(['tickets', '--profile', other], { environment: MOVE_ENVIRONMENT });
    expect(ending(opened)).toMatchObject({ code: 1, said: expect.stringContaining('This store was moved to') });
  });

  test('opens again, with all its rights, where the move is given up', async () => {
    const team = await teamWithRights();
    const anna = await team.add('Anna', 'agent');
    const store = await makeTeamStore({ team: team.as(team.admin) });
    const source = await teamSide(store, team.as(team.admin), outside);
    const target = fileSide(await makeFileStore(), 'here');
    let commits = 0;
    const failing: MoveSide['store']['transaction'] = (work, keeping) => {
      commits += 1;
      return commits === 1 ? target.store.transaction(work, keeping) : Promise.reject(new Error('the disk is full'));
    };
    const note = `insert into ${team.schema}.note values ('n1', 't1', 0, 'Anna', 'nota')`;
    expect((await psql(team.as(anna), note)).err).toBe('');
    const broken = { ...target, store: { ...target.store, transaction: failing } };
    await expect(moveStore({ source, target: broken, outside, tell })).rejects.toThrow('the disk is full');
    expect((await psql(team.as(anna), note)).err).toContain(MOVED_STATE);
    await cancelMove(source);
    await refuseMoved(store.db);
    expect((await psql(team.as(anna), note.replace('n1', 'n2'))).err).toBe('');
    expect((await psql(team.as(anna), `delete from ${team.schema}.message`)).err).toContain('42501');
  });
});
