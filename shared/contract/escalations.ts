import { z } from 'zod';
import type { EscalationState } from '../domain/escalation';
import { ESCALATION_REASONS } from '../domain/macro-names';
import type { EscalationReason } from '../domain/macro-names';
import type { OutboxState } from '../domain/outbox';
import type { EscalationPlan } from '../domain/suggestion';
import type { AcceptedBlock } from './views';

const id = z.string().min(1).max(64);
const ticket = z.string().regex(/^T-\d{1,12}$/);
/** Cases of one reminder: more is a meeting, not a mail. */
const MOST_CASES = 50;
const MAX_TEXT_CHARS = 100_000;

/** Side conversations with producers. */
export const escalationParams = {
  /**
   * Asks the producer about a ticket's purchase, or once more where a side conversation is open. `seen`: the text as it was on
   * screen; another one is never sent in its place.
   */
  'escalations.send': z.strictObject({
    ticket,
    revision: z.number().int().min(0),
    reason: z.enum(ESCALATION_REASONS).optional(),
    seen: z.string().max(MAX_TEXT_CHARS).optional(),
  }),
  /** Says for which cases of a collective reminder an answer counts; the others wait on. */
  'escalations.settle': z.strictObject({ message: id, done: z.array(id).max(MOST_CASES) }),
  /** Producers who have let somebody wait, the longest first, each with a reminder that a person may send. */
  'escalations.silent': z.strictObject({}),
  /** Sends that reminder, about these cases. */
  'escalations.remind': z.strictObject({
    escalations: z.array(id).min(1).max(MOST_CASES),
    seen: z.string().max(MAX_TEXT_CHARS).optional(),
  }),
} as const;

/** One mail of a side conversation, ours or the producer's. */
export type SideMail = {
  readonly id: string;
  readonly from: 'us' | 'producer' | 'machine';
  /** Who wrote it. */
  readonly name: string;
  readonly address: string;
  readonly at: number;
  readonly subject: string;
  readonly text: string;
  /** Of ours: where it stands in the outbox. */
  readonly state: OutboxState | null;
  /** Of an answer to several cases: a person has to say for which it counts. */
  readonly open: readonly AnsweredCase[];
};

/** One case of a collective reminder, as the tick list names it. */
export type AnsweredCase = {
  readonly escalation: string;
  readonly ticket: string;
  readonly transaction: string;
  readonly buyer: string;
  /** Its number in the mail. */
  readonly position: number;
};

/** The side conversation of a ticket. */
export type ProducerView = {
  readonly id: string;
  readonly state: EscalationState;
  readonly reason: EscalationReason;
  readonly producer: string;
  /** Where it is held. */
  readonly to: string;
  readonly openedAt: number;
  readonly openedBy: string;
  readonly waitingSince: number | null;
  readonly answeredAt: number | null;
  readonly reminders: number;
  /** Oldest first. */
  readonly mails: readonly SideMail[];
  /** Lines about others that were left out of what may be passed on. */
  readonly removed: number;
  /** It was opened for this ticket, or for another one on the same purchase. */
  readonly ownTicket: string;
};

/** What `P` may send: the reasons for a first mail, or one more mail in the open conversation. */
export type EscalationChoices = {
  readonly usual: EscalationReason;
  readonly plans: Readonly<Record<EscalationReason, EscalationPlan>> | null;
  readonly followUp: EscalationPlan | null;
};

/** A producer who owes answers past the limit. */
export type SilentProducer = {
  readonly producer: string;
  readonly to: string;
  readonly cases: readonly {
    readonly escalation: string;
    readonly ticket: string;
    readonly transaction: string;
    readonly product: string;
    readonly since: number;
    readonly reminders: number;
    /** The reminders are used up: a lead has to act. */
    readonly lead: boolean;
  }[];
  /** The drafted reminder; null where nothing may go. */
  readonly subject: string;
  readonly text: string;
};

/** What is said of an answer: the tickets that came back. */
export type SettledAnswer = { readonly tickets: readonly string[] };

export type EscalationAnswers = {
  'escalations.send': AcceptedBlock;
  'escalations.settle': SettledAnswer;
  'escalations.silent': readonly SilentProducer[];
  'escalations.remind': AcceptedBlock;
};
