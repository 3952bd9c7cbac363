import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { copiesFolder } from '../../electron/engine/copies/copy-names';
import { shareProfile } from '../../electron/engine/hosts/profile-socket';
import type { Profile } from '../../shared/contract/profile';
import { collectGarbage } from '../support/collect-garbage';
import { PROFILE, makeDesk } from '../support/make-engine';
import { makeFolder, makeFileStore } from '../support/make-store';
import { runCli } from '../support/run-cli';
import { writeMail } from '../support/write-mail';

const KEY = { SPORTELLO_STORE_PASSPHRASE: 'cavallo batteria' };
const ENCRYPTED: Profile = { ...PROFILE, store: { kind: 'sqlite', encryption: 'passphrase' } };

/** A profile folder with this profile.json. Commands run with nothing but these secrets. */
function makeProfile(profile: Profile = PROFILE, environment: Record<string, string> = {}) {
  const dir = makeFolder();
  writeFileSync(join(dir, 'profile.json'), JSON.stringify(profile));
  return {
    dir,
    store: join(dir, 'store.db'),
    run: async (...given: string[]) => {
      await collectGarbage();
      return runCli(given, { workingDir: dir, environment });
    },
  };
}

/** Overwrites the first pages of a closed store. */
function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 0, 8192);
  writeFileSync(path, bytes);
}

describe('`backup` and `restore`', () => {
  it.each<[string, Profile, Record<string, string>]>([
    ['plain', PROFILE, {}],
    ['encrypted', ENCRYPTED, KEY],
  ])('write a copy of a %s store and bring it back', async (_case, profile, environment) => {
    const { dir, store, run } = makeProfile(profile, environment);
    const written = await run('backup', '--profile', dir, 'copy.db', '--json');
    expect(written.code).toBe(0);
    const [said] = written.json() as { bytes: number }[];
    expect(said).toEqual({
      file: join(dir, 'copy.db'),
      at: expect.stringMatching(/^20.*Z$/) as string,
      bytes: statSync(join(dir, 'copy.db')).size,
      tickets: 0,
      messages: 0,
    });
    expect((statSync(join(dir, 'copy.db')).mode & 0o777).toString(8)).toBe('600');
    damage(store);
    expect((await run('tickets', '--profile', dir)).code).toBe(1);
    const restored = await run('restore', '--profile', dir, 'copy.db', '--json');
    expect(restored.json()).toEqual([
      {
        file: join(dir, 'copy.db'),
        at: expect.stringMatching(/^20.*Z$/) as string,
        tickets: 0,
        messages: 0,
        replaced: expect.stringContaining(join(copiesFolder(store), 'damaged-')) as string,
      },
    ]);
    expect((await run('tickets', '--profile', dir)).code).toBe(0);
  });

  it('say the same to people, with what holds and what is kept', async () => {
    const { dir, run } = makeProfile(ENCRYPTED, KEY);
    const written = await run('backup', '--profile', dir, 'copy.db');
    expect(written.out.join()).toMatch(/copy\.db: 0 tickets, 0 messages, \d+ bytes, checked$/);
    expect(written.err.at(-1)).toMatch(/only with the key or passphrase/);
    const restored = await run('restore', '--profile', dir, 'copy.db');
    expect(restored.out).toEqual([
      expect.stringMatching(/^The copy of 20.*Z is the store now: 0 tickets/),
      expect.stringMatching(/is kept as .*replaced-.*\.db$/),
      expect.stringMatching(/held until .* compared with the Sent folder/),
    ]);
  });

  it('never overwrite a file, and refuse what is no copy of this profile', async () => {
    const { dir, run } = makeProfile(ENCRYPTED, KEY);
    writeFileSync(join(dir, 'mine.txt'), 'precious');
    const taken = await run('backup', '--profile', dir, 'mine.txt');
    expect([taken.code, taken.err.at(-1)]).toEqual([1, expect.stringContaining('mine.txt already')]);
    const refused = await run('restore', '--profile', dir, 'mine.txt');
    expect([refused.code, refused.err.at(-1)]).toEqual([
      1,
      expect.stringMatching(/no store of Sportello.*nothing was changed/),
    ]);
    const other = makeProfile(ENCRYPTED, { SPORTELLO_STORE_PASSPHRASE: 'another one' });
    await other.run('backup', '--profile', other.dir, join(dir, 'other.db'));
    const wrong = await run('restore', '--profile', dir, 'other.db');
    expect([wrong.code, wrong.err.at(-1)]).toEqual([1, expect.stringMatching(/does not open with the key/)]);
    expect(readFileSync(join(dir, 'mine.txt'), 'utf8')).toBe('precious');
  });

  it.each([['backup'], ['restore']])('%s without a file, or without a profile, is unusable', async (command) => {
    expect((await runCli([command, '--profile', '/nowhere'])).code).toBe(2);
    expect((await runCli([command, 'copy.db'])).code).toBe(2);
  });
});

