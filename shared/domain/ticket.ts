import type { DecisionId } from './decision';

/** Where a ticket stands (domain.md, "Ticket states and queues"). */
export const TICKET_STATES = [
  'open',
  'waiting.customer',
  'waiting.producer',
  'waiting.hotmart',
  'snoozed',
  'done',
  'ignored',
] as const;
export type TicketState = (typeof TICKET_STATES)[number];

/** Queues in the order the desk shows them; `mine` is a view over the inbox of one agent. */
export const QUEUES = [
  'inbox',
  'mine',
  'support',
  'classify',
  'waiting.customer',
  'waiting.producer',
  'waiting.hotmart',
  'snoozed',
  'done',
  'filed',
  'junk',
  'problems',
] as const;
export type Queue = (typeof QUEUES)[number];

/** Who owes the next step. */
export type Debtor = 'us' | 'customer' | 'producer' | 'hotmart' | 'nobody';

/** What a ticket needs to know to say its queue. */
export type QueueFacts = {
  readonly state: TicketState;
  readonly decision: DecisionId | null;
  readonly handedOver: boolean;
  readonly junk: boolean;
  /** Unreadable mail; failed, held or uncertain sends. */
  readonly problem: boolean;
};

/** The one queue that holds a ticket; `mine` is never stored, it is asked for by assignee. */
export function queueOf(facts: QueueFacts): Exclude<Queue, 'mine'> {
  if (facts.problem) return 'problems';
  if (facts.junk) return 'junk';
  switch (facts.state) {
    case 'ignored':
      return 'filed';
    case 'done':
      return 'done';
    case 'snoozed':
      return 'snoozed';
    case 'waiting.customer':
    case 'waiting.producer':
    case 'waiting.hotmart':
      return facts.handedOver ? 'support' : facts.state;
    case 'open':
      if (facts.handedOver || facts.decision === 'route.support') return 'support';
      return facts.decision === 'classify.product' ? 'classify' : 'inbox';
  }
}

/** Who owes the next step follows the state: open and snoozed are ours. */
export function debtorOf(state: TicketState): Debtor {
  switch (state) {
    case 'open':
    case 'snoozed':
      return 'us';
    case 'waiting.customer':
      return 'customer';
    case 'waiting.producer':
      return 'producer';
    case 'waiting.hotmart':
      return 'hotmart';
    case 'done':
    case 'ignored':
      return 'nobody';
  }
}
