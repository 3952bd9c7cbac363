import type { PassKind } from './sync-plan';

/** How the flags of a folder are looked at: not at all, those that changed since, or all of them. */
export type AnsweredLook = 'nothing' | 'changed' | 'all';

/**
 * Decides how to look. The server's modification sequence (RFC 7162) only saves work: where it goes back, is missing or was
 * never kept, all flags are compared, and from time to time they are whatever it says (reliability.md, CONDSTORE).
 */
export function chooseAnsweredLook(now: {
  /** HIGHESTMODSEQ of the folder now, null where the server has none to be used. */
  readonly modseq: bigint | null;
  /** The one up to which flags are known. */
  readonly known: bigint | null;
  /** All flags are to be compared, whatever the server says. */
  readonly isDue: boolean;
  /** What the messages of the folder call for. */
  readonly pass: PassKind;
}): AnsweredLook {
  const { modseq, known } = now;
  if (now.isDue) return 'all';
  if (modseq === null) return now.pass === 'full' ? 'all' : 'nothing';
  if (known === null || modseq < known) return 'all';
  return modseq === known ? 'nothing' : 'changed';
}
