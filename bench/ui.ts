import '../electron/engine/hosts/node-compat';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startDovecot } from '../tests/support/dovecot';
import { startSmtpSink } from '../tests/support/smtp-sink';
import { runBench, timed } from './passes/own-process';
import {
  measureAccept,
  measureLead,
  measureMemory,
  measureNext,
  measureScrolling,
  measureSearch,
  measureStart,
  measureTyping,
} from './ui/figures';
import type { Figure, Pair } from './ui/figures';
import { fillProfile, fillYear } from './ui/fill-profile';
import type { Servers } from './ui/fill-profile';
import { holds, table } from './ui/shares';
import { openWindow } from './ui/windows';
import type { OpenWindow, Program } from './ui/windows';

/**
 * `npm run bench:ui [-- FIGURE…] [--runs N] [--tickets N]`: the real window over an inbox of 100,000 open tickets, beside a bare
 * Electron window with a plain page of as many rows (`ui/bare`), in the same run. Exit 1 above a bar:
 *
 * - start: fresh process and user data, files in the cache, to `data-ready`: median at most 1.5 times the bare window's;
 * - next, accept, undo: from the key's own time to the end of the first frame in which list, conversation and case show the
 *   ticket (the frame of an HTML mail apart): p95 at most 50 ms or 2.5 times the bare page's;
 * - typing: processor time of the page's main thread a key, p95 at most 16 ms; search: last key to results, p95 at most 60 ms;
 * - scrolling: no more tasks over 50 ms than the bare page (median run);
 * - memory: private bytes of the pages' processes after 200 tickets, at most 250 MB more than the bare window's;
 * - lead: the team lead's page over a year of 50,000 tickets, first opened in its process: p95 at most 300 ms to Today.
 */
const RUNS = 30;
const TICKETS = 100_000;
/** Of the year that the team lead's page counts. */
const YEAR_TICKETS = 50_000;
const FIGURES = ['start', 'next', 'accept', 'typing', 'search', 'scrolling', 'memory', 'lead'] as const;

type Name = (typeof FIGURES)[number];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: 'string' }, tickets: { type: 'string' } },
  });
  const unknown = positionals.find((name) => !FIGURES.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`There is no figure ${unknown}; there are ${FIGURES.join(', ')}.`);
  const wanted = FIGURES.filter((name) => positionals.length === 0 || positionals.includes(name));
  const runs = Number(values.runs ?? RUNS);
  const inbox = wanted.filter((name) => name !== 'lead');
  const figures: Figure[] = [];
  if (inbox.length > 0) {
    const fill: Fill = (profileDir, servers) => fillProfile(profileDir, servers, Number(values.tickets ?? TICKETS));
    figures.push(...(await withPrograms(fill, (programs) => measure(programs, inbox, runs))));
  }
  if (wanted.includes('lead')) {
    const fill: Fill = (profileDir, servers) => fillYear(profileDir, servers, Number(values.tickets ?? YEAR_TICKETS));
    figures.push(...(await withPrograms(fill, (programs) => measure(programs, ['lead'], runs))));
  }
  process.stdout.write(`${table(figures)}\n`);
  const missed = figures.filter((figure) => !holds(figure)).map(({ name }) => name);
  process.stdout.write(missed.length === 0 ? 'Every bar holds.\n' : `Missed: ${missed.join(', ')}.\n`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

type Fill = (profileDir: string, servers: Servers) => Promise<void>;

async function withPrograms<T>(fill: Fill, work: (programs: Pair<Program>) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sportello-bench-ui-'));
  const dovecot = await startDovecot();
  const smtp = await startSmtpSink({ password: dovecot.password });
  try {
    const root = resolve(dirname(process.argv[1] ?? ''), '../..');
    const profileDir = join(folder, 'profile');
    const filledMs = await timed(() => fill(profileDir, { dovecot, smtp }));
    say(`The tickets were written in ${String(Math.round(filledMs / 1000))} s.`);
    // Beside its own data, as the desk's program is beside its profile.
    const bare = join(folder, 'bare');
    await cp(join(root, 'bench/ui/bare'), bare, { recursive: true });
    await mkdir(join(folder, 'bare-data'));
    const environment = { SPORTELLO_IMAP_PASSWORD: dovecot.password, SPORTELLO_SMTP_PASSWORD: smtp.password };
    return await work({
      desk: { app: root, profileDir, environment },
      bare: { app: bare, profileDir: join(folder, 'bare-data'), environment: {} },
    });
  } finally {
    await smtp.close();
    await dovecot.remove();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

async function measure(programs: Pair<Program>, wanted: readonly Name[], runs: number): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const name of wanted) {
    say(`Measuring ${name} …`);
    figures.push(...(await measureOne(name, programs, runs)));
  }
  return figures;
}

function measureOne(name: Name, programs: Pair<Program>, runs: number): Promise<readonly Figure[]> {
  switch (name) {
    case 'start':
      return measureStart(programs, runs);
    case 'next':
      return inWindows(programs, (windows) => measureNext(windows, runs));
    case 'accept':
      return inWindows(programs, (windows) => measureAccept(windows, runs));
    case 'typing':
      return inWindows(programs, (windows) => measureTyping(windows, runs));
    case 'search':
      return inWindows(programs, (windows) => measureSearch(windows, runs));
    case 'scrolling':
      return inWindows(programs, (windows) => measureScrolling(windows, runs));
    case 'memory':
      return measureMemory(programs);
    case 'lead':
      return measureLead(programs.desk, runs);
  }
}

/** Both windows one after the other would meet another pace of the machine; both at once share it. */
async function inWindows(
  programs: Pair<Program>,
  work: (windows: Pair<OpenWindow>) => Promise<readonly Figure[]>,
): Promise<readonly Figure[]> {
  const desk = await openWindow(programs.desk);
  try {
    const bare = await openWindow(programs.bare);
    try {
      return await work({ desk, bare });
    } finally {
      await bare.close();
    }
  } finally {
    await desk.close();
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

runBench(main);
