import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './child.mjs';
import { installPackages } from './packages.mjs';
import { giveUp, root, say } from './places.mjs';

const EVERY_BUILD = [
  'package-lock.json',
  'package.json',
  'vite.config.ts',
  'shared',
  // bundled into the window and the engine
  'resources/mail-providers.json',
  // their digest is built into the engine
  'resources/macros',
];

/** What can be built on its own: its bundles of vite.config.ts and the sources they come from. */
const PARTS = {
  desk: {
    bundles: ['client', 'main', 'preload', 'engine', 'demo'],
    sources: [
      'electron/main',
      'electron/preload',
      'electron/engine',
      'electron/demo',
      'electron/cached',
      'electron/log',
      'renderer',
    ],
  },
  cli: { bundles: ['cli', 'engine'], sources: ['electron/cli', 'electron/engine', 'electron/cached', 'electron/log'] },
  bench: { bundles: ['bench', 'engine'], sources: ['bench', 'electron/engine', 'electron/cached', 'electron/log'] },
  training: { bundles: ['training'], sources: ['training'] },
};

/** Builds a part unless its sources are the ones that its last build came from. */
export async function buildPart(name) {
  const release = await lockOutput();
  try {
    const part = PARTS[name];
    const stamp = join(root, 'out', `.built-${name}`);
    const hash = hashFiles([...EVERY_BUILD, ...part.sources]);
    const built = part.bundles.every((bundle) =>
      existsSync(join(root, 'out', bundle === 'client' ? 'renderer' : bundle)),
    );
    if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
    say(`Building ${name} …`);
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const code = await run(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, SPORTELLO_BUILD: part.bundles.join(',') },
    });
    if (code !== 0) giveUp(`The build of ${name} failed; see above.`);
    writeFileSync(stamp, hash);
  } finally {
    release();
  }
}

/** One digest over the paths and contents of these files and folders, in a fixed order. */
function hashFiles(paths) {
  const digest = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) {
      for (const entry of readdirSync(full).toSorted()) add(`${path}/${entry}`);
      return;
    }
    digest.update(`${path}\0`).update(readFileSync(full)).update('\0');
  };
  for (const path of paths) add(path);
  return digest.digest('hex');
}

/** Two commands at once must not build over each other; a lock whose process is gone does not count. */
async function lockOutput() {
  mkdirSync(join(root, 'out'), { recursive: true });
  const lock = join(root, 'out', '.building');
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(lock)) rmSync(lock, { force: true });
    else await new Promise((done) => setTimeout(done, 200));
  }
}

function isAbandoned(lock) {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    // Empty for the moment between its creation and its first write.
    if (holder === 0) return Date.now() - statSync(lock).mtimeMs > 5_000;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await installPackages();
  for (const part of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS)) {
    if (!Object.hasOwn(PARTS, part)) giveUp(`Unknown part ${part}; there are ${Object.keys(PARTS).join(', ')}.`);
    await buildPart(part);
  }
}
