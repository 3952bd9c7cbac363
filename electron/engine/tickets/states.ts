import { SportelloError } from '../../../shared/contract/errors';
import { SILENT_DECISIONS } from '../../../shared/domain/decision';
import type { DecisionId } from '../../../shared/domain/decision';
import type { TicketState } from '../../../shared/domain/ticket';

/** How a ticket moves (domain.md, "Ticket states and queues"). Pure: the callers write the row. */

/** When a message was written and when the server took it, epoch ms. */
export type Moment = { readonly at: number; readonly receivedAt: number };

/** The newest messages of a ticket after mail arrived, machines' messages left out. */
export type MailFacts = {
  /** Newest message of the requester, and whether it has just arrived. */
  readonly inbound: (Moment & { readonly arrived: boolean }) | null;
  /** Newest message of ours that answers the requester and that our outbox did not write. */
  readonly answer: (Moment & { readonly arrived: boolean }) | null;
};

/**
 * The state after mail arrived. A customer's clock may be wrong and a first sync brings the newest first: where the
 * two times disagree the ticket is ours, because a customer who is never answered is the worse mistake.
 */
export function stateAfterMail(state: TicketState, mail: MailFacts): TicketState {
  const answered = mail.answer !== null && (mail.inbound === null || isAfter(mail.answer, mail.inbound));
  if (mail.inbound?.arrived && !answered) return 'open';
  if (mail.answer?.arrived && answered && isUnresolved(state)) return 'waiting.customer';
  return state;
}

function isAfter(one: Moment, other: Moment): boolean {
  return one.at >= other.at && one.receivedAt >= other.receivedAt;
}

/** Neither done nor filed, whoever owes the next step. */
export function isUnresolved(state: TicketState): boolean {
  return state !== 'done' && state !== 'ignored';
}

/** State and hand-over flag of a ticket. */
export type Standing = { readonly state: TicketState; readonly handedOver: boolean };

/**
 * What a decision changes: `ignore` files an open ticket, `route.support` hands it over, and a decision that replaces
 * one of these takes its effect back. A hand-over that came with a reply (`purchase.inactive`) stays.
 */
export function standingAfterDecision(before: Standing, was: DecisionId | null, is: DecisionId): Standing {
  if (is === 'ignore') {
    // Only when it is new: a filed mail that an agent made a ticket of stays one.
    const files = was !== 'ignore' && before.state === 'open';
    return { state: files ? 'ignored' : before.state, handedOver: false };
  }
  const returns = (was === 'ignore' && before.state === 'ignored') || isNowMatched(before.state, was, is);
  return {
    state: returns ? 'open' : before.state,
    handedOver: is === 'route.support' || (before.handedOver && was !== 'route.support'),
  };
}

/**
 * Our question had gone out, and newer purchases answer it before the customer does (casework.md, "Purchases that are
 * newer than our data").
 */
export function isNowMatched(state: TicketState, was: DecisionId | null, is: DecisionId): boolean {
  return state === 'waiting.customer' && was === 'ask.purchase-details' && is !== was;
}

/** The state that accepting a reply sets, in the same transaction; with an escalation the producer owes the next step. */
export function stateAfterReply(decision: DecisionId | null, escalated: boolean): TicketState {
  if (decision !== null && SILENT_DECISIONS.includes(decision)) return 'waiting.customer';
  if (escalated) return 'waiting.producer';
  return decision === 'purchase.pending' ? 'waiting.hotmart' : 'waiting.customer';
}

/** What an agent asks for with E, Shift+E and H. */
export type AgentMove = { readonly to: TicketState; readonly snoozeUntil: number | null };

/**
 * Checks an agent's move. Answers the state and the end of the snooze.
 * @throws SportelloError `bad-params` for a snooze without an end, or one that is over.
 */
export function moveByAgent(move: AgentMove, now: number): { state: TicketState; snoozedUntil: number | null } {
  if (move.to !== 'snoozed') return { state: move.to, snoozedUntil: null };
  if (move.snoozeUntil === null || move.snoozeUntil <= now) {
    throw new SportelloError('bad-params', 'A snooze must end in the future', {
      reason: 'snooze',
      action: 'Choose a later time.',
    });
  }
  return { state: 'snoozed', snoozedUntil: move.snoozeUntil };
}

/** A snooze that is over opens the ticket. */
export function isSnoozeOver(state: TicketState, snoozedUntil: number | null, now: number): boolean {
  return state === 'snoozed' && (snoozedUntil === null || snoozedUntil <= now);
}
