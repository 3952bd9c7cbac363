import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createEngine } from '../../electron/engine/engine';
import type { Engine } from '../../electron/engine/engine';
import { createMailboxSync } from '../../electron/engine/mail/imap-sync';
import type { SyncTiming } from '../../electron/engine/mail/imap-sync';
import type { Clock } from '../../electron/engine/outside';
import type { Dovecot } from './dovecot';
import { makeFolder } from './make-store';
import { settingsFor, testOutside } from './make-mailbox';
import { transportTo } from './outbox-desk';
import type { SmtpSink } from './smtp-sink';

/** A whole engine on the mailbox of a real Dovecot, in this process. Closed by the test's end. */
export async function makeMailboxDesk(
  dovecot: Dovecot,
  options: {
    /** That of a proxy before the server. */
    readonly port?: number;
    readonly timing?: Partial<SyncTiming>;
    readonly clock?: Clock;
    /** The mail server to send by; absent: none. */
    readonly sink?: SmtpSink;
  } = {},
): Promise<{ readonly engine: Engine; readonly profileDir: string }> {
  const profileDir = makeFolder();
  const settings = settingsFor(dovecot);
  const outside = { ...testOutside(), resourcesDir: join(import.meta.dirname, '../../resources') };
  const imap = { ...settings.imap, port: options.port ?? dovecot.port, ca: dovecot.caFile };
  const engine = await createEngine(
    {
      profileDir,
      profile: { mailbox: { ...settings, imap }, store: { kind: 'sqlite', encryption: 'none' } },
      secrets: { imapPassword: dovecot.password, smtpPassword: options.sink?.password ?? null, storeKey: null },
      outside: { ...outside, clock: options.clock ?? outside.clock },
      demo: false,
      network: true,
    },
    {
      openSync: (given) =>
        createMailboxSync({ ...given, ca: readFileSync(dovecot.caFile, 'utf8'), timing: options.timing ?? {} }),
      ...(options.sink ? { smtp: transportTo(options.sink) } : {}),
    },
  );
  onTestFinished(() => engine.close());
  return { engine, profileDir };
}
