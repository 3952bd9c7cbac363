import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { AcceptInput } from '../../electron/engine/outbox/accept';
import { insertTicket, readTicket } from '../../electron/engine/store/tickets-table';
import { REQUESTER, TICKET, makeOutboxDesk, transportTo } from '../support/outbox-desk';
import type { OutboxDesk } from '../support/outbox-desk';
import { startSmtpSink } from '../support/smtp-sink';
import type { SinkStage, SmtpSink } from '../support/smtp-sink';

let sink: SmtpSink;
let desk: OutboxDesk;
beforeEach(async () => {
  sink = await startSmtpSink();
  desk = await makeOutboxDesk({ smtp: transportTo(sink), server: sink.server });
});
afterEach(async () => {
  await sink.close();
});

async function accept(change: Partial<AcceptInput> = {}) {
  return desk.outbox.accept(await desk.input({ undoMs: 0, ...change }));
}

/** Another ticket of Marta's, or of somebody else, for a second mail in the queue. */
async function acceptOnAnother(ticket: string, to = 'paolo@posta.example', text = `Ciao, ${ticket}`) {
  const { queue: _queue, revision: _revision, ...first } = await readTicket(desk.store.db, TICKET);
  const number = Number(ticket.slice(2));
  await insertTicket(desk.store.db, { ...first, id: ticket, number, requester_folded: to });
  const { reply } = await desk.input();
  return accept({ ticket, revision: 0, reply: { ...reply!, to: { name: '', address: to }, text } });
}

describe('a provider that says "too many"', () => {
  it.each([
    ['mail', 421, '4.7.0 Too many messages, slow down'],
    ['rcpt', 450, '4.7.1 Error: too much mail from 192.0.2.10'],
    ['mail', 451, '4.7.28 Our system has detected an unusual rate of mail: sending limit exceeded'],
    ['dot', 452, '4.3.1 Daily sending quota exceeded'],
    ['banner', 421, '4.3.2 Too many concurrent SMTP connections'],
  ] as const)(
    'at %s with %s: the whole queue waits, shows until when, and goes on by itself',
    async (at, code, text) => {
      sink.script({ at, reply: [code, text] });
      await accept();
      await acceptOnAnother('T-2');
      await desk.outbox.flush();
      expect(await desk.states()).toEqual(['failed_before_data', 'queued']);
      expect(sink.sessions()).toBe(1);
      const { paused } = desk.outbox.pace();
      expect(paused?.until).toBe(desk.clock.now() + 60_000);
      expect(paused?.text).toContain(text.slice(-20));
      await desk.outbox.flush();
      expect(sink.sessions()).toBe(1);
      desk.clock.advance(60_000);
      await desk.outbox.flush();
      expect(await desk.states()).toEqual(['filed', 'filed']);
      expect(desk.outbox.pace()).toMatchObject({ paused: null, limit: 30 });
    },
  );

  it('again and again is asked ever more seldom, and at once when an agent says so', async () => {
    sink.script(...Array.from({ length: 3 }, () => ({ at: 'mail', reply: [421, 'Too many messages'] }) as const));
    const [item] = (await accept()).items;
    await desk.outbox.flush();
    desk.clock.advance(60_000);
    await desk.outbox.flush();
    expect(desk.outbox.pace().paused?.until).toBe(desk.clock.now() + 120_000);
    await desk.outbox.resolve(item!.id, 'retry');
    await desk.outbox.flush();
    expect(sink.sessions()).toBe(3);
    expect(desk.outbox.pace().paused?.until).toBe(desk.clock.now() + 240_000);
  });

  it('is not meant by a full mailbox or a greylist: the next mail goes on', async () => {
    sink.script(
      { at: 'rcpt', reply: [452, '4.2.2 Mailbox full'] },
      { at: 'rcpt', reply: [451, '4.7.1 Greylisted, please try again in 300 seconds'] },
    );
    await accept();
    await acceptOnAnother('T-2');
    await acceptOnAnother('T-3', 'lucia@posta.example');
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['failed_before_data', 'failed_before_data', 'filed']);
    expect(desk.outbox.pace().paused).toBeNull();
  });
});

