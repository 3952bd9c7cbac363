import { expect, it } from 'vitest';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, SALES_HEADER, makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

async function withTickets(): Promise<TestDesk> {
  const desk = await makeDesk();
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  desk.mailbox.deliver(writeMail({}));
  desk.mailbox.deliver(writeMail({ from: 'Rui <rui@correio.example>', subject: 'Acesso' }));
  await desk.sync();
  return desk;
}

it('opens the newest tickets before anybody does, and changes nothing', async () => {
  const desk = await withTickets();
  const before = await desk.tickets();
  await desk.engine.warm();
  expect(await desk.tickets()).toEqual(before);
  expect(before.map(({ unread }) => unread)).toEqual([true, true]);
});

it('ends with the engine, and does not begin after it', async () => {
  const desk = await withTickets();
  const warming = desk.engine.warm();
  await desk.engine.close();
  await warming;
  await expect(desk.engine.warm()).resolves.toBeUndefined();
});
