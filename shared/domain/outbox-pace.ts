const MINUTE_MS = 60_000;

/** What of the outbox goes out one after the other from now on. */
export type QueueUnderWay = {
  readonly due: number;
  /** When the last of it has gone at the most that the provider takes, epoch ms. */
  readonly endsAt: number;
};

/**
 * Replies that are due now, or before the ones ahead of them are out; what is sent tomorrow belongs to another queue (casework.md,
 * "Peaks and incidents": the expected end).
 *
 * @param dueAt when each of the waiting ones is due, epoch ms, in any order
 * @param pace from when on they go (epoch ms: now, or the end of the provider's pause), how many went in the minute before, and the
 *   most in a minute
 */
export function queueUnderWay(
  dueAt: readonly number[],
  pace: { readonly from: number; readonly sent: number; readonly limit: number },
): QueueUnderWay {
  let [due, endsAt] = [0, pace.from];
  for (const at of [...dueAt].sort((one, other) => one - other)) {
    if (at > endsAt + MINUTE_MS) break;
    const turn = pace.from + Math.floor((pace.sent + due) / pace.limit) * MINUTE_MS;
    endsAt = Math.max(endsAt, at, turn);
    due += 1;
  }
  return { due, endsAt };
}
