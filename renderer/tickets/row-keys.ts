import { useLayoutEffect, useRef } from 'react';
import type { KnownRows } from './known-rows';

/**
 * Keys of the rows that are drawn, by their places. A queue's rows go with their tickets. The results of each key of a search are other
 * tickets: they are written over the rows that stand there, those of the queue too, where making them anew would cost twice as much.
 */
export function useRowKeys(
  isSearch: boolean,
  items: readonly { readonly index: number }[],
  rows: KnownRows,
): (place: number) => string {
  const drawn = useRef<readonly string[]>([]);
  useLayoutEffect(() => {
    if (!isSearch) drawn.current = items.flatMap(({ index }) => rows.at(index)?.id ?? []);
  });
  return (place) =>
    isSearch ? (drawn.current[place] ?? `found-${place}`) : (rows.at(place)?.id ?? `waiting-${place}`);
}
