import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import type { BenchServer } from './bare-mail';
import { timed } from './own-process';

const run = promisify(execFile);

/** What people use who fetch and index mail from the command line: `mbsync` (Debian's isync) and `notmuch`. */
export type PeerMailbox = {
  readonly fetchMs: number;
  readonly indexMs: number;
  /** `notmuch search` for these words, ms; the start of its process is part of it, as of every search with it. */
  search(words: string): Promise<number>;
  remove(): Promise<void>;
};

/** Fetches the mailbox with `mbsync` and indexes it with `notmuch new`, each with its own defaults. */
export async function fetchWithPeers(server: BenchServer): Promise<PeerMailbox> {
  const dir = await mkdtemp(join(tmpdir(), 'sportello-bench-peers-'));
  const mail = join(dir, 'mail');
  await mkdir(mail);
  const mbsyncrc = join(dir, 'mbsyncrc');
  await writeFile(mbsyncrc, mbsyncConfiguration(server, mail), { mode: 0o600 });
  const notmuchrc = join(dir, 'notmuch-config');
  await writeFile(notmuchrc, `[database]\npath=${mail}\n[user]\nname=Anna\nprimary_email=${server.user}\n`);
  const notmuch = (...args: readonly string[]) =>
    run('notmuch', args, { env: { ...process.env, NOTMUCH_CONFIG: notmuchrc }, maxBuffer: 64 * 1024 * 1024 });
  const fetchMs = await timed(() => run('mbsync', ['-q', '-c', mbsyncrc, 'mailbox']));
  const indexMs = await timed(() => notmuch('new', '--quiet'));
  const { stdout } = await notmuch('count', '*');
  if (Number(stdout) !== server.messages) throw new Error(`notmuch counts ${stdout.trim()} messages`);
  return {
    fetchMs,
    indexMs,
    async search(words) {
      const started = performance.now();
      await notmuch('search', '--limit=50', words);
      return performance.now() - started;
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

/** The password of an invented mailbox stands in the file; mbsync takes no address for the name on a certificate. */
function mbsyncConfiguration(server: BenchServer, mail: string): string {
  return `IMAPAccount mailbox
Host localhost
Port ${String(server.port)}
User ${server.user}
Pass ${server.password}
SSLType IMAPS
CertificateFile ${server.caFile}

IMAPStore far
Account mailbox

MaildirStore near
Path ${mail}/
Inbox ${mail}/INBOX
SubFolders Verbatim

Channel mailbox
Far :far:
Near :near:
Patterns INBOX
Create Near
Sync Pull
SyncState *
`;
}
