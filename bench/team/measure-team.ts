import { startPgBouncer } from '../../tests/support/pgbouncer';
import { inOwnProcess, round2 } from '../passes/own-process';
import { database } from './bench-team';
import type { BenchTeam } from './bench-team';
import { watchConnections } from './connections';
import type { DeskFigures, DeskPass, Timed } from './desk-pass';
import type { PlainFigures, PlainPass } from './plain-pass';

/** Desks of one process: fifty processes would measure this machine's memory. */
const DESKS_A_PROCESS = 10;
/** Engines open one after another, with all of a desk's code to load, and warm up. */
const OPEN_MS = 3_000;
const SEED = 20_260_115;
/** A yardstick of few statements says nothing. */
const SHORTEST_PLAIN_MS = 15_000;

/** What is held against its bare statement. */
export const COMPARED = ['list', 'open', 'search'] as const;

type Compared = Readonly<Record<(typeof COMPARED)[number], number>>;

export type TeamFigures = {
  readonly bareP95Ms: Compared;
  readonly direct: Measured;
  readonly pooled: Measured;
  /** p95 of the desks by p95 of the bare statement. */
  readonly ratios: { readonly direct: Compared; readonly pooled: Compared };
};

/** The yardstick, the desks, the yardstick, the desks through PgBouncer, the yardstick. `file` runs the passes. */
export async function measureTeam(
  file: string,
  team: BenchTeam,
  { tickets, ms }: { readonly tickets: number; readonly ms: number },
): Promise<TeamFigures> {
  const plain = (seed: number): Promise<PlainFigures> => {
    const pass: PlainPass = { team, tickets, ms: Math.max(SHORTEST_PLAIN_MS, ms / 5), seed };
    return inOwnProcess<PlainFigures>(file, 'plain', pass);
  };
  const bare = [await plain(1)];
  const direct = await runDesks(file, team, { port: team.port, tickets, ms, seed: SEED });
  bare.push(await plain(2));
  const pooler = await startPgBouncer(team.superuser, database);
  const pooled = await ended(runDesks(file, team, { port: pooler.port, tickets, ms, seed: SEED + 1 }), pooler);
  bare.push(await plain(3));
  const bareP95Ms = p95s(COMPARED, (kind) => bare.flatMap((one) => one[kind]));
  return {
    bareP95Ms,
    direct,
    pooled,
    ratios: { direct: ratiosOf(direct, bareP95Ms), pooled: ratiosOf(pooled, bareP95Ms) },
  };
}

export type Measured = {
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

async function runDesks(
  file: string,
  team: BenchTeam,
  run: Pick<DeskPass, 'port' | 'tickets' | 'ms' | 'seed'>,
): Promise<Measured> {
  const startAt = Date.now() + 5_000 + OPEN_MS * Math.min(team.desks.length, 20);
  const watched = await watchConnections(team);
  const passes: Promise<DeskFigures>[] = [];
  for (let from = 0; from < team.desks.length; from += DESKS_A_PROCESS) {
    const count = Math.min(DESKS_A_PROCESS, team.desks.length - from);
    passes.push(inOwnProcess<DeskFigures>(file, 'desks', { team, ...run, from, count, startAt } satisfies DeskPass));
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
