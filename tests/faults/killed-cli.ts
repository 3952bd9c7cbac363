import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const CLI = resolve(import.meta.dirname, '../../out/cli/index.cjs');

/** How a command line of its own process ended. */
export type CliEnd = {
  /** Whether it was killed before it had ended by itself. */
  readonly killed: boolean;
  readonly code: number | null;
  readonly ms: number;
  readonly out: string;
  readonly err: string;
};

/**
 * Runs the built command line in a process of its own and kills it (`kill -9`, with its threads) after this time, in ms;
 * null lets it end. A process that ended before was not killed.
 */
export function runAndKill(
  args: readonly string[],
  secrets: Readonly<Record<string, string>>,
  afterMs: number | null,
): Promise<CliEnd> {
  const started = performance.now();
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...secrets },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const timer = afterMs === null ? null : setTimeout(() => child.kill('SIGKILL'), afterMs);
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => {
      if (timer) clearTimeout(timer);
      done({ killed: signal === 'SIGKILL', code, ms: performance.now() - started, out, err });
    });
  });
}

/**
 * Draws moments over the whole length of a run, which is learnt from the runs: one that ended before its kill says how long
 * it took, and each that was killed lets the guess grow.
 */
export function killMoments(random: () => number, firstGuessMs: number) {
  let wholeMs = firstGuessMs;
  return {
    next: () => random() * wholeMs,
    learn(end: CliEnd): void {
      wholeMs = end.killed ? wholeMs * 1.05 : (wholeMs + end.ms) / 2;
    },
  };
}
