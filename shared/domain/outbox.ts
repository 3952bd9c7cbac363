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
