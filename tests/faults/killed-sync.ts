import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dovecot } from '../support/dovecot';
import { makeFolder } from '../support/make-store';
import { settingsFor } from '../support/make-mailbox';
import { runAndKill } from './killed-cli';
import type { CliEnd } from './killed-cli';

/** A profile folder for the mailbox of this Dovecot, and `sync --once` on it in a process of its own, killed after a time. */
export function makeKilledSync(dovecot: Dovecot): {
  readonly profileDir: string;
  /** `afterMs` null: it ends by itself. */
  readonly sync: (afterMs: number | null) => Promise<CliEnd>;
} {
  const profileDir = makeFolder();
  writeProfile(profileDir, dovecot);
  const secrets = { SPORTELLO_IMAP_PASSWORD: dovecot.password };
  return {
    profileDir,
    sync: (afterMs) => runAndKill(['sync', '--profile', profileDir, '--once', '--json'], secrets, afterMs),
  };
}

/** A store without encryption, beside this file, and nothing to send with. */
export function writeProfile(folder: string, dovecot: Dovecot): void {
  const mailbox = settingsFor(dovecot);
  const profile = {
    mailbox: { ...mailbox, imap: { ...mailbox.imap, ca: dovecot.caFile } },
    store: { kind: 'sqlite', encryption: 'none' },
  };
  writeFileSync(join(folder, 'profile.json'), JSON.stringify(profile));
}
