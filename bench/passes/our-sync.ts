import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { MailboxSettings, Profile } from '../../shared/contract/profile';
import { createEngine } from '../../electron/engine/engine';
import type { Engine } from '../../electron/engine/engine';
import { createOutside } from '../../electron/engine/hosts/outside';
import { createMailboxSync } from '../../electron/engine/mail/imap-sync';
import type { Outside } from '../../electron/engine/outside';
import { openStore } from '../../electron/engine/store/open-store';
import { makeSales, PRODUCTS } from '../../tests/support/mail-maker';
import type { BenchServer } from './bare-mail';
import { cpuSince, timed } from './own-process';

/** One of our passes into an empty store. `profileDir` is kept for whoever looks at it next. */
export type OurPass = {
  readonly ms: number;
  readonly cpuMs: number;
  readonly report: unknown;
  readonly profileDir: string;
};

/** The store of a profile that a pass left. */
export const STORE_FILE = 'store.db';

/** The whole first sync of an empty profile: fetch, store, parse, thread, match, decide, index. */
export async function syncOurs(server: BenchServer): Promise<OurPass> {
  const profileDir = await mkdtemp(join(tmpdir(), 'sportello-bench-'));
  const engine = await openProfile(server, profileDir);
  try {
    await importPurchases(engine, profileDir, server.messages);
    let report: unknown = null;
    const before = process.cpuUsage();
    const ms = await timed(async () => {
      report = await engine.syncOnce();
    });
    return { ms, cpuMs: cpuSince(before), report, profileDir };
  } finally {
    await engine.close();
  }
}

/** Only the receiving: fetch, raw rows and cursor committed, nobody reads them. */
export async function receiveOurs(server: BenchServer): Promise<OurPass> {
  const profileDir = await mkdtemp(join(tmpdir(), 'sportello-bench-'));
  const outside = benchOutside();
  const { clock, log } = outside;
  const store = await openStore({ path: join(profileDir, STORE_FILE), key: null, clock, log });
  try {
    const sync = createMailboxSync({
      settings: settingsOf(server),
      password: server.password,
      ca: await readFile(server.caFile, 'utf8'),
      store,
      outside,
      onStored: async () => undefined,
      onState: () => undefined,
    });
    let report: unknown = null;
    const before = process.cpuUsage();
    const ms = await timed(async () => {
      report = await sync.once();
    });
    await sync.stop();
    return { ms, cpuMs: cpuSince(before), report, profileDir };
  } finally {
    await store.close();
  }
}

/** The engine on this profile folder, with the server as its mailbox. */
export async function openProfile(server: BenchServer, profileDir: string): Promise<Engine> {
  const profile: Profile = { mailbox: settingsOf(server), store: { kind: 'sqlite', encryption: 'none' } };
  const secrets = { imapPassword: server.password, smtpPassword: null, storeKey: null };
  return createEngine({ profileDir, profile, secrets, outside: benchOutside(), demo: false, network: true });
}

export async function removeProfile({ profileDir }: Pick<OurPass, 'profileDir'>): Promise<void> {
  await rm(profileDir, { recursive: true, force: true });
}

/** Purchases and a catalogue, so that the sync has something to match and decide. */
export async function importPurchases(engine: Engine, profileDir: string, messages: number): Promise<void> {
  const products = join(profileDir, 'products.csv');
  const sales = join(profileDir, 'sales.csv');
  await writeFile(products, PRODUCTS);
  await writeFile(sales, makeSales(messages));
  await engine.call('imports.run', { kind: 'products', path: products });
  await engine.call('imports.run', { kind: 'sales', path: sales });
}

function settingsOf(server: BenchServer): MailboxSettings {
  const { host, port, user, caFile } = server;
  const access = { host, port, secure: true, user, ca: caFile };
  return { imap: access, smtp: access, address: user, name: 'Assistenza Corsi', language: 'it' };
}

/** The real world; what is logged above `info` is shown, or a pass would hide why it was slow. */
export function benchOutside(): Outside {
  return createOutside({
    // beside `out/bench`, wherever the bundler put this function
    resourcesDir: resolve(dirname(process.argv[1] ?? ''), '../../resources'),
    sinks: [(text) => void (text.includes('"level":"info"') || process.stderr.write(`${text}\n`))],
  });
}
