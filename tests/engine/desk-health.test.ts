import { expect, it } from 'vitest';
import { createLog } from '../../electron/engine/log';
import { diagnosticsText } from '../../shared/domain/diagnostics-text';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, PROFILE, SALES_HEADER, makeDesk } from '../support/make-engine';
import { onPostgres } from '../support/make-store';
import { createMovedClock } from '../support/moved-clock';
import { OPENED_AT } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const HOST = { version: '0.1.0', electron: null, fallback: false, restarts: 0 };

it('counts what waits, what was imported, what is in the store, and when each was last looked at', async () => {
  const desk = await makeDesk();
  const begun = desk.clock.now();
  expect(await desk.engine.call('desk.health', {})).toMatchObject({
    startedAt: begun,
    purchases: { purchases: 0, products: 0, lastImportAt: null },
    outbox: { states: [], nextAt: null, problems: 0, stopped: null },
    hotmart: null,
    store: { kind: onPostgres ? 'team' : 'file', checked: null, copyFailure: null },
    quarantined: 0,
  });
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  desk.mailbox.deliver(writeMail());
  await desk.sync();
  const [ticket] = await desk.tickets();
  await desk.engine.call('replies.accept', {
    ticket: ticket?.id ?? '',
    revision: ticket?.revision ?? 0,
    index: 0,
    confirmed: true,
    escalate: false,
  });
  await desk.engine.call('doctor.run', {});
  const health = await desk.engine.call('desk.health', {});
  const status = await desk.engine.call('desk.status', {});
  expect(health).toMatchObject({
    mailbox: { reading: 'listening', failure: null },
    purchases: { purchases: status.purchases, products: status.products, lastImportAt: status.lastImportAt },
    outbox: { states: [{ state: 'queued', count: 1 }], nextAt: status.outbox.nextAt },
  });
  // The mail server of this profile cannot be reached: everything was looked at, and not all is well.
  expect(health.store.checked).toEqual({ at: desk.clock.now(), sound: false });
});

it.skipIf(onPostgres)('knows the size of the store, the room on its disk and its newest copy', async () => {
  const desk = await makeDesk();
  const before = (await desk.engine.call('desk.health', {})).store;
  expect(before.newestCopyAt).toBeNull();
  expect(before.bytes).toBeGreaterThan(100_000);
  expect(before.freeBytes).toBeGreaterThan(0);
  await desk.engine.call('copies.write', { path: null });
  expect((await desk.engine.call('desk.health', {})).store.newestCopyAt).toBe(desk.clock.now());
});

it('names nobody: neither the diagnostics nor the log hold who wrote, what they wrote, what they bought or who we are', async () => {
  const lines: string[] = [];
  const clock = createMovedClock(OPENED_AT);
  const desk = await makeDesk({ clock, log: createLog(clock, (line) => lines.push(line)) });
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  desk.mailbox.deliver(
    writeMail({
      from: 'Zulmira Quarantotti <zulmira.quarantotti@posta.example>',
      subject: 'Xylofono HP1771569003',
      text: 'Il mio telefono è +39 333 987 6543 e non trovo lo xylofono. HP1771569003',
    }),
  );
  await desk.sync();
  const [ticket] = await desk.tickets();
  expect(ticket?.requesterName).toBe('Zulmira Quarantotti');
  await desk.engine.call('doctor.run', {});
  const health = await desk.engine.call('desk.health', {});
  const told = `${JSON.stringify(health)}\n${diagnosticsText(health, HOST)}\n${lines.join('\n')}`;
  expect(lines.length).toBeGreaterThan(0);
  const secrets = ['ulmira', 'uarantotti', 'ylofono', '1771569003', '987 6543', 'geheim', 'support@corsi'];
  for (const secret of [...secrets, PROFILE.agent?.name ?? 'Anna']) expect(told).not.toContain(secret);
  expect(JSON.stringify(health)).not.toContain(desk.profileDir);
});
