import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { version } from '../../../package.json';
import { optionsAgain } from '../launch-options';
import { logMain } from '../main-log';
import type { Settings } from '../settings';
import type { SettingsStore } from '../settings-store';
import { readPackedFeed } from './packed-feed';
import { createUpdates } from './updates';
import type { Updates } from './updates';

/** Updates of this copy of the program; the library that fetches and installs them is loaded when somebody looks. */
export function openUpdates(host: {
  readonly isPackaged: boolean;
  /** For what is downloaded. */
  readonly folder: string;
  readonly settings: SettingsStore;
  readonly pastMark: () => Promise<number | null>;
  readonly changed: () => void;
  /** Variables that this start took out of its environment: another start is given them. */
  readonly given: Readonly<Record<string, string | undefined>>;
}): Updates {
  const packed = readPackedFeed({
    isPackaged: host.isPackaged,
    resources: process.resourcesPath,
    platform: process.platform,
    environment: process.env,
    log: logMain,
  });
  const kept = {
    read: () => host.settings.read().updates,
    change: (updates: Settings['updates']) => host.settings.change({ updates }),
  };
  return createUpdates({
    can: typeof packed === 'string' ? packed : packed.way,
    open: async () => {
      if (typeof packed === 'string') throw new Error(`This copy has no way to be updated (${packed})`);
      const { createUpdater } = await import('./updater');
      return createUpdater(packed, {
        version,
        folder: host.folder,
        environment: process.env,
        newestSeen: () => kept.read().newestSeen,
        sawVersion: (newestSeen) => kept.change({ ...kept.read(), newestSeen }),
        log: logMain,
      });
    },
    kept,
    clock: {
      now: () => Date.now(),
      after: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
    },
    pastMark: host.pastMark,
    quit: () => app.quit(),
    // With the options of this start: the profile is one of them. What runs out of an AppImage is gone with this process; elsewhere
    // the launcher hands the variables over.
    startAgain: () => {
      const execPath = (typeof packed === 'string' ? null : packed.program) ?? launcher();
      Object.assign(process.env, host.given);
      app.relaunch({ args: [...optionsAgain(process.argv.slice(1))], ...(execPath ? { execPath } : {}) });
    },
    changed: host.changed,
    log: logMain,
  });
}

/** `sportello`, beside the program of a Linux package; null elsewhere. */
function launcher(): string | null {
  const beside = join(dirname(process.execPath), 'sportello');
  return process.platform === 'linux' && existsSync(beside) ? beside : null;
}
