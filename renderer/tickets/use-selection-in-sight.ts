import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useDesk } from '../desk/desk-context';
import type { KnownRows } from './known-rows';
import type { OwnScroll } from './own-scroll';
import { ROW_PX } from './use-arrivals';

/**
 * Scrolls the list to the ticket that is selected, once: later on the agent scrolls as he likes. Another search, or none any more, is
 * another list.
 */
export function useSelectionInSight(of: {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
  readonly ownScroll: OwnScroll;
  readonly rows: KnownRows;
  readonly list: string;
  readonly selected: string | null;
  /** The list was scrolled. */
  readonly onScroll: () => void;
}): void {
  const { scroller, virtual, ownScroll, rows, list, selected } = of;
  const desk = useDesk();
  const selectedAt = selected === null ? -1 : rows.placeOf(selected);
  /** What the selection's moment is answered by: what is on screen then. */
  const shown = useRef(of);
  useLayoutEffect(() => {
    shown.current = of;
  });

  // In the moment of the key, before anything of the page is changed.
  useEffect(() => {
    let before = desk.store.get().selected;
    return desk.store.subscribe(() => {
      const now = desk.store.get().selected;
      if (now === before) return;
      before = now;
      const { rows: drawn, onScroll } = shown.current;
      const box = scroller.current;
      const at = now === null ? -1 : drawn.placeOf(now);
      const height = virtual.scrollRect?.height ?? 0;
      if (box === null || at < 0 || height === 0) return;
      const top = inSight(at, virtual.scrollOffset ?? 0, height);
      if (top === null) return;
      ownScroll.scrollTo(box, top);
      onScroll();
    });
  }, [desk, scroller, virtual, ownScroll]);

  const lastShown = useRef<string | null>(null);
  useLayoutEffect(() => {
    const box = scroller.current;
    const what = `${selected} in ${list}`;
    if (box === null || selectedAt < 0 || lastShown.current === what) return;
    lastShown.current = what;
    // Asked where it is scrolled, the page would first lay out all that this key has just changed; the list heard it with the last frame.
    if (inSight(selectedAt, virtual.scrollOffset ?? 0, virtual.scrollRect?.height ?? 0) === null) return;
    const top = inSight(selectedAt, box.scrollTop, box.clientHeight);
    if (top !== null) ownScroll.scrollTo(box, top);
  }, [scroller, virtual, ownScroll, selected, selectedAt, list]);
}

/** Where a list of this height, scrolled to `from`, is to be scrolled so that the row is whole in sight, px; null: it is. */
export function inSight(row: number, from: number, height: number): number | null {
  const top = row * ROW_PX;
  if (top < from) return top;
  return top + ROW_PX > from + height ? top + ROW_PX - height : null;
}
