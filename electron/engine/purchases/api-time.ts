/** Below this a number counts seconds: in ms it would be March 1973 (reference/hotmart.md §2). */
const FIRST_MS = 1e11;
/** Times outside of these years are no times of a sale or an access. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

/** A time of the API as epoch ms: seconds or ms, as number or text, or ISO 8601; null for null, 0, and what is none. */
export function apiTime(value: unknown): number | null {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string'
        ? /^\d{1,16}$/.test(value)
          ? Number(value)
          : isoTime(value)
        : 0;
  const ms = Math.round(number < FIRST_MS ? number * 1000 : number);
  return ms >= EARLIEST && ms <= LATEST ? ms : null;
}

function isoTime(text: string): number {
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? 0 : time;
}
