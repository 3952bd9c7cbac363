import type { KnownRows } from './known-rows';

/** Tickets that the engine named as changed since the rows were last drawn; `any` where it could not list them. */
export type Changed = ReadonlySet<string> | 'any';

type Places = ReadonlyMap<string, number>;
type View = { readonly top: number; readonly end: number };

/** A list as it was drawn; `known` has every ticket that was ever in it: one may be between two pages for a moment. */
export type Rows = {
  readonly rows: KnownRows;
  readonly places: Places;
  readonly known: ReadonlySet<string>;
};

/** Where each row that is known stands, in the list's order. */
export function placesOf(rows: KnownRows): Places {
  return new Map(rows.ids.map((id) => [id, rows.placeOf(id)]));
}

/**
 * By how many rows the list must be scrolled so that what the agent looks at stays where it is: the selected row, if it
 * is in sight, else the first one that is. One that changed itself may have gone to the top and holds nothing in place.
 * Where a row in sight is done with, those below close up, as after every key that finishes a ticket.
 */
export function rowsToScroll(
  before: Places,
  now: Places,
  view: View,
  changed: Changed,
  selected: string | null,
): number {
  const isChanged = (id: string): boolean => changed !== 'any' && changed.has(id);
  const inSight = [...before].filter(([, at]) => at >= view.top && at < view.end);
  const steady = inSight.filter(([id]) => now.has(id) && !isChanged(id));
  const anchor = steady.find(([id]) => id === selected) ?? steady[0];
  if (anchor === undefined) return 0;
  const [id, was] = anchor;
  const finished = inSight.filter(([one, at]) => at < was && isChanged(one) && !now.has(one)).length;
  return (now.get(id) ?? was) - was + finished;
}

/**
 * Tickets of the new rows that came where the agent does not look: unread ones that were not in the list, and those whose
 * customer wrote again, so that they went up. A row whose page was still on its way did not come. `shift` is by how many
 * rows what the agent looks at went down.
 */
export function cameOutOfSight(
  old: Rows,
  rows: KnownRows,
  inSight: View,
  shift: number,
  changed: Changed,
): readonly string[] {
  const wasWaiting = (at: number): boolean => at >= 0 && at < old.rows.total && old.rows.at(at) === undefined;
  return rows.ids.flatMap((id) => {
    const at = rows.placeOf(id);
    const row = rows.at(at);
    if (row?.unread !== true) return [];
    const was = old.places.get(row.id);
    const isNew = !old.known.has(row.id) && !wasWaiting(at - shift);
    if (at < inSight.top) return isNew || (was !== undefined && was + shift >= inSight.top) ? [row.id] : [];
    return at >= inSight.end && isNew && changed !== 'any' && changed.has(row.id) ? [row.id] : [];
  });
}
