import { expect, it } from 'vitest';
import { DEFAULT_CLOCKS } from '../../shared/domain/clock-settings';
import { instantOf } from '../../shared/domain/zone-time';
import { makeTeamDesk } from '../support/colleague';
import type { TeamDesk } from '../support/colleague';
import { CLUB_PRODUCT, PRODUCTS_HEADER } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const ROME = { ...DEFAULT_CLOCKS, timeZone: 'Europe/Rome' };
const DAY = 86_400_000;

/** 2026-01-`day` at this time on clocks of Rome. */
function rome(day: string): number {
  return instantOf(Date.parse(`2026-01-${day.replace(' ', 'T')}:00Z`), 'Europe/Rome');
}

/** Giulia's mail of Monday 12 January at 10:00, looked at on Thursday 15 January at 10:00. */
async function deskWithMail(): Promise<TeamDesk> {
  const desk = await makeTeamDesk();
  await desk.engine.call('clocks.save', { clocks: ROME });
  desk.mailbox.deliver(
    writeMail({ from: 'Giulia Ferri <giulia@posta.example>', date: 'Mon, 12 Jan 2026 09:00:00 +0000' }),
  );
  await desk.sync();
  return desk;
}

const clock = async (desk: TeamDesk, ticket = 'T-1') => (await desk.tickets()).find(({ id }) => id === ticket)?.clock;

it('a ticket says what is due, the same in the list and when it is open', async () => {
  const desk = await deskWithMail();
  const due = { kind: 'first-answer', at: rome('13 10:00') };
  expect(await clock(desk)).toEqual({ debtor: 'us', since: rome('12 10:00'), due, breachedAt: due.at, silence: null });
  expect((await desk.engine.call('tickets.open', { ticket: 'T-1' })).row.clock).toEqual(await clock(desk));
});

it('other limits hold from the next look on', async () => {
  const desk = await deskWithMail();
  await desk.engine.call('clocks.save', { clocks: { ...ROME, firstAnswerHours: 40 } });
  expect(await clock(desk)).toMatchObject({ due: { kind: 'first-answer', at: rome('19 10:00') }, breachedAt: null });
});

it('our answer hands the turn over until the customer writes again', async () => {
  const desk = await deskWithMail();
  await desk.colleague('Anna').answer('T-1');
  desk.clock.advance(60_000);
  await desk.engine.call('outbox.flush', {});
  expect(await clock(desk)).toEqual({
    debtor: 'customer',
    since: desk.clock.now(),
    due: { kind: 'reminder', at: rome('20 10:01') },
    breachedAt: null,
    silence: { remindAt: rome('20 10:01'), closeAt: rome('29 10:01') },
  });
  desk.clock.advance(DAY);
  desk.mailbox.deliver(
    writeMail({
      from: 'Giulia Ferri <giulia@posta.example>',
      text: 'Ancora niente, non riesco a entrare',
      date: 'Fri, 16 Jan 2026 09:01:00 +0000',
    }),
  );
  await desk.sync();
  const again = (await desk.tickets()).find(({ id, state }) => id !== 'T-1' && state === 'open');
  expect(again?.clock?.due?.kind).toBe('first-answer');
});

it('a guarantee that ends soon is a breach, whoever owes', async () => {
  const desk = await deskWithMail();
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  await desk.importCsv(
    'sales',
    'transaction,status,order_date,approved_date,product_id,product_name,producer_name,buyer_name,buyer_email,recurrence,price,currency,guarantee end\n' +
      'HP4410020311,APPROVED,2026-01-10T14:24:00Z,2026-01-10T14:25:00Z,41,Pasta,Nonna,Giulia Ferri,giulia@posta.example,,49.00,EUR,2026-01-16T12:00:00Z\n',
  );
  await desk.colleague('Anna').answer('T-1');
  expect(await clock(desk)).toMatchObject({
    debtor: 'customer',
    due: { kind: 'guarantee' },
    breachedAt: Date.UTC(2026, 0, 14, 12),
  });
});

it('nobody owes anything in a ticket that is done', async () => {
  const desk = await deskWithMail();
  const { revision } = await desk.stored('T-1');
  await desk.engine.call('tickets.setState', { ticket: 'T-1', revision, to: 'done', snoozeUntil: null });
  expect(await clock(desk)).toBeNull();
});
