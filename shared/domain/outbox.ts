/** States of a reply that an agent accepted (design.md, invariant 2). */
export const OUTBOX_STATES = [
  'queued',
  'checking',
  'sending',
  'final_pending',
  'accepted',
  'filed',
  'cancelled',
  'held',
  'failed_before_data',
  'refused',
  'outcome_unknown',
  'file_failed',
] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

/** A reply to the requester, a side conversation with the producer, or a message shown to somebody else. */
export type OutboxKind = 'reply' | 'escalation' | 'forward';

/** States of a reply that goes on by itself. */
export const OUTBOX_WAITING: readonly OutboxState[] = [
  'queued',
  'checking',
  'sending',
  'final_pending',
  'failed_before_data',
];

/** States in which a person has something to do; the ticket stands under Problems. */
export const OUTBOX_PROBLEMS: readonly OutboxState[] = ['held', 'refused', 'outcome_unknown', 'file_failed'];

/** Why an accepted reply waits for an agent instead of going out (invariant 3 of ARCHITECTURE.md). */
export const HELD_REASONS = [
  'new-message',
  'answered-elsewhere',
  'taken-over',
  'purchase-changed',
  'decision-changed',
  'bounced',
  'notice-ended',
  'producer-answered',
  'ticket-gone',
  'restart',
  'mailbox-gone',
  'tries-exhausted',
  'restored',
  'restored-not-in-sent',
] as const;
export type HeldReason = (typeof HELD_REASONS)[number];

/**
 * Held because the store is a copy of an earlier time, in which nobody knows what was sent since: until it was compared
 * with the Sent folder, and after it was not found there (reliability.md F33).
 */
export function isHeldByRestore(heldReason: string | null): boolean {
  return heldReason === 'restored' || heldReason === 'restored-not-in-sent';
}
