import '../electron/engine/hosts/node-compat';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import type { Profile } from '../shared/contract/profile';
import { createEngine } from '../electron/engine/engine';
import { PARSER } from '../electron/engine/mail/parse-message';
import { createOutside } from '../electron/engine/hosts/outside';
import { startDovecot } from '../tests/support/dovecot';
import type { Dovecot } from '../tests/support/dovecot';
import { makeMail, makeSales, PRODUCTS } from '../tests/support/mail-maker';

/**
 * `npm run bench -- sync [MESSAGES]`: how our whole first sync (fetch, store, parse, thread, match, decide) compares
 * with a bare imapflow fetch and a bare mailparser pass over the same messages of the same Dovecot, in one run.
 * The bar of the first version: at most twice their sum. Exit 1 above it.
 *
 * A shared machine changes its pace within seconds, so the yardstick is taken before and after each of our syncs and the
 * median of the rounds counts; all figures are printed. Every pass is a process of its own, as a sync is: code that ran
 * before would only be faster.
 */
const BAR = 2;
const ROUNDS = 3;

/** One pass of the yardstick, ms; `cpuMs` is processor time of this process with its threads. */
type Bare = { readonly fetchMs: number; readonly parseMs: number; readonly cpuMs: number };

/** One of our syncs into an empty store. */
type Ours = { readonly ms: number; readonly cpuMs: number; readonly report: unknown };

/** What a pass needs to know of the server: this is sent to its process. */
type Server = Pick<Dovecot, 'host' | 'port' | 'user' | 'password' | 'caFile'> & { readonly messages: number };

async function main(): Promise<void> {
  const [part, server] = process.argv.slice(2);
  if (part === 'bare') return print(await passBare(JSON.parse(server ?? '') as Server));
  if (part === 'ours') return print(await syncOurs(JSON.parse(server ?? '') as Server));
  return compare(Number(part ?? 5000));
}

async function compare(messages: number): Promise<void> {
  const dovecot = await startDovecot();
  try {
    const raws = Array.from({ length: messages }, (_, index) => makeMail(index));
    const bytes = raws.reduce((sum, raw) => sum + raw.length, 0);
    await dovecot.deliver(raws);
    const { host, port, user, password, caFile } = dovecot;
    const server: Server = { host, port, user, password, caFile, messages };
    // once without a watch: Dovecot builds its index, and nobody pays for it
    await inOwnProcess('bare', server);
    const bare = [(await inOwnProcess('bare', server)) as Bare];
    const ours: Ours[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push((await inOwnProcess('ours', server)) as Ours);
      bare.push((await inOwnProcess('bare', server)) as Bare);
    }
    const ratios = ours.map(({ ms }, round) => ms / ((sumOf(bare[round]) + sumOf(bare[round + 1])) / 2));
    const ratio = round2([...ratios].sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN);
    print({
      messages,
      megabytes: round2(bytes / 1_000_000),
      bareFetchMs: bare.map(({ fetchMs }) => fetchMs),
      bareParseMs: bare.map(({ parseMs }) => parseMs),
      bareCpuMs: bare.map(({ cpuMs }) => cpuMs),
      oursMs: ours.map(({ ms }) => ms),
      oursCpuMs: ours.map(({ cpuMs }) => cpuMs),
      ratios: ratios.map(round2),
      ratio,
      bar: BAR,
      report: ours[0]?.report,
    });
    process.exitCode = ratio <= BAR ? 0 : 1;
  } finally {
    await dovecot.remove();
  }
}

/** Runs this file for one pass; the password of an invented mailbox may be seen by whoever sees this machine. */
async function inOwnProcess(part: 'bare' | 'ours', server: Server): Promise<unknown> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [__filename, part, JSON.stringify(server)]);
  process.stderr.write(stderr);
  return JSON.parse(stdout) as unknown;
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function sumOf(bare: Bare | undefined): number {
  return bare ? bare.fetchMs + bare.parseMs : Number.NaN;
}

async function passBare(server: Server): Promise<Bare> {
  const before = process.cpuUsage();
  const started = performance.now();
  const fetched = await fetchBare(server);
  const fetchMs = Math.round(performance.now() - started);
  if (fetched.length !== server.messages) throw new Error(`The bare fetch got ${fetched.length} messages`);
  const parseMs = await timed(async () => {
    for (const raw of fetched) await simpleParser(raw, PARSER);
  });
  return { fetchMs, parseMs, cpuMs: cpuSince(before) };
}

async function fetchBare(dovecot: Server): Promise<readonly Buffer[]> {
  const client = new ImapFlow({
    host: dovecot.host,
    port: dovecot.port,
    secure: true,
    auth: { user: dovecot.user, pass: dovecot.password },
    tls: { ca: await readFile(dovecot.caFile, 'utf8') },
    logger: false,
  });
  await client.connect();
  const lock = await client.getMailboxLock('INBOX', { readOnly: true });
  const raws: Buffer[] = [];
  try {
    for await (const message of client.fetch('1:*', { uid: true, source: true })) {
      if (message.source) raws.push(message.source);
    }
  } finally {
    lock.release();
    await client.logout();
  }
  return raws;
}

async function syncOurs(dovecot: Server): Promise<Ours> {
  const profileDir = await mkdtemp(join(tmpdir(), 'sportello-bench-'));
  const server = { host: dovecot.host, port: dovecot.port, secure: true, user: dovecot.user, ca: dovecot.caFile };
  const profile: Profile = {
    mailbox: { imap: server, smtp: server, address: dovecot.user, name: 'Assistenza Corsi', language: 'it' },
    store: { kind: 'sqlite', encryption: 'none' },
  };
  const problems: string[] = [];
  const outside = createOutside({
    resourcesDir: resolve(__dirname, '../../resources'),
    sinks: [(text) => void (text.includes('"level":"info"') || problems.push(text))],
  });
  const engine = await createEngine({
    profileDir,
    profile,
    secrets: { imapPassword: dovecot.password, smtpPassword: null, storeKey: null },
    outside,
    demo: false,
    network: true,
  });
  try {
    await importPurchases(engine, profileDir, dovecot.messages);
    let report: unknown = null;
    const before = process.cpuUsage();
    const ms = await timed(async () => {
      report = await engine.syncOnce();
    });
    for (const problem of problems.slice(0, 5)) process.stderr.write(`${problem}\n`);
    return { ms, cpuMs: cpuSince(before), report };
  } finally {
    await engine.close();
    await rm(profileDir, { recursive: true, force: true });
  }
}

/** Purchases and a catalogue, so that the sync has something to match and decide. */
async function importPurchases(
  engine: Awaited<ReturnType<typeof createEngine>>,
  profileDir: string,
  messages: number,
): Promise<void> {
  const products = join(profileDir, 'products.csv');
  const sales = join(profileDir, 'sales.csv');
  await writeFile(products, PRODUCTS);
  await writeFile(sales, makeSales(messages));
  await engine.call('imports.run', { kind: 'products', path: products });
  await engine.call('imports.run', { kind: 'sales', path: sales });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round(performance.now() - started);
}

/** Processor time of this process with its threads since `before`: what a busy machine cannot falsify. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 1000);
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
