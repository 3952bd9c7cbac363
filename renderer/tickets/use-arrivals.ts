import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useDesk } from '../desk/desk-context';
import type { KnownRows } from './known-rows';

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

/**
 * Keeps the rows on screen where they are when others come or go above them, and counts the ones that came out of
 * sight. Selection and focus hang on ids and are not touched at all.
 */
export function useArrivals(scroller: RefObject<HTMLElement | null>, rows: KnownRows): Arrivals {
  const desk = useDesk();
  const before = useRef<ReadonlyMap<string, number>>(new Map());
  const changed = useRef<Set<string> | 'any'>(new Set());
  const [unseen, setUnseen] = useState<readonly string[]>([]);
  const [extraPx, setExtraPx] = useState(0);

  useEffect(
    () =>
      desk.engine.on('tickets.changed', ({ tickets }) => {
        if (tickets === null || changed.current === 'any') changed.current = 'any';
        else for (const ticket of tickets) changed.current.add(ticket);
      }),
    [desk],
  );

  useLayoutEffect(() => {
    const box = scroller.current;
    const places = new Map(rows.ids.map((id) => [id, rows.placeOf(id)]));
    const old = before.current;
    before.current = places;
    if (box === null || old.size === 0) return;
    const hint = changed.current;
    const came = [...places].filter(([id]) => !old.has(id) && (hint === 'any' || hint.has(id)));
    const top = Math.floor(box.scrollTop / ROW_PX);
    const anchor = [...old].find(([id, at]) => at >= top && places.has(id));
    const shift = anchor === undefined ? 0 : (places.get(anchor[0]) ?? 0) - anchor[1];
    const cameAbove = came.some(([, at]) => at < top + Math.max(0, shift));
    if (shift > 0 && cameAbove) {
      const wanted = box.scrollTop + shift * ROW_PX;
      setExtraPx(Math.max(0, wanted + box.clientHeight - rows.total * ROW_PX));
      requestAnimationFrame(() => {
        box.scrollTop = wanted;
      });
    }
    const last = Math.ceil((box.scrollTop + box.clientHeight) / ROW_PX);
    const hidden = came.filter(([, at]) => at < top + Math.max(0, shift) || at >= last + shift).map(([id]) => id);
    setUnseen((ids) => {
      const still = ids.filter((id) => places.has(id));
      return hidden.length === 0 && still.length === ids.length ? ids : [...still, ...hidden];
    });
    changed.current = new Set();
  }, [rows, scroller]);

  const seen = (): void => {
    const box = scroller.current;
    if (box === null || unseen.length === 0) return;
    const from = Math.floor(box.scrollTop / ROW_PX);
    const to = Math.ceil((box.scrollTop + box.clientHeight) / ROW_PX);
    const isHidden = (id: string): boolean => {
      const at = before.current.get(id) ?? -1;
      return at < from || at >= to;
    };
    if (!unseen.every(isHidden)) setUnseen(unseen.filter(isHidden));
  };

  return {
    count: unseen.length,
    extraPx: unseen.length > 0 ? extraPx : 0,
    onScroll: seen,
    show: () => {
      const places = unseen.flatMap((id) => before.current.get(id) ?? []);
      scroller.current?.scrollTo({ top: (places.length === 0 ? 0 : Math.min(...places)) * ROW_PX });
      setUnseen([]);
    },
  };
}
