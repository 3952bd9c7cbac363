import '../electron/engine/hosts/node-compat';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createOutside } from '../electron/engine/hosts/outside';
import { openStore } from '../electron/engine/store/open-store';
import type { Store } from '../electron/engine/store/store';
import { inOwnProcess, median, print, round2, runBench, timed } from './passes/own-process';

/**
 * `npm run bench -- copy [MEGABYTES]`: how long the longest commit waits while a store of 200 MB is copied, beside how long
 * VACUUM INTO of the same store holds everything, one after the other in processes of their own. The bar: the median of five
 * at most a fifth. Exit 1 above it.
 */
const BAR = 0.2;
const ROUNDS = 5;
const ROW_BYTES = 512 * 1024;

type Figures = {
  readonly longestCommitMs: number;
  readonly commits: number;
  readonly copyMs: number;
  readonly vacuumMs: number;
};

async function main(): Promise<void> {
  const [part, given] = process.argv.slice(2);
  if (part === 'one') return print(await measure((JSON.parse(given ?? '') as { megabytes: number }).megabytes));
  const megabytes = Number(part ?? 200);
  const rounds: Figures[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await inOwnProcess(__filename, 'one', { megabytes }));
  const ratio = round2(median(rounds.map((figures) => figures.longestCommitMs / figures.vacuumMs)));
  print({ megabytes, rounds, ratio, bar: BAR });
  process.exitCode = ratio <= BAR ? 0 : 1;
  return undefined;
}

async function measure(megabytes: number): Promise<Figures> {
  const dir = await mkdtemp(join(tmpdir(), 'sportello-bench-'));
  const { clock, log } = createOutside({ resourcesDir: dir, sinks: [() => undefined] });
  const store = await openStore({ path: join(dir, 'store.db'), key: null, clock, log });
  try {
    for (let row = 0; row < megabytes; row += 1)
      await write(store, `filler-${row}`, randomBytes(ROW_BYTES).toString('hex'));
    const until = { over: false };
    let longestCommitMs = 0;
    let commits = 0;
    const copying = timed(() => store.copyTo(join(dir, 'copy.db'))).finally(() => (until.over = true));
    // Commits end to end, as a sync in full work makes them.
    while (!until.over) {
      longestCommitMs = Math.max(longestCommitMs, await timed(() => write(store, `commit-${commits}`, 'x')));
      commits += 1;
      await new Promise(setImmediate);
    }
    const copyMs = await copying;
    const vacuumMs = await timed(() => sql`vacuum into ${join(dir, 'vacuum.db')}`.execute(store.db));
    return { longestCommitMs, commits, copyMs, vacuumMs };
  } finally {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function write(store: Store, name: string, value: string): Promise<void> {
  await store.db.insertInto('setting').values({ name, value }).execute();
}

runBench(main);