describe('the same text to the same address', () => {
  const repeat = async (change: Partial<AcceptInput> = {}) => {
    await accept();
    await desk.outbox.flush();
    return desk.input({ undoMs: 0, ...change });
  };

  it('within ten minutes asks for a confirmation, and goes with it', async () => {
    const input = await repeat();
    desk.clock.advance(9 * 60_000);
    await expect(desk.outbox.accept(input)).rejects.toMatchObject({
      code: 'reply-repeated',
      detail: { ticket: TICKET, minutes: 9 },
    });
    expect(await desk.states()).toEqual(['filed']);
    await desk.outbox.accept({ ...input, again: true });
    await desk.outbox.flush();
    expect(sink.accepted).toHaveLength(2);
  });

  it('from another ticket asks too', async () => {
    const { reply } = await repeat();
    await expect(acceptOnAnother('T-2', REQUESTER, reply!.text)).rejects.toMatchObject({ code: 'reply-repeated' });
  });

  it.each<[string, number, Partial<NonNullable<AcceptInput['reply']>>]>([
    ['after ten minutes', 10 * 60_000 + 1, {}],
    ['with other words', 0, { text: 'Ciao Marta, prova così.' }],
  ])('%s goes as it is', async (_name, later, change) => {
    const input = await repeat();
    desk.clock.advance(later);
    await desk.outbox.accept({ ...input, reply: { ...input.reply!, ...change } });
    await desk.outbox.flush();
    expect(sink.accepted).toHaveLength(2);
  });

  it('that was undone never went: no confirmation', async () => {
    const { block } = await accept({ undoMs: 10_000 });
    await desk.outbox.undo(block);
    await accept();
    await desk.outbox.flush();
    expect(sink.accepted).toHaveLength(1);
  });

  it('pressed ten times at once is one mail', async () => {
    const input = await desk.input({ undoMs: 0 });
    const blocks = await Promise.all(Array.from({ length: 10 }, () => desk.outbox.accept(input)));
    expect(new Set(blocks.map(({ block }) => block)).size).toBe(1);
    await desk.outbox.flush();
    expect(sink.accepted).toHaveLength(1);
  });
});

describe('a mail that is larger than the server takes', () => {
  it('is refused before a byte of it is sent, in words', async () => {
    const small = await startSmtpSink({ size: 2_000 });
    onTestFinished(() => small.close());
    const tight = await makeOutboxDesk({ smtp: transportTo(small), server: small.server });
    const { reply } = await tight.input();
    const text = 'Ciao Marta. '.repeat(500);
    await tight.outbox.accept(await tight.input({ undoMs: 0, reply: { ...reply!, text } }));
    await tight.outbox.flush();
    const [item] = await tight.outbox.list();
    expect(item).toMatchObject({ state: 'refused', error: { code: '552' } });
    expect(item?.error?.text).toMatch(/size|exceeds/i);
    expect(small.accepted).toEqual([]);
    expect(small.bytesUnderWay()).toBe(0);
    expect(await tight.ticket()).toMatchObject({ state: 'open', queue: 'problems' });
  });
});

describe('5xx at each stage', () => {
  const STAGES: readonly SinkStage[] = ['banner', 'mail', 'rcpt', 'data', 'dot'];

  it.each(STAGES.flatMap((at) => [550, 552, 553, 554].map((code) => ({ at, code }))))(
    '$code at $at is refused once and for all, with the server’s words',
    async ({ at, code }) => {
      sink.script({ at, reply: [code, '5.7.1 Not from you'] });
      await accept();
      await desk.outbox.flush();
      const [item] = await desk.outbox.list();
      expect(item).toMatchObject({ state: 'refused', error: { code: String(code) } });
      expect(item?.error?.text).toContain('Not from you');
      expect(await desk.ticket()).toMatchObject({ state: 'open', queue: 'problems' });
      desk.clock.advance(3_600_000);
      await desk.outbox.flush();
      expect([sink.sessions(), sink.accepted.length]).toEqual([1, 0]);
    },
  );

  it.each([500, 534, 535, 538])('%s at the login stops the queue; the mail waits', async (code) => {
    sink.script({ at: 'auth', reply: [code, '5.7.8 Not you'] });
    await accept();
    await desk.outbox.flush();
    expect(desk.outbox.stopped()).toMatchObject({ code: 'smtp-auth' });
    expect(await desk.states()).toEqual(['queued']);
  });

  it('at EHLO is asked with HELO instead: the mail goes once', async () => {
    sink.script({ at: 'ehlo', reply: [502, '5.5.1 No such command'] });
    await accept();
    await desk.outbox.flush();
    expect([await desk.states(), sink.accepted.length]).toEqual([['filed'], 1]);
  });
});
