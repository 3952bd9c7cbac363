import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fallBehind } from '../../electron/engine/outbox/catch-up';
import { openStore } from '../../electron/engine/store/open-store';
import type { FileStore } from '../../electron/engine/store/store';
import { SportelloError } from '../../shared/contract/errors';
import { silentLog } from '../support/make-store';
import {
  answer,
  deliveredTwice,
  makeTwoMailboxes,
  profileWith,
  SALES,
  sendDue,
  SUPPORT,
} from '../support/two-mailboxes';
import type { TwoMailboxes } from '../support/two-mailboxes';
import { writeMail } from '../support/write-mail';

/** What two mailboxes make of a store that was not left by this very engine. */

/** Changes the store of a desk, which is closed for it, and opens the desk again. */
async function changed(desk: TwoMailboxes, change: (store: FileStore) => Promise<unknown>): Promise<TwoMailboxes> {
  await desk.engine.close();
  const path = join(desk.profileDir, 'store.db');
  const store = await openStore({ path, key: null, clock: desk.clock, log: silentLog });
  await change(store);
  await store.close();
  return desk.again(profileWith(SUPPORT, SALES));
}

it('a mail to both is one, too, where its first copy was stored before the desk could tell', async () => {
  const desk = await makeTwoMailboxes();
  const [atSupport, atSales] = deliveredTwice();
  desk.support.deliver(atSupport);
  await desk.sync();
  // as a version before migration 260 left it
  const again = await changed(desk, ({ db }) => db.updateTable('message').set({ same_mail: '' }).execute());
  again.sales.deliver(atSales);
  await again.sync();
  expect(await again.tickets()).toMatchObject([{ id: 'T-1', messages: 1 }]);
});

it('after a restore nothing goes out until every mailbox was read through, whichever it is answered from', async () => {
  const before = await makeTwoMailboxes();
  before.support.deliver(writeMail());
  await before.sync();
  const sales = { ...before.sales };
  let isAway = true;
  sales.open = (given) => {
    const sync = before.sales.open(given);
    const away = new SportelloError('imap-connect', 'Nobody answers', {
      action: '',
      reason: 'silent',
      detail: { host: 'x' },
    });
    return { ...sync, once: () => (isAway ? Promise.reject(away) : sync.once()) };
  };
  const desk = await changed({ ...before, again: (profile) => reopened(before, profile, sales) }, ({ db }) =>
    fallBehind(db, before.clock.now()),
  );
  await answer(desk, 'T-1');
  await desk.sync();
  await sendDue(desk);
  expect(desk.supportSmtp.taken).toEqual([]);
  expect((await desk.engine.call('desk.status', {})).outbox.behindSince).not.toBeNull();
  isAway = false;
  await desk.sync();
  await sendDue(desk);
  expect(desk.supportSmtp.taken).toHaveLength(1);
});

/** The same desk over another connection to sales. */
function reopened(
  { profileDir, clock, support, supportSmtp, salesSmtp }: TwoMailboxes,
  profile: Parameters<TwoMailboxes['again']>[0],
  sales: TwoMailboxes['sales'],
): Promise<TwoMailboxes> {
  return makeTwoMailboxes({ profileDir, clock, support, supportSmtp, salesSmtp, sales, profile });
}
