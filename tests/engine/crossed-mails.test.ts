import { describe, expect, it } from 'vitest';
import {
  CLUB_PRODUCT,
  GIULIA_SALE,
  PRODUCTS_HEADER,
  SALES_HEADER,
  makeDesk,
  makeMailbox,
  OPENED_AT,
} from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { createMovedClock } from '../support/moved-clock';
import { writeMail } from '../support/write-mail';

const BRUNO = 'Bruno Neri <bruno@posta.example>';
const BRUNO_SALE =
  'HP5510020322,APPROVED,2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,42,Yoga,Nonna,Bruno Neri,bruno@posta.example,,49.00,EUR';
const YOGA = '42,Yoga,club,https://hotmart.com/club/yoga,Nonna,nonna@cucina.example';

async function deskOfTwoBuyers(): Promise<TestDesk> {
  const desk = await makeDesk();
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n${BRUNO_SALE}\n`);
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n${YOGA}\n`);
  return desk;
}

async function acceptFirst(desk: TestDesk, ticket: string) {
  const revision = (await desk.tickets()).find((row) => row.id === ticket)?.revision ?? -1;
  return desk.engine.call('replies.accept', { ticket, revision, index: 0, confirmed: true, escalate: false });
}

describe('two buyers whose mails name each other', () => {
  const hers = writeMail({ id: 'giulia@posta.example', inReplyTo: 'bruno@posta.example' });
  const his = writeMail({ from: BRUNO, id: 'bruno@posta.example', inReplyTo: 'giulia@posta.example' });

  it.each([
    ['hers first', [hers, his]],
    ['his first', [his, hers]],
  ])('are answered each at the own address about the own purchase: %s', async (_order, mails) => {
    const desk = await deskOfTwoBuyers();
    desk.mailbox.deliver(...mails);
    await desk.sync();
    for (const row of await desk.tickets()) await acceptFirst(desk, row.id);
    desk.clock.advance(10_000);
    await desk.engine.flushOutbox();
    const items = await desk.engine.call('outbox.list', {});
    const told = items.map(({ to, text }) => [to, text.includes('Pasta'), text.includes('Yoga')]);
    expect(told).toHaveLength(2);
    expect(told).toContainEqual(['giulia@posta.example', true, false]);
    expect(told).toContainEqual(['bruno@posta.example', false, true]);
    expect(desk.smtp.taken.map(({ to }) => to).sort()).toEqual(['bruno@posta.example', 'giulia@posta.example']);
  });
});

it('answers of three people to one newsletter of ours are three tickets, none of which sees another', async () => {
  const desk = await makeDesk();
  desk.mailbox.deliverSent(
    writeMail({
      from: 'support@corsi.example',
      to: 'tutti@corsi.example',
      id: 'news@corsi.example',
      subject: 'Novità',
    }),
  );
  const readers = ['anna@posta.example', 'bea@posta.example', 'carla@posta.example'];
  desk.mailbox.deliver(
    ...readers.map((from) => writeMail({ from, inReplyTo: 'news@corsi.example', subject: 'Re: Novità' })),
  );
  await desk.sync();
  const rows = await desk.tickets();
  expect(rows.map((row) => row.requesterAddress)).toEqual(readers);
  for (const { id, requesterAddress } of rows) {
    const view = JSON.stringify(await desk.engine.call('tickets.open', { ticket: id }));
    for (const other of readers) expect(view.includes(other)).toBe(other === requesterAddress);
  }
});

it.each(['[T-1] accesso', 'Re: ticket T-1', 'T-1'])(
  'a stranger who writes the number of a ticket gets one of his own: %s',
  async (subject) => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    desk.mailbox.deliver(writeMail({ from: 'Mallory <mallory@evil.example>', subject, text: `${subject}: non entro` }));
    await desk.sync();
    const rows = await desk.tickets();
    expect(rows.map((row) => [row.requesterAddress, row.messages])).toEqual([
      ['giulia@posta.example', 1],
      ['mallory@evil.example', 1],
    ]);
    expect((await desk.engine.call('tickets.open', { ticket: 'T-2' })).relatedTo).toBeNull();
  },
);

it.each(['Fwd: accesso', 'I: accesso', 'WG: accesso', 'Inoltro: accesso', 'accesso'])(
  'a forwarded mail is of who forwarded it, whatever its subject and whomever it quotes: %s',
  async (subject) => {
    const desk = await deskOfTwoBuyers();
    const text = [
      'Mia moglie non riesce ad entrare nel corso, vi giro la sua mail.',
      '',
      '---------- Forwarded message ---------',
      'From: Giulia Ferri <giulia@posta.example>',
      'Subject: accesso',
      '',
      'Non mi è arrivata la mail con i dati di accesso.',
    ].join('\r\n');
    desk.mailbox.deliver(writeMail({ id: 'question@posta.example' }));
    await desk.sync();
    const from = 'Marito <marito@posta.example>';
    desk.mailbox.deliver(writeMail({ from, subject, text, references: ['question@posta.example'] }));
    await desk.sync();
    const [hers, his, ...others] = await desk.tickets();
    expect(others).toEqual([]);
    expect(hers).toMatchObject({ requesterAddress: 'giulia@posta.example', messages: 1 });
    expect(his).toMatchObject({ requesterAddress: 'marito@posta.example', messages: 1 });
    const suggestions = (await desk.engine.call('tickets.open', { ticket: his?.id ?? '' })).case?.suggestions ?? [];
    expect(suggestions[0]?.to ?? '').toBe('marito@posta.example');
    expect(suggestions[0]?.text).not.toContain('Pasta');
  },
);

it('a reply to a customer who writes under a new subject has that subject', async () => {
  const desk = await deskOfTwoBuyers();
  desk.mailbox.deliver(writeMail({ id: 'one@posta.example', subject: 'Il mio acquisto' }));
  await desk.sync();
  const subject = 'Password dimenticata';
  const text = 'Ho dimenticato la password del corso.';
  desk.mailbox.deliver(writeMail({ inReplyTo: 'one@posta.example', subject, text }));
  await desk.sync();
  expect(await desk.tickets()).toMatchObject([{ messages: 2 }]);
  const { items } = await acceptFirst(desk, 'T-1');
  expect(items[0]?.subject).toBe('Re: Password dimenticata');
});

it('whatever comes in, nothing goes out that no person accepted, not in a month either', async () => {
  const clock = createMovedClock(OPENED_AT);
  const desk = await makeDesk({ clock, mailbox: makeMailbox(clock) });
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n${BRUNO_SALE}\n`);
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n${YOGA}\n`);
  desk.mailbox.deliver(
    writeMail(),
    writeMail({ from: BRUNO, text: 'Ho dimenticato la password.' }),
    writeMail({ from: 'Zoe <zoe@posta.example>', text: 'Non entro nel corso HP4410020311' }),
    writeMail({ from: 'MAILER-DAEMON@mx.example', headers: ['Return-Path: <>', 'Auto-Submitted: auto-replied'] }),
    writeMail({ from: 'Zoe <zoe@posta.example>', text: 'Voglio il rimborso' }),
  );
  await desk.sync();
  expect((await desk.tickets()).length).toBeGreaterThanOrEqual(4);
  for (let day = 0; day < 30; day += 1) {
    clock.advance(24 * 3_600_000);
    await desk.sync();
    await desk.engine.flushOutbox();
  }
  expect(await desk.engine.call('outbox.list', {})).toEqual([]);
  expect(desk.smtp.taken).toEqual([]);
});
