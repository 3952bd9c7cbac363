import { afterEach, beforeEach, expect, it } from 'vitest';
import { REQUESTER, makeOutboxDesk, transportTo } from '../support/outbox-desk';
import type { OutboxDesk } from '../support/outbox-desk';
import { startSmtpSink } from '../support/smtp-sink';
import type { SmtpSink } from '../support/smtp-sink';

/** What was accepted is what goes out: the outbox reads neither recipient nor text again. */

let sink: SmtpSink;
let desk: OutboxDesk;
beforeEach(async () => {
  sink = await startSmtpSink();
  desk = await makeOutboxDesk({ smtp: transportTo(sink), server: sink.server });
});
afterEach(async () => {
  await sink.close();
});

it('a queued reply goes to whom it was accepted for, whoever the ticket belongs to meanwhile', async () => {
  await desk.outbox.accept(await desk.input());
  const other = 'luigi@posta.example';
  await desk.store.db
    .updateTable('ticket')
    .set({ requester_name: 'Luigi', requester_address: other, requester_folded: other, subject: 'Altro' })
    .execute();
  await desk.store.db.updateTable('message').set({ from_address: other, from_folded: other, new_text: 'x' }).execute();
  desk.clock.advance(10_000);
  await desk.outbox.flush();
  expect(sink.accepted.map(({ to }) => to)).toEqual([[REQUESTER]]);
  const raw = sink.accepted[0]?.raw.toString() ?? '';
  expect(raw).toContain(REQUESTER);
  expect(raw).not.toContain('luigi');
  expect(raw).toMatch(/^Subject: Re: (?!Altro)/m);
});

it.each([
  ['was refused', { at: 'rcpt', reply: [550, '5.1.1 No such user here'] }, 'refused'],
  ['is perhaps on its way', { at: 'dot', drop: 'fin', keep: false }, 'outcome_unknown'],
] as const)(
  'a reply that %s stays in the list, and is sent again under its own Message-ID',
  async (_case, fault, left) => {
    sink.script(fault);
    const [item] = (await desk.outbox.accept(await desk.input({ undoMs: 0 }))).items;
    await desk.outbox.flush();
    const [failed, ...others] = await desk.outbox.list();
    expect(others).toEqual([]);
    expect(failed).toMatchObject({ id: item?.id, state: left, messageId: item?.messageId });
    await desk.outbox.resolve(item!.id, 'retry', 'Anna');
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['filed']);
    expect(sink.accepted).toHaveLength(1);
    expect(sink.accepted[0]?.raw.toString()).toContain(`Message-ID: <${item?.messageId}>`);
  },
);

it('a flag that the server does not take sends nothing again and copies nothing twice', async () => {
  desk.sent.flagAnswered = () => Promise.reject(new Error('NO [CANNOT] flags are read-only'));
  await desk.outbox.accept(await desk.input({ undoMs: 0 }));
  for (let hours = 0; hours < 48; hours += 1) {
    await desk.outbox.flush();
    desk.clock.advance(3_600_000);
  }
  expect(await desk.states()).toEqual(['filed']);
  expect([sink.accepted.length, desk.sent.copies.length]).toEqual([1, 1]);
  expect(await desk.ticket()).toMatchObject({ problem: 0, state: 'waiting.customer' });
});
