import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { storeBatch } from '../../electron/engine/mail/intake';
import { openStore } from '../../electron/engine/store/open-store';
import { OPENED_AT, testOutside } from '../support/make-engine';
import { makeFolder, silentLog } from '../support/make-store';
import { createMovedClock } from '../support/moved-clock';
import { writeMail } from '../support/write-mail';

it('what lies in Sent is stored once, though its mailbox was removed and added again under another id', async () => {
  const clock = createMovedClock(OPENED_AT);
  const store = await openStore({ path: join(makeFolder(), 'store.db'), key: null, clock, log: silentLog });
  onTestFinished(() => store.close());
  const outside = testOutside(clock);
  const raw = writeMail({ from: 'vendas@corsi.example', to: 'marco@posta.example', text: 'Ecco il listino.' });
  const read = (mailboxId: string) => {
    const epoch = { mailboxId, folder: 'Sent', uidValidity: '1' };
    const mail = { uid: 1, raw, wholeSize: null, large: null, receivedAt: clock.now(), answered: false };
    const cursor = { backfill_uid: null, highest_modseq: null, synced_at: null, answered_read_at: null };
    const folder = { mailbox_id: mailboxId, path: 'Sent', role: 'sent', uidvalidity: '1', last_uid: 1, ...cursor };
    return storeBatch(store, outside, { epoch, role: 'sent' }, [mail], folder);
  };
  expect((await read('vendas')).stored.size).toBe(1);
  expect(await read('vendas-again')).toMatchObject({ known: 1, quarantined: 0 });
  expect(await store.db.selectFrom('message').select('mailbox_id').execute()).toEqual([{ mailbox_id: 'vendas' }]);
  expect(await store.db.selectFrom('message_location').select('mailbox_id').execute()).toHaveLength(2);
});
