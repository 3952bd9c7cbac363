import '../electron/engine/hosts/node-compat';
import { startDovecot } from '../tests/support/dovecot';
import { makeMail } from '../tests/support/mail-maker';
import { benchServer, passBare } from './passes/bare-mail';
import type { BarePass, BenchServer } from './passes/bare-mail';
import { removeProfile, syncOurs } from './passes/our-sync';
import type { OurPass } from './passes/our-sync';
import { inOwnProcess, median, print, round2, runBench } from './passes/own-process';

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

async function main(): Promise<void> {
  const [part, argument] = process.argv.slice(2);
  if (part === 'bare') return print(await passBare(JSON.parse(argument ?? '') as BenchServer));
  if (part === 'ours') return print(await syncOurs(JSON.parse(argument ?? '') as BenchServer));
  return compare(Number(part ?? 5000));
}

async function compare(messages: number): Promise<void> {
  const dovecot = await startDovecot();
  try {
    const raws = Array.from({ length: messages }, (_, index) => makeMail(index));
    await dovecot.deliver(raws);
    const server = benchServer(dovecot, messages);
    const passBareAlone = (): Promise<BarePass> => inOwnProcess<BarePass>(__filename, 'bare', server);
    // once without a watch: Dovecot builds its index, and nobody pays for it
    await passBareAlone();
    const bare = [await passBareAlone()];
    const ours: OurPass[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const pass = await inOwnProcess<OurPass>(__filename, 'ours', server);
      await removeProfile(pass);
      ours.push(pass);
      bare.push(await passBareAlone());
    }
    const ratios = ours.map(({ ms }, round) => ms / ((sumOf(bare[round]) + sumOf(bare[round + 1])) / 2));
    const ratio = round2(median(ratios));
    print({
      messages,
      megabytes: round2(raws.reduce((sum, raw) => sum + raw.length, 0) / 1_000_000),
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

function sumOf(bare: BarePass | undefined): number {
  return bare ? bare.fetchMs + bare.parseMs : Number.NaN;
}

runBench(main);
