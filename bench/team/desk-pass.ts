import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Profile } from '../../shared/contract/profile';
import { SportelloError } from '../../shared/contract/errors';
import { createEngine } from '../../electron/engine/engine';
import type { Engine } from '../../electron/engine/engine';
import { benchOutside, now, storePassword, urlOf } from './bench-team';
import type { BenchDesk, BenchTeam } from './bench-team';
import { hearChanges, lagsOf } from './heard-changes';
import type { Heard, OwnWrite } from './heard-changes';
import { ACTION_EVERY_MS, choices, PAGE_LINES, SEARCH_LINES } from './seeded-actions';

/** Some desks of a team in a process of their own. */
export type DeskPass = {
  readonly team: BenchTeam;
  /** Where they reach it: the server's port, or a pooler's. */
  readonly port: number;
  /** Which of the team's desks: from this one, so many. */
  readonly from: number;
  readonly count: number;
  readonly tickets: number;
  /** Epoch ms of the first action of the first desk. */
  readonly startAt: number;
  readonly ms: number;
  readonly seed: number;
};

export type Timed = 'next' | 'open' | 'list' | 'search' | 'reply';
export type DeskFigures = {
  readonly times: Readonly<Record<Timed, readonly number[]>>;
  /** From the write of a change to `tickets.changed` at each other desk, ms. */
  readonly lags: readonly number[];
  /** Changes that a desk did not hear of. */
  readonly unheard: number;
  /** Actions that came to nothing, by their code: two desks on one ticket, or nothing free in a queue. */
  readonly refused: Readonly<Record<string, number>>;
  readonly cpuMs: number;
};

/** What was changed last is heard after the last action. */
const SETTLE_MS = 6_000;

type Desk = {
  readonly engine: Engine;
  readonly person: BenchDesk;
  readonly index: number;
  readonly heard: readonly Heard[];
  readonly writes: OwnWrite[];
  held: { readonly ticket: string; readonly revision: number } | null;
};

/** Runs the desks of one process through their actions. Each is a real engine that neither reads nor sends mail. */
export async function passDesks(pass: DeskPass): Promise<DeskFigures> {
  const dir = await mkdtemp(join(tmpdir(), 'sportello-bench-team-'));
  const times: Record<Timed, number[]> = { next: [], open: [], list: [], search: [], reply: [] };
  const refused: Record<string, number> = {};
  const desks: Desk[] = [];
  try {
    for (let index = pass.from; index < pass.from + pass.count; index += 1)
      desks.push(await openDesk(pass, dir, index));
    if (now() > pass.startAt)
      throw new Error('The desks were not open in time: their first actions would count as late');
    const before = process.cpuUsage();
    await Promise.all(desks.map((desk) => work(pass, desk, times, refused)));
    const { user, system } = process.cpuUsage(before);
    await sleep(SETTLE_MS);
    const { lags, unheard } = await lagsOf(pass, desks);
    return { times, lags, unheard, refused, cpuMs: Math.round((user + system) / 1000) };
  } finally {
    for (const desk of desks) await desk.engine.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function openDesk(pass: DeskPass, dir: string, index: number): Promise<Desk> {
  const person = pass.team.desks[index];
  if (!person) throw new Error(`The team has no desk ${String(index)}`);
  const server = { host: '127.0.0.1', port: 1, secure: true, user: 'support@corsi.example' };
  const profile: Profile = {
    mailbox: { imap: server, smtp: server, address: 'support@corsi.example', name: 'Assistenza Corsi', language: 'it' },
    agent: { name: person.name, email: person.email },
    store: { kind: 'postgres', url: urlOf(pass.port, person.login) },
  };
  const engine = await createEngine({
    profileDir: join(dir, String(index)),
    profile,
    secrets: { imapPassword: null, smtpPassword: null, storeKey: null, storePassword },
    outside: benchOutside(resolve(dirname(process.argv[1] ?? ''), '../../resources')),
    demo: false,
    network: false,
  });
  const heard = hearChanges(engine);
  engine.start();
  // As the window's host does a moment after its start.
  await engine.warm();
  return { engine, person, index, heard, writes: [], held: null };
}

/**
 * One action every 5 s, each at its own moment, whatever the one before took: what begins late because the desk was not done
 * counts from when it was due.
 */
async function work(
  pass: DeskPass,
  desk: Desk,
  times: Record<Timed, number[]>,
  refused: Record<string, number>,
): Promise<void> {
  const choose = choices(pass.seed * 1_000 + desk.index);
  const desks = pass.team.desks.length;
  for (
    let due = pass.startAt + (desk.index / desks) * ACTION_EVERY_MS;
    due < pass.startAt + pass.ms;
    due += ACTION_EVERY_MS
  ) {
    await sleep(Math.max(0, due - now()));
    const chosen = choose.action();
    const action = chosen === 'reply' && desk.held === null ? 'next' : chosen;
    const begun = now();
    try {
      if (action === 'next') {
        const { claimed } = await desk.engine.call('tickets.next', { queue: choose.queue() });
        const answered = now();
        times.next.push(answered - due);
        if (claimed === null) throw new Error('A queue is worked off: the run is too long for so few tickets');
        for (const ticket of [claimed.ticket, ...claimed.before.map((held) => held.ticket)])
          desk.writes.push({ ticket, from: begun, to: answered });
        const { row } = await desk.engine.call('tickets.open', { ticket: claimed.ticket });
        times.open.push(now() - answered);
        desk.held = { ticket: row.id, revision: row.revision };
      } else if (action === 'list') {
        const queue = choose.below(4) === 0 ? 'mine' : choose.queue();
        await desk.engine.call('tickets.page', { queue, offset: 0, limit: PAGE_LINES });
        times.list.push(now() - due);
      } else if (action === 'search') {
        await desk.engine.call('tickets.search', { query: choose.query(pass.tickets), limit: SEARCH_LINES });
        times.search.push(now() - due);
      } else if (desk.held !== null) {
        const { ticket, revision } = desk.held;
        desk.held = null;
        const text = `Buongiorno, abbiamo guardato la sua richiesta ${ticket} e le scriviamo presto. ${desk.person.name}`;
        await desk.engine.call('replies.send', { ticket, revision, text, macro: null, decision: null });
        times.reply.push(now() - due);
        desk.writes.push({ ticket, from: begun, to: now() });
      }
    } catch (error) {
      if (!(error instanceof SportelloError)) throw error;
      refused[`${action} ${error.code}`] = (refused[`${action} ${error.code}`] ?? 0) + 1;
    }
  }
}
