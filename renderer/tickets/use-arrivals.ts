import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { TicketRow } from '../../shared/contract/views';
import { useDesk } from '../desk/desk-context';

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
export function useArrivals(scroller: RefObject<HTMLElement | null>, rows: readonly (TicketRow | null)[]): Arrivals {
  const desk = useDesk();
  const before = useRef<readonly (string | null)[]>([]);
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
    const ids = rows.map((row) => row?.id ?? null);
    const old = before.current;
    before.current = ids;
    if (box === null || old.length === 0) return;
    const known = new Set(old);
    const hint = changed.current;
    const came = ids.filter((id): id is string => id !== null && !known.has(id) && (hint === 'any' || hint.has(id)));
    const top = Math.floor(box.scrollTop / ROW_PX);
    const anchorAt = old.findIndex((id, index) => index >= top && id !== null && ids.includes(id));
    const anchor = old[anchorAt] ?? null;
    const shift = anchor === null ? 0 : ids.indexOf(anchor) - anchorAt;
    const cameAbove = came.some((id) => ids.indexOf(id) < top + Math.max(0, shift));
    if (shift > 0 && cameAbove) {
      const wanted = box.scrollTop + shift * ROW_PX;
      setExtraPx(Math.max(0, wanted + box.clientHeight - ids.length * ROW_PX));
      requestAnimationFrame(() => {
        box.scrollTop = wanted;
      });
    }
    const last = Math.ceil((box.scrollTop + box.clientHeight) / ROW_PX);
    const hidden = came.filter((id) => ids.indexOf(id) < top + Math.max(0, shift) || ids.indexOf(id) >= last + shift);
    setUnseen((ids_) => {
      const still = ids_.filter((id) => ids.includes(id));
      return hidden.length === 0 && still.length === ids_.length ? ids_ : [...still, ...hidden];
    });
    changed.current = new Set();
  }, [rows, scroller]);

  const seen = (): void => {
    const box = scroller.current;
    if (box === null || unseen.length === 0) return;
    const from = Math.floor(box.scrollTop / ROW_PX);
    const to = Math.ceil((box.scrollTop + box.clientHeight) / ROW_PX);
    const inSight = new Set(before.current.slice(from, to));
    if (unseen.some((id) => inSight.has(id))) setUnseen(unseen.filter((id) => !inSight.has(id)));
  };

  return {
    count: unseen.length,
    extraPx: unseen.length > 0 ? extraPx : 0,
    onScroll: seen,
    show: () => {
      const at = before.current.findIndex((id) => id !== null && unseen.includes(id));
      scroller.current?.scrollTo({ top: Math.max(0, at) * ROW_PX });
      setUnseen([]);
    },
  };
}
