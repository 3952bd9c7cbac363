import '../electron/engine/hosts/node-compat';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import type { Profile } from '../shared/contract/profile';
import { createEngine } from '../electron/engine/engine';
import { createOutside } from '../electron/engine/hosts/outside';
import { startDovecot } from '../tests/support/dovecot';
import type { Dovecot } from '../tests/support/dovecot';
import { makeMail, makeSales, PRODUCTS } from '../tests/support/mail-maker';

/**
 * `npm run bench -- sync [MESSAGES]`: how our whole first sync (fetch, store, parse, thread, match, decide) compares
 * with a bare imapflow fetch and a bare mailparser pass over the same messages of the same Dovecot, in one run.
 * The bar of the first version: at most twice their sum. Exit 1 above it.
 */
const BAR = 2;

/** The options that our parser uses: with mailparser's defaults the bare pass would only look slower. */
const PARSER = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, maxHtmlLengthToParse: 1_000_000 };

async function main(): Promise<void> {
  const messages = Number(process.argv[2] ?? 5000);
  const dovecot = await startDovecot();
  const profileDir = await mkdtemp(join(tmpdir(), 'sportello-bench-'));
  try {
    const raws = Array.from({ length: messages }, (_, index) => makeMail(index));
    const bytes = raws.reduce((sum, raw) => sum + raw.length, 0);
    await dovecot.deliver(raws);
    // once without a watch: Dovecot builds its index, and nobody pays for it
    await fetchBare(dovecot);
    const bareStart = process.cpuUsage();
    const started = performance.now();
    const fetched = await fetchBare(dovecot);
    const bareFetch = performance.now() - started;
    if (fetched.length !== messages) throw new Error(`The bare fetch got ${fetched.length} of ${messages} messages`);
    const bareParse = await timed(async () => {
      for (const raw of fetched) await simpleParser(raw, PARSER);
    });
    const bareCpu = cpuSince(bareStart);
    const { ms: ours, cpu: oursCpu, report } = await syncOurs(dovecot, profileDir, messages);
    const ratio = ours / (bareFetch + bareParse);
    const line = {
      messages,
      megabytes: round(bytes / 1_000_000),
      bareFetchMs: Math.round(bareFetch),
      bareParseMs: Math.round(bareParse),
      oursMs: Math.round(ours),
      bareCpuMs: bareCpu,
      oursCpuMs: oursCpu,
      ratio: round(ratio),
      bar: BAR,
      report,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    process.exitCode = ratio <= BAR ? 0 : 1;
  } finally {
    await dovecot.remove();
    await rm(profileDir, { recursive: true, force: true });
  }
}

async function fetchBare(dovecot: Dovecot): Promise<readonly Buffer[]> {
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

async function syncOurs(dovecot: Dovecot, profileDir: string, messages: number) {
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
    await importPurchases(engine, profileDir, messages);
    let report: unknown = null;
    const before = process.cpuUsage();
    const ms = await timed(async () => {
      report = await engine.syncOnce();
    });
    for (const problem of problems.slice(0, 5)) process.stderr.write(`${problem}\n`);
    return { ms, cpu: cpuSince(before), report };
  } finally {
    await engine.close();
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
  return performance.now() - started;
}

/** Processor time of this process with its threads since `before`: what a busy machine cannot falsify. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 1000);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
