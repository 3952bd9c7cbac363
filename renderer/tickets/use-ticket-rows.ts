import { useDebouncedValue } from '@mantine/hooks';
import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { TicketPage, TicketRow } from '../../shared/contract/views';
import type { Queue } from '../../shared/domain/ticket';
import { useEngine } from '../engine-client';
import { sportello } from '../sportello';

/** Rows asked for at a time. */
export const PAGE_ROWS = 100;
const SEARCH_ROWS = 200;
/** Typing in the search box asks the engine after this pause, ms: one frame, as results are there within 60 ms of a key. */
const SEARCH_PAUSE_MS = 16;

/** The rows of a queue or of a search; `null` stands for a row whose page is still on its way. */
export type TicketRows = {
  readonly rows: readonly (TicketRow | null)[];
  readonly total: number;
  readonly loading: boolean;
  readonly error: Error | null;
  /** The search that these rows answer; null for a queue, and while nothing is found yet. */
  readonly found: string | null;
  /** What these rows are rows of: the queue, or a search that was answered. */
  readonly list: string;
  /** Makes sure that the rows from–to are asked for. */
  readonly ensure: (from: number, to: number) => void;
};

/** Pages of a queue, fetched as they scroll into sight and kept fresh by the engine's events. */
export function useTicketRows(queue: Queue, search: string): TicketRows {
  const [pages, setPages] = useState<readonly number[]>([0]);
  const searching = search.trim() !== '';
  const [sought] = useDebouncedValue(search.trim(), SEARCH_PAUSE_MS);
  const found = useEngine(
    'tickets.search',
    { query: sought, limit: SEARCH_ROWS },
    { enabled: searching && sought !== '', keepPrevious: true },
  );
  const listed = useQueries({
    queries: pages.map((page) => {
      const params = { queue, offset: page * PAGE_ROWS, limit: PAGE_ROWS };
      return {
        queryKey: ['tickets.page', params],
        queryFn: (): Promise<TicketPage> => sportello().engine.call('tickets.page', params),
        enabled: !searching,
      };
    }),
    combine: (results) => ({
      pages: results.map((result) => result.data),
      loading: results[0]?.isPending ?? true,
      error: results.find((result) => result.error !== null)?.error ?? null,
    }),
  });
  const ensure = useCallback((from: number, to: number) => {
    setPages((known) => {
      const first = Math.floor(Math.max(0, from) / PAGE_ROWS);
      const last = Math.floor(Math.max(0, to) / PAGE_ROWS);
      const wanted = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      const missing = wanted.filter((page) => !known.includes(page));
      return missing.length === 0 ? known : [...known, ...missing];
    });
  }, []);
  const rows = useMemo(() => {
    const total = listed.pages[0]?.total ?? 0;
    const all = Array.from<TicketRow | null>({ length: total }).fill(null);
    for (const page of listed.pages) {
      page?.rows.forEach((row, index) => {
        if (page.offset + index < total) all[page.offset + index] = row;
      });
    }
    return all;
  }, [listed.pages]);
  if (searching) {
    const answer = found.data?.rows ?? [];
    const answered = found.data === undefined || found.isPlaceholderData ? null : sought;
    return {
      rows: answer,
      total: answer.length,
      loading: found.isPending,
      error: found.error,
      found: answered,
      list: `search ${answered ?? ''}`,
      ensure,
    };
  }
  return { rows, total: rows.length, loading: listed.loading, error: listed.error, found: null, list: 'queue', ensure };
}
