/** Where a window stood when it was closed; width and height are those of its content. */
export type WindowPlace = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
};

/** The part of a screen that windows may cover. */
export type WorkArea = Omit<WindowPlace, 'maximized'>;

/** The upper edge of a window, px: its title, by which it is taken hold of. */
const TITLE = 50;
/** As much of that has to be in sight, px. */
const SEEN = { across: 100, down: 32 } as const;
/** So far further right and down stands each window of one kind, px: about a title bar. */
const STEP = 32;

/** The place, where a window there would be in sight; null where its screen was unplugged since. */
export function seenPlace(place: WindowPlace | null, areas: readonly WorkArea[]): WindowPlace | null {
  if (!place) return null;
  const seen = areas.some((area) => {
    const across = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x);
    const down = Math.min(place.y + TITLE, area.y + area.height) - Math.max(place.y, area.y);
    return across > SEEN.across && down > SEEN.down;
  });
  return seen ? place : null;
}

/**
 * Where the next window of a ticket opens: where the last one was closed, else in the middle of the first screen, and never exactly upon
 * one that is open.
 */
export function nextPlace(given: {
  readonly last: WindowPlace | null;
  /** Corners of the windows of tickets that are open. */
  readonly taken: readonly Pick<WindowPlace, 'x' | 'y'>[];
  readonly usual: { readonly width: number; readonly height: number };
  readonly areas: readonly WorkArea[];
}): WindowPlace | null {
  const { taken, areas } = given;
  const first = seenPlace(given.last, areas) ?? inMiddle(given.usual, areas[0]);
  if (first === null) return null;
  for (let step = 0; step <= taken.length; step += 1) {
    const place = { ...first, x: first.x + step * STEP, y: first.y + step * STEP };
    const isFree = taken.every(({ x, y }) => Math.abs(x - place.x) >= STEP || Math.abs(y - place.y) >= STEP);
    if (isFree && seenPlace(place, areas) !== null) return { ...place, maximized: first.maximized && step === 0 };
  }
  return { ...first, maximized: false };
}

function inMiddle(
  size: { readonly width: number; readonly height: number },
  area: WorkArea | undefined,
): WindowPlace | null {
  if (area === undefined) return null;
  const width = Math.min(size.width, area.width);
  const height = Math.min(size.height, area.height);
  const x = area.x + Math.round((area.width - width) / 2);
  const y = area.y + Math.round((area.height - height) / 2);
  return { x, y, width, height, maximized: false };
}
