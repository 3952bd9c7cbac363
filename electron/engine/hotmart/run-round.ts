import { SportelloError, packError } from '../../../shared/contract/errors';
import type { PackedError } from '../../../shared/contract/errors';
import type { HotmartReader, HotmartRound, ReadCounts } from '../../../shared/contract/hotmart';
import type { ImportReport } from '../../../shared/contract/views';
import { closeInterruptedRounds, dropQuietRound } from '../store/api-imports-table';
import { KEPT_REFUSALS, finishImport, startImport } from '../store/imports-table';
import { readContacts } from './read-contacts';
import { passName, passesOf, readerOf } from './round-plan';
import type { Pass, Round } from './round-plan';
import { NOTHING_READ, endRound, readComplete, readPasses, sumCounts, writeLast } from './round-store';
import { runPass } from './run-pass';
import type { Refusal, RoundRoom } from './run-pass';

/** Name of the import in lists: what "from where" says of a purchase. */
export const API_NAME = 'Hotmart API';
/** Refused items that the report itself lists; the import keeps them all. */
const LISTED_REFUSALS = 500;

type Counts = Map<HotmartReader, ReadCounts>;

/**
 * Runs a round to its end, or goes on with it where it was stopped. What Hotmart refuses to tell is noted and the rest is read;
 * the round is complete where no list of sales was refused. Rejects with what stopped it (credentials, no usable answer, the
 * desk closing): its cursors stay, and the next call goes on.
 */
export async function runRound(room: RoundRoom, round: Round, onRead: (read: number) => void): Promise<HotmartRound> {
  const { store, outside } = room;
  const importId = outside.ids.row();
  await store.transaction(async (db) => {
    await closeInterruptedRounds(db, packError(interrupted()), outside.clock.now());
    // also of a round that is gone on with: nothing that is newer than its beginning is asked for
    const { startedAt } = round;
    await startImport(db, { id: importId, kind: 'sales', source: 'api', fileName: API_NAME, startedAt });
  });
  const counts: Counts = new Map();
  const refusals: Refusal[] = [];
  const problems: PackedError[] = [];
  const endedNow = (isComplete: boolean): HotmartRound => ({
    kind: round.kind,
    isComplete,
    startedAt: round.startedAt,
    finishedAt: outside.clock.now(),
    counts: Object.fromEntries(counts),
    problems,
  });
  const finish = (state: 'done' | 'failed' | 'cancelled', problem: PackedError | null) => ({
    state,
    finishedAt: outside.clock.now(),
    report: reportOf(counts, refusals),
    problem,
    refusals,
    // nothing later was asked for
    asOf: round.startedAt,
  });
  try {
    const isWhole = await readAll();
    // the newest days alone are no history: until a full round was whole, nothing says that the purchases are all here
    const { full = round.kind === 'full' ? round : null } = await readComplete(store.db);
    const isComplete = isWhole && (round.kind === 'full' || full?.clientId === round.clientId);
    const ended = endedNow(isComplete);
    await store.transaction(async (db) => {
      await finishImport(db, importId, finish(isComplete ? 'done' : 'failed', problems[0] ?? null));
      await endRound(db, round, ended);
      await dropQuietRound(db, importId);
    });
    return ended;
  } catch (error) {
    if (!(error instanceof SportelloError)) throw error;
    const isClosing = error.code === 'engine-gone';
    const problem = packError(error);
    problems.push(problem);
    await store.transaction(async (db) => {
      await finishImport(db, importId, finish(isClosing ? 'cancelled' : 'failed', isClosing ? null : problem));
      if (!isClosing) await writeLast(db, endedNow(false));
      await dropQuietRound(db, importId);
    });
    throw error;
  }

  /** Answers whether every list of sales was read. */
  async function readAll(): Promise<boolean> {
    const states = await readPasses(store.db);
    let areSalesWhole = true;
    for (const pass of passesOf(round)) {
      const state = states.get(passName(pass)) ?? null;
      if (state !== null) add(readerOf(pass), state.counts);
      if (state?.isDone === true) continue;
      const isRead = await noting(() => runOne(pass, state));
      if (!isRead && pass.kind === 'sales') areSalesWhole = false;
    }
    if (round.kind !== 'recent') {
      await noting(async () => add('contacts', await readContacts(room)));
    }
    return areSalesWhole;
  }

  async function runOne(pass: Pass, state: Parameters<typeof runPass>[2]['state']): Promise<void> {
    await runPass(room, pass, {
      importId,
      state,
      refuse: (refusal) => {
        if (refusals.length < KEPT_REFUSALS) refusals.push(refusal);
      },
      onPage: (page) => add(readerOf(pass), page),
    });
  }

  /** What is refused is noted, and the round goes on. */
  async function noting(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof SportelloError) || error.code !== 'hotmart-refused') throw error;
      const { what = '', status = 0 } = error.detail;
      outside.log.warn('hotmart', 'refused', { what, status });
      problems.push(packError(error));
      return false;
    }
  }

  function add(reader: HotmartReader, more: ReadCounts): void {
    counts.set(reader, sumCounts(counts.get(reader) ?? NOTHING_READ, more));
    onRead(total(counts).read);
  }
}

function total(counts: Counts): ReadCounts {
  return [...counts.values()].reduce(sumCounts, NOTHING_READ);
}

function reportOf(counts: Counts, refusals: readonly Refusal[]): ImportReport {
  return { ...total(counts), refusals: refusals.slice(0, LISTED_REFUSALS) };
}

function interrupted(): SportelloError {
  return new SportelloError('engine-gone', 'The desk stopped while it read from Hotmart.', {
    reason: 'hotmart',
    action: 'Nothing to do: it goes on where it stopped.',
    retryable: true,
  });
}
