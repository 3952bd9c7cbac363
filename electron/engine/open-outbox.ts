import { SportelloError } from '../../shared/contract/errors';
import type { SmtpTransport } from './mail/smtp-transport';
import { createSmtpTransport } from './mail/smtp-transport';
import { readCertificate } from './certificate';
import type { DeskMailbox } from './desk-settings';
import { savesSent } from './mail-providers';
import type { Mailboxes, OpenMailbox } from './mailboxes';
import { createDeskOutbox } from './outbox/desk-outbox';
import type { DeskOutbox, MailboxOutbox } from './outbox/desk-outbox';
import { holdGone, LEFT_TO_COLLEAGUES_MS } from './outbox/hold-gone';
import { createOutbox } from './outbox/outbox';
import type { Outside } from './outside';
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

/** Opens the outbox of all mailboxes of a profile; null where it has none. Nothing moves before `start` or `flush`. */
export function openDeskOutbox(options: OutboxOptions): DeskOutbox | null {
  const { store, seat, outside, mailboxes } = options;
  const [first, ...others] = mailboxes.all;
  if (first === undefined) return null;
  const { onChanged, timeZone } = options;
  const sendingStore = (): Store => seat.pin(store);
  const desk: DeskOutbox = createDeskOutbox({
    store,
    of: [openOne(first), ...others.map(openOne)],
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
  return desk;

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
        // A colleague's password may be the right one; as long as one mailbox sends here, this desk sends for all.
        if (desk.isStopped()) void seat.yieldFor(YIELD_MS);
      },
      sent: mailboxes.sentOf(settings.id),
      mailbox: settings,
    });
    return { mailbox: settings, outbox, canSend: options.network && hasAccess };
  }
}
