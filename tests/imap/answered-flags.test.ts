import { describe, expect, onTestFinished, test } from 'vitest';
import type { SyncTiming } from '../../electron/engine/mail/imap-sync';
import { startDovecot } from '../support/dovecot';
import { startImapProxy } from '../support/imap-proxy';
import { aRawMail, makeMailbox, settingsFor } from '../support/make-mailbox';
import type { TestMailbox } from '../support/make-mailbox';

/** So long that within a test nothing comes by polling: what arrives came by IDLE. */
const NEVER = { pollMs: 3_600_000 };
const ANSWERED = '\\Answered';

/** A mailbox behind a proxy that sees the commands and may change what the server says. */
async function proxied(timing: Partial<SyncTiming>, rewrite?: (line: string, lastCommand: string) => string) {
  const dovecot = await startDovecot();
  onTestFinished(() => dovecot.remove());
  const proxy = await startImapProxy(dovecot, rewrite);
  onTestFinished(() => proxy.close());
  const imap = { ...settingsFor(dovecot).imap, port: proxy.port };
  const mailbox = await makeMailbox({ dovecot, settings: { imap }, timing });
  const looks = () => proxy.commands().filter((line) => /CHANGEDSINCE|SEARCH ANSWERED/.test(line));
  return { ...mailbox, proxy, looks };
}
/** Flags only as the answer to a question. */
const tellsNothing = (line: string, lastCommand: string) =>
  /^\* \d+ FETCH /.test(line) && !lastCommand.startsWith('UID FETCH') ? '' : line;
const withoutCondstore = (line: string) => line.replaceAll('CONDSTORE', 'X-NOTHING');

async function listening(mailbox: Pick<TestMailbox, 'sync' | 'until'>): Promise<void> {
  mailbox.sync.start();
  await mailbox.until(() => mailbox.sync.state().kind === 'listening');
}

async function answeredUids({ store }: Pick<TestMailbox, 'store'>): Promise<readonly number[]> {
  const rows = await store.db.selectFrom('message_location').select('uid').where('answered', '=', 1).execute();
  return rows.map((row) => row.uid).sort((one, other) => one - other);
}
async function soon(mailbox: Pick<TestMailbox, 'store'>, uids: readonly number[]): Promise<void> {
  await expect.poll(() => answeredUids(mailbox), { timeout: 10_000 }).toEqual(uids);
}

async function sinceOf({ store }: TestMailbox, uid: number) {
  const row = await store.db
    .selectFrom('message_location')
    .select('answered_since')
    .where('uid', '=', uid)
    .executeTakeFirst();
  return row?.answered_since;
}

