import { useQueries } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { useCallback, useLayoutEffect, useMemo, useState } from 'react';
import type { TicketPage } from '../../shared/contract/views';
import type { Queue } from '../../shared/domain/ticket';
import { useDesk } from '../desk/desk-context';
import { askEngine } from '../engine-client';
import { sportello } from '../sportello';
import { followSearch } from './follow-search';
import type { Found } from './follow-search';
import { knownRows } from './known-rows';
import { createRowMemory } from './row-memory';
import type { KnownRows } from './known-rows';

/** Rows asked for at a time. */
export const PAGE_ROWS = 100;
/** Rows on either side of a kept ticket whose pages are kept, too. */
const NEIGHBOURS = 20;

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
  /** The search that these rows answer; null for a queue, which stays in sight until the first letters of a search are answered. */
  readonly found: string | null;
  /** An answer takes its time: these rows are still those of before. */
  readonly isLate: boolean;
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
export function useTicketRows(queue: Queue, kept: readonly string[]): TicketRows {
  const [pages, setPages] = useState<readonly number[]>([0]);
  const [asBefore] = useState(createRowMemory);
  const { found, isLate } = useFound();
  const listed = useQueries({
    // While results are looked at the queue is not: its pages wait in the cache.
    queries: (found === null ? pages : []).map((page) => pageQuery(queue, page)),
    combine: pagesOf,
  });
  const queued = useMemo(() => {
    const pages = listed.pages.map((page) => page && { offset: page.offset, rows: asBefore(page.rows) });
    return knownRows(listed.pages[0]?.total ?? 0, pages);
  }, [listed.pages, asBefore]);
  const results = useMemo(() => {
    const rows = asBefore(found?.rows ?? []);
    return knownRows(rows.length, [{ offset: 0, rows }]);
  }, [found?.rows, asBefore]);
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
  if (found === null) {
    const { loading, error } = listed;
    return { rows: queued, loading, error, found: null, isLate, isCut: false, list: 'queue', ensure };
  }
  const { sought, error, isCut } = found;
  return { rows: results, loading: false, error, found: sought, isLate, isCut, list: `search ${sought}`, ensure };
}

/** What the search box's text finds; null while nothing is sought, and until the first letters of a search are answered. */
function useFound(): { readonly found: Found | null; readonly isLate: boolean } {
  const desk = useDesk();
  const [found, setFound] = useState<Found | null>(null);
  const [isLate, setLate] = useState(false);
  // Before the first frame: what was found a moment ago is drawn at once.
  useLayoutEffect(() => {
    const { queries, engine, store } = desk;
    return followSearch(
      { queries, engine, typed: () => store.get().search, onTyped: store.subscribe },
      {
        onFound: (next) => {
          setFound(next);
          setLate(false);
        },
        onLate: () => setLate(true),
      },
    );
  }, [desk]);
  return { found, isLate };
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
