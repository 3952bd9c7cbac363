import { describe, expect, onTestFinished, test } from 'vitest';
import { savesSent } from '../../electron/engine/mail-providers';
import { eventually } from '../support/eventually';
import { makeOutboxDesk, transportTo } from '../support/outbox-desk';
import type { OutboxDesk } from '../support/outbox-desk';
import { startSmtpSink } from '../support/smtp-sink';

const MINUTE = 60_000;

/** A desk whose provider takes one reply and makes the copy in Sent by itself, or should. */
async function deskAfterSending(savesSent = true): Promise<OutboxDesk> {
  const sink = await startSmtpSink();
  onTestFinished(() => sink.close());
  const desk = await makeOutboxDesk({ smtp: transportTo(sink), server: sink.server, savesSent });
  await desk.outbox.accept(await desk.input());
  desk.clock.advance(10_000);
  await desk.outbox.flush();
  expect(sink.accepted).toHaveLength(1);
  return desk;
}

/** What the provider does sooner or later. */
async function makeOwnCopy(desk: OutboxDesk): Promise<void> {
  const { message_id: messageId, raw } = await desk.store.db
    .selectFrom('outbox')
    .select(['message_id', 'raw'])
    .executeTakeFirstOrThrow();
  desk.sent.copies.push({ messageId, raw: Buffer.from(raw) });
}

describe('a provider that puts what it accepts into Sent by itself', () => {
  test('is waited for: its copy that comes late stays the only one', async () => {
    const desk = await deskAfterSending();
    expect(await desk.states()).toEqual(['accepted']);
    desk.clock.advance(2 * MINUTE);
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['accepted']);
    expect(desk.sent.copies).toEqual([]);
    await makeOwnCopy(desk);
    desk.clock.advance(3 * MINUTE);
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['filed']);
    expect(desk.sent.copies).toHaveLength(1);
    expect(desk.sent.flagged).toEqual(['message-1']);
  });

  test('that made none in five minutes gets ours, once', async () => {
    const desk = await deskAfterSending();
    desk.clock.advance(5 * MINUTE - 1);
    await desk.outbox.flush();
    expect(desk.sent.copies).toEqual([]);
    desk.clock.advance(1);
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['filed']);
    desk.clock.advance(60 * MINUTE);
    await desk.outbox.flush();
    expect(desk.sent.copies).toHaveLength(1);
  });

  test('is looked at by the timer at its times, and not in between', async () => {
    const desk = await deskAfterSending();
    const again = desk.restart();
    again.start();
    const looksAfter = async (ms: number, looks: number): Promise<void> => {
      desk.clock.advance(ms);
      await eventually(() => {
        desk.clock.advance(0);
        expect(desk.sent.looks).toBe(looks);
      });
      await again.flush();
      expect(desk.sent.looks).toBe(looks);
    };
    await looksAfter(0, 1);
    for (const [index, ms] of [10_000, 20_000, 30_000, MINUTE].entries()) await looksAfter(ms, 2 + index);
    expect(desk.sent.copies).toEqual([]);
    await looksAfter(3 * MINUTE, 6);
    expect(desk.sent.copies).toHaveLength(1);
  });

  test('is still waited for after a restart, no longer than before', async () => {
    const desk = await deskAfterSending();
    desk.clock.advance(MINUTE);
    await desk.restart().flush();
    expect(desk.sent.copies).toEqual([]);
    await makeOwnCopy(desk);
    desk.clock.advance(10 * MINUTE);
    await desk.restart().flush();
    expect(await desk.states()).toEqual(['filed']);
    expect(desk.sent.copies).toHaveLength(1);
  });

  test('and whose Sent then takes none of ours is tried again as ever', async () => {
    const desk = await deskAfterSending();
    desk.sent.failAppends = 1;
    desk.clock.advance(5 * MINUTE);
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['file_failed']);
    desk.clock.advance(MINUTE);
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['filed']);
    expect(desk.sent.copies).toHaveLength(1);
  });

  test('is told from others by both of its servers', () => {
    const server = (host: string) => ({ host, port: 993, secure: true, user: 'aiuto@gmail.com' });
    const both = (imap: string, smtp: string) => savesSent({ imap: server(imap), smtp: server(smtp) });
    expect(both('imap.gmail.com', 'SMTP.gmail.com')).toBe(true);
    expect(both('outlook.office365.com', 'smtp.office365.com')).toBe(true);
    // sent through another provider: nobody makes a copy there
    expect(both('imap.gmail.com', 'smtps.aruba.it')).toBe(false);
    expect(both('imaps.aruba.it', 'smtps.aruba.it')).toBe(false);
  });
});

test('any other provider gets our copy at once', async () => {
  const desk = await deskAfterSending(false);
  expect(await desk.states()).toEqual(['filed']);
  expect(desk.sent.copies).toHaveLength(1);
});
