import { QueryObserver } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import type { SportelloWindow } from '../../shared/contract/shell-api';
import type { TicketPage, TicketRow } from '../../shared/contract/views';
import { askEngine } from '../engine-client';
import { finishedSearch } from './finished-search';
import { createSearchTurn } from './search-turn';
import type { SearchTurn } from './search-turn';

/** What a search found. */
export type Found = {
  /** The search that `rows` answer. */
  readonly sought: string;
  readonly rows: readonly TicketRow[];
  /** As many as were asked for: there may be more. */
  readonly isCut: boolean;
  /** Why there is nothing to show; null where there is an answer. */
  readonly error: Error | null;
};

/** Tickets of a search at most. */
const SEARCH_ROWS = 200;
/** What is asked for with each key: more than the highest window shows, and found, sent and read in a third of the time. */
const FIRST_ROWS = 40;
/** Once nobody types any more for this long, the others are asked for, too, ms. */
const WHOLE_PAUSE_MS = 300;
/** Typing in the search box asks the engine after this pause, ms: one frame, as results are there within 60 ms of a key. */
const SEARCH_PAUSE_MS = 16;
/** One letter begins nearly every ticket's words: it is asked for only where no second one follows it for this long, ms. */
const LONE_LETTER_MS = 300;
/** From here on it is said that an answer is on its way, ms: whatever comes sooner would only flicker. */
const LATE_MS = 400;

/** Where one types, and whom it is asked of. */
export type SearchSource = {
  readonly queries: QueryClient;
  readonly engine: SportelloWindow['engine'];
  /** The search box's text as it stands. */
  readonly typed: () => string;
  readonly onTyped: (listener: () => void) => () => void;
};

/** Hears what became of what was typed. */
export type SearchHearer = {
  /** Null once nothing is sought any more. */
  readonly onFound: (found: Found | null) => void;
  readonly onLate: () => void;
};

/**
 * Asks for what is typed once it stood for a moment: as much as a window shows with each key, all of it once the typing has paused, and
 * again whenever the engine says that tickets changed. It stands beside React, so that a key costs the list one drawing, that of its answer.
 */
export function followSearch(source: SearchSource, hearer: SearchHearer): () => void {
  const inTurn = createSearchTurn();
  let sought = '';
  let pause: ReturnType<typeof setTimeout> | undefined;
  let stopAsking: (() => void) | null = null;
  const turnTo = (next: string, afterMs: number): void => {
    sought = next;
    clearTimeout(pause);
    // A letter is waited for longer than an answer takes: what was sought before it is no longer wanted.
    if (afterMs > SEARCH_PAUSE_MS) stopAsking?.();
    const go = (): void => {
      stopAsking?.();
      stopAsking = next === '' ? null : ask(next, source, hearer, inTurn);
      if (next === '') hearer.onFound(null);
    };
    if (next === '' || afterMs === 0) go();
    else pause = setTimeout(go, afterMs);
  };
  const look = (): string => finishedSearch(source.typed().trim());
  const first = look();
  // What is in the box already was typed some time ago.
  if (first !== '') turnTo(first, 0);
  const stop = source.onTyped(() => {
    const next = look();
    if (next !== sought) turnTo(next, next.length === 1 ? LONE_LETTER_MS : SEARCH_PAUSE_MS);
  });
  return () => {
    stop();
    clearTimeout(pause);
    stopAsking?.();
  };
}

/** Keeps asking for one search until it is stopped. */
function ask(sought: string, source: SearchSource, hearer: SearchHearer, inTurn: SearchTurn): () => void {
  const { queries, engine } = source;
  let limit = FIRST_ROWS;
  const options = () => {
    const asked = askEngine(engine, 'tickets.search', { query: sought, limit });
    const queryFn = ({ signal }: { readonly signal: AbortSignal }) => inTurn(signal, asked.queryFn);
    // Compared row by row, by whoever shows them.
    return { ...asked, queryFn, structuralSharing: false } as const;
  };
  const observer = new QueryObserver<TicketPage>(queries, options());
  let late: ReturnType<typeof setTimeout> | undefined;
  let whole: ReturnType<typeof setTimeout> | undefined;
  let heard: TicketPage | Error | null = null;
  let isWholeRefused = false;
  const look = (): void => {
    const { data, error, fetchStatus } = observer.getCurrentResult();
    const news = data ?? error;
    // Also where it is tried again after it failed.
    if (data === undefined && fetchStatus === 'fetching') late ??= setTimeout(() => hearer.onLate(), LATE_MS);
    if (news === null || news === heard) return;
    clearTimeout(late);
    late = undefined;
    heard = news;
    if (data === undefined && limit === SEARCH_ROWS) {
      // The part that can be had stays in sight, and is kept fresh.
      limit = FIRST_ROWS;
      isWholeRefused = true;
      observer.setOptions(options());
      return;
    }
    const rows = data?.rows ?? [];
    hearer.onFound({ sought, rows, isCut: rows.length === limit, error: data === undefined ? error : null });
    if (limit === FIRST_ROWS && rows.length === FIRST_ROWS && !isWholeRefused) {
      whole ??= setTimeout(() => {
        limit = SEARCH_ROWS;
        observer.setOptions(options());
      }, WHOLE_PAUSE_MS);
    }
  };
  const stop = observer.subscribe(look);
  look();
  return () => {
    clearTimeout(late);
    clearTimeout(whole);
    stop();
  };
}
