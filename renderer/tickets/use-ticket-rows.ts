import { useQueries } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { TicketPage, TicketRow } from '../../shared/contract/views';
import type { Queue } from '../../shared/domain/ticket';
import { useDesk } from '../desk/desk-context';
import { askEngine, useEngine } from '../engine-client';
import { sportello } from '../sportello';
import { finishedSearch } from './finished-search';
import { knownRows } from './known-rows';
import { createRowMemory } from './row-memory';
import { createSearchTurn } from './search-turn';
import type { KnownRows } from './known-rows';

/** Rows asked for at a time. */
export const PAGE_ROWS = 100;
/** Tickets of a search at most. */
const SEARCH_ROWS = 200;
/** What is asked for with each key: more than the highest window shows, and found, sent and read in a third of the time. */
const FIRST_ROWS = 40;
/** Once nobody types any more for this long, the others are asked for, too, ms. */
const WHOLE_PAUSE_MS = 300;
/** Rows on either side of a kept ticket whose pages are kept, too. */
const NEIGHBOURS = 20;
/** Typing in the search box asks the engine after this pause, ms: one frame, as results are there within 60 ms of a key. */
const SEARCH_PAUSE_MS = 16;

/**
 * What is sought, '' for nothing: the search box's text once it stood for a moment. Those who show the results do not follow
 * each key, which only the box itself has to.
 */
