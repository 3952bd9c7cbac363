import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fallBehind } from '../../electron/engine/outbox/catch-up';
import type { MailboxSyncOptions } from '../../electron/engine/mail/imap-sync';
import { markExpunged, messagesAt } from '../../electron/engine/store/locations-table';
import { openStore } from '../../electron/engine/store/open-store';
import { quarantine } from '../../electron/engine/store/quarantine-table';
import type { FileStore } from '../../electron/engine/store/store';
import { SportelloError } from '../../shared/contract/errors';
import { BOUNCE_FORMS } from '../support/bounces';
import { eventually } from '../support/eventually';
import { makeMailbox } from '../support/make-engine';
import type { FakeMailbox } from '../support/make-engine';
import { silentLog } from '../support/make-store';
import { erase, hits } from '../support/person-at-desk';
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
  const keys: string[] = [];
  await changed(again, async ({ db }) => {
    for (const row of await db.selectFrom('message').select('same_mail').execute()) keys.push(row.same_mail);
  });
  expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
});

it('a mailbox that is added later brings nobody back who was erased before', async () => {
  const person = 'giulia@posta.example';
  const desk = await makeTwoMailboxes({ team: null, profile: profileWith(SUPPORT) });
  desk.support.deliver(writeMail({ from: `Giulia <${person}>`, id: 'primo@posta.example' }));
  desk.sales.deliver(writeMail({ from: `Giulia <${person}>`, id: 'vecchio@posta.example', text: 'kanarienvogel' }));
  await desk.sync();
  desk.clock.advance(60_000);
  await erase(desk);
  desk.clock.advance(60_000);
  desk.sales.deliver(writeMail({ from: `Giulia <${person}>`, id: 'dopo@posta.example', text: 'Di nuovo io' }));
  const again = await desk.again(profileWith(SUPPORT, SALES));
  again.engine.start();
  await again.sync();
  await eventually(() => expect(hits(again.profileDir, ['kanarienvogel'])).toEqual([]));
  const hers = (await again.tickets()).filter((row) => row.requesterAddress === person);
  expect(hers).toMatchObject([{ preview: 'Di nuovo io', erased: false }]);
}, 60_000);

it('a bounce that comes to another mailbox of ours is known as one', async () => {
  const desk = await makeTwoMailboxes();
  desk.support.deliver(writeMail());
  await desk.sync();
  await answer(desk, 'T-1');
  await sendDue(desk);
  const [item] = await desk.engine.call('outbox.list', {});
  const postfix = BOUNCE_FORMS.find(({ name }) => name === 'Postfix')!;
  desk.sales.deliver(postfix.make({ messageId: item?.messageId ?? '', to: item?.to ?? '' }));
  await desk.sync();
  expect(await desk.tickets()).toMatchObject([{ id: 'T-1', queue: 'problems', messages: 2 }]);
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

/** A mail to both, its copy at sales in this folder, and what the sync of support says once it was taken out of the inbox there. */
async function archivedAtSupport(folder: 'INBOX' | 'Junk') {
  const { clock } = await makeTwoMailboxes();
  const inner = makeMailbox(clock);
  let open: MailboxSyncOptions | null = null;
  const support: FakeMailbox = {
    ...inner,
    open(given) {
      open = given;
      return inner.open(given);
    },
  };
  const desk = await makeTwoMailboxes({ clock, support });
  const [atSupport, atSales] = deliveredTwice();
  inner.deliver(atSupport);
  await desk.sync();
  desk.sales[folder === 'Junk' ? 'deliverJunk' : 'deliver'](atSales);
  await desk.sync();
  const archive = async () => {
    const given = open!;
    const epoch = { mailboxId: 'main', folder: 'INBOX', uidValidity: '1' };
    await markExpunged(given.store.db, epoch, [1], clock.now());
    await given.onMoved?.(await messagesAt(given.store.db, epoch, [1]));
  };
  return { desk, mail: atSupport, archive };
}

it('what is archived in one mailbox follows no copy that lies in Junk of the other', async () => {
  const { desk, archive } = await archivedAtSupport('Junk');
  await archive();
  expect(await desk.tickets()).toMatchObject([{ id: 'T-1', queue: 'inbox' }]);
});

it('what was answered and archived in one mailbox is answered, whatever lies in the other', async () => {
  const { desk, mail, archive } = await archivedAtSupport('INBOX');
  const outside = async () => (await desk.engine.call('tickets.open', { ticket: 'T-1' })).case?.answeredOutside;
  expect(await outside()).toBeNull();
  desk.clock.advance(60_000);
  await desk.support.answerOutside(mail);
  await archive();
  expect(await outside()).toMatchObject({ at: desk.clock.now() });
});

it('a message that is fetched once more from a mailbox that lets nobody in fails, and is not "not stored"', async () => {
  const before = await makeTwoMailboxes();
  const error = new SportelloError('imap-auth', 'The password was refused', {
    action: '',
    detail: { host: 'mail.example', port: 993, user: 'vendas', text: '' },
  });
  const sales = { ...before.sales };
  sales.open = (given) => ({ ...before.sales.open(given), once: () => Promise.reject(error) });
  const place = { mailbox_id: SALES.id, folder: 'INBOX', uidvalidity: '1', uid: 1 };
  const desk = await changed({ ...before, again: (profile) => reopened(before, profile, sales) }, ({ db }) =>
    quarantine(db, { id: 'Q-1', ...place, reason: 'The store refused it', bytes: null, at: before.clock.now() }),
  );
  await expect(desk.engine.call('quarantine.retry', { id: 'Q-1' })).rejects.toMatchObject({ code: 'imap-auth' });
});

/** The same desk over another connection to sales. */
function reopened(
  { profileDir, clock, support, supportSmtp, salesSmtp }: TwoMailboxes,
  profile: Parameters<TwoMailboxes['again']>[0],
  sales: TwoMailboxes['sales'],
): Promise<TwoMailboxes> {
  return makeTwoMailboxes({ profileDir, clock, support, supportSmtp, salesSmtp, sales, profile });
}
