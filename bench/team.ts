import '../electron/engine/hosts/node-compat';
import { startPgBouncer } from '../tests/support/pgbouncer';
import { inOwnProcess, print, round2, runBench, timed } from './passes/own-process';
import { database, makeBenchTeam } from './team/bench-team';
import type { BenchTeam } from './team/bench-team';
import { watchConnections } from './team/connections';
import { passDesks } from './team/desk-pass';
import type { DeskFigures, DeskPass, Timed } from './team/desk-pass';
import { fillTeam } from './team/fill-team';
import { passPlain } from './team/plain-pass';
import type { PlainFigures, PlainPass } from './team/plain-pass';

/**
 * `npm run bench:team [TICKETS] [DESKS] [SECONDS]`: 50 desks on a team's store of 1,000,000 tickets for 5 minutes, and once more
 * through PgBouncer in transaction mode. Each desk is a real engine with the rights of an agent and does one thing every 5 s: 60 %
 * next ticket (claims and opens it), 20 % a list, 10 % a search, 10 % a reply. Exit 1 above a bar:
 *
 * - opening a list, a ticket and a search: p95 at most 5 times that of the bare statement, issued at the same total rate by 3
 *   plain connections before and after the desks' minutes;
 * - a change is at the other desks within 1 s (p95), through PgBouncer within 3 s, and at each of them;
 * - no desk has more than 3 connections.
 *
 * All times count from when an action was due: a server that falls behind shows it.
 */
const BARS = { ratio: 5, seenMs: { direct: 1_000, pooled: 3_000 }, connections: 3 };
/** Desks of one process: fifty processes would measure this machine's memory. */
const DESKS_A_PROCESS = 10;
/** Engines open one after another, with all of a desk's code to load. */
const OPEN_MS = 1_000;
const SEED = 20_260_115;

const PASSES: Readonly<Record<string, (argument: never) => Promise<object>>> = { desks: passDesks, plain: passPlain };
const COMPARED = ['list', 'open', 'search'] as const;

async function main(): Promise<void> {
  const [part, argument, seconds] = process.argv.slice(2);
  const pass = PASSES[part ?? ''];
  if (pass) return print(await pass(JSON.parse(argument ?? '') as never));
  return compare(Number(part ?? 1_000_000), Number(argument ?? 50), Number(seconds ?? 300) * 1_000);
}

async function compare(tickets: number, desks: number, ms: number): Promise<void> {
  const { postgres, team } = await makeBenchTeam(desks);
  try {
    const filledMs = await timed(() => fillTeam(team.superuser, tickets, Date.now()));
    const plainMs = Math.max(15_000, ms / 5);
    const plain = (seed: number) =>
      inOwnProcess<PlainFigures>(__filename, 'plain', { team, tickets, ms: plainMs, seed } satisfies PlainPass);
    const bare = [await plain(1)];
    const direct = await runDesks(team, { port: team.port, tickets, ms, seed: SEED });
    bare.push(await plain(2));
    const pooler = await startPgBouncer(postgres.url(), database);
    const pooled = await ended(runDesks(team, { port: pooler.port, tickets, ms, seed: SEED + 1 }), pooler);
    bare.push(await plain(3));
    const bareMs = p95s(COMPARED, (kind) => bare.flatMap((one) => one[kind]));
    const ratios = { direct: ratiosOf(direct, bareMs), pooled: ratiosOf(pooled, bareMs) };
    print({ tickets, desks, seconds: ms / 1_000, filledMs, bareP95Ms: bareMs, direct, pooled, ratios, bars: BARS });
    const holds =
      COMPARED.every((kind) => ratios.direct[kind] <= BARS.ratio && ratios.pooled[kind] <= BARS.ratio) &&
      direct.seenP95Ms <= BARS.seenMs.direct &&
      pooled.seenP95Ms <= BARS.seenMs.pooled &&
      direct.unheard + pooled.unheard === 0 &&
      Math.max(direct.connections, pooled.connections) <= BARS.connections;
    process.exitCode = holds ? 0 : 1;
  } finally {
    await postgres.remove();
  }
}

type Measured = {
  readonly p95Ms: Readonly<Record<Timed, number>>;
  readonly medianMs: Readonly<Record<Timed, number>>;
  readonly counted: Readonly<Record<Timed, number>>;
  readonly seenP95Ms: number;
  readonly seenMedianMs: number;
  readonly seen: number;
  readonly unheard: number;
  readonly refused: Readonly<Record<string, number>>;
  /** Most connections that one desk had at the server. */
  readonly connections: number;
  readonly cpuMs: number;
};

async function runDesks(team: BenchTeam, run: Pick<DeskPass, 'port' | 'tickets' | 'ms' | 'seed'>): Promise<Measured> {
  const startAt = Date.now() + 5_000 + OPEN_MS * Math.min(team.desks.length, 20);
  const watched = await watchConnections(team);
  const passes: Promise<DeskFigures>[] = [];
  for (let from = 0; from < team.desks.length; from += DESKS_A_PROCESS) {
    const count = Math.min(DESKS_A_PROCESS, team.desks.length - from);
    passes.push(
      inOwnProcess<DeskFigures>(__filename, 'desks', { team, ...run, from, count, startAt } satisfies DeskPass),
    );
  }
  const figures = await ended(Promise.all(passes), watched);
  const kinds = ['next', 'open', 'list', 'search', 'reply'] as const;
  const timesOf = (kind: Timed): number[] => figures.flatMap((one) => one.times[kind]);
  const lags = figures.flatMap((one) => one.lags);
  const refused: Record<string, number> = {};
  for (const one of figures)
    for (const [code, times] of Object.entries(one.refused)) refused[code] = (refused[code] ?? 0) + times;
  return {
    p95Ms: p95s(kinds, timesOf),
    medianMs: each(kinds, (kind) => round2(shareOf(timesOf(kind), 0.5))),
    counted: each(kinds, (kind) => timesOf(kind).length),
    seenP95Ms: shareOf(lags, 0.95),
    seenMedianMs: shareOf(lags, 0.5),
    seen: lags.length,
    unheard: figures.reduce((sum, one) => sum + one.unheard, 0),
    refused,
    connections: watched.most(),
    cpuMs: figures.reduce((sum, one) => sum + one.cpuMs, 0),
  };
}

/** Waits for the work, and stops what it needed, however it ended. */
async function ended<T>(work: Promise<T>, needed: { stop(): Promise<void> }): Promise<T> {
  try {
    return await work;
  } finally {
    await needed.stop();
  }
}

function ratiosOf({ p95Ms }: Measured, bareMs: Readonly<Record<(typeof COMPARED)[number], number>>) {
  return each(COMPARED, (kind) => round2(p95Ms[kind] / bareMs[kind]));
}

function p95s<K extends string>(kinds: readonly K[], timesOf: (kind: K) => readonly number[]): Record<K, number> {
  return each(kinds, (kind) => round2(shareOf(timesOf(kind), 0.95)));
}

function each<K extends string, T>(kinds: readonly K[], value: (kind: K) => T): Record<K, T> {
  return Object.fromEntries(kinds.map((kind) => [kind, value(kind)])) as Record<K, T>;
}

/** The figure that this share of all is not above. */
function shareOf(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

runBench(main);