describe('a profile that a desk holds', () => {
  it('is copied by that desk, and not restored: who holds it is said', async () => {
    const desk = await makeDesk();
    const shared = await shareProfile(desk.engine, (error) => {
      throw error;
    });
    onTestFinished(() => shared.close());
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    const copy = join(makeFolder(), 'copy.db');
    const written = await runCli(['backup', '--profile', desk.profileDir, copy, '--json']);
    expect(written.json()).toMatchObject([{ file: copy, tickets: 1, messages: 1 }]);
    const refused = await runCli(['restore', '--profile', desk.profileDir, copy]);
    expect(refused.code).toBe(1);
    expect(refused.err.at(-1)).toContain(`Process ${process.pid}`);
    expect(existsSync(copiesFolder(join(desk.profileDir, 'store.db')))).toBe(false);
  });
});

describe('`doctor` and the copies', () => {
  const findingOf = (run: { json(): readonly unknown[] }, id: string) =>
    (run.json() as { findings: { id: string; severity: string; text: string; do: string }[] }[])[0]?.findings.find(
      (finding) => finding.id === id,
    );

  it('warns where there is none, and says how old the newest is', async () => {
    const { dir, run } = makeProfile();
    expect(findingOf(await run('doctor', '--profile', dir, '--json'), 'copies.age')).toMatchObject({
      severity: 'warning',
      do: expect.stringContaining('backup FILE') as string,
    });
    const { engine } = await makeDesk({ profileDir: dir });
    await engine.call('copies.write', { path: null });
    await engine.close();
    // The desk of the tests stands in January 2026.
    expect(findingOf(await run('doctor', '--profile', dir, '--json'), 'copies.age')).toMatchObject({
      severity: 'warning',
      text: expect.stringMatching(/\d+ days old and can be read \(0 tickets/) as string,
    });
  });

  it.each<[string, Profile, Record<string, string>]>([
    ['plain', PROFILE, {}],
    ['encrypted', ENCRYPTED, KEY],
  ])(
    'names the copy and the command for a damaged %s store that does not open',
    async (_case, profile, environment) => {
      const { dir, store, run } = makeProfile(profile, environment);
      const { engine } = await makeDesk({
        profileDir: dir,
        profile,
        storeKey: environment['SPORTELLO_STORE_PASSPHRASE'] ?? null,
      });
      await engine.call('copies.write', { path: null });
      await engine.close();
      damage(store);
      const found = await run('doctor', '--profile', dir, '--json');
      expect(found.code).toBe(1);
      const [copy] = readdirSync(copiesFolder(store));
      const [said] = found.json() as { ok: boolean; findings: { do: string }[] }[];
      const command = `restore --profile "${dir}" "${join(copiesFolder(store), copy ?? '')}"`;
      expect(said).toMatchObject({ ok: false, findings: [{ do: expect.stringContaining(command) as string }] });
      expect((await run('doctor', '--profile', dir)).out.join()).toContain(command);
      // What it says works.
      expect((await run('restore', '--profile', dir, join(copiesFolder(store), copy ?? ''))).code).toBe(0);
      expect((await run('tickets', '--profile', dir)).code).toBe(0);
    },
  );

  it('finds damage in the middle of a store that opens, quickly or thoroughly', async () => {
    const { dir, store, run } = makeProfile();
    const { engine } = await makeDesk({ profileDir: dir });
    await engine.call('copies.write', { path: null });
    await engine.close();
    const open = await makeFileStore({ path: store });
    const value = 'x'.repeat(4_000_000);
    await open.db.insertInto('setting').values({ name: 'filler', value }).execute();
    await open.close();
    await collectGarbage();
    const bytes = readFileSync(store);
    bytes.fill(0x5a, bytes.length - 2_000_000, bytes.length - 1_000_000);
    writeFileSync(store, bytes);
    for (const depth of [[], ['--thorough']]) {
      const found = await run('doctor', '--profile', dir, '--json', ...depth);
      expect([found.code, findingOf(found, 'store.integrity')]).toMatchObject([
        1,
        { severity: 'error', do: expect.stringContaining('restore --profile') as string },
      ]);
    }
  });
});
