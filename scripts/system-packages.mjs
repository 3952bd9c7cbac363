import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './child.mjs';
import { giveUp, say } from './places.mjs';

/**
 * Debian/Ubuntu packages by what needs them. Ubuntu renamed some for 64-bit time, so each line lists its names, newest
 * first; the first that the distribution has is taken.
 */
export const PACKAGES = {
  electron: [
    ['libgtk-3-0t64', 'libgtk-3-0'],
    // Loaded by name while it starts: without it Electron ends with "Illegal instruction" and no word.
    ['libx11-xcb1'],
    ['libnss3'],
    ['libasound2t64', 'libasound2'],
    ['libgbm1'],
    ['libdrm2'],
    ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
    ['libatspi2.0-0t64', 'libatspi2.0-0'],
    ['libcups2t64', 'libcups2'],
    ['libdbus-1-3'],
    ['libxcomposite1'],
    ['libxdamage1'],
    ['libxfixes3'],
    ['libxkbcommon0'],
    ['libxrandr2'],
    ['libxss1'],
    ['libxtst6'],
    ['libsecret-1-0'],
    ['fonts-liberation'],
  ],
  display: [['xvfb']],
  dovecot: [['dovecot-imapd']],
  postgres: [['postgresql'], ['pgbouncer']],
  // a fresh system to install a package on
  debian: [['debootstrap']],
  // what a benchmark compares with
  peers: [['isync'], ['notmuch']],
};

/**
 * Sees that the system libraries for these needs are there: installs them as root on Debian and Ubuntu, else prints the
 * exact command and ends the script. Elsewhere it only names missing programs.
 */
export async function installSystemPackages(needs) {
  if (process.platform !== 'linux') return;
  if (!isDebian()) {
    const program = {
      display: 'Xvfb',
      dovecot: 'dovecot',
      postgres: 'pgbouncer',
      peers: 'notmuch',
      debian: 'debootstrap',
    };
    const absent = needs.filter((need) => program[need] && !hasProgram(program[need])).map((need) => program[need]);
    if (absent.length > 0) giveUp(`Please install ${absent.join(' and ')} with your system's package manager.`);
    return;
  }
  const lines = needs.flatMap((need) => PACKAGES[need]);
  const installed = installedPackages(lines.flat());
  const missing = lines.filter((names) => !names.some((name) => installed.has(name)));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    giveUp(
      'Some system libraries are missing. Please run:\n' +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.map((names) => names.at(-1)).join(' ')}`,
    );
  }
  await aptInstall(missing);
}

async function aptInstall(missing) {
  const options = { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  // Another apt may be at work: wait for its lock rather than fail.
  const patience = ['-o', 'DPkg::Lock::Timeout=300', '-q'];
  say(`Installing system libraries: ${missing.map((names) => names.at(-1)).join(' ')} …`);
  if ((await run('apt-get', [...patience, 'update'], options)) !== 0)
    say('apt-get update failed; trying with what is known.');
  const names = missing.map((alternatives) => alternatives.find(isKnownToApt) ?? alternatives.at(-1));
  const code = await run('apt-get', [...patience, 'install', '-y', '--no-install-recommends', ...names], options);
  if (code !== 0) giveUp('The system libraries could not be installed; see above.');
}

function isDebian() {
  if (!existsSync('/etc/os-release')) return false;
  return /^(ID|ID_LIKE)=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8')) && hasProgram('apt-get');
}

/** Programs of administrators (Dovecot) are not always on the PATH of others. */
function hasProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function installedPackages(names) {
  // Unknown names make dpkg-query fail as a whole but it still prints the known ones.
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...names], {
    encoding: 'utf8',
  });
  const lines = (stdout ?? '').split('\n').filter((line) => line.endsWith(' installed'));
  return new Set(lines.map((line) => line.split(' ')[0]));
}

function isKnownToApt(name) {
  return spawnSync('apt-cache', ['show', '--no-all-versions', name], { stdio: 'ignore' }).status === 0;
}
