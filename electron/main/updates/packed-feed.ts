import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, join, sep } from 'node:path';
import { z } from 'zod';
import type { NoUpdateReason, UpdateWay } from '../../../shared/domain/update-rules';

/** What packing wrote beside the program (packaging/after-pack.mjs): where newer versions are told of, and whose word counts. */
const feedSchema = z.object({
  /** Folder of the feed; ends with a slash. */
  feed: z.url().endsWith('/'),
  /** Ed25519, PEM. */
  publicKey: z.string().max(1_000),
  /** The library's: its folder for what it downloads. */
  updaterCacheDirName: z.string().max(100),
});

export type PackedFeed = {
  readonly way: UpdateWay;
  /** The AppImage that this program runs out of; null for every other way. */
  readonly program: string | null;
  readonly feed: URL;
  readonly publicKey: KeyObject;
  /** That file itself, which the library reads too. */
  readonly file: string;
};

/**
 * How this copy of the program can be updated, or why it cannot. A package whose feed or key cannot be used does not start looking
 * somewhere else, and trusts no key that comes later: it does not update itself.
 */
export function readPackedFeed(host: {
  readonly isPackaged: boolean;
  readonly resources: string;
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: (text: string) => void;
}): PackedFeed | NoUpdateReason {
  if (!host.isPackaged) return 'checkout';
  const file = join(host.resources, 'updates.json');
  if (!existsSync(file)) return 'no-key';
  const way = wayOf(host);
  if (way === 'folder' || way === 'system') return way;
  try {
    const { feed, publicKey } = feedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const url = new URL(feed);
    const key = createPublicKey(publicKey);
    if (isAllowedAddress(url) && key.asymmetricKeyType === 'ed25519') {
      return { way, program: way === 'appimage' ? ownAppImage(host) : null, feed: url, publicKey: key, file };
    }
    host.log(`${file} names ${url.protocol}//${url.hostname} and a key of kind ${String(key.asymmetricKeyType)}.`);
  } catch (error) {
    // A damaged file must not keep the desk from opening.
    host.log(`${file} cannot be used: ${String(error)}`);
  }
  return 'no-key';
}

/** https; unencrypted on this machine alone, for tests. The signature holds either way: this keeps who looks for what to oneself. */
export function isAllowedAddress({ protocol, hostname }: Pick<URL, 'protocol' | 'hostname'>): boolean {
  return protocol === 'https:' || (protocol === 'http:' && (hostname === '127.0.0.1' || hostname === '[::1]'));
}

type Host = Parameters<typeof readPackedFeed>[0];

function wayOf(host: Host): UpdateWay | 'folder' | 'system' {
  if (host.platform === 'win32') return 'nsis';
  if (host.platform !== 'linux') return 'system';
  // What the package says of itself comes first: what stands in the environment may be another program's.
  const type = join(host.resources, 'package-type');
  if (existsSync(type)) return readFileSync(type, 'utf8').trim() === 'deb' ? 'deb' : 'folder';
  return ownAppImage(host) === null ? 'folder' : 'appimage';
}

/**
 * The AppImage that this program runs out of. Its start sets APPIMAGE and APPDIR, and every program started from it inherits them: they
 * are ours only where we lie in that folder. Whatever is taken for our file is replaced.
 */
function ownAppImage({ resources, environment }: Host): string | null {
  const { APPIMAGE: file, APPDIR: folder } = environment;
  if (!file || !folder || !isAbsolute(file)) return null;
  const [inside, ours] = [realpathOf(folder), realpathOf(resources)];
  return inside !== null && ours?.startsWith(inside + sep) && existsSync(file) ? file : null;
}

/** Null where there is nothing. */
function realpathOf(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
