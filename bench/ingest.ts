import '../electron/engine/hosts/node-compat';
import { startDovecot } from '../tests/support/dovecot';
import { makeMail } from '../tests/support/mail-maker';
import { insertBare } from './passes/bare-insert';
import type { BarePassOfInsert } from './passes/bare-insert';
import { benchServer, passBare } from './passes/bare-mail';
import type { BarePass, BenchServer } from './passes/bare-mail';
import { receiveOurs, removeProfile, syncOurs } from './passes/our-sync';
import type { OurPass } from './passes/our-sync';
import { fetchWithPeers } from './passes/peer-programs';
import { inOwnProcess, median, print, round2, runBench } from './passes/own-process';

/**
 * `npm run bench -- ingest [MESSAGES] [ROUNDS]`: what receiving and taking in a mailbox of 20,000 messages costs beside its
 * bare parts, each run alone in a process of its own against the same Dovecot. Exit 1 above a bar:
 *
 * - receiving (fetch, raw row and cursor committed): at most 1.5 times a bare imapflow fetch;
 * - all of it (also parse, thread, match, decide, index): at most 1.2 times the sum of a bare fetch, a bare mailparser pass
 *   with our options and a bare bulk insert of the same rows; and at most 0.3 of `mbsync` and `notmuch new`.
 */
const BARS = { receive: 1.5, ingest: 1.2, peers: 0.3 };

const PASSES: Readonly<Record<string, (argument: never) => Promise<object>>> = {
  bare: passBare,
  insert: insertBare,
  receive: receiveOurs,
  ours: syncOurs,
};

async function main(): Promise<void> {
  const [part, argument] = process.argv.slice(2);
  const pass = PASSES[part ?? ''];
  if (pass) return print(await pass(JSON.parse(argument ?? '') as never));
  return compare(Number(part ?? 20_000), Number(argument ?? 3));
}

async function compare(messages: number, rounds: number): Promise<void> {
  const dovecot = await startDovecot();
  try {
    await dovecot.deliver(Array.from({ length: messages }, (_, index) => makeMail(index)));
    const server = benchServer(dovecot, messages);
    // once without a watch: Dovecot builds its index, and nobody pays for it
    await inOwnProcess(__filename, 'bare', server);
    const all: Round[] = [];
    for (let round = 0; round < rounds; round += 1) all.push(await oneRound(server));
    const receive = round2(median(all.map(({ received, bare }) => received.ms / bare.fetchMs)));
    const ingest = round2(
      median(all.map(({ ours, bare, insert }) => ours.ms / (bare.fetchMs + bare.parseMs + insert.insertMs))),
    );
    const peers = await fetchWithPeers(server);
    await peers.remove();
    const oursMs = median(all.map(({ ours }) => ours.ms));
    const ratios = { receive, ingest, peers: round2(oursMs / (peers.fetchMs + peers.indexMs)) };
    print({
      messages,
      bareFetchMs: all.map(({ bare }) => bare.fetchMs),
      bareParseMs: all.map(({ bare }) => bare.parseMs),
      bareInsertMs: all.map(({ insert }) => insert.insertMs),
      receiveMs: all.map(({ received }) => received.ms),
      oursMs: all.map(({ ours }) => ours.ms),
      oursCpuMs: all.map(({ ours }) => ours.cpuMs),
      report: all[0]?.ours.report,
      rows: all[0]?.insert.rows,
      mbsyncMs: peers.fetchMs,
      notmuchMs: peers.indexMs,
      ratios,
      bars: BARS,
    });
    process.exitCode = receive <= BARS.receive && ingest <= BARS.ingest && ratios.peers <= BARS.peers ? 0 : 1;
  } finally {
    await dovecot.remove();
  }
}

type Round = {
  readonly bare: BarePass;
  readonly received: OurPass;
  readonly ours: OurPass;
  readonly insert: BarePassOfInsert;
};

/** The yardstick is taken before and after ours, as a shared machine changes its pace; their mean counts. */
async function oneRound(server: BenchServer): Promise<Round> {
  const before = await inOwnProcess<BarePass>(__filename, 'bare', server);
  const received = await inOwnProcess<OurPass>(__filename, 'receive', server);
  await removeProfile(received);
  const ours = await inOwnProcess<OurPass>(__filename, 'ours', server);
  try {
    const insert = await inOwnProcess<BarePassOfInsert>(__filename, 'insert', ours);
    const after = await inOwnProcess<BarePass>(__filename, 'bare', server);
    const mean = (key: keyof BarePass): number => Math.round((before[key] + after[key]) / 2);
    const bare = { fetchMs: mean('fetchMs'), parseMs: mean('parseMs'), cpuMs: mean('cpuMs') };
    return { bare, received, ours, insert };
  } finally {
    await removeProfile(ours);
  }
}

runBench(main);
