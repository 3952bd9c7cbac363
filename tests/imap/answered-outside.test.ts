import { expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../electron/engine/engine';
import { startDovecot } from '../support/dovecot';
import type { Dovecot } from '../support/dovecot';
import { makeMailboxDesk } from '../support/mailbox-desk';
import { startSmtpSink } from '../support/smtp-sink';
import { writeMail } from '../support/write-mail';

/** So long that within a test nothing comes by polling. */
const NEVER = { pollMs: 3_600_000 };
const customer = (index: number): string => `cliente${index}@posta.example`;

/** A desk on a real mailbox with one ticket for each customer, T-1 the first one's. */
async function startDesk(customers: number) {
  const dovecot = await startDovecot();
  onTestFinished(() => dovecot.remove());
  const sink = await startSmtpSink();
  onTestFinished(() => sink.close());
  const { engine } = await makeMailboxDesk(dovecot, { sink, timing: NEVER });
  for (let index = 1; index <= customers; index += 1) {
    await dovecot.deliver(writeMail({ from: customer(index) }));
    await engine.syncOnce();
  }
  return { dovecot, sink, engine };
}

const open = (engine: Engine, ticket: string) => engine.call('tickets.open', { ticket });

function answer(engine: Engine, ticket: string, text = 'Gentile cliente, guardiamo noi.') {
  return engine.call('replies.queue', {
    ticket,
    macro: null,
    text,
    delaySeconds: 0,
  });
}

/** Flags by UID. `\Recent` is no flag that a client sets: it is gone once any client has selected the folder. */
async function flagsOf(dovecot: Dovecot, folder = 'INBOX') {
  const listed = await dovecot.list(folder);
  return Object.fromEntries(listed.map(({ uid, flags }) => [uid, flags.filter((flag) => flag !== '\\Recent').sort()]));
}

test('an answer from a phone that keeps no copy shows on the ticket at once, and nothing moves by it', async () => {
  const { dovecot, engine } = await startDesk(2);
  engine.start();
  await expect.poll(async () => (await engine.call('desk.status', {})).connection.kind).toBe('listening');
  const before = await open(engine, 'T-2');
  // What a window does: it asks again when it hears of the ticket, which may be for another reason first.
  const told = new Promise<Awaited<ReturnType<typeof open>>>((resolve, reject) => {
    const look = async (): Promise<void> => {
      const view = await open(engine, 'T-2');
      if (view.case?.answeredOutside?.at !== undefined) resolve(view);
    };
    engine.on('tickets.changed', ({ tickets }) => void (tickets?.includes('T-2') && look().catch(reject)));
  });
  await dovecot.setFlags('INBOX', 2, '\\Answered');
  const after = await told;
  expect(after.case?.answeredOutside?.at).toBeGreaterThan(0);
  expect(after.case?.suggestions[0]?.gate).toMatchObject({ reasons: expect.arrayContaining(['answered-outside']) });
  expect([after.row, after.history]).toEqual([before.row, before.history]);
  expect((await open(engine, 'T-1')).case?.answeredOutside).toBeNull();
});

test('a reply is held where the mail was answered since, though no look at the mailbox has told it', async () => {
  const { dovecot, engine, sink } = await startDesk(2);
  await answer(engine, 'T-1');
  await answer(engine, 'T-2');
  await dovecot.setFlags('INBOX', 1, '\\Answered');
  await engine.flushOutbox();
  expect((await open(engine, 'T-1')).outbox).toMatchObject([{ state: 'held', heldReason: 'answered-elsewhere' }]);
  expect(sink.accepted.map(({ to }) => to)).toEqual([[customer(2)]]);
});

test('our own flag is not taken for a colleague’s, also before our copy in Sent was seen', async () => {
  const { dovecot, engine, sink } = await startDesk(1);
  await answer(engine, 'T-1');
  await engine.flushOutbox();
  await expect.poll(() => flagsOf(dovecot)).toEqual({ 1: ['\\Answered'] });
  expect((await open(engine, 'T-1')).case?.answeredOutside).toBeNull();
  await engine.syncOnce();
  expect((await open(engine, 'T-1')).case?.answeredOutside).toBeNull();
  await answer(engine, 'T-1', 'Ancora una cosa: provi ora.');
  await engine.flushOutbox();
  expect(sink.accepted).toHaveLength(2);
});

test('a colleague’s copy in Sent explains the flag: the ticket shows the reply itself', async () => {
  const { dovecot, engine } = await startDesk(0);
  await dovecot.deliver(writeMail({ id: 'domanda@posta.example' }));
  await dovecot.setFlags('INBOX', 1, '\\Answered');
  const reply = { from: 'support@corsi.example', to: 'giulia@posta.example', inReplyTo: 'domanda@posta.example' };
  await dovecot.deliver(writeMail({ ...reply, text: 'Ecco il link.' }), 'Sent');
  await engine.syncOnce();
  const { row, messages, case: shown } = await open(engine, 'T-1');
  expect(messages.map(({ direction }) => direction)).toEqual(['inbound', 'outbound']);
  expect([row.state, shown?.answeredOutside]).toEqual(['waiting.customer', null]);
});

test('a whole day of the desk changes no flag on the server but \\Answered of what it answered', async () => {
  const { dovecot, engine, sink } = await startDesk(6);
  await dovecot.deliver(writeMail({ from: customer(7) }), 'Junk');
  for (const [uid, flag] of [
    [2, '\\Flagged'],
    [3, '\\Seen'],
    [4, '\\Draft'],
    [5, '$Label1'],
    [6, '\\Answered'],
  ] as const) {
    await dovecot.setFlags('INBOX', uid, flag);
  }
  await dovecot.setFlags('Junk', 1, '\\Flagged');
  const before = { inbox: await flagsOf(dovecot), junk: await flagsOf(dovecot, 'Junk') };
  engine.start();
  await engine.syncOnce();
  const setState = async (ticket: string, to: 'done' | 'open' | 'snoozed') => {
    const { row } = await open(engine, ticket);
    const snoozeUntil = to === 'snoozed' ? Date.now() + 3_600_000 : null;
    await engine.call('tickets.setState', { ticket, revision: row.revision, to, snoozeUntil });
  };
  for (let index = 1; index <= 7; index += 1) {
    const ticket = `T-${index}`;
    const { messages } = await open(engine, ticket);
    await engine.call('messages.raw', { message: messages[0]?.id ?? '' });
    await engine.call('tickets.markRead', { ticket, read: true });
  }
  await engine.call('tickets.markRead', { ticket: 'T-1', read: false });
  await engine.call('tickets.note', { ticket: 'T-2', text: 'Called.' });
  await setState('T-2', 'done');
  await setState('T-3', 'snoozed');
  await setState('T-7', 'open');
  await dovecot.move('INBOX', 4, 'Junk');
  await answer(engine, 'T-1');
  await answer(engine, 'T-5');
  await engine.flushOutbox();
  await engine.syncOnce();
  await engine.close();
  expect(new Set(sink.accepted.map(({ to }) => to[0]))).toEqual(new Set([customer(1), customer(5)]));
  const { 4: moved, ...stayed } = before.inbox;
  expect(await flagsOf(dovecot)).toEqual({ ...stayed, 1: ['\\Answered'], 5: ['$Label1', '\\Answered'] });
  expect(await flagsOf(dovecot, 'Junk')).toEqual({ ...before.junk, 2: moved });
  expect(await flagsOf(dovecot, 'Sent')).toEqual({ 1: ['\\Seen'], 2: ['\\Seen'] });
});
