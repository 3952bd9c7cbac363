import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createOutbox } from '../../electron/engine/outbox/outbox';
import { startChild } from '../support/child';
import { makeFolder, makeFileStore, silentLog } from '../support/make-store';
import { mailboxOf, makeOutboxDesk, transportTo } from '../support/outbox-desk';
import { startSmtpSink } from '../support/smtp-sink';
import type { SendAndHang } from './children/send-and-hang';

it.each([
  { hangAt: 'sending', left: 'sending', becomes: 'accepted', before: 0, after: 1 },
  { hangAt: 'body', left: 'sending', becomes: 'accepted', before: 0, after: 1 },
  { hangAt: 'marked', left: 'final_pending', becomes: 'outcome_unknown', before: 0, after: 0 },
  { hangAt: 'answered', left: 'final_pending', becomes: 'outcome_unknown', before: 1, after: 1 },
] as const)(
  'a process killed at "$hangAt" leaves $left; the next one makes it $becomes and never sends twice',
  async ({ hangAt, left, becomes, before, after }) => {
    const sink = await startSmtpSink();
    const stored = await makeFileStore();
    const desk = await makeOutboxDesk({ smtp: transportTo(sink), server: sink.server, store: stored });
    await desk.outbox.accept(await desk.input({ undoMs: 0 }));
    const { path } = stored;
    await desk.store.close();
    const order: SendAndHang = {
      path,
      now: desk.clock.now(),
      mailbox: mailboxOf(sink.server),
      password: sink.password,
      ca: sink.certificate.cert,
      hangAt,
    };
    const file = join(makeFolder(), 'order.json');
    writeFileSync(file, JSON.stringify(order));
    const child = await startChild('tests/smtp/children/send-and-hang.ts', [file]);
    await child.said(hangAt);
    child.process.kill('SIGKILL');
    await child.ended;
    expect(sink.accepted).toHaveLength(before);
    const store = await makeFileStore({ path });
    const state = async () => (await store.db.selectFrom('outbox').select('state').executeTakeFirstOrThrow()).state;
    expect(await state()).toBe(left);
    const outbox = createOutbox({
      store,
      outside: { clock: desk.clock, log: silentLog, resourcesDir: '', ids: { row: () => 'after', secret: () => '' } },
      smtp: transportTo(sink),
      sent: null,
      mailbox: mailboxOf(sink.server),
      onChanged: () => undefined,
    });
    await outbox.flush();
    expect(await state()).toBe(becomes);
    expect(sink.accepted).toHaveLength(after);
    await sink.close();
  },
);
