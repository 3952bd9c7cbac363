import { SportelloError } from '../../../shared/contract/errors';
import type { Outside } from '../outside';
import type { Store } from '../store/store';
import type { HotmartApi } from './api-client';
import { refused } from './api-failure';
import { pageOf } from './page';
import type { Page } from './page';
import { questionOf, savePage } from './pass-reader';
import type { Pass } from './round-plan';
import { passName } from './round-plan';
import { noteUndecided } from '../store/undecided-arrivals';
import { NOTHING_READ, sumCounts, writePass } from './round-store';
import type { PassState } from './round-store';

/** Pages of one list in one run, half a million items: a server that always has another page must not keep a round for ever. */
const MOST_PAGES = 5_000;

/** What a round works with. */
export type RoundRoom = {
  readonly api: HotmartApi;
  readonly store: Store;
  readonly outside: Outside;
};

/** An item that could not be used. `line`: its place in its list, from 1. */
export type Refusal = { readonly line: number; readonly reason: string };

export type PassRun = {
  readonly importId: string;
  /** Where an earlier run of the same round stopped; null: at its beginning. */
  readonly state: PassState | null;
  refuse(refusal: Refusal): void;
  /** Called after each page with what it did. */
  onPage(counts: PassState['counts']): void;
};

/**
 * Reads one pass to its end, each page written in one transaction with its cursor: a stop between two pages loses and repeats
 * nothing. Rejects as `HotmartApi.ask`; also with `hotmart-refused` where the answer is empty or the list turns in a circle.
 */
export async function runPass(room: RoundRoom, pass: Pass, run: PassRun): Promise<PassState> {
  let state: PassState = run.state ?? { token: null, isDone: false, counts: NOTHING_READ };
  const seen = new Set<string>();
  let isResumed = state.token !== null;
  while (!state.isDone) {
    let page: Page;
    try {
      page = await askPage(room, pass, state.token);
    } catch (error) {
      // a cursor of yesterday may be no good any more: once from the beginning, which writes nothing twice
      if (!isResumed || !(error instanceof SportelloError) || error.code !== 'hotmart-refused') throw error;
      room.outside.log.warn('hotmart', 'cursor.refused', { pass: passName(pass) });
      state = { ...state, token: null };
      isResumed = false;
      continue;
    }
    isResumed = false;
    if (page.next !== null && (seen.has(page.next) || page.next === state.token)) {
      await writeItems(room, pass, page, { ...state, token: null }, run);
      throw refused(questionOf(pass).what, 200, 'its pages turn in a circle, so the rest of them cannot be read');
    }
    if (page.next !== null) seen.add(page.next);
    if (seen.size > MOST_PAGES) throw refused(questionOf(pass).what, 200, 'it has more pages than anybody sells');
    const before = state.counts;
    state = await writeItems(room, pass, page, { ...state, token: page.next, isDone: page.next === null }, run);
    run.onPage({
      read: state.counts.read - before.read,
      added: state.counts.added - before.added,
      changed: state.counts.changed - before.changed,
      unchanged: state.counts.unchanged - before.unchanged,
      refused: state.counts.refused - before.refused,
    });
  }
  return state;
}

async function askPage({ api }: RoundRoom, pass: Pass, token: string | null): Promise<Page> {
  const question = questionOf(pass);
  const params = { ...question.params, ...(token === null ? {} : { page_token: token }) };
  const answer = await api.ask({ ...question, params }, 'round');
  const page = pageOf(answer);
  if (page !== null) return page;
  if (answer.kind === 'nothing') {
    throw refused(question.what, 200, 'the answer is empty, as for credentials without that permission');
  }
  throw refused(question.what, 200, 'the answer holds no list');
}

async function writeItems(
  { store, outside }: RoundRoom,
  pass: Pass,
  page: Page,
  next: PassState,
  run: PassRun,
): Promise<PassState> {
  const at = outside.clock.now();
  const refusals: Refusal[] = [];
  const state = await store.transaction(async (db) => {
    // It may run twice.
    refusals.length = 0;
    const by = { importId: run.importId, asOf: at, at };
    const saved = await savePage(db, pass, page.items, by, (place, reason) => {
      refusals.push({ line: next.counts.read + place + 1, reason: `${passName(pass)}: ${reason}` });
    });
    const counts = { ...saved, read: page.items.length, refused: refusals.length };
    const written = { ...next, counts: sumCounts(next.counts, counts) };
    await writePass(db, pass, written, at);
    if (saved.added + saved.changed > 0) await noteUndecided(db, by);
    return written;
    // a power cut takes the page and its cursor together, and Hotmart gives it again
  }, 'repeatable');
  for (const refusal of refusals) run.refuse(refusal);
  return state;
}
