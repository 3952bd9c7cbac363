import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../support/eventually';
import { makeOutboxDesk, transportTo } from '../support/outbox-desk';
import type { OutboxDesk } from '../support/outbox-desk';
import { startSmtpSink } from '../support/smtp-sink';
import type { SmtpSink } from '../support/smtp-sink';

let sink: SmtpSink;
let desk: OutboxDesk;
beforeEach(async () => {
  sink = await startSmtpSink();
  desk = await makeOutboxDesk({ smtp: transportTo(sink), server: sink.server });
});
afterEach(() => sink.close());

const accept = async () => desk.outbox.accept(await desk.input({ undoMs: 0 }));

it('what the server says just before sending holds the reply, and the agent’s word lets it go', async () => {
  const [item] = (await accept()).items;
  desk.sent.answered.add('message-1');
  await desk.outbox.flush();
  expect(await desk.states()).toEqual(['held']);
  expect(await desk.outbox.list()).toMatchObject([{ heldReason: 'answered-elsewhere' }]);
  expect(sink.mailCommands()).toBe(0);
  await desk.outbox.resolve(item?.id ?? '', 'retry', 'Anna');
  await desk.outbox.flush();
  expect(await desk.states()).toEqual(['filed']);
  expect(sink.accepted).toHaveLength(1);
});

it('our own flag holds no second reply to the same mail', async () => {
  await accept();
  await desk.outbox.flush();
  expect(desk.sent.answered).toEqual(new Set(['message-1']));
  const second = await desk.input({ undoMs: 0, source: 'typed' });
  await desk.outbox.accept({ ...second, reply: { ...second.reply!, text: 'Ciao Marta, ancora una cosa.' } });
  await desk.outbox.flush();
  expect(await desk.states()).toEqual(['filed', 'filed']);
});

it('a colleague’s reply in Sent that the agent saw explains the flag that comes after it', async () => {
  await desk.addMessage({ id: 'reply', direction: 'outbound', from: 'support@corsi.example', messageId: 'r@corsi' });
  await accept();
  desk.sent.answered.add('message-1');
  await desk.outbox.flush();
  expect(await desk.states()).toEqual(['filed']);
});

it('a server that does not say it in five seconds holds nothing up', async () => {
  desk.sent.isSilent = true;
  await accept();
  const flushed = desk.outbox.flush();
  await eventually(async () => {
    expect(await desk.states()).toEqual(['checking']);
  });
  desk.clock.advance(4999);
  expect(await desk.states()).toEqual(['checking']);
  desk.clock.advance(1);
  await flushed;
  expect(sink.accepted).toHaveLength(1);
});
