import { assertNever } from '../assert';
import type { HistoryEntry } from '../contract/history';
import { WAITING_MACRO } from './macro-names';
import { debtorOf, TICKET_STATES } from './ticket';
import type { Debtor, TicketState } from './ticket';

/** From when on somebody owed the next step; it ends with the next one. Epoch ms. */
export type Turn = { readonly debtor: Debtor; readonly since: number };

/** Who owed the next step when, oldest first, and what was sent meanwhile. */
export type Turns = {
  readonly turns: readonly Turn[];
  /** When we had answered first, or written first; null where nobody did. */
  readonly answeredAt: number | null;
  /** When a reminder was accepted that belongs to the last turn; null where none was. */
  readonly remindedAt: number | null;
};

/** Text that reminds a customer who stays silent: it is no answer of ours, and the customer's turn goes on. */
export const REMINDER_MACRO = 'remind.customer';

/** Kinds of history that can say whose turn it is. */
export const TURN_KINDS = [
  'message',
  'accepted',
  'undone',
  'sent',
  'send-failed',
  'returned',
  'producer-answered',
  'producer-settled',
  'state',
  'case-closed',
  'no-answer',
  'spam',
  'sender-blocked',
  'filed',
  'put-back',
  'notice-ended',
  'erased',
] as const satisfies readonly HistoryEntry['kind'][];
type TurnKind = (typeof TURN_KINDS)[number];

/** Whose turn it was, from a ticket's history. Older desks wrote down less, so the state that stands has the last word. */
export function turnsOf(
  ticket: { readonly createdAt: number; readonly state: TicketState },
  history: readonly HistoryEntry[],
): Turns {
  let now: Turns = { turns: [{ debtor: 'us', since: ticket.createdAt }], answeredAt: null, remindedAt: null };
  let beforeAcceptance: Turns | null = null;
  for (const entry of history) {
    const kind = TURN_KINDS.find((one) => one === entry.kind);
    if (kind === undefined) continue;
    if (kind === 'accepted' && entry.detail['act'] !== 'forwarded') beforeAcceptance = now;
    now = kind === 'undone' && beforeAcceptance !== null ? beforeAcceptance : after(now, kind, entry);
  }
  const stands = debtorOf(ticket.state);
  const last = now.turns.at(-1);
  if (last === undefined || last.debtor === stands) return now;
  return { ...now, turns: [...now.turns.slice(0, -1), { debtor: stands, since: last.since }] };
}

function after(before: Turns, kind: TurnKind, { detail, at }: HistoryEntry): Turns {
  const last = before.turns.at(-1);
  const turn = (debtor: Debtor): Turns =>
    last?.debtor === debtor ? before : { ...before, turns: [...before.turns, { debtor, since: at }], remindedAt: null };
  /** The same one may owe anew: what was answered once more is waited for from then on. */
  const anew = (debtor: Debtor): Turns => ({
    turns: [...(last?.debtor === debtor ? before.turns.slice(0, -1) : before.turns), { debtor, since: at }],
    answeredAt: before.answeredAt ?? at,
    remindedAt: null,
  });
  switch (kind) {
    case 'message':
      // Somebody answered with another program; whether that moved the ticket stands in an entry of its own.
      return detail['direction'] === 'outbound'
        ? last?.debtor === 'customer'
          ? anew('customer')
          : { ...before, answeredAt: before.answeredAt ?? at }
        : before;
    case 'accepted':
      if (detail['act'] === 'forwarded') return before;
      if (detail['macro'] === WAITING_MACRO) return turn('producer');
      if (detail['macro'] === REMINDER_MACRO) return { ...turn('customer'), remindedAt: at };
      if (detail['replies'] === 0) return turn('producer');
      return anew(detail['escalations'] === 1 ? 'producer' : 'customer');
    case 'sent':
      // Waiting begins when the mail server has the reply.
      return detail['kind'] === 'reply' && last?.debtor === 'customer' && before.remindedAt === null
        ? anew('customer')
        : before;
    case 'returned':
      return detail['outcome'] === 'failed' ? turn('us') : before;
    case 'producer-answered':
      // An answer machine ends no wait, and one to several cases is of those that a person ticks.
      return detail['by'] === 'person' && detail['cases'] === 1 ? turn('us') : before;
    case 'producer-settled':
      return turn(detail['done'] === 'yes' ? 'us' : 'producer');
    case 'send-failed':
      return detail['reason'] === 'unknown' ? before : turn('us');
    case 'undone':
      return turn('us');
    case 'state':
    case 'put-back':
    case 'notice-ended': {
      const state = TICKET_STATES.find((one) => one === detail['to']);
      return state === undefined ? before : turn(debtorOf(state));
    }
    case 'case-closed':
    case 'no-answer':
    case 'spam':
    case 'sender-blocked':
    case 'filed':
    case 'erased':
      return turn('nobody');
    default:
      return assertNever(kind);
  }
}