export function useSought(): string {
  const desk = useDesk();
  const [sought, setSought] = useState(() => finishedSearch(desk.store.get().search.trim()));
  useEffect(() => {
    let pause: ReturnType<typeof setTimeout> | undefined;
    let typed = sought;
    const look = (): void => {
      const next = finishedSearch(desk.store.get().search.trim());
      if (next === typed) return;
      typed = next;
      clearTimeout(pause);
      if (next === '') setSought('');
      else pause = setTimeout(() => setSought(next), SEARCH_PAUSE_MS);
    };
    look();
    const stop = desk.store.subscribe(look);
    return () => {
      stop();
      clearTimeout(pause);
    };
    // What it begins with is only compared.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [desk]);
  return sought;
}

/** Asks for one page of a queue. */
export function pageQuery(queue: Queue, page: number) {
  const params = { queue, offset: page * PAGE_ROWS, limit: PAGE_ROWS };
  // Compared row by row, by whoever shows it.
  return { ...askEngine(sportello().engine, 'tickets.page', params), structuralSharing: false };
}

/** The rows of a queue or of a search. */
export type TicketRows = {
  readonly rows: KnownRows;
  readonly loading: boolean;
  readonly error: Error | null;
  /** The search that these rows answer; null for a queue, and while nothing is found yet. */
  readonly found: string | null;
  /** There may be more of them than `rows` says: a search is answered in parts, and never beyond 200. */
  readonly isCut: boolean;
  /** What these rows are rows of: the queue, or a search that was answered. */
  readonly list: string;
  /** Makes sure that the rows from–to are asked for; those of tickets that nobody looks at any more are let go. */
  readonly ensure: (from: number, to: number) => void;
};

/**
 * Pages of a queue, fetched as they scroll into sight and kept fresh by the engine's events. Pages with a ticket of `kept` stay
 * wherever one scrolls, and their neighbours: keys go on from there.
 */
export function useTicketRows(queue: Queue, sought: string, kept: readonly string[]): TicketRows {
  const [pages, setPages] = useState<readonly number[]>([0]);
  const searching = sought !== '';
  const [asBefore] = useState(createRowMemory);
  const found = useFound(sought);
  const listed = useQueries({
    // While something is sought the queue is not looked at: its pages wait in the cache.
    queries: (searching ? [] : pages).map((page) => pageQuery(queue, page)),
    combine: pagesOf,
  });
  const queued = useMemo(() => {
    const pages = listed.pages.map((page) => page && { offset: page.offset, rows: asBefore(page.rows) });
    return knownRows(listed.pages[0]?.total ?? 0, pages);
  }, [listed.pages, asBefore]);
  const results = useMemo(() => {
    const rows = asBefore(found.rows);
    return knownRows(rows.length, [{ offset: 0, rows }]);
  }, [found.rows, asBefore]);
  const ensure = useCallback(
    (from: number, to: number) => {
      const around = kept.map((ticket) => queued.placeOf(ticket)).filter((place) => place >= 0);
      const spans = [[from, to], ...around.map((place) => [place - NEIGHBOURS, place + NEIGHBOURS])] as const;
      const wanted = new Set([0]);
      for (const [first = 0, last = 0] of spans) {
        for (let page = pageOf(first, queued.total); page <= pageOf(last, queued.total); page += 1) wanted.add(page);
      }
      const inOrder = [...wanted].sort((one, other) => one - other);
      setPages((known) => (inOrder.join() === known.join() ? known : inOrder));
    },
    [queued, kept],
  );
  if (!searching) {
    return {
      rows: queued,
      loading: listed.loading,
      error: listed.error,
      found: null,
      isCut: false,
      list: 'queue',
      ensure,
    };
  }
  return {
    rows: results,
    loading: found.loading,
    error: found.error,
    found: found.answered,
    isCut: found.isCut,
    list: `search ${found.answered ?? ''}`,
    ensure,
  };
}

type Found = {
  readonly rows: readonly TicketRow[];
  readonly loading: boolean;
  readonly error: Error | null;
  /** The search that these are the results of; null while they are those of the one before, or there are none yet. */
  readonly answered: string | null;
  /** As many as were asked for: there may be more. */
  readonly isCut: boolean;
};

const NOTHING: readonly TicketRow[] = [];

/** What a search finds: as much as a window shows with each key, all of it once the typing has paused. */
function useFound(sought: string): Found {
  const [whole, setWhole] = useState('');
  const [inTurn] = useState(createSearchTurn);
  const all = useEngine(
    'tickets.search',
    { query: sought, limit: SEARCH_ROWS },
    { enabled: sought !== '' && whole === sought, compared: false, inTurn },
  );
  // What an earlier look at this search found is not asked for again by itself: it counts once it is wanted again.
  const found = whole === sought ? all.data : undefined;
  const first = useEngine(
    'tickets.search',
    { query: sought, limit: FIRST_ROWS },
    { enabled: sought !== '' && found === undefined, keepPrevious: true, compared: false, inTurn },
  );
  const answered = found !== undefined || (first.data !== undefined && !first.isPlaceholderData);
  const hasMore = answered && found === undefined && first.data?.rows.length === FIRST_ROWS;
  useEffect(() => {
    if (!hasMore) return undefined;
    const pause = setTimeout(() => setWhole(sought), WHOLE_PAUSE_MS);
    return () => clearTimeout(pause);
  }, [sought, hasMore]);
  const rows = (found ?? first.data)?.rows ?? NOTHING;
  return {
    rows,
    isCut: rows.length === (found === undefined ? FIRST_ROWS : SEARCH_ROWS),
    loading: found === undefined && first.isPending,
    // Rows that are there are not hidden by what could not be read after them.
    error: answered ? null : first.error,
    answered: answered && sought !== '' ? sought : null,
  };
}

/** One function for good: with another one each time, all rows of all pages would be compared at each drawing. */
function pagesOf(results: readonly UseQueryResult<TicketPage>[]): {
  readonly pages: readonly (TicketPage | undefined)[];
  readonly loading: boolean;
  readonly error: Error | null;
} {
  return {
    pages: results.map((result) => result.data),
    loading: results[0]?.isPending ?? true,
    error: results.find((result) => result.error !== null)?.error ?? null,
  };
}

function pageOf(place: number, total: number): number {
  return Math.floor(Math.min(Math.max(0, place), Math.max(0, total - 1)) / PAGE_ROWS);
}
