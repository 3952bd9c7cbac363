import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { createEngine } from '../../electron/engine/engine';
import type { Engine } from '../../electron/engine/engine';
import { createMailboxSync } from '../../electron/engine/mail/imap-sync';
import type { SyncTiming } from '../../electron/engine/mail/imap-sync';
import type { Clock } from '../../electron/engine/outside';
import type { Dovecot } from '../support/dovecot';
import { makeFolder } from '../support/make-store';
import { settingsFor, testOutside } from '../support/make-mailbox';
import { leftStore } from './left-store';
import { expectMadeMails } from './made-mails';

/** A whole engine on a real mailbox, in this process. */
export type FaultDesk = {
  readonly engine: Engine;
  /** Closes the engine and proves that these mails of `makeMail`, and no others, lie in its store, each read and filed once. */
  expectOnly(raws: readonly string[]): Promise<void>;
};

/** `port`: that of a proxy before the server. */
export async function makeFaultDesk(
  dovecot: Dovecot,
  options: { readonly port?: number; readonly timing?: Partial<SyncTiming>; readonly clock?: Clock } = {},
): Promise<FaultDesk> {
  const profileDir = makeFolder();
  const settings = settingsFor(dovecot);
  const outside = { ...testOutside(), resourcesDir: join(import.meta.dirname, '../../resources') };
  const imap = { ...settings.imap, port: options.port ?? dovecot.port, ca: dovecot.caFile };
  const engine = await createEngine(
    {
      profileDir,
      profile: { mailbox: { ...settings, imap }, store: { kind: 'sqlite', encryption: 'none' } },
      secrets: { imapPassword: dovecot.password, smtpPassword: null, storeKey: null },
      outside: { ...outside, clock: options.clock ?? outside.clock },
      demo: false,
      network: true,
    },
    {
      openSync: (given) =>
        createMailboxSync({ ...given, ca: readFileSync(dovecot.caFile, 'utf8'), timing: options.timing ?? {} }),
    },
  );
  onTestFinished(() => engine.close());
  return {
    engine,
    async expectOnly(raws) {
      await engine.close();
      const left = await leftStore(profileDir).look(async ({ db }) => ({
        rows: await db.selectFrom('message').select(['message_id', 'ticket_id', 'parse_state']).execute(),
        sizes: await db.selectFrom('message_raw').select('size').execute(),
      }));
      expectMadeMails(
        left.rows.map((row) => row.message_id),
        raws.length,
      );
      expect(left.rows.filter((row) => row.parse_state !== 'parsed' || row.ticket_id === null)).toEqual([]);
      const bytes = raws.reduce((sum, raw) => sum + Buffer.byteLength(raw), 0);
      expect(left.sizes.reduce((sum, { size }) => sum + size, 0)).toBe(bytes);
    },
  };
}
