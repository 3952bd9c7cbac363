import { describe, expect, it } from 'vitest';
import { pastMark } from '../../electron/engine/handlers/parting';
import { HOST_METHODS } from '../../shared/contract/engine-api';
import { eventually } from '../support/eventually';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, SALES_HEADER, makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { makeOutboxDesk } from '../support/outbox-desk';
import { writeMail } from '../support/write-mail';

/** A desk with one reply in its undo window. */
async function withReply(): Promise<TestDesk> {
  const desk = await makeDesk();
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  desk.mailbox.deliver(writeMail({}));
  await desk.sync();
  const [row] = await desk.tickets();
  const ticket = row?.id ?? '';
  await desk.engine.call('replies.queue', { ticket, text: 'Ecco come entrare.', macro: null, delaySeconds: 60 });
  return desk;
}

const states = async (desk: TestDesk) =>
  (await desk.engine.call('outbox.list', {})).map(({ state, heldReason }) => [state, heldReason]);

/** casework.md, Shifts: "Quitting with replies in the undo window asks: send now, or hold." */
it('a desk that is closed knows what waits, and changes nothing by asking', async () => {
  const desk = await withReply();
  expect(await desk.engine.call('outbox.leave', { choice: 'ask' })).toEqual({ waiting: 1 });
  expect(await states(desk)).toEqual([['queued', null]]);
});

it('holds what waits until an agent looks at it again', async () => {
  const desk = await withReply();
  expect(await desk.engine.call('outbox.leave', { choice: 'hold' })).toEqual({ waiting: 0 });
  expect(await states(desk)).toEqual([['held', 'restart']]);
  desk.clock.advance(120_000);
  await desk.engine.flushOutbox();
  expect(await states(desk)).toEqual([['held', 'restart']]);
});

it('sends what waits, before its undo window is over', async () => {
  const desk = await withReply();
  expect(await desk.engine.call('outbox.leave', { choice: 'send' })).toEqual({ waiting: 0 });
  expect(await states(desk)).toEqual([['filed', null]]);
});

it('asks nothing where nothing waits, and is not for a window to settle', async () => {
  const desk = await makeDesk();
  expect(await desk.engine.call('outbox.leave', { choice: 'hold' })).toEqual({ waiting: 0 });
  expect(HOST_METHODS.has('outbox.leave')).toBe(true);
});

describe('mails past final_pending, during which no update is installed', () => {
  /** The reply is on its way: the server has the last byte and says nothing until it is told to. */
  async function onItsWay(): Promise<{ desk: TestDesk; answer: () => void; sent: Promise<void> }> {
    const desk = await withReply();
    let answer = (): void => undefined;
    const thinks = new Promise<void>((resolve) => (answer = resolve));
    const send = desk.smtp.send.bind(desk.smtp);
    let marked = (): void => undefined;
    const isMarked = new Promise<void>((resolve) => (marked = resolve));
    desk.smtp.send = (message) =>
      send({
        ...message,
        beforeLast: async () => {
          await message.beforeLast();
          marked();
          await thinks;
        },
      });
    desk.clock.advance(120_000);
    const sent = desk.engine.flushOutbox();
    await isMarked;
    return { desk, answer, sent };
  }

  it('count from the last byte until the copy lies in Sent, and not before', async () => {
    const queued = await withReply();
    expect(await queued.engine.call('outbox.pastMark', {})).toEqual({ count: 0 });
    const { desk, answer, sent } = await onItsWay();
    expect(await states(desk)).toEqual([['final_pending', null]]);
    expect(await desk.engine.call('outbox.pastMark', {})).toEqual({ count: 1 });
    answer();
    await sent;
    expect(await states(desk)).toEqual([['filed', null]]);
    expect(await desk.engine.call('outbox.pastMark', {})).toEqual({ count: 0 });
  });

  it('are counted as the desk closes, when nothing of it moves any more', async () => {
    const desk = await withReply();
    expect(desk.engine.pastMark()).toBeNull();
    await desk.engine.close();
    expect(desk.engine.pastMark()).toBe(0);
  });

  it('that still wait for an answer when the desk has waited long enough are said', async () => {
    const { desk, answer, sent } = await onItsWay();
    const closed = desk.engine.close();
    // As long as the outbox waits for the mail under way.
    for (let second = 0; second < 15; second += 1) {
      desk.clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await eventually(() => expect(desk.engine.pastMark()).toBe(1));
    answer();
    await Promise.allSettled([sent, closed]);
  });

  describe('at a desk of a team', () => {
    /** How many there are with one row past the mark, whosever it is. */
    async function countWith(seat: { isHeld: boolean; holder: string | null; isUnderWay: boolean }): Promise<number> {
      const never = (): Promise<never> => Promise.reject(new Error('Nothing is sent here'));
      const server = { host: '127.0.0.1', port: 1, secure: true, user: 'anna' };
      const made = await makeOutboxDesk({
        smtp: { send: never, check: never },
        server,
      });
      await made.outbox.accept(await made.input());
      await made.store.db.updateTable('outbox').set({ state: 'final_pending' }).execute();
      const { isHeld, holder, isUnderWay } = seat;
      return pastMark({
        store: made.store,
        seats: { outbox: { isHeld: () => isHeld, holder: () => holder } },
        outbox: { isUnderWay: () => isUnderWay, mailboxes: ['main'] },
      });
    }

    it('are the other desk’s where it is known to send and nothing is under way here', async () => {
      expect(await countWith({ isHeld: false, holder: 'Bruno', isUnderWay: false })).toBe(0);
    });

    it.each([
      ['this desk sends', { isHeld: true, holder: null, isUnderWay: false }],
      ['its seat was lost, and nobody is known to have it', { isHeld: false, holder: null, isUnderWay: false }],
      ['another desk took over in the middle of a mail', { isHeld: false, holder: 'Bruno', isUnderWay: true }],
    ])('count where %s', async (_what, seat) => {
      expect(await countWith(seat)).toBe(1);
    });
  });

  it('are not for a window to ask', () => {
    expect(HOST_METHODS.has('outbox.pastMark')).toBe(true);
  });
});
