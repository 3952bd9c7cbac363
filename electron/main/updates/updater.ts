import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { AppImageUpdater, DebUpdater, NsisUpdater } from 'electron-updater';
import type { BaseUpdater } from 'electron-updater';
import { assertNever } from '../../../shared/assert';
import type { UpdateWay } from '../../../shared/domain/update-rules';
import { installDeb } from './install-deb';
import type { PackedFeed } from './packed-feed';
import { replaceAppImage } from './replace-app-image';
import { SignedProvider } from './signed-provider';
import type { SignedProviderOptions } from './signed-provider';
import { UpdateFailed } from './update-failed';
import { UpdateRequests } from './update-requests';

/** What was downloaded: its bytes are those that the signed feed names. */
export type Download = { readonly version: string; readonly file: string; readonly sha512: string };

/** Looks, downloads and installs, each when told; what a desk may do when is decided in updates.ts. */
export type Updater = {
  /** A newer version, downloaded; null where there is none. @throws UpdateFailed */
  fetch(told: {
    readonly found: (version: string) => void;
    readonly progress: (percent: number) => void;
  }): Promise<Download | null>;
  /**
   * Puts the downloaded version in the place of this one, at the end of this process, under the same path. `restart`: of nsis the
   * installer starts it, of the others nobody does. @throws UpdateFailed `damaged`, `no-room`, `not-installed`
   */
  install(download: Download, restart: boolean): Promise<void>;
};

export type UpdaterHost = {
  readonly version: string;
  /** Folder for what is downloaded; made where it is missing, for this person alone. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly newestSeen: () => string | null;
  readonly sawVersion: (version: string) => void;
  readonly log: (text: string) => void;
};

const ENDINGS: Readonly<Record<UpdateWay, string>> = { appimage: '.AppImage', deb: '.deb', nsis: '.exe' };

/** The updater of electron-updater for this way, set up so that nothing happens by itself and nothing of this machine is sent. */
export function createUpdater(packed: PackedFeed, host: UpdaterHost): Updater {
  const library = libraryFor(packed.way, {
    version: host.version,
    name: 'Sportello',
    isPackaged: true,
    appUpdateConfigPath: packed.file,
    userDataPath: host.folder,
    baseCachePath: host.folder,
    whenReady: () => Promise.resolve(),
    // Who quits, starts again and installs at the end is updates.ts.
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  });
  library.logger = {
    info: () => undefined,
    warn: (text: unknown) => host.log(`Update: ${String(text)}`),
    error: (text: unknown) => host.log(`Update: ${String(text)}`),
  };
  library.autoDownload = false;
  library.autoInstallOnAppQuit = false;
  library.allowDowngrade = false;
  library.allowPrerelease = false;
  // In parts it is downloaded from the same signed digest, by a hundred times the code.
  library.disableDifferentialDownload = true;
  library.disableWebInstaller = true;
  const requests = new UpdateRequests();
  // Not in the library's types: its own way to the network is Chromium's, and an id of this machine would be made for staged rollouts.
  Reflect.set(library, 'httpExecutor', requests);
  Reflect.set(library, 'stagingUserIdPromise', { value: Promise.resolve('') });
  const options: SignedProviderOptions = {
    provider: 'custom',
    updateProvider: SignedProvider as unknown as NonNullable<SignedProviderOptions['updateProvider']>,
    feed: packed.feed,
    publicKey: packed.publicKey,
    running: host.version,
    requests,
    ending: ENDINGS[packed.way],
    newestSeen: host.newestSeen,
    sawVersion: host.sawVersion,
  };
  library.setFeedURL(options);

  return {
    async fetch({ found, progress }) {
      const onProgress = ({ percent }: { readonly percent: number }): void => progress(percent);
      library.on('download-progress', onProgress);
      try {
        const look = await library.checkForUpdates();
        if (look === null) throw new UpdateFailed('unreadable', 'This copy cannot be updated');
        if (!look.isUpdateAvailable) {
          // What the version that runs was installed from, where the installer left it.
          await remove(host.folder);
          return null;
        }
        const { version, files } = look.updateInfo;
        found(version);
        const [file] = await library.downloadUpdate();
        const [ours] = files.filter(({ url }) => url.endsWith(ENDINGS[packed.way]));
        if (file === undefined || ours === undefined) throw new UpdateFailed('unreadable', 'Nothing was downloaded');
        return { version, file, sha512: ours.sha512 };
      } catch (error) {
        throw asFailure(error);
      } finally {
        library.off('download-progress', onProgress);
      }
    },
    async install(download, restart) {
      switch (packed.way) {
        case 'appimage':
          if (packed.program === null) throw new UpdateFailed('not-installed', 'No AppImage runs');
          await replaceAppImage(packed.program, download);
          break;
        case 'deb':
          await checkDigest(download);
          await installDeb(download, {
            isRoot: process.getuid?.() === 0,
            environment: host.environment,
            log: host.log,
          });
          break;
        case 'nsis':
          await checkDigest(download);
          // The installer waits for the end of this process, and needs its file until it is through.
          if (!library.install(true, restart)) {
            throw new UpdateFailed('not-installed', `${download.version} was not installed`);
          }
          return;
        default:
          assertNever(packed.way);
      }
      await remove(download.file);
    },
  };

  /** What is over and cannot be taken away hinders nobody. */
  async function remove(path: string): Promise<void> {
    await rm(path, { recursive: true, force: true }).catch((error: unknown) => {
      host.log(`Update: ${path} stays: ${String(error)}`);
    });
  }
}

function libraryFor(way: UpdateWay, adapter: ConstructorParameters<typeof DebUpdater>[1]): BaseUpdater {
  switch (way) {
    case 'appimage':
      return new AppImageUpdater(null, adapter);
    case 'deb':
      return new DebUpdater(null, adapter);
    case 'nsis':
      return new NsisUpdater(null, adapter);
    default:
      return assertNever(way);
  }
}

/** It may have lain there for days. */
async function checkDigest({ file, sha512 }: Download): Promise<void> {
  const digest = createHash('sha512');
  try {
    await pipeline(createReadStream(file), digest);
  } catch (error) {
    throw new UpdateFailed('damaged', `${file} cannot be read`, error);
  }
  if (digest.digest('base64') !== sha512) throw new UpdateFailed('damaged', `${file} is not what was downloaded`);
}

/** The library tells of its failures by `code`. */
function asFailure(error: unknown): UpdateFailed {
  if (error instanceof UpdateFailed) return error;
  // A fault of ours is none of the network's.
  if (error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError) throw error;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (code === 'ERR_CHECKSUM_MISMATCH') return new UpdateFailed('damaged', String(message), error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new UpdateFailed('no-room', String(message), error);
  return new UpdateFailed('unreachable', String(message), error);
}
