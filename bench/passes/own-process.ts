import { execFile } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';

/** What every benchmark does alike: passes in processes of their own, ms and processor time, one JSON line. */

/** Most that a pass may print: a report with its figures. */
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

/**
 * Runs a benchmark's own file again for one pass, as `node FILE PART JSON`, and answers what it printed. Code that ran
 * before would only be faster, and a sync is a process of its own too. What it says on standard error is passed on.
 */
export async function inOwnProcess<T>(file: string, part: string, argument: object): Promise<T> {
  const args = [file, part, JSON.stringify(argument)];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { maxBuffer: MAX_OUTPUT_BYTES });
  process.stderr.write(stderr);
  return JSON.parse(stdout) as T;
}

export function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** How long the work takes, in whole ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round(performance.now() - started);
}

/** Processor time of this process with its threads since `before`, ms: what a busy machine falsifies least. */
export function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 1000);
}

/** The middle one of an odd number of figures. */
export function median(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;
}

export function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Runs a benchmark's `main`: whatever it throws is printed whole and makes the exit code 1. */
export function runBench(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  });
}
