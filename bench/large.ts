import '../electron/engine/hosts/node-compat';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { SqlFile } from '../electron/engine/store/driver';
import { matchExpression } from '../electron/engine/store/search-index';
import { termsOfWords } from '../electron/engine/store/search-text';
import { startDovecot } from '../tests/support/dovecot';
import { makeMail } from '../tests/support/mail-maker';
import { benchServer, connectBare } from './passes/bare-mail';
import type { BenchServer } from './passes/bare-mail';
import { openProfile, removeProfile, STORE_FILE, syncOurs } from './passes/our-sync';
import type { OurPass } from './passes/our-sync';
import { inOwnProcess, median, print, round2, runBench, timed } from './passes/own-process';
import { fetchWithPeers } from './passes/peer-programs';
import type { PeerMailbox } from './passes/peer-programs';

/**
 * `npm run bench -- large [MESSAGES]`: a mailbox of 100,000 messages. Exit 1 above a bar:
 *
 * - an unchanged mailbox is checked in at most 1.5 times a bare UID SEARCH ALL and reading the stored UIDs, sign-in included;
 * - the engine's memory stays under 400 MB, from the first message to the last;
 * - search: p95 at most 3 times that of the bare FTS statement, and not slower than `notmuch search` for the same words.
 */
const BARS = { check: 1.5, memoryMb: 400, search: 3 };
const CHECKS = 5;
/** Two letters, common and rare words, several at once, a name, an address, a transaction number. */
const QUERIES = [
  'co',
  'corso',
  'credenziali',
  'comprei curso',
  'activate account',
  'acceso',
  'rimborso annullare',
  'cliente 4711',
  'cliente.4711@mail-11.example',
  'HP3000174307',
  'contraseña',
  'members area',
];

type Measured<T> = T & { readonly peakMb: number };

const PASSES: Readonly<Record<string, (argument: never) => Promise<object>>> = {
  ours: async (server: BenchServer) => ({ ...(await syncOurs(server)), peakMb: peakMemory() }),
  check: checkOurs,
  bareCheck: checkBare,
  search: searchOurs,
};

type Profile = { readonly server: BenchServer; readonly profileDir: string };

async function main(): Promise<void> {
  const [part, argument] = process.argv.slice(2);
  const pass = PASSES[part ?? ''];
  if (pass) return print(await pass(JSON.parse(argument ?? '') as never));
  return compare(Number(part ?? 100_000));
}

async function compare(messages: number): Promise<void> {
  const dovecot = await startDovecot();
  try {
    for (let first = 0; first < messages; first += 1000) {
      await dovecot.deliver(Array.from({ length: 1000 }, (_, index) => makeMail(first + index)));
    }
    const server = benchServer(dovecot, messages);
    const ours = await inOwnProcess<Measured<OurPass>>(__filename, 'ours', server);
    try {
      const profile = { server, profileDir: ours.profileDir };
      const checks: { readonly ours: number; readonly bare: number }[] = [];
      for (let round = 0; round < CHECKS; round += 1) {
        const bare = await inOwnProcess<{ ms: number }>(__filename, 'bareCheck', profile);
        const own = await inOwnProcess<Measured<{ ms: number }>>(__filename, 'check', profile);
        checks.push({ ours: own.ms, bare: bare.ms });
      }
      const search = await inOwnProcess<Measured<{ ours: number[]; bare: number[] }>>(__filename, 'search', profile);
      const peers = await fetchWithPeers(server);
      const notmuch = await searchPeers(peers);
      await peers.remove();
      const p95 = { ours: p95Of(search.ours), bare: p95Of(search.bare), notmuch: p95Of(notmuch) };
      const check = round2(median(checks.map((one) => one.ours / one.bare)));
      const peakMb = Math.max(ours.peakMb, search.peakMb);
      const ratio = round2(p95.ours / p95.bare);
      print({ messages, firstSyncMs: ours.ms, checks, check, peakMb, searchP95Ms: p95, search: ratio, bars: BARS });
      const holds = check <= BARS.check && peakMb < BARS.memoryMb && ratio <= BARS.search && p95.ours <= p95.notmuch;
      process.exitCode = holds ? 0 : 1;
    } finally {
      await removeProfile(ours);
    }
  } finally {
    await dovecot.remove();
  }
}

async function checkOurs({ server, profileDir }: Profile): Promise<Measured<{ readonly ms: number }>> {
  const engine = await openProfile(server, profileDir);
  const ms = await timed(async () => {
    const { seen, known, stored } = await engine.syncOnce();
    if (seen !== server.messages || known !== seen || stored !== 0) throw new Error('The mailbox has changed');
  });
  const peakMb = peakMemory();
  await engine.close();
  return { ms, peakMb };
}

async function checkBare({ server, profileDir }: Profile): Promise<{ readonly ms: number }> {
  const file = new SqlFile(join(profileDir, STORE_FILE), null);
  const ms = await timed(async () => {
    const client = await connectBare(server);
    await client.mailboxOpen('INBOX', { readOnly: true });
    const listed = await client.search({ all: true }, { uid: true });
    const stored = file.run("select uid from message_location where folder = 'INBOX'").rows;
    if (!listed || listed.length !== stored.length) throw new Error('The mailbox has changed');
    await client.logout();
  });
  file.close();
  return { ms };
}

async function searchOurs({ server, profileDir }: Profile): Promise<Measured<{ ours: number[]; bare: number[] }>> {
  const engine = await openProfile(server, profileDir);
  const ours: number[] = [];
  for (const query of queriesTwice()) {
    const started = performance.now();
    await engine.call('tickets.search', { query, limit: 50 });
    ours.push(performance.now() - started);
  }
  const peakMb = peakMemory();
  await engine.close();
  const file = new SqlFile(join(profileDir, STORE_FILE), null);
  const bare = queriesTwice().map((query) => {
    const started = performance.now();
    const statement = 'select rowid from ticket_search where ticket_search match ? order by rank limit 50';
    file.run(statement, [matchExpression({ all: termsOfWords(query), none: [] })]);
    return performance.now() - started;
  });
  file.close();
  return { ours: secondHalf(ours), bare: secondHalf(bare), peakMb };
}

async function searchPeers(peers: PeerMailbox): Promise<number[]> {
  const times: number[] = [];
  for (const query of queriesTwice()) times.push(await peers.search(query));
  return secondHalf(times);
}

/** Once to warm the caches of disk and code, then what counts, several times each. */
function queriesTwice(): readonly string[] {
  return Array.from({ length: 8 }, () => QUERIES).flat();
}

function secondHalf(times: readonly number[]): number[] {
  return times.slice(times.length / 2);
}

function p95Of(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return round2(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? Number.NaN);
}

/** Most memory that this process held at once, MB (Linux). */
function peakMemory(): number {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return Math.round(Number(line?.[1] ?? Number.NaN) / 1024);
}

runBench(main);
