import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listQuarantine } from '../../electron/engine/store/quarantine-table';
import type { Dovecot } from '../support/dovecot';
import { aRawMail, makeMailbox } from '../support/make-mailbox';
import type { TestMailbox } from '../support/make-mailbox';

/** Takes from the server the right to read these messages, counted from the oldest, or gives it back to all. */
function setReadable(dovecot: Dovecot, unreadable: readonly number[]): void {
  const files = ['new', 'cur'].flatMap((folder) => {
    const path = join(dovecot.dir, 'mail', folder);
    return readdirSync(path).map((name) => ({ name, path: join(path, name) }));
  });
  const byAge = files.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const [at, { path }] of byAge.entries()) chmodSync(path, unreadable.includes(at) ? 0 : 0o600);
}

async function stored({ store }: TestMailbox): Promise<number> {
  return (await store.db.selectFrom('message').select('id').execute()).length;
}

async function aside({ store }: TestMailbox) {
  return (await listQuarantine(store.db)).map(({ uid, reason }) => [uid, reason] as const).sort(([a], [b]) => b - a);
}

describe('a message that the server cannot read', () => {
  test('is found and put aside; all others arrive, and nothing is asked for it again', async () => {
    const mailbox = await makeMailbox();
    await mailbox.dovecot.deliver(Array.from({ length: 60 }, (_, at) => aRawMail({ subject: String(at) })));
    setReadable(mailbox.dovecot, [7, 51]);
    // The server ends the session over each of the two batches that hold one.
    for (const _batch of [1, 2]) {
      await expect(mailbox.another().once()).rejects.toMatchObject({
        code: 'imap-connect',
        retryable: true,
        message: expect.stringContaining('FETCH failed'),
      });
    }
    expect(await mailbox.another().once()).toEqual({ seen: 60, stored: 38, known: 20, quarantined: 2, errors: 0 });
    expect(await stored(mailbox)).toBe(58);
    const reason = 'The server fails when it is asked for it';
    expect(await aside(mailbox)).toEqual([
      [52, reason],
      [8, reason],
    ]);
    expect(await mailbox.another().once()).toMatchObject({ stored: 0, known: 58, quarantined: 2 });
  });

  test('does not keep a listening desk from the mail that comes after it', async () => {
    const mailbox = await makeMailbox({ timing: { pollMs: 3_600_000 } });
    await mailbox.dovecot.deliver(Array.from({ length: 5 }, () => aRawMail()));
    setReadable(mailbox.dovecot, [2]);
    mailbox.sync.start();
    await mailbox.until(() => mailbox.sync.state().kind === 'listening');
    await mailbox.dovecot.deliver(aRawMail());
    await mailbox.until(async () => (await stored(mailbox)) === 5);
    expect(await aside(mailbox)).toHaveLength(1);
  });

  test('comes when it is tried again once the server can read it', async () => {
    const mailbox = await makeMailbox();
    await mailbox.dovecot.deliver([aRawMail(), aRawMail()]);
    setReadable(mailbox.dovecot, [0]);
    await expect(mailbox.another().once()).rejects.toMatchObject({ code: 'imap-connect' });
    setReadable(mailbox.dovecot, []);
    await mailbox.store.db.deleteFrom('quarantine').execute();
    expect(await mailbox.another().once()).toMatchObject({ seen: 2, quarantined: 0 });
    expect(await stored(mailbox)).toBe(2);
  });
});

test('a session that an administrator ends puts nothing aside', async () => {
  let isOver = false;
  const mailbox = await makeMailbox({
    async onStored() {
      if (isOver) return;
      isOver = true;
      await mailbox.dovecot.doveadm('kick', mailbox.dovecot.user);
    },
  });
  await mailbox.dovecot.deliver(Array.from({ length: 500 }, () => aRawMail()));
  await expect(mailbox.another().once()).rejects.toMatchObject({ code: 'imap-connect', retryable: true });
  expect(await aside(mailbox)).toEqual([]);
  expect(await mailbox.another().once()).toMatchObject({ seen: 500, quarantined: 0 });
});
