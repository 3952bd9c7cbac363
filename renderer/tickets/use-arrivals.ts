import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useDesk } from '../desk/desk-context';
import { NO_ROWS } from './known-rows';
import type { KnownRows } from './known-rows';
import type { OwnScroll } from './own-scroll';
import { cameOutOfSight, placesOf, rowsToScroll } from './still-rows';
import type { Changed, Rows } from './still-rows';

/** Height of one row, px (reference: peers.md 4b). */
export const ROW_PX = 64;

/** What came while the agent was reading: counted until seen, never scrolled to by itself. */
export type Arrivals = {
  readonly count: number;
  readonly show: () => void;
  readonly onScroll: () => void;
  /** Extra height below the list, so that even a short list can keep its rows in place when one comes above them. */
  readonly extraPx: number;
};

type Drawn = Rows & { readonly list: string };

/**
 * Keeps the rows on screen where they are when others come or go above them, and counts the ones that came out of
 * sight. Selection and focus hang on ids and are not touched at all. `list` says what the rows are rows of: another
 * search is another list, of which nothing stays in place. Where the list is scrolled `virtual` heard with the last frame: the page itself
 * would first lay out all that the rows and whatever came with them have just changed.
 */
export function useArrivals(
  scroller: RefObject<HTMLElement | null>,
  { virtual, ownScroll }: { readonly virtual: Virtualizer<HTMLDivElement, Element>; readonly ownScroll: OwnScroll },
  rows: KnownRows,
  list: string,
): Arrivals {
  const desk = useDesk();
  const before = useRef<Drawn>({ list, rows: NO_ROWS, places: new Map(), known: new Set() });
  const changed = useRef<Changed>(new Set());
  /** Where the list is to be scrolled, and the extra height that this needs; null once it is there. */
  const wanted = useRef<{ readonly top: number; readonly extraPx: number } | null>(null);
  const [unseen, setUnseen] = useState<readonly string[]>([]);
  const [extraPx, setExtraPx] = useState(0);
  const extraNow = unseen.length > 0 ? extraPx : 0;
  /** The extra height as it is drawn. */
  const below = useRef(0);
  useLayoutEffect(() => {
    below.current = extraNow;
  });

  useEffect(
    () =>
      desk.engine.on('tickets.changed', ({ tickets }) => {
        if (tickets === null || changed.current === 'any') changed.current = 'any';
        else changed.current = new Set([...changed.current, ...tickets]);
      }),
    [desk],
  );

  useLayoutEffect(() => {
    const box = scroller.current;
    const old = before.current;
    const isSame = old.list === list;
    const places = placesOf(rows);
    before.current = { list, rows, places, known: new Set([...(isSame ? old.known : []), ...places.keys()]) };
    const hint = changed.current;
    changed.current = new Set();
    if (box === null) return;
    // The best of what was found stands at its beginning.
    if (!isSame && list !== 'queue' && (virtual.scrollOffset ?? 0) > 0) ownScroll.scrollTo(box, 0);
    if (!isSame || old.places.size === 0) {
      setUnseen((ids) => (ids.length === 0 ? ids : []));
      return;
    }
    const { selected } = desk.store.get();
    const height = virtual.scrollRect?.height ?? 0;
    // A list that became shorter than that is at its end.
    const end = Math.max(0, rows.total * ROW_PX + below.current - height);
    const from = wanted.current?.top ?? Math.min(virtual.scrollOffset ?? 0, end);
    const view = { top: Math.floor(from / ROW_PX), end: Math.ceil((from + height) / ROW_PX) };
    const shift = rowsToScroll(old.places, places, view, hint, selected);
    const to = Math.max(0, from + shift * ROW_PX);
    if (to !== from) {
      wanted.current = { top: to, extraPx: Math.max(0, to + height - rows.total * ROW_PX) };
      setExtraPx(wanted.current.extraPx);
    }
    const inSight = { top: Math.floor(to / ROW_PX), end: Math.ceil((to + height) / ROW_PX) };
    const came = cameOutOfSight(old, rows, inSight, shift, hint).filter((id) => id !== selected);
    setUnseen((ids) => {
      const still = ids.filter((id) => places.has(id));
      return came.length === 0 && still.length === ids.length ? ids : [...new Set([...still, ...came])];
    });
  }, [rows, list, scroller, virtual, ownScroll, desk]);

  // In the frame in which the rows moved, and again once the sheet is long enough: no frame shows them elsewhere.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null || wanted.current === null) return;
    ownScroll.scrollTo(box, wanted.current.top);
    if (Math.abs(box.scrollTop - wanted.current.top) <= 1 || extraPx === wanted.current.extraPx) wanted.current = null;
  });

  const seen = (): void => {
    const box = scroller.current;
    if (box === null || unseen.length === 0) return;
    const from = Math.floor(box.scrollTop / ROW_PX);
    const to = Math.ceil((box.scrollTop + box.clientHeight) / ROW_PX);
    const isHidden = (id: string): boolean => {
      const at = before.current.places.get(id) ?? -1;
      return at < from || at >= to;
    };
    if (!unseen.every(isHidden)) setUnseen(unseen.filter(isHidden));
  };

  return {
    count: unseen.length,
    extraPx: extraNow,
    onScroll: seen,
    show: () => {
      const places = unseen.flatMap((id) => before.current.places.get(id) ?? []);
      scroller.current?.scrollTo({ top: (places.length === 0 ? 0 : Math.min(...places)) * ROW_PX });
      setUnseen([]);
    },
  };
}
