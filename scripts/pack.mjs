import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildPart } from './build.mjs';
import { run } from './child.mjs';
import { cacheCode } from './code-cache.mjs';
import { makeDebianPackage } from './debian-package.mjs';
import { FALLBACK, findElectron } from './electron-runtime.mjs';
import { packedFeed } from './packed-feed.mjs';
import { installPackages } from './packages.mjs';
import { giveUp, root, say } from './places.mjs';

/** What is made of the folder by programs that every Debian has, so without any download; electron-builder makes the others. */
const OWN_TARGETS = ['dir', 'tar.gz', 'deb'];

/** A package of the test runtime must not be taken for the product: by name, description, window title or data folder. */
export const TEST_RUNTIME = {
  name: 'sportello-test-runtime',
  productName: 'Sportello test runtime (not for users)',
  description: 'Sportello on the test runtime, NOT FOR USERS: an old Electron, for tests of the package alone',
};

/**
 * Makes the packages of this machine's platform in `dist`: with the official Electron the product; with the fallback runtime a flavour
 * for tests that says so wherever it shows. On Linux the folder `dist/linux-unpacked` comes first, and everything of it.
 */
export async function pack(targets) {
  // Before minutes of work.
  packedFeed(process.env);
  await buildPart('desk');
  await buildPart('cli');
  const { executable, fallback } = await findElectron();
  // Of the runtime that is packed; one for another platform takes no notice of it.
  await cacheCode(executable);
  const flavour = fallback ? TEST_RUNTIME : null;
  if (flavour) say('Packing the test runtime, NOT FOR USERS: the product needs the official Electron.');
  const folder = join(root, 'dist/linux-unpacked');
  rmSync(folder, { recursive: true, force: true });
  const work = mkdtempSync(join(tmpdir(), 'sportello-pack-'));
  try {
    await runBuilder(targets, { flavour, runtime: fallback ? runtimeFolder(executable, work) : dirname(executable) });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  if (targets.includes('tar.gz')) await makeArchive(folder, flavour);
  if (targets.includes('deb')) await makeDebianPackage(folder, flavour);
}

/** electron-builder wants the executable under its own name, and no app inside. */
function runtimeFolder(executable, work) {
  const folder = join(work, 'electron');
  cpSync(dirname(executable), folder, { recursive: true, filter: (path) => !path.endsWith('/resources/app') });
  renameSync(join(folder, basename(executable)), join(folder, 'electron'));
  return folder;
}

async function runBuilder(targets, { flavour, runtime }) {
  const { Platform, build } = await import('electron-builder');
  const config = { extends: join(root, 'electron-builder.yml') };
  // The one that `npm start` runs, too. Elsewhere it is an app's folder of another shape, and electron-builder fetches it.
  if (process.platform === 'linux') config.electronDist = runtime;
  if (flavour) {
    const { productName, ...extraMetadata } = flavour;
    Object.assign(config, { electronVersion: FALLBACK.electron, productName, extraMetadata });
  }
  const named = targets.filter((target) => !OWN_TARGETS.includes(target));
  const wanted = process.platform === 'linux' ? ['dir', ...named] : named;
  await build({
    projectDir: root,
    config,
    publish: 'never',
    targets: Platform.current().createTarget(wanted.length > 0 ? wanted : null),
  });
}

/** By tar itself: the archiver that electron-builder brings needs ten minutes for the same size. */
async function makeArchive(folder, flavour) {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const named = `${flavour?.name ?? name}-${version}`;
  const file = join(root, 'dist', `${named}-linux-x64.tar.gz`);
  const options = ['--owner=0', '--group=0', `--transform=s,^${basename(folder)},${named},`];
  const code = await run('tar', ['-czf', file, ...options, '-C', dirname(folder), basename(folder)]);
  if (code !== 0) giveUp('The archive could not be made; see above.');
}

// npm run pack [-- TARGET…]: on Linux dir, tar.gz and deb; `AppImage`, and on other machines `nsis` or `dmg`, need the tools that
// electron-builder downloads.
if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await installPackages();
  const asked = process.argv.slice(2);
  if (process.platform !== 'linux' && asked.some((target) => OWN_TARGETS.includes(target)))
    giveUp(`${OWN_TARGETS.join(', ')} are made on Linux.`);
  await pack(asked.length > 0 || process.platform !== 'linux' ? asked : OWN_TARGETS);
  say(`The packages are in ${join(root, 'dist')}`);
}
