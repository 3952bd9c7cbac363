import { expect, it } from 'vitest';
import type { SmtpTransport } from '../../electron/engine/mail/smtp-transport';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, SALES_HEADER, makeDesk, makeSmtp } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

it.each([
  ['by its own timer', true],
  ['only when asked to', false],
])('the status counts what is due and what went in the last minute, at a desk that sends %s', async (_, started) => {
  const desk = await makeDesk();
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  desk.mailbox.deliver(writeMail());
  await desk.sync();
  if (started) desk.engine.start();
  const pace = async () => (await desk.engine.call('desk.status', {})).outbox.pace;
  expect(await pace()).toMatchObject({ sent: 0, limit: 30, due: 0, endsAt: desk.clock.now() });
  const [ticket] = await desk.tickets();
  const { id = '', revision = 0 } = ticket ?? {};
  await desk.engine.call('replies.accept', { ticket: id, revision, index: 0, confirmed: true, escalate: false });
  const { undoSeconds } = await desk.engine.call('desk.status', {});
  expect(await pace()).toMatchObject({ sent: 0, due: 1, endsAt: desk.clock.now() + undoSeconds * 1000 });
  desk.clock.advance(undoSeconds * 1000);
  await desk.engine.call('outbox.flush', {});
  await expect.poll(pace).toMatchObject({ sent: 1, due: 0 });
  desk.clock.advance(61_000);
  expect(await pace()).toMatchObject({ sent: 0 });
});

it('the status says no end while the server does not let the desk in', async () => {
  const smtp: SmtpTransport = {
    ...makeSmtp(),
    send: () => Promise.resolve({ kind: 'auth', text: '535 Wrong password' }),
  };
  const desk = await makeDesk({ parts: { smtp } });
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  desk.mailbox.deliver(writeMail());
  await desk.sync();
  desk.engine.start();
  const [ticket] = await desk.tickets();
  const { id = '', revision = 0 } = ticket ?? {};
  await desk.engine.call('replies.accept', { ticket: id, revision, index: 0, confirmed: true, escalate: false });
  desk.clock.advance(60_000);
  const outbox = async () => (await desk.engine.call('desk.status', {})).outbox;
  await expect.poll(outbox).toMatchObject({ stopped: { code: 'smtp-auth' }, pace: { due: 1, endsAt: null } });
});
