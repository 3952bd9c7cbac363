import type { Kysely, RawBuilder } from 'kysely';
import type { Finding } from '../../../shared/contract/views';
import type { SignedInMember } from '../../../shared/domain/team-roles';
import type { CheckDepth } from './check-store';
import type { ChangeFeed } from './postgres/change-feed';
import type { QueueSizes } from './queue-sizes';
import type { StoreTables } from './schema';
import type { SearchIndex } from './search-index';
import type { StoreCopier } from './store-copier';

/**
 * An open store, on SQLite or PostgreSQL: what is above it does not know which. All work goes through `db`; what belongs
 * together goes through `transaction`.
 */
export type Store = {
  readonly db: Kysely<StoreTables>;
  readonly search: SearchIndex;
  readonly sizes: QueueSizes;
  /**
   * Runs `work` in one transaction, as if there were no other; what it throws takes everything back. Inside, only the `db`
   * handed in may be used: `store.db` or another transaction throws instead of waiting for itself. Where another desk came
   * between, `work` runs again from its beginning, so it touches nothing but its handle.
   */
  transaction<T>(work: (db: Kysely<StoreTables>) => Promise<T>, keeping?: Keeping, order?: Order): Promise<T>;
  /** The time by which leases end, epoch ms, for a statement: the server's, where several desks share one. */
  serverTime(): RawBuilder<number>;
  /** The machine and profile that writes here, as it stands in what another desk must not go on with; '' where there is no other. */
  readonly place: string;
  /** The time that all desks of the store share, epoch ms: claims and presence are compared by it. */
  sharedNow(): number;
  /** Takes out of the store's files what was deleted from its tables; on a team's server that is the server's own work. */
  scrub(): Promise<void>;
  /** What is wrong with the store, for `doctor`; only `ok` findings in a sound one. */
  check(depth?: CheckDepth): Promise<readonly Finding[]>;
  close(): Promise<void>;
};

/** A store in a file of this machine: one agent, one engine. */
export type FileStore = Store & {
  readonly kind: 'file';
  /** Absolute path of the database file. */
  readonly path: string;
  /** Writes the store as it is now into a new file while work goes on; `writeCopy` makes a checked copy of it. */
  copyTo: StoreCopier['copyTo'];
};

/** A store on the team's server. */
export type TeamStore = Store & {
  readonly kind: 'team';
  /** Who signed in, by the team's own list; null for one who is not on it (the owner of the server). */
  readonly member: TeamMember | null;
  /** What other desks change. */
  readonly feed: ChangeFeed;
};

/** A person of the team; `login` is the role of the server, by which the team's list knows people. */
export type TeamMember = SignedInMember & { readonly login: string };

/** Either of them: only what copies, restores and the wiring of the engine ask which. */
export type AnyStore = FileStore | TeamStore;

/**
 * What a power cut may take. `durable`: nothing that was committed. `repeatable`: the last commits, where the server or
 * the raw mail gives the same again; one batch of mail then costs no wait for the disk. What is lost is always the end:
 * a later durable commit keeps all before it.
 */
export type Keeping = 'durable' | 'repeatable';

/**
 * How a transaction meets those of other desks. `free`: beside them, and again where one came between. `in-turn`: one after
 * the other from the start, for what all desks do to the same few rows, where going beside each other is only work for nothing.
 */
export type Order = 'free' | 'in-turn';
