import { expect, it } from 'vitest';
import { HOST_METHODS } from '../../shared/contract/engine-api';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, SALES_HEADER, makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
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
