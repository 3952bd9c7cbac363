import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packError } from '../../shared/contract/errors';
import type { DemoToHost, HostToDemo } from '../../shared/contract/host';
import { makeCertificate } from './certificate';
import { startMailServers } from './mail-servers';
import type { KeptFolders, MailServers } from './mail-servers';
import { moveCsvDates, readDemoMails } from './timeline';
import type { DemoMail } from './timeline';

type ParentPort = {
  on(event: 'message', listener: (event: { readonly data: HostToDemo }) => void): void;
  postMessage(message: DemoToHost): void;
};
const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };

const NEW_MAIL_EVERY_MS = 45_000;
const KEEP_EVERY_MS = 3_000;

/** What survives a restart of the demo: when it began, its mailbox, and how many of the later mails came. */
type Kept = { readonly startedAt: number; readonly delivered: number; readonly folders: KeptFolders };

let stop: (() => Promise<void>) | null = null;

async function start(profileDir: string, resourcesDir: string): Promise<DemoToHost> {
  const source = join(resourcesDir, 'demo');
  const before = await readKept(profileDir);
  const startedAt = before?.startedAt ?? Date.now();
  const later = await readDemoMails(join(source, 'later'), startedAt);
  let delivered = before?.delivered ?? 0;
  const certificate = makeCertificate();
  await mkdir(join(profileDir, 'delivered'), { recursive: true });
  await writeFile(join(profileDir, 'cert.pem'), certificate.cert);
  // The purchases and the catalogue lie beside the profile, ready to be imported, with dates of today.
  for (const name of ['sales.csv', 'products.csv']) {
    await writeFile(join(profileDir, name), moveCsvDates(await readFile(join(source, name), 'utf8'), startedAt));
  }
  const password = randomBytes(12).toString('hex');
  const servers = await startMailServers({
    certificate,
    password,
    kept: before?.folders ?? { INBOX: inboxOf(await readDemoMails(join(source, 'inbox'), startedAt)) },
    onSent: (recipients, raw) => keepSent(profileDir, recipients, raw),
  });

  let written = '';
  async function keep(): Promise<void> {
    const kept: Kept = { startedAt, delivered, folders: servers.folders() };
    const text = JSON.stringify(kept);
    if (text === written) return;
    await writeFile(join(profileDir, 'demo.json.new'), text);
    await rename(join(profileDir, 'demo.json.new'), join(profileDir, 'demo.json'));
    written = text;
  }
  await keep();
  const keeping = setInterval(() => void keep().catch(fail), KEEP_EVERY_MS);
  const arriving = setInterval(() => {
    delivered += deliverNext(servers, later[delivered]);
  }, NEW_MAIL_EVERY_MS);
  stop = async () => {
    clearInterval(keeping);
    clearInterval(arriving);
    await keep();
    await servers.close();
  };
  return { kind: 'started', imapPort: servers.imapPort, smtpPort: servers.smtpPort, password };
}

function deliverNext(servers: MailServers, mail: DemoMail | undefined): 0 | 1 {
  if (!mail) return 0;
  servers.deliver({ raw: mail.raw.replace(/^Date: .*$/m, `Date: ${mailDate(new Date())}`), at: new Date() });
  return 1;
}

function inboxOf(mails: readonly DemoMail[]): KeptFolders[string] {
  const oldestFirst = [...mails].sort((one, other) => one.at.getTime() - other.at.getTime());
  return { uidvalidity: 1, messages: oldestFirst.map(({ raw, at }) => ({ raw, flags: [], internaldate: at })) };
}

function mailDate(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000');
}

/** Replies to the invented customers end here, as files that anybody can look at. */
function keepSent(profileDir: string, recipients: readonly string[], raw: string): void {
  if (recipients.length === 0) return;
  const name = `${new Date().toISOString().replace(/[:.]/g, '-')} ${recipients.join(' ')}`
    .replace(/[^\w.@ -]/g, '_')
    .slice(0, 120);
  writeFile(join(profileDir, 'delivered', `${name}.eml`), raw, 'latin1').catch(fail);
}

async function readKept(profileDir: string): Promise<Kept | null> {
  const text = await readFile(join(profileDir, 'demo.json'), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Kept);
}

function fail(error: unknown): void {
  process.stderr.write(`Demo: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

parentPort?.on('message', ({ data }) => {
  if (data.kind === 'start') {
    start(data.profileDir, data.resourcesDir).then(
      (started) => parentPort.postMessage(started),
      (error: unknown) => {
        fail(error);
        parentPort.postMessage({ kind: 'failed', error: packError(error) });
      },
    );
    return;
  }
  void Promise.resolve(stop?.())
    .catch(fail)
    .finally(() => process.exit(0));
});
