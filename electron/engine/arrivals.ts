import type { Profile } from '../../shared/contract/profile';
import type { HotmartSecrets } from '../../shared/contract/hotmart';
import type { Announcer } from './announcer';
import { createHotmart } from './hotmart/hotmart';
import type { Hotmart } from './hotmart/hotmart';
import type { Outside } from './outside';
import type { Pipeline } from './pipeline';
import { createImports } from './purchases/imports';
import type { Imports } from './purchases/imports';
import { createReportRound } from './purchases/report-round';
import { createWatchedFolder } from './purchases/watched-folder';
import type { WatchedFolder } from './purchases/watched-folder';
import type { Store } from './store/store';
import { settleProductDeliveries } from './store/product-deliveries';
import { readUndecided, settleUndecided } from './store/undecided-arrivals';

/** All ways by which purchases come to one desk (docs/purchases.md). */
export type Arrivals = {
  readonly imports: Imports;
  readonly folder: WatchedFolder;
  readonly hotmart: Hotmart;
  /** Goes on with what a stop interrupted, and watches the folder. */
  start(): void;
  /** The store is back: what could not be gone on with at the start is. */
  resume(): void;
  /** Asks Hotmart now and then where the host may (`network`); once. */
  startRounds(network: boolean): void;
  /** Imports the sales reports that wait among the filed mail. */
  lookForReports(): void;
  /** Nothing new begins; `done` settles when what was under way has ended. */
  close(): Promise<{ done(): Promise<void> }>;
};

export function createArrivals(room: {
  readonly store: Store;
  /** The store for what one engine does for all: under the team's lease, where there is one. */
  readonly rounds: Store;
  /** Whether this engine is the one. */
  readonly mayRun: () => boolean;
  readonly outside: Outside;
  readonly profile: () => Profile;
  readonly secrets: HotmartSecrets | null;
  readonly pipeline: Pipeline;
  readonly announcer: Announcer;
  readonly failed: (error: unknown) => void;
}): Arrivals {
  const { store, outside, profile, pipeline, announcer, failed } = room;

  /** Open tickets see what came. */
  async function arrived(): Promise<void> {
    const undecided = await readUndecided(store.db);
    if (undecided !== null) {
      // Club data may speak for a product from now on, or a product be sold of which they spoke before.
      await store.transaction((db) => settleProductDeliveries(db, null, outside.clock.now()));
      await pipeline.decideAgain(null);
      await store.transaction((db) => settleUndecided(db, undecided));
    }
    announcer.statusChanged();
  }

  const importsChanged = (): void => announcer.importsChanged(imports.running());
  const imports: Imports = createImports({
    store,
    outside,
    timeZone: () => profile().purchases?.timeZone,
    arrived,
    changed: importsChanged,
  });
  const reports = createReportRound({
    store: room.rounds,
    outside,
    imports,
    changed: (tickets) => announcer.ticketsChanged(tickets),
    failed,
  });
  const folder = createWatchedFolder({
    store,
    outside,
    imports,
    folder: () => profile().purchases?.watchFolder ?? null,
    changed: importsChanged,
    failed,
  });
  const hotmart = createHotmart({
    settings: profile().hotmart ?? null,
    secrets: room.secrets,
    store,
    rounds: room.rounds,
    mayRun: room.mayRun,
    outside,
    decideAgain: arrived,
    changed: () => {
      announcer.hotmartChanged();
      importsChanged();
    },
    statusChanged: () => announcer.statusChanged(),
    failed,
  });
  let isResumed = false;
  function resume(): void {
    if (isResumed) return;
    isResumed = true;
    imports.resume().catch((error: unknown) => {
      isResumed = false;
      failed(error);
    });
  }

  return {
    imports,
    folder,
    hotmart,
    start() {
      resume();
      folder.start();
    },
    resume,
    startRounds(network) {
      if (network) hotmart.start();
    },
    lookForReports: () => reports.look(),
    async close() {
      await hotmart.close();
      // Each says first that nothing new is to begin; then the import under way is stopped, and all three end with it.
      const ended = [folder.close(), reports.close(), imports.close()];
      return {
        async done() {
          await Promise.all(ended);
        },
      };
    },
  };
}
