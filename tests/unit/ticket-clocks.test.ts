import { describe, expect, it } from 'vitest';
import { DEFAULT_CLOCKS } from '../../shared/domain/clock-settings';
import type { Debtor, TicketState } from '../../shared/domain/ticket';
import { ticketClock } from '../../shared/domain/ticket-clocks';
import type { ClockFacts } from '../../shared/domain/ticket-clocks';
import { createWorkingTime } from '../../shared/domain/working-time';
import { instantOf } from '../../shared/domain/zone-time';

const CLOCKS = { ...DEFAULT_CLOCKS, timeZone: 'Europe/Rome' };
const team = createWorkingTime({ ...CLOCKS, holidays: new Set() });
// Somewhere where Monday 19 January is a holiday.
const producer = createWorkingTime({ ...CLOCKS, holidays: new Set(['2026-01-19']) });

function rome(text: string): number {
  return instantOf(Date.parse(`2026-01-${text.replace(' ', 'T')}:00Z`), 'Europe/Rome');
}

/** A ticket that came on Friday 16 January at 15:00, with these turns besides. */
function facts(
  state: TicketState,
  turns: readonly (readonly [Debtor, string])[] = [],
  more: Partial<ClockFacts> & { readonly answered?: string; readonly reminded?: string } = {},
): ClockFacts {
  const { answered, reminded, ...rest } = more;
  return {
    state,
    createdAt: rome('16 15:00'),
    turns: {
      turns: [
        { debtor: 'us', since: rome('16 15:00') },
        ...turns.map(([debtor, since]) => ({ debtor, since: rome(since) })),
      ],
      answeredAt: answered === undefined ? null : rome(answered),
      remindedAt: reminded === undefined ? null : rome(reminded),
    },
    thanks: false,
    access: true,
    guaranteeEndsAt: null,
    ...rest,
  };
}

const clock = (of: ClockFacts, now: string) => ticketClock(of, CLOCKS, { team, producer }, rome(now));

describe('our own clock', () => {
  it('gives eight working hours for the first answer', () => {
    expect(clock(facts('open'), '19 10:00')).toEqual({
      debtor: 'us',
      since: rome('16 15:00'),
      due: { kind: 'first-answer', at: rome('19 15:00') },
      breachedAt: null,
      silence: null,
    });
    expect(clock(facts('open'), '19 17:00')).toMatchObject({
      due: { kind: 'first-answer', at: rome('19 15:00') },
      breachedAt: rome('19 15:00'),
    });
  });

  it('runs on while a ticket is snoozed: the step is ours', () => {
    expect(clock(facts('snoozed', [], {}), '20 09:00').breachedAt).toBe(rome('19 15:00'));
  });

  it('gives five working days to the end, and what others took on top', () => {
    const answered = { answered: '16 16:00' };
    expect(clock(facts('open', [], answered), '19 10:00').due).toEqual({ kind: 'resolution', at: rome('23 15:00') });
    // The customer took from Friday 16:00 to Tuesday 10:00: eleven working hours.
    const back = facts('open', [['customer', '16 16:00'], ['us', '20 10:00']], answered); // prettier-ignore
    expect(clock(back, '20 11:00')).toMatchObject({
      since: rome('20 10:00'),
      due: { kind: 'resolution', at: rome('26 18:00') },
      breachedAt: null,
    });
    expect(clock(back, '27 10:00').breachedAt).toBe(rome('26 18:00'));
  });

  it('is not broken while others owe', () => {
    const waiting = facts('waiting.customer', [['customer', '16 16:00']], { answered: '16 16:00' });
    expect(clock(waiting, '31 10:00').breachedAt).toBeNull();
    expect(clock(facts('waiting.hotmart', [['hotmart', '16 16:00']]), '31 10:00')).toEqual({
      debtor: 'hotmart',
      since: rome('16 16:00'),
      due: null,
      breachedAt: null,
      silence: null,
    });
  });

  it('stands still once nobody owes, and thanks start none', () => {
    expect(clock(facts('done', [['nobody', '16 16:00']]), '31 10:00')).toMatchObject({ due: null, breachedAt: null });
    expect(clock(facts('open', [], { thanks: true }), '31 10:00')).toMatchObject({ due: null, breachedAt: null });
  });
});

describe('waiting for the customer', () => {
  const since = [['customer', '16 16:00']] as const;

  it('is a reminder after three working days, and the end after ten', () => {
    expect(clock(facts('waiting.customer', since), '19 10:00').due).toEqual({ kind: 'reminder', at: rome('21 16:00') });
    expect(clock(facts('waiting.customer', since, { reminded: '22 10:00' }), '22 11:00').due).toEqual({
      kind: 'closing',
      at: rome('30 16:00'),
    });
    expect(clock(facts('waiting.customer', since), '19 10:00').silence).toEqual({
      remindAt: rome('21 16:00'),
      closeAt: rome('30 16:00'),
    });
    // Nobody sent the reminder.
    expect(clock(facts('waiting.customer', since), '30 16:00').due?.kind).toBe('closing');
  });
});

describe('waiting for the producer', () => {
  it('goes by the producer’s calendar, and is no breach of ours', () => {
    const waiting = facts('waiting.producer', [['producer', '16 16:00']]);
    expect(clock(waiting, '31 10:00')).toMatchObject({
      due: { kind: 'producer', at: rome('22 16:00') },
      breachedAt: null,
    });
  });
});

describe('a guarantee that ends', () => {
  const ends = { guaranteeEndsAt: rome('22 12:00') };

  it('is a breach two days before, whoever owes', () => {
    const waiting = facts('waiting.customer', [['customer', '16 16:00']], ends);
    expect(clock(waiting, '20 11:00')).toMatchObject({
      due: { kind: 'guarantee', at: rome('20 12:00') },
      breachedAt: null,
    });
    expect(clock(waiting, '20 13:00')).toMatchObject({ due: { kind: 'guarantee' }, breachedAt: rome('20 12:00') });
    // The customer is reminded all the same.
    expect(clock(waiting, '22 09:00').silence?.remindAt).toBe(rome('21 16:00'));
    expect(clock(facts('waiting.producer', [['producer', '16 16:00']], ends), '21 09:00').breachedAt).toBe(
      rome('20 12:00'),
    );
  });

  it('leaves what we owe sooner in sight', () => {
    expect(clock(facts('open', [], ends), '16 16:00').due).toEqual({ kind: 'first-answer', at: rome('19 15:00') });
    expect(clock(facts('open', [], ends), '20 13:00')).toMatchObject({
      due: { kind: 'first-answer', at: rome('19 15:00') },
      breachedAt: rome('19 15:00'),
    });
  });

  it('counts for access cases that came before it was over', () => {
    expect(
      clock(facts('waiting.customer', [['customer', '16 16:00']], { ...ends, access: false }), '21 09:00').breachedAt,
    ).toBeNull();
    const late = facts('waiting.customer', [['customer', '16 16:00']], { guaranteeEndsAt: rome('10 12:00') });
    expect(clock(late, '21 09:00').breachedAt).toBeNull();
  });
});
