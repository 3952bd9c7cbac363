import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { giveUp, root, say } from './places.mjs';

/** Which files of a folder each feed names, by its name as electron-updater asks for it. */
const FEEDS = {
  'latest-linux.yml': /\.(deb|AppImage)$/,
  'latest.yml': /\.exe$/,
};
/** A file becomes a word of a shell's command where a .deb is installed; the desk refuses any other name. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/;

/** Signature (base64) of a feed: its bytes under its name, as electron/main/updates/feed-file.ts verifies it. */
export function signFeed(name, text, privateKey) {
  return sign(null, Buffer.from(`Sportello update feed 1\n${name}\n${text}`, 'utf8'), privateKey).toString('base64');
}

/** The text of a feed over these files of a folder. */
export async function writeFeed(folder, files, version, releaseDate) {
  const lines = [`version: ${version}`, 'files:'];
  for (const file of files) {
    const digest = createHash('sha512');
    await pipeline(createReadStream(join(folder, file)), digest);
    lines.push(
      `  - url: ${file}`,
      `    sha512: ${digest.digest('base64')}`,
      `    size: ${statSync(join(folder, file)).size}`,
    );
  }
  return `${[...lines, `releaseDate: '${releaseDate}'`].join('\n')}\n`;
}

function privateKey() {
  const file = process.env.SPORTELLO_SIGN_KEY;
  if (!file)
    giveUp(
      'SPORTELLO_SIGN_KEY names the file with the private key (Ed25519, PEM): docs/updates.md says how one is made.',
    );
  const { mode } = statSync(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    giveUp(`${file} can be read by others: chmod 600 it first.`);
  const key = createPrivateKey(readFileSync(file));
  if (key.asymmetricKeyType !== 'ed25519') giveUp(`${file} is no Ed25519 key.`);
  return key;
}

/** A new pair; the private one is written where nobody else reads it, and never over another. */
function makeKeys(file) {
  const pair = generateKeyPairSync('ed25519');
  writeFileSync(file, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  writeFileSync(`${file}.pub`, pair.publicKey.export({ type: 'spki', format: 'pem' }), { flag: 'wx' });
  say(`${file} signs; keep it off this machine. ${file}.pub goes into the packages (SPORTELLO_UPDATE_KEY).`);
}

// node scripts/sign-feed.mjs [FOLDER]: writes and signs the feeds over the packages of this version in FOLDER (dist).
// node scripts/sign-feed.mjs --new-keys FILE: makes a pair.
if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [first, second] = process.argv.slice(2);
  if (first === '--new-keys') makeKeys(second ?? giveUp('Name a file for the new private key.'));
  else await signFolder(first ?? join(root, 'dist'));
}

async function signFolder(folder) {
  const key = privateKey();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const there = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  let signed = 0;
  for (const [name, pattern] of Object.entries(FEEDS)) {
    // An older package that lies there too must not be offered under this version.
    const files = there.filter((file) => pattern.test(file) && file.split(/[_-]/).includes(version));
    if (files.length === 0) continue;
    const wrong = files.find((file) => !NAME.test(file) || file.includes('test-runtime'));
    if (wrong) giveUp(`${wrong} cannot be offered: a plain name of a package for users is needed.`);
    const text = await writeFeed(folder, files, version, new Date().toISOString());
    writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, `${name}.sig`), `${signFeed(name, text, key)}\n`);
    say(`${name}: ${version}, ${files.join(', ')}`);
    signed += 1;
  }
  if (signed === 0) giveUp(`${folder} holds no package of ${version}.`);
  const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  say(`Signed by the key that belongs to this public one:\n${String(pem)}`);
}
