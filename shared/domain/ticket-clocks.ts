import type { ClockSettings } from './clock-settings';
import { debtorOf } from './ticket';
import type { Debtor, TicketState } from './ticket';
import type { Turns } from './ticket-turns';
import type { WorkingTime } from './working-time';

/** What falls due. The first three are ours; the last two end a wait and are nobody's breach. */
export const DUE_KINDS = ['first-answer', 'resolution', 'guarantee', 'producer', 'reminder', 'closing'] as const;
export type DueKind = (typeof DUE_KINDS)[number];

/** The clock of a ticket: who owes the next step, since when, and what is due when. Epoch ms. */
export type TicketClock = {
  readonly debtor: Debtor;
  readonly since: number;
  /** What is due next, or is overdue; null where nothing is. */
  readonly due: { readonly kind: DueKind; readonly at: number } | null;
  /** Since when a promise of ours is broken; null where none is. Only our own turn can break one, and a guarantee that ends (casework.md). */
  readonly breachedAt: number | null;
  /** While the customer owes: when a reminder is due (null where one went already), and when the ticket closes. */
  readonly silence: { readonly remindAt: number | null; readonly closeAt: number } | null;
};

/** What a ticket's clock rests on. */
export type ClockFacts = {
  readonly state: TicketState;
  readonly createdAt: number;
  readonly turns: Turns;
  /** The mail that stands is thanks without a question: it reopens no clock (casework.md, "Second mails"). */
  readonly thanks: boolean;
  /** The ticket is about getting in. */
  readonly access: boolean;
  /** End of the guarantee of its purchase; null where none is known. */
  readonly guaranteeEndsAt: number | null;
};

/** So long before its guarantee ends an unresolved access case is a breach, whoever owes (casework.md, "Other queues"). */
export const GUARANTEE_MARGIN_MS = 2 * 86_400_000;
const HOUR_MS = 3_600_000;

/** Calendars to count by: the team's, and the one of the ticket's producer. */
export type Calendars = { readonly team: WorkingTime; readonly producer: WorkingTime };

/** The clock of a ticket at `now`. */
export function ticketClock(facts: ClockFacts, clocks: ClockSettings, calendars: Calendars, now: number): TicketClock {
  const debtor = debtorOf(facts.state);
  const since = facts.turns.turns.at(-1)?.since ?? facts.createdAt;
  const nothing = { debtor, since, due: null, breachedAt: null, silence: null };
  if (debtor === 'nobody' || facts.thanks) return nothing;
  const silence = debtor === 'customer' ? silenceOf(facts, since, clocks, calendars.team) : null;
  const own = silence !== null ? dueOfSilence(silence, now) : dueOfTurn(facts, debtor, since, clocks, calendars);
  const guarantee = guaranteeDue(facts);
  const ours = own !== null && debtor === 'us' ? own.at : Number.POSITIVE_INFINITY;
  const breachedAt = Math.min(ours, guarantee ?? Number.POSITIVE_INFINITY);
  const isGuaranteeFirst = guarantee !== null && (own === null || guarantee < own.at || now >= guarantee) && ours > now;
  return {
    debtor,
    since,
    due: isGuaranteeFirst ? { kind: 'guarantee', at: guarantee } : own,
    breachedAt: breachedAt <= now ? breachedAt : null,
    silence,
  };
}

function dueOfTurn(
  facts: ClockFacts,
  debtor: Exclude<Debtor, 'nobody'>,
  since: number,
  clocks: ClockSettings,
  { team, producer }: Calendars,
): TicketClock['due'] {
  switch (debtor) {
    case 'us': {
      const resolution = { kind: 'resolution', at: resolutionDue(facts, clocks, team) } as const;
      if (facts.turns.answeredAt !== null) return resolution;
      const first = {
        kind: 'first-answer',
        at: team.after(facts.createdAt, clocks.firstAnswerHours * HOUR_MS),
      } as const;
      return first.at <= resolution.at ? first : resolution;
    }
    case 'customer':
      return null;
    case 'producer':
      return { kind: 'producer', at: producer.afterDays(since, clocks.producerSilentDays) };
    case 'hotmart':
      return null;
  }
}

function silenceOf(
  { turns: { remindedAt } }: ClockFacts,
  since: number,
  clocks: ClockSettings,
  team: WorkingTime,
): NonNullable<TicketClock['silence']> {
  return {
    remindAt: remindedAt === null ? team.afterDays(since, clocks.customerReminderDays) : null,
    closeAt: team.afterDays(since, clocks.customerCloseDays),
  };
}

/** A reminder that nobody sent in time is still to be sent, up to the close. */
function dueOfSilence({ remindAt, closeAt }: NonNullable<TicketClock['silence']>, now: number): TicketClock['due'] {
  return remindAt === null || now >= closeAt ? { kind: 'closing', at: closeAt } : { kind: 'reminder', at: remindAt };
}

/** Working days from the first mail on, put off by the working time that others took. */
function resolutionDue({ createdAt, turns: { turns } }: ClockFacts, clocks: ClockSettings, team: WorkingTime): number {
  const others = turns.reduce((sum, turn, index) => {
    const end = turns[index + 1]?.since;
    return turn.debtor === 'us' || end === undefined ? sum : sum + team.between(turn.since, end);
  }, 0);
  return team.after(team.afterDays(createdAt, clocks.resolutionDays), others);
}

/** When an access case becomes a breach by its guarantee; null where it has none, or came only after it. */
function guaranteeDue({ access, guaranteeEndsAt, createdAt }: ClockFacts): number | null {
  if (!access || guaranteeEndsAt === null || createdAt >= guaranteeEndsAt) return null;
  return guaranteeEndsAt - GUARANTEE_MARGIN_MS;
}

/** Whether a promise of ours is broken at `now`, for a clock that was counted a while ago. */
export function isBreached({ debtor, due, breachedAt }: TicketClock, now: number): boolean {
  if (breachedAt !== null && breachedAt <= now) return true;
  return due !== null && due.at <= now && (debtor === 'us' || due.kind === 'guarantee');
}
