import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CommandLine } from '../../electron/cli/command';
import { shareProfile } from '../../electron/engine/hosts/profile-socket';
import { connectToHolder } from '../../electron/engine/hosts/profile-socket';
import { createMessageParser } from '../../electron/engine/mail/parser-host';
import type { Profile } from '../../shared/contract/profile';
import {
  CLUB_PRODUCT,
  GIULIA_SALE,
  PRODUCTS_HEADER,
  PROFILE,
  SALES_HEADER,
  makeDesk,
  RESOURCES,
  makeMailbox,
  makeSmtp,
} from '../support/make-engine';
import { makeFolder, silentLog, stillClock } from '../support/make-store';
import { createMovedClock } from '../support/moved-clock';
import { runCli } from '../support/run-cli';
import { writeMail } from '../support/write-mail';

const SECRETS = { SPORTELLO_IMAP_PASSWORD: 'geheim' };

/** A profile folder with this profile.json, its CSV files, and a mailbox and mail server in memory. */
function makeProfile(profile: Profile = PROFILE) {
  const dir = makeFolder();
  writeFileSync(join(dir, 'profile.json'), JSON.stringify(profile));
  writeFileSync(join(dir, 'sales.csv'), `${SALES_HEADER}\n${GIULIA_SALE}\nHP1,APPROVED\n`);
  writeFileSync(join(dir, 'products.csv'), `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  const mailbox = makeMailbox(createMovedClock());
  const smtp = makeSmtp();
  const line: Partial<CommandLine> = {
    environment: SECRETS,
    workingDir: dir,
    parts: {
      reader: createMessageParser({ clock: stillClock(), log: silentLog, workerFile: null }),
      openSync: (options) => mailbox.open(options),
      smtp,
    },
  };
  return {
    dir,
    mailbox,
    smtp,
    run: (...given: string[]) => runCli(given, line),
    runWith: (environment: Record<string, string>, ...given: string[]) => runCli(given, { ...line, environment }),
  };
}

describe('`quarantine`', () => {
  /** Deeper than the parser follows: only its header is read. */
  const matryoshka = Buffer.from(
    `From: Rotta <rotta@posta.example>\r\nSubject: Vedi\r\n${Array.from({ length: 1200 }, (_, level) => `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`).join('')}`,
  );

  it('lists what could not be read, saves its file for its owner alone, and tries again', async () => {
    const { dir, run, mailbox } = makeProfile();
    mailbox.deliver(matryoshka, writeMail());
    await run('sync', '--profile', dir, '--once');
    const listed = await run('quarantine', '--profile', dir, '--json');
    expect(listed.code).toBe(0);
    const lines = listed.out.map((line) => JSON.parse(line) as { id: string; kind: string; where: string });
    expect(lines).toMatchObject([{ kind: 'header-only', where: 'T-1', reason: 'Vedi' }]);
    const id = lines[0]?.id ?? '';

    const saved = await run('quarantine', '--profile', dir, '--save', id, '--to', 'original.eml');
    expect(saved).toMatchObject({ code: 0, out: [`Saved ${id} as ${join(dir, 'original.eml')}`] });
    expect(readFileSync(join(dir, 'original.eml'))).toEqual(matryoshka);
    expect(statSync(join(dir, 'original.eml')).mode & 0o777).toBe(0o600);
    const twice = await run('quarantine', '--profile', dir, '--save', id, '--to', 'original.eml');
    expect(twice.code).toBe(1);

    const again = await run('quarantine', '--profile', dir, '--retry', id);
    expect(again).toMatchObject({ code: 1, out: [`${id} could not be read again`] });
  });

  it('says which arguments belong together, and which id it does not know', async () => {
    const { dir, run } = makeProfile();
    expect(await run('quarantine', '--profile', dir, '--save', 'x')).toMatchObject({ code: 2 });
    const unknown = await run('quarantine', '--profile', dir, '--retry', 'x');
    expect(unknown).toMatchObject({ code: 1, out: [] });
    expect(unknown.err.join()).toContain('Nothing that could not be read has the id x');
  });
});

describe('the commands, one after the other on one profile', () => {
  it('bring mail and purchases in, show and find tickets, answer and send', async () => {
    const { dir, run, mailbox, smtp } = makeProfile();
    mailbox.deliver(writeMail(), writeMail({ from: 'bruno@posta.example', subject: 'Fattura', text: 'Serve fattura' }));

    const synced = await run('sync', '--profile', dir, '--once', '--json');
    expect(synced).toMatchObject({ code: 0 });
    expect(synced.json()).toEqual([{ seen: 2, stored: 2, known: 0, quarantined: 0, tickets: 2, errors: 0 }]);
    const again = await run('sync', '--profile', dir, '--once', '--json');
    expect(again.json()).toEqual([{ seen: 2, stored: 0, known: 2, quarantined: 0, tickets: 0, errors: 0 }]);

    const imported = await run('import', '--profile', dir, 'sales', 'sales.csv', '--json');
    expect(imported.code).toBe(0);
    expect(imported.json()).toEqual([
      {
        read: 2,
        added: 1,
        changed: 0,
        unchanged: 0,
        refused: 1,
        refusals: [{ line: 3, reason: expect.any(String) as string }],
      },
    ]);
    expect((await run('import', '--profile', dir, 'products', 'products.csv')).out).toEqual([
      '1 read: 1 added, 0 changed, 0 unchanged, 0 refused',
    ]);

    const tickets = await run('tickets', '--profile', dir, '--json');
    expect(tickets.json()).toEqual([
      {
        id: 'T-1',
        requester: 'giulia@posta.example',
        subject: 'Non ho ricevuto i dati di accesso',
        messages: 1,
        state: 'open',
        queue: 'inbox',
        match: { status: 'matched', transaction: 'HP4410020311', basis: 'email', identity: 'buyer' },
        decision: 'club.first-access',
        assignee: null,
        createdAt: '2026-01-12T09:00:00.000Z',
        updatedAt: '2026-01-12T09:00:00.000Z',
      },
      expect.objectContaining({ id: 'T-2', queue: 'support', decision: 'route.support' }),
    ]);
    const inbox = await run('tickets', '--profile', dir, '--queue', 'inbox');
    expect(inbox.out).toHaveLength(1);
    expect(inbox.out[0]).toMatch(/^T-1 +giulia@posta\.example +open +HP4410020311 +club\.first-access/);

    const found = await run('search', '--profile', dir, 'fattura', '--json');
    expect(found.json()).toMatchObject([{ id: 'T-2' }]);

    const replied = await run('reply', '--profile', dir, 'T-1', '--json');
    expect(replied.code).toBe(0);
    expect(replied.json()).toEqual([
      {
        outbox: expect.any(String) as string,
        ticket: 'T-1',
        decision: 'club.first-access',
        to: 'giulia@posta.example',
        subject: 'Re: Non ho ricevuto i dati di accesso',
      },
    ]);
    const waiting = await run('outbox', '--profile', dir, '--json');
    expect(waiting.json()).toEqual([
      {
        id: expect.any(String) as string,
        ticket: 'T-1',
        state: 'queued',
        to: 'giulia@posta.example',
        messageId: expect.stringContaining('@') as string,
        until: expect.stringMatching(/Z$/) as string,
        attempts: 0,
        error: null,
      },
    ]);
    expect(smtp.taken).toEqual([]);
    const flushed = await run('outbox', '--profile', dir, '--flush', '--json');
    expect(flushed).toMatchObject({ code: 0 });
    expect(flushed.json()).toMatchObject([{ state: 'filed', attempts: 1 }]);
    expect(smtp.taken.map((message) => message.to)).toEqual(['giulia@posta.example']);
  });

  it('a text of one’s own, later, from a file', async () => {
    const { dir, run, mailbox, smtp } = makeProfile();
    mailbox.deliver(writeMail());
    await run('sync', '--profile', dir, '--once');
    writeFileSync(join(dir, 'reply.txt'), '\uFEFFGentile Giulia,\ncontrolliamo e le scriviamo.\n');
    const replied = await run('reply', '--profile', dir, 't-1', '--text-file', 'reply.txt', '--delay', '600', '--json');
    expect(replied.json()).toMatchObject([{ ticket: 'T-1', to: 'giulia@posta.example' }]);
    await run('outbox', '--profile', dir, '--flush');
    expect(smtp.taken).toEqual([]);
  });
});

describe('`outbox --flush` that cannot send', () => {
  it('exits 1 and names the mail, the reason and what follows; looking at it afterwards is no failure', async () => {
    const { dir, run, mailbox, smtp } = makeProfile();
    mailbox.deliver(writeMail());
    await run('sync', '--profile', dir, '--once');
    await run('reply', '--profile', dir, 'T-1');
    smtp.away = true;
    const failed = await run('outbox', '--profile', dir, '--flush', '--json');
    expect(failed.code).toBe(1);
    expect(failed.json()).toMatchObject([{ state: 'failed_before_data', attempts: 1 }]);
    expect(failed.err.at(-1)).toMatch(/giulia@posta\.example did not go out: .*ECONNREFUSED.* It is tried again/);
    expect((await run('outbox', '--profile', dir, '--json')).code).toBe(0);
  });
});

describe('unusable arguments', () => {
  const { run, dir } = { ...makeArguments() };
  it.each<readonly string[]>([
    [],
    ['nonsense'],
    ['toString'],
    ['tickets'],
    ['tickets', '--profile'],
    ['tickets', '--profile', dir, '--queue', 'nowhere'],
    ['tickets', '--profile', dir, '--wrong'],
    ['tickets', '--profile', dir, 'word'],
    ['tickets', '--profile', dir, '--profile', dir],
    ['import', '--profile', dir, 'users', 'x.csv'],
    ['import', '--profile', dir, 'sales'],
    ['reply', '--profile', dir, 'ticket-one'],
    ['reply', '--profile', dir, 'T-1', '--delay', '-5'],
    ['search', '--profile', dir],
    ['triage'],
  ])('%j %j %j %j %j exit 2, with nothing on standard output', async (...given) => {
    const done = await run(given.filter((word) => typeof word === 'string'));
    expect(done).toMatchObject({ code: 2, out: [] });
    expect(done.err.join('\n')).not.toBe('');
  });
});

function makeArguments() {
  return { dir: '/nowhere', run: (given: readonly string[]) => runCli(given) };
}

describe('work that fails', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['no profile', ['tickets', '--profile', 'missing'], /profile\.json.*Check|profile\.json.*check/],
    ['no such file', ['import', '--profile', '.', 'sales', 'gone.csv'], /gone\.csv/],
    ['no such ticket', ['reply', '--profile', '.', 'T-99'], /T-99/],
    ['an empty text', ['reply', '--profile', '.', 'T-99', '--text-file', 'empty.txt'], /empty\.txt/],
  ])('%s: exit 1, said on standard error with what to do', async (_case, given, sentence) => {
    const { dir, run } = makeProfile();
    writeFileSync(join(dir, 'empty.txt'), '\n');
    const done = await run(...given);
    expect(done).toMatchObject({ code: 1, out: [] });
    expect(done.err.at(-1)).toMatch(sentence);
  });

  it('without the mailbox’s password `sync` says which variable to set', async () => {
    const { dir, runWith } = makeProfile();
    const done = await runWith({}, 'sync', '--profile', dir, '--once');
    expect(done.code).toBe(1);
    expect(done.err.at(-1)).toContain('SPORTELLO_IMAP_PASSWORD');
  });
});

describe('the store’s encryption', () => {
  const undecided: Profile = { ...PROFILE, store: { kind: 'sqlite' } };

  it('that nobody decided: exit 1 with the choices, and no store is made', async () => {
    const { dir, run } = makeProfile(undecided);
    const done = await run('tickets', '--profile', dir);
    expect(done.code).toBe(1);
    expect(done.err.at(-1)).toMatch(/SPORTELLO_STORE_PASSPHRASE.*"none"/);
    expect(existsSync(join(dir, 'store.db'))).toBe(false);
  });

  it('takes the passphrase that is set, writes the choice down, and needs it from then on', async () => {
    const { dir, run, runWith } = makeProfile(undecided);
    const secret = { ...SECRETS, SPORTELLO_STORE_PASSPHRASE: 'cavallo batteria' };
    expect((await runWith(secret, 'tickets', '--profile', dir)).code).toBe(0);
    expect(JSON.parse(readFileSync(join(dir, 'profile.json'), 'utf8'))).toMatchObject({
      store: { encryption: 'passphrase' },
    });
    expect(readFileSync(join(dir, 'store.db')).subarray(0, 15).toString()).not.toBe('SQLite format 3');
    const without = await run('tickets', '--profile', dir);
    expect(without.code).toBe(1);
    expect(without.err.at(-1)).toContain('SPORTELLO_STORE_PASSPHRASE');
    const wrong = await runWith({ SPORTELLO_STORE_PASSPHRASE: 'wrong' }, 'tickets', '--profile', dir);
    expect(wrong.code).toBe(1);
    expect((await runWith(secret, 'tickets', '--profile', dir)).code).toBe(0);
  });

  it('by keychain: exit 1 and how to add a passphrase, even where one is set', async () => {
    const { dir, runWith } = makeProfile({ ...PROFILE, store: { kind: 'sqlite', encryption: 'keychain' } });
    const done = await runWith({ SPORTELLO_STORE_PASSPHRASE: 'x' }, 'tickets', '--profile', dir);
    expect(done.code).toBe(1);
    expect(done.err.at(-1)).toMatch(/keychain.*passphrase/);
  });
});

describe('a profile that another engine holds', () => {
  it('is used through its holder, by the same contract', async () => {
    const desk = await makeDesk();
    const shared = await shareProfile(desk.engine, (error) => {
      throw error;
    });
    onTestFinished(() => shared.close());
    desk.mailbox.deliver(writeMail());
    const synced = await runCli(['sync', '--profile', desk.profileDir, '--once', '--json']);
    expect(synced.json()).toEqual([{ seen: 1, stored: 1, known: 0, quarantined: 0, tickets: 1, errors: 0 }]);
    const tickets = await runCli(['tickets', '--profile', desk.profileDir, '--json']);
    expect(tickets.json()).toMatchObject([{ id: 'T-1', requester: 'giulia@posta.example' }]);
    const unknown = await runCli(['reply', '--profile', desk.profileDir, 'T-9']);
    expect(unknown).toMatchObject({ code: 1, out: [] });
    expect(statSync(desk.engine.socket).mode & 0o777).toBe(0o600);
  });

  it('and does not answer is named', async () => {
    const folder = makeFolder();
    const socket = join(folder, 'silent.sock');
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => {
      silent.listen(socket, resolve);
    });
    onTestFinished(() => void silent.close());
    const holder = { pid: 4711, host: 'desk-3', socket };
    await expect(connectToHolder(folder, holder, 50)).rejects.toMatchObject({
      code: 'profile-held',
      message: expect.stringMatching(/4711.*desk-3/) as string,
    });
    await expect(connectToHolder(folder, { ...holder, socket: join(folder, 'gone.sock') }, 50)).rejects.toMatchObject({
      code: 'profile-held',
    });
  });
});

describe('doctor', () => {
  it('says what is wrong and what to do, and exits 1 where something is', async () => {
    const { dir, runWith } = makeProfile();
    const done = await runWith({}, 'doctor', '--profile', dir, '--json');
    expect(done.code).toBe(1);
    expect(done.json()).toMatchObject([
      {
        ok: false,
        findings: expect.arrayContaining([
          expect.objectContaining({
            id: 'account.password',
            severity: 'error',
            do: expect.stringContaining('SPORTELLO_IMAP_PASSWORD') as string,
          }),
        ]) as unknown,
      },
    ]);
  });

  it.each([
    ['imap', 'the rest is looked at all the same', /gone\.pem.*"id":"outbox"/],
    ['smtp', 'the profile does not even open', /gone\.pem/],
  ] as const)('finds a missing certificate of %s: %s', async (server, _case, findings) => {
    const mailbox = PROFILE.mailbox;
    if (!mailbox) throw new Error('The test profile has a mailbox');
    const changed = { ...mailbox, [server]: { ...mailbox[server], ca: 'gone.pem' } };
    const { dir } = makeProfile({ ...PROFILE, mailbox: changed });
    // Without the stand-ins of the other tests: the transport itself reads its certificate.
    const done = await runCli(['doctor', '--profile', dir, '--json'], { environment: SECRETS });
    expect(done.code).toBe(1);
    expect(done.json()).toMatchObject([{ ok: false }]);
    expect(done.out.join('')).toMatch(findings);
  });

  it('is content with a store without mailbox, but says that none is connected', async () => {
    const { dir, run } = makeProfile({ store: { kind: 'sqlite', encryption: 'none' } });
    const done = await run('doctor', '--profile', dir);
    expect(done.code).toBe(0);
    expect(done.out.join('\n')).toContain('No mailbox is connected');
  });

  it('prints what Settings copies for somebody who helps, and asks no server for it', async () => {
    const { dir, run } = makeProfile();
    const done = await run('doctor', '--profile', dir, '--diagnostics');
    expect(done.code).toBe(0);
    expect(done.out.join('\n')).toMatch(/^Sportello diagnostics, .*\n[^]*command line, Node [^]*mailbox +not-read/);
    expect(done.out.join('\n')).not.toContain(dir);
    const [told] = (await run('doctor', '--profile', dir, '--diagnostics', '--json')).json();
    expect(told).toMatchObject({ health: { quarantined: 0 }, host: { electron: null } });
  });
});

describe('`evaluate`', () => {
  it('says how right the desk is over the shipped cases, with intervals and what was taken for what', async () => {
    const { run } = makeProfile();
    const evaluated = await run('evaluate', '--json');
    expect(evaluated.code).toBe(0);
    const [said] = evaluated.json() as {
      cases: string;
      intent: { right: { all: number; interval: number[] }; classes: object[] };
    }[];
    expect(said).toMatchObject({
      cases: 'shipped',
      intent: { right: { all: 1128 } },
      decision: { right: { all: 1128 } },
    });
    const [low = 0, high = 0] = said?.intent.right.interval ?? [];
    expect(low).toBeGreaterThan(0.85);
    expect(high).toBeLessThan(1);
    expect(said?.intent.classes).toContainEqual(expect.objectContaining({ name: 'access.password' }));
  });

  it('reads what agents corrected as if nobody had', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail({ text: 'Ho dimenticato la password, come la cambio?' }));
    await desk.sync();
    const { row } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    await desk.engine.call('tickets.correct', {
      ticket: 'T-1',
      revision: row.revision,
      field: 'intent',
      value: 'other',
    });
    expect(await desk.tickets()).toMatchObject([{ decision: 'route.support' }]);
    await desk.engine.close();
    const given = ['evaluate', '--profile', desk.profileDir, '--json'];
    const evaluated = await runCli(given, { environment: SECRETS });
    expect(evaluated.code).toBe(0);
    expect(evaluated.json()).toMatchObject([
      {
        cases: 'corrected',
        intent: {
          right: { right: 0, all: 1 },
          confusions: [{ wanted: 'other', got: 'access.password', cases: 1 }],
        },
        transaction: { right: { all: 0 } },
      },
    ]);
  });

  it('decides the past of a desk again with --past, and says where it is missing what it needs', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail({ text: 'Ho dimenticato la password, come la cambio?' }));
    await desk.sync();
    await desk.engine.close();
    const run = (...more: string[]) => runCli(['evaluate', ...more], { environment: SECRETS });
    const past = await run(
      '--profile',
      desk.profileDir,
      '--past',
      '50',
      '--macros',
      join(RESOURCES, 'macros'),
      '--json',
    );
    expect(past.json()).toEqual([{ tickets: 1, stopped: false, decisions: [], texts: [], changes: [] }]);
    expect((await run('--profile', desk.profileDir, '--past', '50')).out.join('\n')).toContain(
      '1 tickets decided again',
    );
    expect((await run('--past', '50')).code).toBe(2);
    expect((await run('--profile', desk.profileDir, '--past', '0')).code).toBe(2);
    expect((await run('--profile', desk.profileDir, '--macros', 'x')).code).toBe(2);
  });

  it('prints the same for people', async () => {
    const { run } = makeProfile();
    const { out } = await run('evaluate');
    expect(out.join('\n')).toMatch(/^intent: 9\d\.\d % \(\d\d\.\d–\d\d\.\d\) \d+\/1128, shipped cases/m);
  });
});
