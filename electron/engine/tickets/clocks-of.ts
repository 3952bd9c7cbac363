import type { CaseView, HistoryEntry } from '../../../shared/contract/views';
import type { ClockSettings } from '../../../shared/domain/clock-settings';
import { debtorOf } from '../../../shared/domain/ticket';
import type { TicketState } from '../../../shared/domain/ticket';
import { ticketClock } from '../../../shared/domain/ticket-clocks';
import type { Calendars, TicketClock } from '../../../shared/domain/ticket-clocks';
import { turnsOf } from '../../../shared/domain/ticket-turns';
import { producerTime, teamTime } from '../clock/calendars';
import { clockSettings } from '../clock/clock-settings';
import type { EngineContext } from '../context';
import { turnEvents } from '../store/events-table';
import { guaranteeEnds } from '../store/purchases-table';
import type { StoredTicket } from '../store/tickets-table';

/** What the clocks of tickets are counted by. */
export type ClockRoom = Pick<EngineContext, 'store' | 'profile' | 'outside'>;

/** The settings that hold now, with the calendars that they make. */
export type RunningClocks = { readonly clocks: ClockSettings; readonly calendars: Calendars; readonly now: number };

/** Reads them. No producer's own place is known yet: the team's calendar stands for it. */
export async function runningClocks(room: ClockRoom): Promise<RunningClocks> {
  const now = room.outside.clock.now();
  const clocks = await clockSettings(room);
  const [team, producer] = await Promise.all([teamTime(clocks, now), producerTime(clocks, null, now)]);
  return { clocks, calendars: { team, producer }, now };
}

/** The clocks of these tickets, by id; a ticket of which nobody owes anything has none. */
export async function clocksOf(
  room: ClockRoom,
  tickets: readonly StoredTicket[],
): Promise<ReadonlyMap<string, TicketClock>> {
  const owed = tickets.filter((ticket) => debtorOf(ticket.state as TicketState) !== 'nobody');
  if (owed.length === 0) return new Map();
  const { db } = room.store;
  const [running, histories, guarantees] = await Promise.all([
    runningClocks(room),
    turnEvents(
      db,
      owed.map(({ id }) => id),
    ),
    guaranteeEnds(
      db,
      owed.flatMap(({ transaction_number: number }) => number ?? []),
    ),
  ]);
  return new Map(
    owed.map((ticket) => [
      ticket.id,
      clockOf(ticket, histories.get(ticket.id) ?? [], guarantees.get(ticket.transaction_number ?? '') ?? null, running),
    ]),
  );
}

/** The clock of one ticket, whose history is at hand. `guaranteeEndsAt`: of its purchase, epoch ms. Pure. */
export function clockOf(
  ticket: StoredTicket,
  history: readonly HistoryEntry[],
  guaranteeEndsAt: number | null,
  { clocks, calendars, now }: RunningClocks,
): TicketClock {
  const state = ticket.state as TicketState;
  const facts = {
    state,
    createdAt: ticket.created_at,
    turns: turnsOf({ createdAt: ticket.created_at, state }, history),
    thanks: isThanks(ticket),
    access: ticket.intent?.startsWith('access.') === true,
    guaranteeEndsAt,
  };
  return ticketClock(facts, clocks, calendars, now);
}

/** Thanks are always another matter than getting in: only of that is the case looked into. */
function isThanks({ decision, case_json: json }: StoredTicket): boolean {
  return decision === 'route.support' && json !== null && (JSON.parse(json) as CaseView).flags.thanks;
}
