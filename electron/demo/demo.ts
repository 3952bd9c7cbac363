import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificate } from './certificate';
import { startMailServers } from './mail-servers';
import type { KeptFolders, MailServers } from './mail-servers';
import { moveCsvDates, readDemoMails } from './timeline';
import type { DemoMail } from './timeline';

const NEW_MAIL_EVERY_MS = 45_000;
/** At most this much of the mailbox is lost when the process is killed. */
const KEEP_EVERY_MS = 500;
/** More than can arrive between two writings: after a kill no UID comes twice, which IMAP forbids. */
const UIDS_LEFT_OUT = 100;

/** What survives a restart of the demo: when it began, its mailbox, and how many of the later mails came. */
type Kept = { readonly startedAt: number; readonly delivered: number; readonly folders: KeptFolders };

/** The running demo: its servers on loopback, their password, and how to end it with everything written down. */
export type Demo = {
  readonly imapPort: number;
  readonly smtpPort: number;
  readonly password: string;
  stop(): Promise<void>;
};

/**
 * Starts the demo's mail servers on what `demo.json` of the profile folder holds, or anew on `resources/demo`, with the
 * purchases and the catalogue beside the profile and all dates moved to today. Every `newMailEveryMs` one of the later
 * mails arrives; what is sent to the invented customers lies in `delivered/`.
 */
export async function startDemo(options: {
  readonly profileDir: string;
  readonly resourcesDir: string;
  readonly newMailEveryMs?: number;
}): Promise<Demo> {
  const { profileDir } = options;
  const source = join(options.resourcesDir, 'demo');
  const before = await readKept(profileDir);
  const startedAt = before?.startedAt ?? Date.now();
  const later = await readDemoMails(join(source, 'later'), startedAt);
  let delivered = before?.delivered ?? 0;
  const certificate = makeCertificate();
  await mkdir(join(profileDir, 'delivered'), { recursive: true });
  await writeFile(join(profileDir, 'cert.pem'), certificate.cert);
  for (const name of ['sales.csv', 'products.csv']) {
    await writeFile(join(profileDir, name), moveCsvDates(await readFile(join(source, name), 'utf8'), startedAt));
  }
  const password = randomBytes(12).toString('hex');
  const servers = await startMailServers({
    certificate,
    password,
    kept: before ? skipUids(before.folders) : { INBOX: inboxOf(await readDemoMails(join(source, 'inbox'), startedAt)) },
    onSent: (recipients, raw) => keepSent(profileDir, recipients, raw),
  });

  let written = '';
  async function keep(): Promise<void> {
    const kept: Kept = { startedAt, delivered, folders: servers.folders() };
    const text = JSON.stringify(kept);
    if (text === written) return;
    written = text;
    await writeFile(join(profileDir, 'demo.json.new'), text);
    await rename(join(profileDir, 'demo.json.new'), join(profileDir, 'demo.json'));
  }
  // One after the other: two writings at once would share the new file.
  let keeping = keep();
  await keeping;
  const keeper = setInterval(() => {
    keeping = keeping.then(keep).catch(complain);
  }, KEEP_EVERY_MS);
  const postman = setInterval(() => {
    delivered += deliverNext(servers, later[delivered]);
  }, options.newMailEveryMs ?? NEW_MAIL_EVERY_MS);
  return {
    imapPort: servers.imapPort,
    smtpPort: servers.smtpPort,
    password,
    stop: async () => {
      clearInterval(keeper);
      clearInterval(postman);
      await keeping;
      await keep();
      await servers.close();
    },
  };
}

/** A fault of the demo goes to the log; the desk sees the servers' answers. */
export function complain(error: unknown): void {
  process.stderr.write(`Demo: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

function deliverNext(servers: MailServers, mail: DemoMail | undefined): 0 | 1 {
  if (!mail) return 0;
  servers.deliver({ raw: mail.raw.replace(/^Date: .*$/m, `Date: ${mailDate(new Date())}`), at: new Date() });
  return 1;
}

function inboxOf(mails: readonly DemoMail[]): NonNullable<KeptFolders[string]> {
  const oldestFirst = [...mails].sort((one, other) => one.at.getTime() - other.at.getTime());
  return { uidvalidity: 1, messages: oldestFirst.map(({ raw, at }) => ({ raw, flags: [], internaldate: at })) };
}

function skipUids(folders: KeptFolders): KeptFolders {
  return Object.fromEntries(
    Object.entries(folders).map(([path, folder]) => [
      path,
      { ...folder, ...(folder.uidnext === undefined ? {} : { uidnext: folder.uidnext + UIDS_LEFT_OUT }) },
    ]),
  );
}

function mailDate(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000');
}

let sentSoFar = 0;

/** Replies to the invented customers end here, as files that anybody can look at. */
async function keepSent(profileDir: string, recipients: readonly string[], raw: string): Promise<void> {
  if (recipients.length === 0) return;
  sentSoFar += 1;
  const name = `${new Date().toISOString().replace(/[:.]/g, '-')} ${sentSoFar} ${recipients.join(' ')}`
    .replace(/[^\w.@ -]/g, '_')
    .slice(0, 120);
  await writeFile(join(profileDir, 'delivered', `${name}.eml`), raw, 'latin1');
}

async function readKept(profileDir: string): Promise<Kept | null> {
  const text = await readFile(join(profileDir, 'demo.json'), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Kept);
}
