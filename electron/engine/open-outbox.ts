import { packError, SportelloError } from '../../shared/contract/errors';
import type { PackedError } from '../../shared/contract/errors';
import type { SmtpTransport } from './mail/smtp-transport';
import { createSmtpTransport } from './mail/smtp-transport';
import { readCertificate } from './certificate';
import type { DeskMailbox } from './desk-settings';
import { savesSent } from './mail-providers';
import type { Mailboxes, OpenMailbox } from './mailboxes';
import { missingOutgoingPassword } from './needed';
import { createDeskOutbox } from './outbox/desk-outbox';
import type { DeskOutbox, MailboxOutbox } from './outbox/desk-outbox';
import { holdGone, LEFT_TO_COLLEAGUES_MS } from './outbox/hold-gone';
import { createOutbox } from './outbox/outbox';
import type { Outside } from './outside';
import type { MailboxTrouble } from './store/mailbox-troubles';
import type { Store } from './store/store';
import type { MailboxAccess } from './sign-in/mailbox-access';
import type { Seats } from './team/seats';

/** A seat that this engine cannot fill is left to colleagues for this long, ms. */
export const YIELD_MS = 5 * 60_000;

/** What the outbox of a desk is made of. */
export type OutboxOptions = {
  readonly profileDir: string;
  readonly mailboxes: Mailboxes;
  readonly network: boolean;
  readonly store: Store;
  readonly seat: Seats['outbox'];
  /** Other desks send from the same store, and may list other mailboxes. */
  readonly isTeam: boolean;
  readonly outside: Outside;
  /** In place of the mailbox's own server. */
  readonly smtp?: SmtpTransport | ((mailbox: DeskMailbox) => SmtpTransport) | undefined;
  readonly timeZone: string | undefined;
  readonly onChanged: (tickets: readonly string[]) => void;
  /** What no caller waits for went wrong. */
  failed(error: unknown): void;
};

/** The outbox of a desk that knows what it cannot send. */
export type OpenDeskOutbox = DeskOutbox & {
  /** Mailboxes that this engine cannot send from, as far as is known. */
  troubles(): readonly MailboxTrouble[];
};

/** Opens the outbox of all mailboxes of a profile; null where it has none. Nothing moves before `start` or `flush`. */
export function openDeskOutbox(options: OutboxOptions): OpenDeskOutbox | null {
  const { store, seat, outside, mailboxes } = options;
  const [first, ...others] = mailboxes.all;
  if (first === undefined) return null;
  const { onChanged, timeZone } = options;
  const sendingStore = (): Store => seat.pin(store);
  /** What stopped in the last tenure: who gave the seat up knows why. */
  const refused = new Map<string, PackedError>();
  const all = [openOne(first), ...others.map(openOne)] as const;
  const desk: DeskOutbox = createDeskOutbox({
    store,
    of: all,
    holdGone: async () => {
      const { settings } = first;
      const room = { ...roomOf(first), mailbox: settings, mailboxId: settings.id, wordStore: store, sent: null };
      const dueAt = options.isTeam ? outside.clock.now() - LEFT_TO_COLLEAGUES_MS : null;
      await holdGone({ ...room, store: sendingStore(), mayGo: () => seat.isHeld() }, desk.mailboxes, dueAt);
    },
    holdAgainMs: options.isTeam ? LEFT_TO_COLLEAGUES_MS : null,
    clock: outside.clock,
    failed: (error) => options.failed(error),
  });
  return {
    ...desk,
    start() {
      refused.clear();
      desk.start();
    },
    troubles: () =>
      mailboxes.all.flatMap(({ settings: { id }, access }) => {
        const isMute = access.smtpPassword === null && access.tokens === null;
        const error = isMute ? missingOf(access, id) : (desk.stoppedOf(id) ?? refused.get(id));
        return error ? [{ mailbox: id, error }] : [];
      }),
  };

  /** Of a desk's only mailbox that has no password at all its reading says so already. */
  function missingOf({ imapPassword }: MailboxAccess, id: string): PackedError | null {
    if (others.length === 0) return imapPassword === null ? null : packError(missingOutgoingPassword(null));
    const named = mailboxes.of(id);
    return packError(missingOutgoingPassword(named ? [named.settings] : null));
  }

  function roomOf({ settings, access }: OpenMailbox) {
    const smtp = typeof options.smtp === 'function' ? options.smtp(settings) : options.smtp;
    return {
      outside,
      smtp: smtp ?? transportOf(settings, access),
      savesSent: savesSent(settings),
      timeZone,
      onChanged: (tickets: readonly string[]) => onChanged(tickets),
    };
  }

  function transportOf(settings: DeskMailbox, { smtpPassword, tokens }: MailboxAccess): SmtpTransport {
    const given = { server: settings.smtp, password: smtpPassword ?? '', tokens };
    try {
      return createSmtpTransport({ ...given, ca: readCertificate(options.profileDir, settings.smtp) });
    } catch (error) {
      // One mailbox's certificate that cannot be read keeps only its own mails here.
      if (others.length === 0 || !(error instanceof SportelloError)) throw error;
      const fail = (): Promise<never> => Promise.reject(error);
      return { send: async () => ({ kind: 'auth', text: error.message, failure: error }), check: fail };
    }
  }

  function openOne(of: OpenMailbox): MailboxOutbox {
    const { settings, access } = of;
    const hasAccess = access.smtpPassword !== null || access.tokens !== null || options.smtp !== undefined;
    const outbox = createOutbox({
      ...roomOf(of),
      store,
      sendingStore,
      mayGo: () => seat.isHeld(),
      onStopped: () => {
        const error = desk.stoppedOf(settings.id);
        if (error !== null) refused.set(settings.id, error);
        // A colleague's password may be the right one; as long as one mailbox sends here, this desk sends for all.
        if (desk.isStopped()) void seat.yieldFor(YIELD_MS);
      },
      sent: mailboxes.sentOf(settings.id),
      mailbox: settings,
    });
    return { mailbox: settings, outbox, canSend: options.network && hasAccess };
  }
}
