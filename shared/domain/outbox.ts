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

/** A reply to the requester, or a side conversation with the producer. */
export type OutboxKind = 'reply' | 'escalation';

/** States in which a person has something to do; the ticket stands under Problems. */
export const OUTBOX_PROBLEMS: readonly OutboxState[] = ['held', 'refused', 'outcome_unknown', 'file_failed'];

/** Why an accepted reply waits for an agent instead of going out (invariant 3 of ARCHITECTURE.md). */
export const HELD_REASONS = [
  'new-message',
  'answered-elsewhere',
  'purchase-changed',
  'decision-changed',
  'bounced',
  'ticket-gone',
  'restart',
  'tries-exhausted',
] as const;
export type HeldReason = (typeof HELD_REASONS)[number];
