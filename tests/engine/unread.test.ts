import { expect, it } from 'vitest';
import type { MessageReader } from '../../electron/engine/pipeline';
import { SportelloError } from '../../shared/contract/errors';
import { createMessageParser } from '../../electron/engine/mail/parser-host';
import { quarantine } from '../../electron/engine/store/quarantine-table';
import { openStore } from '../../electron/engine/store/open-store';
import { makeDesk } from '../support/make-engine';
import { silentLog, stillClock } from '../support/make-store';
import { writeMail } from '../support/write-mail';

/** A parser that is out of order until it is mended. */
function brokenReader(): MessageReader & { mended: boolean } {
  const parser = createMessageParser({ clock: stillClock(), log: silentLog, workerFile: null });
  return {
    mended: false,
    parse(raw, options) {
      if (this.mended) return parser.parse(raw, options);
      return Promise.reject(new SportelloError('file-unreadable', 'It took too long.', { action: '' }));
    },
    close: () => parser.close(),
  };
}

it('a message that was read by its header alone is read whole later, and its ticket decided on it', async () => {
  const reader = brokenReader();
  const desk = await makeDesk({ parts: { reader } });
  const raw = writeMail();
  desk.mailbox.deliver(raw);
  await desk.sync();
  const [row] = await desk.tickets();
  expect(row).toMatchObject({ id: 'T-1', queue: 'problems', decision: null });
  const [unread] = await desk.engine.call('quarantine.unread', {});
  expect(unread).toMatchObject({ ticket: 'T-1', subject: 'Non ho ricevuto i dati di accesso' });
  const message = unread?.message ?? '';

  const original = await desk.engine.call('messages.original', { message });
  expect(Buffer.from(original.base64, 'base64')).toEqual(raw);
  expect(original.fileName).toMatch(/^message-[\w-]+\.eml$/);

  expect(await desk.engine.call('messages.readAgain', { message })).toEqual({ readability: 'envelope' });
  reader.mended = true;
  expect(await desk.engine.call('messages.readAgain', { message })).toEqual({ readability: 'full' });
  expect(await desk.tickets()).toMatchObject([{ id: 'T-1', queue: 'inbox', decision: 'ask.purchase-details' }]);
  expect(await desk.engine.call('quarantine.unread', {})).toEqual([]);
});

it('a message that was put aside is handed out as it came; without bytes it says where it lies', async () => {
  const desk = await makeDesk();
  await desk.engine.close();
  const path = `${desk.profileDir}/store.db`;
  const store = await openStore({ path, key: null, clock: desk.clock, log: silentLog });
  const row = { mailbox_id: 'main', folder: '../Größe/x', uidvalidity: '1', reason: 'no', at: 1 };
  await quarantine(store.db, { ...row, id: 'q1', uid: 7, bytes: Buffer.from('From: x\r\n\r\ny') });
  await quarantine(store.db, { ...row, id: 'q2', uid: 8, bytes: null });
  await store.close();
  const again = await desk.reopen();
  const { fileName, base64 } = await again.engine.call('quarantine.original', { id: 'q1' });
  expect([fileName, Buffer.from(base64, 'base64').toString()]).toEqual(['..-Gr-e-x-7.eml', 'From: x\r\n\r\ny']);
  await expect(again.engine.call('quarantine.original', { id: 'q2' })).rejects.toMatchObject({ code: 'not-found' });
});
