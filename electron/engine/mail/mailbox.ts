import type { ConnectionState } from '../../../shared/contract/views';
import type { ServerDownload } from './server-download';

/** What the outbox needs of a mailbox, whatever server is behind it. */
export type SentFolder = {
  /** Appends the exact bytes to Sent with \Seen. Answers the new UID, or null where the server does not say. */
  append(raw: Uint8Array, messageId: string): Promise<number | null>;
  /** false: the server has no folder for what was sent, and the settings name none. Rejects where that cannot be asked. */
  exists(): Promise<boolean>;
  /** Looks for a Message-ID in Sent. */
  has(messageId: string): Promise<boolean>;
  /** Sets \Answered on the inbound message with this row id; true when the server confirmed. */
  flagAnswered(messageRowId: string): Promise<boolean>;
  /** Whether the server says now that this inbound message was answered, by whoever; null where it is not there any more. */
  isAnswered(messageRowId: string): Promise<boolean | null>;
};

/** A mailbox kept in step with its server. */
export type MailboxSync = {
  /** Connects, syncs, listens by IDLE and polls, reconnects with back-off, until `stop`. */
  start(): void;
  /** One pass over all folders; settles when caught up. */
  once(): Promise<SyncCounts>;
  /** Looks now instead of waiting for the next poll. */
  nudge(): void;
  /**
   * The machine slept, or its network changed: the link is dropped, a new one is made at once, and everything is compared.
   * Nothing where it does not listen.
   */
  renew(): void;
  stop(): Promise<void>;
  readonly sent: SentFolder;
  /** Fetches what was left on the server. */
  readonly download: ServerDownload;
  state(): ConnectionState;
  lastHeardAt(): number | null;
  /** End of the newest pass in which every message of every folder was compared and handed on, epoch ms; null before. */
  lastComparedAt(): number | null;
};

/** Counts of one sync; the sum closes: listed = stored + known + quarantined. */
export type SyncCounts = {
  readonly seen: number;
  readonly stored: number;
  readonly known: number;
  readonly quarantined: number;
  readonly errors: number;
};
