import { beforeEach, describe, expect, it } from 'vitest';
import type { EngineEvents } from '../../shared/contract/engine-api';
import { machineBurst } from '../../shared/domain/machine-pace';
import { CLUB_PRODUCT, GIULIA_SALE, makeDesk, PRODUCTS_HEADER, SALES_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const MINUTE = 60_000;

let desk: TestDesk;
beforeEach(async () => {
  desk = await makeDesk();
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
});

async function deliver(...raws: readonly Buffer[]): Promise<void> {
  desk.mailbox.deliver(...raws);
  await desk.sync();
}

async function answer(again = false): Promise<{ readonly messageId: string; readonly raw: Buffer }> {
  await desk.engine.call('replies.queue', { ticket: 'T-1', macro: null, text: null, delaySeconds: 0, again });
  await desk.engine.flushOutbox();
  const raw = Buffer.from(desk.smtp.taken.at(-1)!.raw);
  const [item] = await desk.engine.call('outbox.list', {});
  return { messageId: item?.messageId ?? '', raw };
}

describe('an answer machine that our reply woke', () => {
  it.each([
    ['of the requester', 'Giulia Ferri <giulia@posta.example>'],
    ['of another address behind it', 'Segreteria <segreteria@studio.example>'],
  ])('%s stands in the conversation, reopens nothing and opens no ticket', async (_who, from) => {
    await deliver(writeMail());
    const { messageId } = await answer();
    for (let round = 0; round < 3; round += 1) {
      await deliver(
        writeMail({
          from,
          subject: `Risposta automatica: Re: accesso ${round}`,
          text: 'Sono fuori ufficio fino al 20 gennaio.',
          inReplyTo: messageId,
          headers: ['Auto-Submitted: auto-replied'],
        }),
      );
    }
    expect(await desk.tickets()).toMatchObject([{ id: 'T-1', state: 'waiting.customer', messages: 4 }]);
    const { messages } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(messages.map(({ auto }) => auto)).toEqual([false, true, true, true]);
  });

  it('does not join a ticket by a Message-ID that anybody may know', async () => {
    await deliver(writeMail({ id: 'question@posta.example' }));
    await deliver(
      writeMail({
        from: 'bot@altrove.example',
        inReplyTo: 'question@posta.example',
        headers: ['Auto-Submitted: auto-replied'],
      }),
    );
    expect(await desk.tickets()).toMatchObject([{ messages: 1 }, { state: 'ignored', messages: 1 }]);
  });

  it('is asked to stay silent by every reply of ours', async () => {
    await deliver(writeMail());
    const { raw } = await answer();
    expect(raw.toString()).toMatch(/^X-Auto-Response-Suppress: OOF, AutoReply\r$/m);
  });
});

describe('our own mail that comes back to the inbox', () => {
  it.each([
    ['as it was', []],
    ['through a forwarder that broke its signature', ['Authentication-Results: mx.support.example; dmarc=fail']],
  ])('%s is no ticket and no message of anybody', async (_how, headers) => {
    await deliver(writeMail());
    const { raw } = await answer();
    const looped = ['Received: from loop.example by mx.support.example; Thu, 15 Jan 2026 09:05:00 +0000', ...headers];
    await deliver(Buffer.concat([Buffer.from(`${looped.join('\r\n')}\r\n`), raw]));
    expect(await desk.tickets()).toMatchObject([{ id: 'T-1', state: 'waiting.customer', messages: 1 }]);
    expect(await desk.engine.call('tickets.search', { query: 'T-2', limit: 5 })).toMatchObject({ total: 0 });
  });
});

it.each([
  [30, 'access.email_missing', 'open', false],
  [31, 'auto', 'ignored', true],
])('a mail that passed %s servers is read as %s', async (hops, intent, state, isSaid) => {
  const received = Array.from({ length: hops }, (_, at) => `Received: from a${at}.example by b${at}.example; x`);
  await deliver(writeMail({ headers: received }));
  const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
  expect(view.case?.intent).toBe(intent);
  expect(view.row.state).toBe(state);
  expect(view.case?.intentEvidence.join().includes('31')).toBe(isSaid);
});

describe('the pace of a machine', () => {
  const mails = (count: number, every: number, text: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => ({ at: at * every, text: text(at) }));

  it.each([
    ['five mails in ten minutes', mails(5, MINUTE, String), 0],
    ['six', mails(6, MINUTE, String), 6],
    ['six in an hour', mails(6, 12 * MINUTE, String), 0],
    ['three of the same words', mails(3, MINUTE, () => 'Ciao'), 0],
    ['four of the same words', mails(4, MINUTE, () => ' ciao \n'), 4],
    ['four photos without words', mails(4, MINUTE, () => ''), 0],
    ['a thousand at one moment', mails(1000, 0, String), 1000],
  ])('%s', (_name, given, burst) => {
    expect(machineBurst(given)).toBe(burst);
  });
});

describe('a machine that hides what it is', () => {
  const pong = (round: number) =>
    writeMail({
      subject: `Re: ${round}`,
      text: `Non riesco ad accedere, risposta numero ${round}`,
      id: `r${round}@posta.example`,
    });

  it('is answered five times at most from the command line, and never at one key again that day', async () => {
    const told: EngineEvents['machine.suspected'][] = [];
    desk.engine.on('machine.suspected', (suspect) => told.push(suspect));
    const outcomes: string[] = [];
    for (let round = 0; round < 30; round += 1) {
      await deliver(pong(round));
      const ticket = (await desk.tickets()).at(-1)!.id;
      const queued = desk.engine.call('replies.queue', { ticket, macro: null, text: `Ciao ${round}`, delaySeconds: 0 });
      outcomes.push(await queued.then(() => 'sent', (error: { readonly code: string }) => error.code)); // prettier-ignore
      await desk.engine.flushOutbox();
      desk.clock.advance(1_000);
    }
    expect(new Set(outcomes)).toEqual(new Set(['sent', 'reply-needs-confirmation']));
    const sent = desk.smtp.taken.length;
    expect(sent).toBeLessThanOrEqual(5);
    expect(told[0]).toMatchObject({ address: 'giulia@posta.example', mails: 6 });
    const { row, case: shown, history } = await desk.engine.call('tickets.open', { ticket: told[0]!.ticket });
    expect(row.state).toBe('open');
    expect(shown?.suggestions[0]?.gate).toMatchObject({ reasons: expect.arrayContaining(['machine-like']) });
    expect(history.filter(({ kind }) => kind === 'machine')).toHaveLength(1);
    expect((await desk.engine.call('machines.list', {})).map(({ id }) => id)).toContain(told[0]!.ticket);
  });

  it('that sends the same words is stopped at the fourth', async () => {
    await deliver(
      ...[1, 2, 3, 4].map((at) =>
        writeMail({ id: `same${at}@posta.example`, inReplyTo: at > 1 ? 'same1@posta.example' : '' }),
      ),
    );
    const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view.case?.suggestions[0]?.gate).toMatchObject({ reasons: expect.arrayContaining(['machine-like']) });
    const { revision } = view.row;
    await expect(
      desk.engine.call('replies.accept', { ticket: 'T-1', revision, index: 0, confirmed: false, escalate: false }),
    ).rejects.toMatchObject({ code: 'reply-needs-confirmation' });
  });
});
