import type { CaseFacts } from '../../shared/domain/case-facts';
import type { StoreProtection } from './profile';
import type { Profile } from '../../shared/contract/profile';
import type { EngineSecrets } from '../../shared/contract/host';
import type { Announcer } from './announcer';
import type { Copies } from './copies/copies';
import type { DeskSettings } from './desk-settings';
import type { Hotmart } from './hotmart/hotmart';
import type { LiveShelf } from './macros/macro-shelf';
import type { Mailboxes } from './mailboxes';
import type { OpenDeskOutbox } from './open-outbox';
import type { Outside } from './outside';
import type { Erasing } from './privacy/erasing';
import type { Pipeline } from './pipeline';
import type { Imports } from './purchases/imports';
import type { WatchedFolder } from './purchases/watched-folder';
import type { Seats } from './team/seats';
import type { PurchaseSource } from './purchases/purchase-source';
import type { AnyStore } from './store/store';
import type { Conversation } from './tickets/conversation';
import type { Earned } from './tickets/earned';
import type { IncidentWatch } from './tickets/incident-watch';
import type { PastRuns } from './tickets/past-tickets';

/** What every handler works with: one per open profile. */
export type EngineContext = {
  readonly profileDir: string;
  /** The profile as it is now: settings may be saved while the desk runs. */
  readonly profile: () => Profile;
  readonly saveProfile: (profile: Profile) => Promise<void>;
  readonly desk: () => DeskSettings;
  readonly secrets: EngineSecrets;
  readonly encryption: StoreProtection['encryption'];
  /** Key of the store and of its copies; null where they are plain. */
  readonly storeKey: string | null;
  /** Its clock is the one that all desks of the store share. */
  readonly outside: Outside;
  /** This engine from its start to its end, as presence and leases have it. */
  readonly deskId: string;
  /** When it started, epoch ms. */
  readonly startedAt: number;
  readonly store: AnyStore;
  readonly copies: Copies;
  readonly erasing: Pick<Erasing, 'alone' | 'failure' | 'look'>;
  readonly source: PurchaseSource;
  readonly macros: LiveShelf;
  readonly pastRuns: PastRuns;
  readonly decide: (conversation: Conversation, source: PurchaseSource) => Promise<CaseFacts>;
  readonly pipeline: Pipeline;
  readonly announcer: Announcer;
  readonly imports: Imports;
  readonly folder: WatchedFolder;
  readonly earned: Earned;
  /** Products of which unusually many tickets come in. */
  readonly incidents: Pick<IncidentWatch, 'busy'>;
  /** Purchases from Hotmart's API; there also where it is not set up. */
  readonly hotmart: Hotmart;
  /** What this engine does for the whole team, or who does. */
  readonly seats: Pick<Seats, 'mailbox' | 'outbox'>;
  /** All mailboxes of the profile, and how each is read. */
  readonly mailboxes: Mailboxes;
  /** Files and decides what a stopped run had only stored. */
  readonly goOn: () => Promise<void>;
  /** Mail was filed beside the sync: its pictures are to be read. */
  readonly mailFiled: () => void;
  /** Opened tickets since the engine started: `sync --once` reports the difference. */
  readonly ticketsOpened: () => number;
  readonly outbox: OpenDeskOutbox | null;
  /** Looks again when the next snooze ends. */
  readonly snoozeChanged: () => void;
  /** Looks again when the next claim ends. */
  readonly claimsChanged: () => void;
  /** Looks again which silent customers' tickets close: the team's hours or limits are other ones. */
  readonly clocksChanged: () => void;
};
