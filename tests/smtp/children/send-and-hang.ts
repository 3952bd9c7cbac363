import { readFileSync } from 'node:fs';
import type { MailboxSettings } from '../../../shared/contract/profile';
import { createSmtpTransport } from '../../../electron/engine/mail/smtp-transport';
import { createOutbox } from '../../../electron/engine/outbox/outbox';
import { openStore } from '../../../electron/engine/store/open-store';

/** What the parent hands over as JSON in a file. */
export type SendAndHang = {
  readonly path: string;
  readonly now: number;
  readonly mailbox: MailboxSettings;
  readonly password: string;
  readonly ca: string;
  readonly hangAt: 'sending' | 'body' | 'marked' | 'answered';
};

/** Sends what is due in a store and stands still at one point, so that a test can kill it there. */
async function main(file: string): Promise<void> {
  const order = JSON.parse(readFileSync(file, 'utf8')) as SendAndHang;
  const outside = {
    clock: { now: () => order.now, after: () => () => undefined },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    ids: { row: () => `child-${process.hrtime.bigint()}`, secret: () => '' },
    resourcesDir: '',
  };
  const hang = async (at: SendAndHang['hangAt']): Promise<void> => {
    if (at !== order.hangAt) return;
    process.stdout.write(`${at}\n`);
    await new Promise(() => setInterval(() => undefined, 60_000));
  };
  const store = await openStore({ path: order.path, key: null, clock: outside.clock, log: outside.log });
  const smtp = createSmtpTransport({ server: order.mailbox.smtp, password: order.password, ca: order.ca });
  const outbox = createOutbox({
    store,
    outside,
    sent: null,
    mailbox: order.mailbox,
    onChanged: () => undefined,
    smtp: {
      check: () => Promise.resolve(),
      async send(message) {
        await hang('sending');
        const outcome = await smtp.send({
          ...message,
          async beforeLast() {
            await hang('body');
            await message.beforeLast();
            await hang('marked');
          },
        });
        await hang('answered');
        return outcome;
      },
    },
  });
  await outbox.flush();
  await store.close();
}

void main(process.argv[2] ?? '');
