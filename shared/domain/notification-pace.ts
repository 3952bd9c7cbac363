/**
 * How often the system tells of new mail. In a peak notifications collapse into one (casework.md, "Peaks and incidents"): the
 * hundredth tells nobody more than the fifth, and each of them takes somebody's eyes off other work.
 */

/** Mail that comes within this time is one notification, ms: a first pass over a mailbox brings hundreds. */
export const GATHER_MS = 2_000;
/** As many in `PEAK_MS` are told as they come. */
export const MOST_IN_PEAK = 5;
/** After those one notification tells of so long a time, ms. */
export const PEAK_MS = 10 * 60_000;

/**
 * How many notifications one that tells of so many mails counts as. One that tells of as many as make a peak is itself one, so
 * that a peak lasts until one that tells of fewer: else four would follow one by one after each.
 */
export function countsAs(mails: number): number {
  return mails >= MOST_IN_PEAK ? MOST_IN_PEAK : 1;
}

/** How long what has just come waits until it is told, ms; `told`: when the last notifications were shown, epoch ms. */
export function tellAfter(told: readonly number[], now: number): number {
  // One ahead of now was told before the clock was set back.
  const recent = told.filter((at) => at > now - PEAK_MS && at <= now);
  if (recent.length < MOST_IN_PEAK) return GATHER_MS;
  return Math.max(GATHER_MS, Math.max(...recent) + PEAK_MS - now);
}
