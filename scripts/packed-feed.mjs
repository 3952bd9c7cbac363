import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/**
 * What goes into a package so that it can update itself (electron/main/updates/packed-feed.ts reads it): SPORTELLO_UPDATE_FEED, the https
 * address of the folder with the feed, and SPORTELLO_UPDATE_KEY, a file with the public key. null where neither is given: such a package says
 * that it does not update itself. Throws where one is missing or cannot be used, for a package in use could not be given another.
 */
export function packedFeed(environment) {
  const { SPORTELLO_UPDATE_FEED: feed, SPORTELLO_UPDATE_KEY: file } = environment;
  if (!feed && !file) return null;
  if (!feed || !file) throw new Error('SPORTELLO_UPDATE_FEED and SPORTELLO_UPDATE_KEY are given together, or neither.');
  if (new URL(feed).protocol !== 'https:') throw new Error(`${feed} is no https address.`);
  if (!existsSync(file)) throw new Error(`SPORTELLO_UPDATE_KEY: ${file} is not there.`);
  const text = readFileSync(file, 'utf8');
  if (text.includes('PRIVATE')) throw new Error(`${file} is the private key: the public one goes into a package.`);
  const key = createPublicKey(text);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} is no Ed25519 key.`);
  const publicKey = key.export({ type: 'spki', format: 'pem' });
  return { feed: feed.endsWith('/') ? feed : `${feed}/`, publicKey, updaterCacheDirName: 'downloads' };
}
