import type { OutboxState } from '../domain/outbox';
import type { ConnectionState, DeskStatus } from './views';

/** How the mailbox is read; `not-read`: by a command line that asks no server. */
export type MailboxReading = ConnectionState['kind'] | 'not-read';

/**
 * How a desk is, in figures, states and codes alone: no text of a server, no address and no name can be in it, so all of it may be shown
 * to somebody else. Times are epoch ms; null where it never was, or where there is none.
 */
export type DeskHealth = {
  /** When it was looked at. */
  readonly at: number;
  /** When this engine was started. */
  readonly startedAt: number;
  readonly node: string;
  /** `linux x64`. */
  readonly platform: string;
  readonly demo: boolean;
  readonly mailbox: {
    readonly reading: MailboxReading;
    /** Code of the failure that keeps it from being read. */
    readonly failure: string | null;
    readonly lastHeardAt: number | null;
    /** End of the newest pass in which every message of every folder was compared. */
    readonly lastComparedAt: number | null;
  };
  readonly purchases: {
    readonly purchases: number;
    readonly products: number;
    readonly lastImportAt: number | null;
  };
  /** null: Hotmart's API is not set up. */
  readonly hotmart: {
    readonly lastRoundAt: number | null;
    readonly completeAt: number | null;
    /** Code of the first thing that went wrong in the newest round. */
    readonly failure: string | null;
  } | null;
  readonly outbox: {
    /** How many rows are in each state that is not over. */
    readonly states: readonly { readonly state: OutboxState; readonly count: number }[];
    readonly nextAt: number | null;
    readonly problems: number;
    /** Code of why nothing goes out. */
    readonly stopped: string | null;
  };
  readonly store: {
    readonly kind: 'file' | 'team';
    readonly encryption: DeskStatus['storeEncryption'];
    /** Number of its schema. */
    readonly schema: number;
    /** Of its files; null on a team's server. */
    readonly bytes: number | null;
    /** Room on its disk; null on a team's server. */
    readonly freeBytes: number | null;
    readonly newestCopyAt: number | null;
    /** Code of why the daily copy could not be written. */
    readonly copyFailure: string | null;
    /** The newest check of everything since the start. */
    readonly checked: { readonly at: number; readonly sound: boolean } | null;
  };
  readonly quarantined: number;
};

/** What only the host knows of the program it runs. */
export type HostFacts = {
  /** Version of Sportello. */
  readonly version: string;
  /** Version of Electron; null on a command line. */
  readonly electron: string | null;
  /** The runtime of the tests, not for users. */
  readonly fallback: boolean;
  /** How often the engine ended by itself and was started again; null where the host cannot tell. */
  readonly restarts: number | null;
};