describe('that somebody answered with another mail program', () => {
  test('comes with the message, and is not taken for something that happened now', async () => {
    const mailbox = await makeMailbox();
    await mailbox.dovecot.deliver([aRawMail(), aRawMail(), aRawMail()]);
    await mailbox.dovecot.setFlags('INBOX', 2, ANSWERED);
    await mailbox.sync.once();
    expect(await answeredUids(mailbox)).toEqual([2]);
    expect(await sinceOf(mailbox, 2)).toBeNull();
  });

  test('is told while we listen', async () => {
    const mailbox = await makeMailbox({ timing: NEVER });
    await mailbox.dovecot.deliver([aRawMail(), aRawMail()]);
    await listening(mailbox);
    const before = Date.now();
    await mailbox.dovecot.setFlags('INBOX', 1, ANSWERED);
    await soon(mailbox, [1]);
    expect(await sinceOf(mailbox, 1)).toBeGreaterThanOrEqual(before);
  });

  test('is told while we listen by a server without CONDSTORE, too', async () => {
    const mailbox = await proxied(NEVER, withoutCondstore);
    await mailbox.dovecot.deliver([aRawMail(), aRawMail()]);
    await listening(mailbox);
    await mailbox.dovecot.setFlags('INBOX', 2, ANSWERED);
    await soon(mailbox, [2]);
    // by the place in the list alone, which is why all were looked at again
    expect(mailbox.looks()).toEqual(['UID SEARCH ANSWERED', 'UID SEARCH ANSWERED']);
  });

  test('that happened while the link was down is read by what changed since', async () => {
    const mailbox = await proxied({ ...NEVER });
    await mailbox.dovecot.deliver([aRawMail(), aRawMail(), aRawMail()]);
    await mailbox.dovecot.setFlags('INBOX', 1, ANSWERED);
    await listening(mailbox);
    expect(mailbox.looks()).toHaveLength(1);
    await mailbox.dovecot.stop();
    await mailbox.until(() => mailbox.sync.state().kind === 'offline');
    await mailbox.dovecot.start();
    await mailbox.dovecot.setFlags('INBOX', 3, ANSWERED);
    await mailbox.dovecot.doveadm(
      'flags',
      'remove',
      '-u',
      mailbox.dovecot.user,
      ANSWERED,
      'mailbox',
      'INBOX',
      'uid',
      '1',
    );
    await soon(mailbox, [3]);
    // The link may be back between the two changes, and then it looks twice; never at the flags of every message.
    const looks = mailbox.looks().slice(1);
    expect(looks.length).toBeGreaterThan(0);
    expect(looks.filter((look) => !/^UID FETCH 1:\* .*\(CHANGEDSINCE \d+\)$/.test(look))).toEqual([]);
  });

  test('is found by the full pass where the server has no CONDSTORE, without the flags of every message', async () => {
    const mailbox = await proxied({}, withoutCondstore);
    await mailbox.dovecot.deliver([aRawMail(), aRawMail(), aRawMail()]);
    await mailbox.sync.once();
    await mailbox.dovecot.setFlags('INBOX', 2, ANSWERED);
    await mailbox.sync.once();
    expect(await answeredUids(mailbox)).toEqual([2]);
    expect(mailbox.looks()).toEqual(['UID SEARCH ANSWERED', 'UID SEARCH ANSWERED']);
  });

  test('is found by the poll where the server tells of no flag unasked', async () => {
    const mailbox = await proxied({ pollMs: 100 }, tellsNothing);
    await mailbox.dovecot.deliver([aRawMail(), aRawMail()]);
    await listening(mailbox);
    await mailbox.dovecot.setFlags('INBOX', 2, ANSWERED);
    await soon(mailbox, [2]);
    expect(mailbox.looks()).toEqual(['UID SEARCH ANSWERED', expect.stringContaining('CHANGEDSINCE')]);
  });

  test('is found where the server counts backwards', async () => {
    let counted = 9000;
    const mailbox = await proxied({ pollMs: 100 }, (line) =>
      line.replace(/HIGHESTMODSEQ \d+/, `HIGHESTMODSEQ ${String(counted)}`),
    );
    await mailbox.dovecot.deliver([aRawMail(), aRawMail()]);
    await listening(mailbox);
    await mailbox.sync.stop();
    await mailbox.dovecot.setFlags('INBOX', 1, ANSWERED);
    counted = 12;
    const again = mailbox.another();
    expect(await again.once()).toMatchObject({ known: 2 });
    expect(await answeredUids(mailbox)).toEqual([1]);
    await mailbox.dovecot.setFlags('INBOX', 2, ANSWERED);
    counted = 3;
    expect(await again.once()).toMatchObject({ known: 2 });
    expect(await answeredUids(mailbox)).toEqual([1, 2]);
  });
});

describe('an unchanged mailbox', () => {
  test('is asked for its flags once for all at the start, and not again', async () => {
    const mailbox = await proxied({ pollMs: 50 });
    await mailbox.dovecot.deliver([aRawMail(), aRawMail()]);
    await listening(mailbox);
    const polled = () => mailbox.proxy.commands().filter((line) => line.startsWith('EXAMINE')).length;
    const before = polled();
    await expect.poll(polled, { timeout: 10_000 }).toBeGreaterThan(before + 10);
    expect(mailbox.looks()).toEqual(['UID SEARCH ANSWERED']);
    expect(mailbox.proxy.commands().filter((line) => /ENABLE|QRESYNC/.test(line))).toEqual([
      expect.not.stringContaining('QRESYNC'),
    ]);
  });

  test('is compared anew when its time has come, whatever the server counts', async () => {
    const mailbox = await proxied({ pollMs: 50, fullMs: 300 }, (line, lastCommand) =>
      tellsNothing(line, lastCommand).replace(/HIGHESTMODSEQ \d+/, 'HIGHESTMODSEQ 5'),
    );
    await mailbox.dovecot.deliver([aRawMail(), aRawMail()]);
    await listening(mailbox);
    await mailbox.dovecot.setFlags('INBOX', 1, ANSWERED);
    await soon(mailbox, [1]);
    await expect.poll(() => mailbox.looks().length, { timeout: 10_000 }).toBeGreaterThan(2);
    expect(new Set(mailbox.looks())).toEqual(new Set(['UID SEARCH ANSWERED']));
  });
});

test('the second connection says what the server has now', async () => {
  const { dovecot, sync, batches } = await makeMailbox();
  await dovecot.deliver(aRawMail());
  await sync.once();
  const [id = ''] = batches.flat();
  expect(await sync.sent.isAnswered(id)).toBe(false);
  await dovecot.setFlags('INBOX', 1, ANSWERED);
  expect(await sync.sent.isAnswered(id)).toBe(true);
  await dovecot.expunge('INBOX', 1);
  expect(await sync.sent.isAnswered(id)).toBeNull();
});
