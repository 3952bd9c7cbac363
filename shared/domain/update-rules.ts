import { assertNever } from '../assert';
import type { OutboxState } from './outbox';

/** How this copy of the program can be replaced by a newer one. */
export const UPDATE_WAYS = ['appimage', 'deb', 'nsis'] as const;
export type UpdateWay = (typeof UPDATE_WAYS)[number];

/** Why a copy cannot update itself: run from its sources; packed without a feed and its key; a mere folder; a system without a way. */
export type NoUpdateReason = 'checkout' | 'no-key' | 'folder' | 'system';

/** Everything that can come in between, each with a sentence and what to do (`updates.failed.…`, `updates.do.…`). */
export const UPDATE_FAILURES = [
  'unreachable',
  'unreadable',
  'signature',
  'older',
  'damaged',
  'no-room',
  'not-installed',
] as const;
export type UpdateFailure = (typeof UPDATE_FAILURES)[number];

/** What came of the newest look: nothing newer, a newer version, or why it was refused or could not be had. */
export const UPDATE_OUTCOMES = ['current', 'newer', ...UPDATE_FAILURES] as const;
export type UpdateOutcome = (typeof UPDATE_OUTCOMES)[number];

/** Once allowed, this often, ms; whoever cannot be reached is not asked more often either. */
export const LOOK_EVERY_MS = 24 * 3_600_000;
/** After a start the desk reads its mail first, ms. */
export const LOOK_AFTER_START_MS = 60_000;
/** Longest wait for a mail past `final_pending` after "Restart and install", ms: a server that is silent for so long is a matter of its own. */
export const LONGEST_MAIL_WAIT_MS = 120_000;

type Version = readonly [major: number, minor: number, patch: number];

/** Ours are three numbers; anything else is none, a preview too. */
export function readVersion(text: string): Version | null {
  const [, major, minor, patch] = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return null;
  return [Number(major), Number(minor), Number(patch)];
}

/** Below 0 where the first is older. */
function compare(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

/**
 * What a feed with a valid signature offers. `newestSeen` is the newest version that such a feed has ever offered to this desk: an old
 * feed played back is `older` though it is newer than what runs, because it would bring a version whose faults are known by now.
 */
export function judgeOffer(given: {
  readonly running: string;
  readonly offered: string;
  readonly newestSeen: string | null;
}): 'newer' | 'current' | 'older' | 'unreadable' {
  const [running, offered] = [readVersion(given.running), readVersion(given.offered)];
  if (running === null || offered === null) return 'unreadable';
  const seen = given.newestSeen === null ? null : readVersion(given.newestSeen);
  if (compare(offered, running) < 0 || (seen !== null && compare(offered, seen) < 0)) return 'older';
  return compare(offered, running) === 0 ? 'current' : 'newer';
}

/**
 * Whether a mail in this state puts off the installing of an update: the server may have it and has not said so, or its copy is on the way
 * to Sent. What waits for a person (`outcome_unknown`, `file_failed`) can wait for days and is safe in its row; what has not come to the
 * mark is tried again with the same Message-ID (design.md, invariant 2).
 */
export function holdsUpdateBack(state: OutboxState): boolean {
  switch (state) {
    case 'final_pending':
    case 'accepted':
      return true;
    case 'queued':
    case 'checking':
    case 'sending':
    case 'filed':
    case 'cancelled':
    case 'held':
    case 'failed_before_data':
    case 'refused':
    case 'outcome_unknown':
    case 'file_failed':
      return false;
    default:
      return assertNever(state);
  }
}

/** When to look the next time by itself, epoch ms. A newer version that was found and not installed is fetched again soon after a start. */
export function nextLookAt(
  last: { readonly at: number; readonly outcome: UpdateOutcome } | null,
  startedAt: number,
  now: number,
): number {
  const earliest = startedAt + LOOK_AFTER_START_MS;
  // A clock that was set back must not put it off for ever.
  if (last === null || last.at > now || (last.outcome === 'newer' && last.at < startedAt))
    return Math.max(earliest, now);
  return Math.max(earliest, last.at + LOOK_EVERY_MS);
}

/** Whether what was downloaded is installed as the desk quits: a `.deb` asks for a password, so only where somebody asked for it. */
export function installsAtQuit(way: UpdateWay, isAskedFor: boolean): boolean {
  switch (way) {
    case 'appimage':
    case 'nsis':
      return true;
    case 'deb':
      return isAskedFor;
    default:
      return assertNever(way);
  }
}
