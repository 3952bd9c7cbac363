import { expect, it } from 'vitest';
import { makeTeamDesk } from '../support/colleague';
import { writeMail } from '../support/write-mail';

/** The same person fills the same form in, at this hour. */
const form = (hour: number, text = 'Non ho ricevuto l’email per entrare.') =>
  writeMail({
    from: 'Sito <wordpress@negozio.example>',
    replyTo: 'Otto Rossi <otto@posta.example>',
    date: `Mon, 12 Jan 2026 0${hour}:00:00 +0000`,
    subject: `Modulo ${hour}`,
    text,
  });

it('who writes by a form is filed by that form, too, once blocked; others who fill it in are not', async () => {
  const desk = await makeTeamDesk();
  desk.mailbox.deliver(form(6));
  await desk.sync();
  const { revision } = await desk.stored('T-1');
  const { address } = await desk.engine.call('senders.block', { ticket: 'T-1', revision, buyer: false });
  expect(address).toBe('otto@posta.example');
  desk.mailbox.deliver(form(7));
  desk.mailbox.deliver(
    writeMail({
      from: 'Sito <wordpress@negozio.example>',
      replyTo: 'marta@posta.example',
      date: 'Mon, 12 Jan 2026 08:00:00 +0000',
    }),
  );
  await desk.sync();
  expect(await desk.stored('T-2')).toMatchObject({ queue: 'filed', filed_reason: 'blocked-sender', unread: 0 });
  expect((await desk.engine.call('tickets.open', { ticket: 'T-2' })).history.at(-1)).toMatchObject({
    kind: 'filed',
    detail: { address: 'otto@posta.example' },
  });
  expect(await desk.stored('T-3')).toMatchObject({ queue: 'inbox', filed_reason: null });
});

it('a ticket of his that somebody takes out again stays out, whatever is decided of it', async () => {
  const desk = await makeTeamDesk();
  desk.mailbox.deliver(form(6));
  await desk.sync();
  const block = { ticket: 'T-1', revision: (await desk.stored('T-1')).revision, buyer: false };
  await desk.engine.call('senders.block', block);
  const back = { ticket: 'T-1', revision: (await desk.stored('T-1')).revision, to: 'open', snoozeUntil: null } as const;
  const { revision } = await desk.engine.call('tickets.setState', back);
  await desk.engine.call('tickets.correct', { ticket: 'T-1', revision, field: 'intent', value: 'access.password' });
  expect(await desk.stored('T-1')).toMatchObject({ queue: 'inbox', filed_reason: null });
});
