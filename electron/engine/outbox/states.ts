import { assertNever } from '../../../shared/assert';
import type { OutboxState } from '../../../shared/domain/outbox';

/** What happens to one outbox row; each is written in the same transaction as its effect on the ticket. */
export type OutboxEvent =
  | { readonly kind: 'due' }
  | { readonly kind: 'undone' }
  | { readonly kind: 'check-passed' }
  | { readonly kind: 'knowledge-stale' }
  | { readonly kind: 'last-bytes-next' }
  | { readonly kind: 'server-accepted' }
  | { readonly kind: 'failed-safely' }
  | { readonly kind: 'server-refused' }
  | { readonly kind: 'answer-missing' }
  | { readonly kind: 'tries-exhausted' }
  | { readonly kind: 'login-refused' }
  | { readonly kind: 'restarted' }
  | { readonly kind: 'overdue-at-start' }
  | { readonly kind: 'desk-leaves' }
  | { readonly kind: 'mailbox-gone' }
  | { readonly kind: 'store-restored' }
  | { readonly kind: 'found-in-sent' }
  | { readonly kind: 'copied-to-sent' }
  | { readonly kind: 'copy-failed' }
  | { readonly kind: 'agent-retries' }
  | { readonly kind: 'agent-says-sent' }
  | { readonly kind: 'agent-discards' };

/**
 * The state after an event, or null where the event does not belong to the state: the caller then leaves the row alone
 * (design.md, invariant 2). Nothing leads back from `accepted`: what a server took is never sent again.
 */
export function nextState(state: OutboxState, event: OutboxEvent): OutboxState | null {
  switch (event.kind) {
    case 'due':
      return state === 'queued' || state === 'failed_before_data' ? 'checking' : null;
    case 'undone':
      return state === 'queued' ? 'cancelled' : null;
    case 'check-passed':
      return state === 'checking' ? 'sending' : null;
    case 'knowledge-stale':
      return state === 'checking' ? 'held' : null;
    case 'last-bytes-next':
      return state === 'sending' ? 'final_pending' : null;
    case 'server-accepted':
      return state === 'final_pending' || state === 'outcome_unknown' ? 'accepted' : null;
    case 'failed-safely':
      // From final_pending too: the server said 4xx to the dot, or the last bytes provably never left.
      return state === 'sending' || state === 'final_pending' ? 'failed_before_data' : null;
    case 'server-refused':
      return state === 'sending' || state === 'final_pending' ? 'refused' : null;
    case 'answer-missing':
      return state === 'final_pending' ? 'outcome_unknown' : null;
    case 'tries-exhausted':
      return state === 'failed_before_data' ? 'held' : null;
    case 'login-refused':
      return state === 'sending' ? 'queued' : null;
    case 'restarted':
      return afterRestart(state);
    case 'overdue-at-start':
    case 'desk-leaves':
      return state === 'queued' ? 'held' : null;
    case 'mailbox-gone':
      return state === 'queued' || state === 'failed_before_data' ? 'held' : null;
    case 'store-restored':
      return NOT_SETTLED.includes(state) ? 'held' : null;
    case 'found-in-sent':
      return state === 'held' ? 'accepted' : null;
    case 'copied-to-sent':
      return state === 'accepted' || state === 'file_failed' ? 'filed' : null;
    case 'copy-failed':
      return state === 'accepted' || state === 'file_failed' ? 'file_failed' : null;
    case 'agent-retries':
      return ['held', 'refused', 'failed_before_data', 'outcome_unknown', 'queued'].includes(state) ? 'queued' : null;
    case 'agent-says-sent':
      // Of what is held only a reply of a restored store can have arrived; the caller knows which one is.
      return state === 'outcome_unknown' || state === 'held' ? 'accepted' : null;
    case 'agent-discards':
      return ['queued', 'held', 'refused', 'failed_before_data', 'outcome_unknown'].includes(state)
        ? 'cancelled'
        : null;
    default:
      return assertNever(event);
  }
}

/** What a process that died left behind: without the mark nothing complete had left; with it nobody knows. */
function afterRestart(state: OutboxState): OutboxState | null {
  switch (state) {
    case 'checking':
    case 'sending':
      return 'queued';
    case 'final_pending':
      return 'outcome_unknown';
    case 'queued':
    case 'accepted':
    case 'filed':
    case 'cancelled':
    case 'held':
    case 'failed_before_data':
    case 'refused':
    case 'outcome_unknown':
    case 'file_failed':
      return null;
    default:
      return assertNever(state);
  }
}

/** Whether this block can still be taken back by undo: nothing of it has started to move. */
export function isUndoable(states: readonly OutboxState[]): boolean {
  return states.length > 0 && states.every((state) => state === 'queued');
}

/** States of a reply that is still on its way: a second one to the same ticket waits for it. */
export const UNDER_WAY: readonly OutboxState[] = [
  'queued',
  'checking',
  'sending',
  'final_pending',
  'failed_before_data',
];

/** States in which a reply never left and never will by itself. */
export const NEVER_SENT: readonly OutboxState[] = ['cancelled', 'refused'];

/**
 * States of which a restored store cannot know what became of them since: nothing of it goes out before it was compared
 * with Sent (reliability.md F33). What the server took, and what was taken back, stays as it is.
 */
export const NOT_SETTLED: readonly OutboxState[] = [...UNDER_WAY, 'held', 'refused', 'outcome_unknown'];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** design.md, invariant 2: after 1, 5, 15, 60 min, 4, 12 h, then every 12 h, up to 48 h after the first try. */
const RETRY_AFTER_MS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR];
const GIVE_UP_AFTER_MS = 48 * HOUR;

/**
 * When to try again after `attempts` tries, epoch ms; null when the next try would lie more than 48 h after the first.
 */
export function nextAttemptAt(attempts: number, firstAttemptAt: number, now: number): number | null {
  const wait = RETRY_AFTER_MS[Math.min(Math.max(attempts, 1), RETRY_AFTER_MS.length) - 1] ?? 12 * HOUR;
  return now + wait - firstAttemptAt > GIVE_UP_AFTER_MS ? null : now + wait;
}

/** When to look for evidence of an unknown outcome in Sent, in ms after it became unknown (reliability.md, 2a). */
export const EVIDENCE_AFTER_MS = [0, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE];

/** When to try the copy to Sent again, by how often it failed: quickly at first, then every hour, without end. */
export function nextFilingAt(failures: number, now: number): number {
  const waits = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR];
  return now + (waits[Math.min(Math.max(failures, 1), waits.length) - 1] ?? HOUR);
}

/**
 * When to look for the copy that a provider makes by itself, in ms after it accepted the mail. Gmail and Exchange make it
 * while they answer or in the minute after, later under load: five minutes are long for them and short for a colleague who
 * looks into Sent. A copy of ours that came before theirs would be a second one for good.
 */
export const OWN_COPY_AFTER_MS = [0, 10_000, 30_000, MINUTE, 2 * MINUTE, 5 * MINUTE];

/** When to look the next time, epoch ms; null after the last look: there is no such copy, ours is made. */
export function nextOwnCopyLookAt(acceptedAt: number, now: number): number | null {
  const next = OWN_COPY_AFTER_MS.find((after) => acceptedAt + after > now);
  return next === undefined ? null : acceptedAt + next;
}

/** No undo window is longer (`team.undoSeconds`), in ms. */
export const LONGEST_UNDO_MS = 2 * MINUTE;

/** Due less than this before a restart goes on by itself; older ones ask the agent (reference: peers.md 4d.6). */
export const OVERDUE_AT_START_MS = 2 * MINUTE;
