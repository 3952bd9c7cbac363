import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { createOutside } from '../../electron/engine/hosts/outside';
import { createMailboxSync } from '../../electron/engine/mail/imap-sync';
import type { SyncTiming } from '../../electron/engine/mail/imap-sync';
import type { MailboxSync } from '../../electron/engine/mail/mailbox';
import type { Outside } from '../../electron/engine/outside';
import type { Store } from '../../electron/engine/store/store';
import type { MailboxSettings } from '../../shared/contract/profile';
import type { ConnectionState } from '../../shared/contract/views';
import type { Dovecot } from './dovecot';
import { startDovecot } from './dovecot';
import { makeStore } from './make-store';

/** A mailbox of a real Dovecot, a real store, and the sync between them. */
export type TestMailbox = {
  readonly dovecot: Dovecot;
  readonly store: Store;
  readonly outside: Outside;
  readonly settings: MailboxSettings;
  readonly sync: MailboxSync;
  /** Row ids as they were handed on, batch by batch. */
  readonly batches: readonly (readonly string[])[];
  readonly states: readonly ConnectionState[];
  /** Resolves when `holds` is true after some state or batch; rejects after 20 s with what was seen. */
  readonly until: (holds: () => boolean | Promise<boolean>) => Promise<void>;
  /** Another sync of the same mailbox and store, as after a restart. */
  readonly another: (changes?: Partial<MailboxSettings>, password?: string) => MailboxSync;
};

/** Real clock and ids, no log. */
export function testOutside(lines: string[] = []): Outside {
  return createOutside({ resourcesDir: 'resources', sinks: [(line) => void lines.push(line)] });
}

/** Settings for a Dovecot of the tests. */
export function settingsFor(dovecot: Dovecot): MailboxSettings {
  const server = { host: dovecot.host, port: dovecot.port, secure: true, user: dovecot.user };
  return { imap: server, smtp: server, address: dovecot.user, name: 'Assistenza Corsi', language: 'it' };
}

/** Starts everything; the end of the test stops it. */
export async function makeMailbox(
  options: {
    readonly dovecot?: Dovecot;
    readonly timing?: Partial<SyncTiming>;
    readonly store?: Store;
    readonly settings?: Partial<MailboxSettings>;
    onStored?(ids: readonly string[]): Promise<void>;
  } = {},
): Promise<TestMailbox> {
  const dovecot = options.dovecot ?? (await startDovecot());
  if (!options.dovecot) onTestFinished(() => dovecot.remove());
  const outside = testOutside();
  const store = options.store ?? (await makeStore({ clock: outside.clock }));
  const settings = { ...settingsFor(dovecot), ...options.settings };
  const batches: (readonly string[])[] = [];
  const states: ConnectionState[] = [];
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const make = (changes: Partial<MailboxSettings> = {}, password = dovecot.password): MailboxSync => {
    const made = createMailboxSync({
      settings: { ...settings, ...changes },
      password,
      ca: readFileSync(dovecot.caFile, 'utf8'),
      store,
      outside,
      async onStored(ids) {
        batches.push(ids);
        await options.onStored?.(ids);
        changed();
      },
      onState(state) {
        states.push(state);
        changed();
      },
      ...(options.timing ? { timing: options.timing } : {}),
    });
    onTestFinished(() => made.stop());
    return made;
  };
  return {
    dovecot,
    store,
    outside,
    settings,
    sync: make(),
    batches,
    states,
    another: make,
    until(holds) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(look);
          reject(new Error(`Did not come true; last states: ${JSON.stringify(states.slice(-5))}`));
        }, 20_000);
        function look(): void {
          Promise.resolve(holds()).then((held) => {
            if (!held) return;
            clearTimeout(timer);
            listeners.delete(look);
            resolve();
          }, reject);
        }
        listeners.add(look);
        look();
      });
    },
  };
}

/** A plain mail. */
export function aRawMail(
  options: {
    readonly subject?: string;
    readonly messageId?: string | null;
    readonly from?: string;
    readonly body?: string;
  } = {},
): string {
  const messageId =
    options.messageId === undefined ? `<${String(Math.random()).slice(2)}@mail.example>` : options.messageId;
  return [
    `From: ${options.from ?? 'Giulia Rossi <giulia.rossi@example.com>'}`,
    'To: support@corsi.example',
    `Subject: ${options.subject ?? 'Non riesco ad accedere'}`,
    'Date: Mon, 12 Jan 2026 09:30:00 +0100',
    ...(messageId === null ? [] : [`Message-ID: ${messageId}`]),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    options.body ?? 'Ho comprato il corso ma non ho ricevuto nulla.',
    '',
  ].join('\r\n');
}
