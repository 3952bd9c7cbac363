import { expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../electron/engine/engine';
import { startDovecot } from '../support/dovecot';
import { aRawMail } from '../support/make-mailbox';
import { makeMailboxDesk } from '../support/mailbox-desk';

async function startDesk() {
  const dovecot = await startDovecot();
  onTestFinished(() => dovecot.remove());
  const { engine } = await makeMailboxDesk(dovecot);
  return { dovecot, engine };
}

async function countsOf(engine: Engine) {
  const queues = await engine.call('queues.counts', {});
  return Object.fromEntries(queues.filter(({ count }) => count > 0).map(({ queue, count }) => [queue, count]));
}

test('mail that is taken out of Junk in another client leaves the Junk queue', async () => {
  const { dovecot, engine } = await startDesk();
  await dovecot.deliver(aRawMail(), 'Junk');
  await engine.syncOnce();
  expect(await countsOf(engine)).toEqual({ junk: 1 });
  await dovecot.move('Junk', 1, 'INBOX');
  expect(await engine.syncOnce()).toMatchObject({ stored: 0, tickets: 0 });
  expect(await countsOf(engine)).toEqual({ inbox: 1 });
  const { history } = await engine.call('tickets.open', { ticket: 'T-1' });
  expect(history.at(-1)).toMatchObject({ kind: 'moved', actor: 'desk', detail: { to: 'inbox' } });
});

test('mail that is put into Junk in another client goes to the Junk queue', async () => {
  const { dovecot, engine } = await startDesk();
  await dovecot.deliver(aRawMail());
  await engine.syncOnce();
  await dovecot.move('INBOX', 1, 'Junk');
  await engine.syncOnce();
  expect(await countsOf(engine)).toEqual({ junk: 1 });
});

test('what an agent took out of Junk stays out, whatever the numbering of the folder becomes', async () => {
  const { dovecot, engine } = await startDesk();
  await dovecot.deliver(aRawMail(), 'Junk');
  await engine.syncOnce();
  const { row } = await engine.call('tickets.open', { ticket: 'T-1' });
  await engine.call('tickets.setState', { ticket: 'T-1', revision: row.revision, to: 'open', snoozeUntil: null });
  await dovecot.setUidValidity('Junk', 3_000_000_000);
  await engine.syncOnce();
  expect(await countsOf(engine)).toEqual({ inbox: 1 });
});

test('a copy in Junk does not hide the mail that lies in the inbox', async () => {
  const { dovecot, engine } = await startDesk();
  const raw = aRawMail();
  await dovecot.deliver(raw);
  await dovecot.deliver(raw, 'Junk');
  await engine.syncOnce();
  await engine.syncOnce();
  expect(await countsOf(engine)).toEqual({ inbox: 1 });
});

test('mail that goes to and fro is followed each time', async () => {
  const { dovecot, engine } = await startDesk();
  await dovecot.deliver(aRawMail(), 'Junk');
  await engine.syncOnce();
  await dovecot.move('Junk', 1, 'INBOX');
  await engine.syncOnce();
  await dovecot.move('INBOX', 1, 'Junk');
  await engine.syncOnce();
  expect(await countsOf(engine)).toEqual({ junk: 1 });
  await dovecot.move('Junk', 2, 'INBOX');
  await engine.syncOnce();
  expect(await countsOf(engine)).toEqual({ inbox: 1 });
});

test('a customer who writes again into the inbox takes his ticket out of Junk, and archiving his mail leaves it there', async () => {
  const { dovecot, engine } = await startDesk();
  await dovecot.deliver(aRawMail({ messageId: '<first@mail.example>' }), 'Junk');
  await engine.syncOnce();
  expect(await countsOf(engine)).toEqual({ junk: 1 });
  const again = aRawMail({ messageId: '<second@mail.example>' });
  await dovecot.deliver(again.replace('MIME-Version', 'In-Reply-To: <first@mail.example>\r\nMIME-Version'));
  await engine.syncOnce();
  expect(await countsOf(engine)).toEqual({ inbox: 1 });
  await dovecot.expunge('INBOX', 1);
  await engine.syncOnce();
  expect(await countsOf(engine)).toEqual({ inbox: 1 });
});
