import '../electron/engine/hosts/node-compat';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createOutside } from '../electron/engine/hosts/outside';
import { readReport } from '../electron/engine/report/read-report';
import { openStore } from '../electron/engine/store/open-store';
import { DAY_MS } from '../shared/domain/report-periods';
import { makeYear, putYear } from '../tests/support/made-year';

/**
 * `npm run bench -- report [TICKETS]`: the team lead's figures of a whole year in a store of 50,000 tickets, and of a quarter of it.
 * The bars: p95 of the year at most 300 ms, and four times the tickets in range cost at most four times as much.
 */
const BAR_MS = 300;
const BAR_GROWTH = 4;
const RUNS = 40;
/** Not counted: the code is compiled and the first pages are read. */
const WARM_UP = 5;
const TO = Date.UTC(2026, 10, 20, 12);

async function main(): Promise<void> {
  const tickets = Number(process.argv[2] ?? 50_000);
  const dir = await mkdtemp(join(tmpdir(), 'sportello-bench-'));
  const { clock, log } = createOutside({ resourcesDir: dir, sinks: [() => undefined] });
  const store = await openStore({ path: join(dir, 'store.db'), key: null, clock, log });
  try {
    await putYear(store, makeYear({ tickets, seed: 1, to: TO }));
    const times = { year: [] as number[], quarter: [] as number[] };
    // In turn, so that whatever else the machine does falls on both.
    for (let run = 0; run < RUNS + WARM_UP; run += 1) {
      for (const [range, days] of [
        ['year', 365],
        ['quarter', 365 / 4],
      ] as const) {
        const ask = { from: TO - days * DAY_MS, to: TO, at: TO, silentAfterDays: 3 };
        const started = performance.now();
        await readReport(store.db, ask, { timeZone: 'Europe/Rome', byAgent: true });
        if (run >= WARM_UP) times[range].push(performance.now() - started);
      }
    }
    const [p95, growth] = [at(times.year, 0.95), at(times.year, 0.5) / at(times.quarter, 0.5)];
    const line = {
      tickets,
      yearMs: { p50: round(at(times.year, 0.5)), p95: round(p95) },
      quarterMs: { p50: round(at(times.quarter, 0.5)), p95: round(at(times.quarter, 0.95)) },
      barMs: BAR_MS,
      growth: round(growth),
      barGrowth: BAR_GROWTH,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    process.exitCode = p95 <= BAR_MS && growth <= BAR_GROWTH ? 0 : 1;
  } finally {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  }
}

function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
