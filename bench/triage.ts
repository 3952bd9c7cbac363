import '../electron/engine/hosts/node-compat';
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { simpleParser } from 'mailparser';
import { runTriage } from '../electron/cli/triage';
import { PARSER } from '../electron/engine/mail/parse-mail';
import { makeMail, makeSales, PRODUCTS } from '../tests/support/mail-maker';

/**
 * `npm run bench -- triage [MESSAGES]`: how a dry run over mails without attachments compares with a bare mailparser pass,
 * with our options, over the same files in one run. The bar: at most 1.6 times, start-up apart. What starting costs is
 * measured on an empty folder; the two take turns, so that a machine that changes its pace changes both. Exit 1 above it.
 */
const BAR = 1.6;
const ROUNDS = 5;

async function main(): Promise<void> {
  const messages = Number(process.argv[2] ?? 2000);
  const dir = await mkdtemp(join(tmpdir(), 'sportello-bench-'));
  try {
    const folders = { full: join(dir, 'mail'), empty: join(dir, 'empty') };
    await Promise.all(Object.values(folders).map((folder) => mkdir(folder)));
    await writeFile(join(dir, 'sales.csv'), makeSales(messages));
    await writeFile(join(dir, 'products.csv'), PRODUCTS);
    // Every tenth of the invented mails carries a picture: those are left out.
    const numbers = Array.from({ length: messages * 2 }, (_, index) => index).filter((index) => index % 10 < 9);
    for (const index of numbers.slice(0, messages))
      await writeFile(join(folders.full, `${String(index).padStart(6, '0')}.eml`), makeMail(index));

    const start: number[] = [];
    const bare: number[] = [];
    const ours: number[] = [];
    // The first round of each warms up and is not counted.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const times = [
        await timed(() => triage(dir, folders.empty, 0)),
        await timed(() => parseBare(folders.full)),
        await timed(() => triage(dir, folders.full, messages)),
      ] as const;
      if (round === 0) continue;
      start.push(times[0]);
      bare.push(times[1]);
      ours.push(times[2] - times[0]);
    }
    const ratios = ours.map((time, round) => time / (bare[round] ?? Number.NaN));
    const line = {
      messages,
      startMs: Math.round(median(start)),
      bareParseMs: Math.round(median(bare)),
      oursMs: Math.round(median(ours)),
      ratios: ratios.map(round2),
      ratio: round2(median(ratios)),
      bar: BAR,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    process.exitCode = line.ratio <= BAR ? 0 : 1;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function triage(dir: string, mail: string, expected: number): Promise<void> {
  let lines = 0;
  let complaints = '';
  const args = [
    '--mail',
    mail,
    '--purchases',
    join(dir, 'sales.csv'),
    '--catalogue',
    join(dir, 'products.csv'),
    '--json',
  ];
  const code = await runTriage(args, {
    stdout: { write: () => (lines += 1) },
    stderr: { write: (text) => (complaints += text) },
    resourcesDir: resolve(__dirname, '../../resources'),
  });
  if (code !== 0 || lines !== expected)
    throw new Error(`triage ended with ${code} after ${lines} lines: ${complaints}`);
}

async function parseBare(folder: string): Promise<void> {
  for (const file of (await readdir(folder)).sort()) await simpleParser(await readFile(join(folder, file)), PARSER);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
