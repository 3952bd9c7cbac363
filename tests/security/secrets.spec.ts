import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../e2e/fixtures';
import { deskPage } from '../e2e/pages';
import { report } from './scoreboard';

const PASSPHRASE = 'una frase che nessuno indovina 7731';

type Place = { readonly name: string; readonly bytes: Buffer };

/** Command line and environment of each process below this one, as any program of the same user can read them. */
async function readProcesses(root: number): Promise<readonly Place[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    // A process may end while it is looked at.
    const status = /^\d+$/.test(name) ? await readFile(`/proc/${name}/status`, 'utf8').catch(() => '') : '';
    const [, parent] = /^PPid:\t(\d+)$/m.exec(status) ?? [];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const family = new Set([root]);
  for (const [child] of [...parents].sort(([one], [other]) => one - other)) {
    if (family.has(parents.get(child) ?? 0)) family.add(child);
  }
  const places: Place[] = [];
  for (const pid of family) {
    for (const name of ['cmdline', 'environ']) {
      const bytes = await readFile(`/proc/${pid}/${name}`).catch(() => Buffer.alloc(0));
      places.push({ name: `${name} of ${pid}`, bytes });
    }
  }
  return places;
}

/** Every file of a folder. */
async function readFolder(folder: string): Promise<readonly Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (name) => ({ name, bytes: await readFile(name) })));
}

test('no password and no passphrase stands in a command line, an environment, a log or a file', async ({
  openDesk,
  profileDir,
  startServers,
}) => {
  const { dovecot, smtp } = await startServers({ firstRun: true });
  const opened = await openDesk({ untilReady: false });
  const { app, page } = opened;
  const desk = deskPage(page);
  await desk.dialog('Welcome').getByRole('button', { name: 'Connect a mailbox' }).click();
  await desk.field('Address').fill(dovecot.user);
  await desk.field('IMAP server').fill(dovecot.host);
  await desk.field('IMAP port').fill(String(dovecot.port));
  await desk.field('IMAP password').fill(dovecot.password);
  await desk.field('SMTP server').fill('127.0.0.1');
  await desk.field('SMTP port').fill(String(smtp.port));
  await desk.field('SMTP password').fill(smtp.password);
  await desk.field('IMAP certificate').fill(join(profileDir, 'imap.pem'));
  await desk.field('SMTP certificate').fill(join(profileDir, 'smtp.pem'));
  await desk.button('Save and connect').click();
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await desk.button('Use a passphrase').click();
  await expect(deskPage(page).listening).toBeVisible({ timeout: 30_000 });

  const processes = await readProcesses(app.process().pid ?? 0);
  const crashes = await app.evaluate(({ app }) => app.getPath('crashDumps'));
  expect(crashes.startsWith(profileDir)).toBe(true);
  await opened.close();
  const files = await readFolder(profileDir);
  const places = [...processes, ...files, { name: 'output', bytes: Buffer.from(opened.output()) }];
  const secrets = [...new Set([dovecot.password, smtp.password, PASSPHRASE])];
  // In UTF-8, UTF-16 and base64, as a file of the browser or a header would hold them
  const spellings = secrets.flatMap((secret) => [
    Buffer.from(secret),
    Buffer.from(secret, 'utf16le'),
    Buffer.from(Buffer.from(secret).toString('base64').replace(/=+$/, '')),
  ]);
  const found = places
    .filter(({ bytes }) => spellings.some((secret) => bytes.includes(secret)))
    .map(({ name }) => name);
  report(
    `Secrets: ${secrets.length} in ${processes.length} command lines and environments, ${files.length} files and the log · ${found.length} found`,
  );
  expect(processes.length).toBeGreaterThan(8);
  expect(files.length).toBeGreaterThan(10);
  expect(found).toEqual([]);
});

test('passwords of its environment reach no child, and a process that falls over leaves none', async ({
  openDesk,
  profileDir,
  startServers,
}) => {
  const { environment, dovecot, smtp } = await startServers();
  const opened = await openDesk({ environment });
  const { app, page } = opened;
  await expect(deskPage(page).listening).toBeVisible({ timeout: 30_000 });
  const secrets = [...new Set([dovecot.password, smtp.password])].map((secret) => Buffer.from(secret));
  const holding = (places: readonly Place[]) =>
    places.filter(({ bytes }) => secrets.some((secret) => bytes.includes(secret))).map(({ name }) => name);

  const root = app.process().pid ?? 0;
  const processes = await readProcesses(root);
  // What it was started with stays readable for whoever started it.
  expect(holding(processes)).toEqual([`environ of ${root}`]);
  const started = await app.evaluate(({ app }) => app.getAppMetrics().map(({ type, name }) => name ?? type));
  expect(started).toEqual(expect.arrayContaining(['Sportello engine', 'Network Service', 'Tab', 'GPU']));

  const engine = await opened.enginePid();
  process.kill(engine, 'SIGSEGV');
  await expect.poll(() => opened.enginePid().catch(() => engine)).not.toBe(engine);
  const gone = app.evaluate(
    ({ BrowserWindow }) =>
      new Promise((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('render-process-gone', (_event, { reason }) => resolve(reason));
        contents?.forcefullyCrashRenderer();
      }),
  );
  expect(await gone).not.toBe('clean-exit');
  await opened.kill();
  const files = await readFolder(profileDir);
  expect(files.filter(({ name }) => /\.dmp$|crash.*\/.+|\/core(\.|$)/i.test(name.slice(profileDir.length)))).toEqual(
    [],
  );
  expect(holding(files)).toEqual([]);
  report(`Secrets of the environment: ${processes.length / 2} processes · 0 children hold one · 0 crash files`);
});
