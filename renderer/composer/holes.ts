/** Holes of a text that was put in with missing values: `{{ name }}`. */
const HOLE = /\{\{[^}]*\}\}/g;

/** Where a hole lies in a text. */
export type Hole = { readonly from: number; readonly to: number; readonly text: string };

/** The first hole at or after `at`, else the first of all; null where there is none. */
export function nextHole(text: string, at: number): Hole | null {
  const holes = [...text.matchAll(HOLE)].map(({ 0: found, index }) => ({
    from: index,
    to: index + found.length,
    text: found,
  }));
  return holes.find(({ from }) => from >= at) ?? holes[0] ?? null;
}
