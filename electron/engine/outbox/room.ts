import type { MailboxSettings } from '../../../shared/contract/profile';
import type { SentFolder } from '../mail/mailbox';
import type { SmtpTransport } from '../mail/smtp-transport';
import type { Outside } from '../outside';
import type { Store } from '../store/store';

/** What the parts of the outbox work with. */
export type OutboxRoom = {
  readonly store: Store;
  /** The store without a lease: what a mail server has said is true whoever sends now. */
  readonly wordStore: Store;
  readonly outside: Outside;
  readonly smtp: SmtpTransport;
  /** null where no IMAP connection is: what was accepted by the server then stays `accepted`. */
  readonly sent: SentFolder | null;
  /** The provider puts what it accepts into Sent by itself: it is waited for before a copy is made. */
  readonly savesSent: boolean;
  readonly mailbox: MailboxSettings;
  readonly mailboxId: string;
  /** IANA time zone of dates in quotes; UTC where absent. */
  readonly timeZone: string | undefined;
  /** Whether this engine may send now: another one of the team may have taken over. */
  mayGo(): boolean;
  /** Tells which tickets changed. */
  onChanged(tickets: readonly string[]): void;
};
