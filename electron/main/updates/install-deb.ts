import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { UpdateFailed } from './update-failed';

type Ended = { readonly code: number | null; readonly printed: string; readonly complained: string };

/**
 * Gives a downloaded package to `dpkg -i`, by the system's administrator, and asks dpkg afterwards what is installed now. Nothing else is
 * run as administrator: what dpkg refuses stays refused, and what it misses is not fetched. No shell reads the path.
 * @throws UpdateFailed `not-installed`
 */
export async function installDeb(
  download: { readonly version: string; readonly file: string },
  host: { readonly isRoot: boolean; readonly environment: NodeJS.ProcessEnv; readonly log: (text: string) => void },
): Promise<void> {
  const { environment, log } = host;
  const named = await run([need('dpkg-deb', environment), '-W', download.file], environment);
  const [name = '', version = ''] = named.printed.trim().split('\t');
  if (named.code !== 0 || name === '' || version !== download.version) {
    throw new UpdateFailed('not-installed', `${download.file} is not ${download.version}: ${name} ${version}`);
  }
  const dpkg = [need('dpkg', environment), '-i', download.file];
  const { code, complained } = await run(host.isRoot ? dpkg : [...administrator(environment), ...dpkg], environment);
  if (complained !== '') log(`Update: ${complained.trim()}`);
  if (code !== 0) throw new UpdateFailed('not-installed', `dpkg -i ended with ${String(code)}`);
  const query = [need('dpkg-query', environment), '-W', '-f=${db:Status-Abbrev}\t${Version}\n', name];
  const installed = await run(query, environment);
  // Unpacked and not set up is not installed.
  if (!isInstalled(installed.printed, version)) {
    throw new UpdateFailed('not-installed', `${name} ${download.version} is not what dpkg has: ${installed.printed}`);
  }
}

/** One line for each architecture; `ii`: wanted, and set up. */
function isInstalled(listed: string, version: string): boolean {
  return listed.split('\n').some((line) => {
    const [status = '', installed] = line.split('\t');
    return status.trim() === 'ii' && installed === version;
  });
}

/** Who asks for the password: the system's own dialog, else the terminal that the desk was started from. */
function administrator(environment: NodeJS.ProcessEnv): readonly string[] {
  const pkexec = find('pkexec', environment);
  return pkexec === null ? [need('sudo', environment)] : [pkexec, '--disable-internal-agent'];
}

function need(name: string, environment: NodeJS.ProcessEnv): string {
  const found = find(name, environment);
  if (found === null) throw new UpdateFailed('not-installed', `This system has no ${name}`);
  return found;
}

/** Named from the root on: what lies where the desk was started is none of the system's. */
function folders({ PATH = '' }: NodeJS.ProcessEnv): readonly string[] {
  return PATH.split(delimiter).filter(isAbsolute);
}

function find(name: string, environment: NodeJS.ProcessEnv): string | null {
  for (const folder of folders(environment)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {
      // Not there: the next one.
    }
  }
  return null;
}

/** Runs a program with these very arguments to its end, however long a person takes for a password. */
function run([program = '', ...args]: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { ...environment, PATH: folders(environment).join(delimiter) };
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let complained = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += String(chunk)));
    child.stderr.on('data', (chunk: Buffer) => (complained += String(chunk)));
    child.once('error', (error) => reject(new UpdateFailed('not-installed', `${program}: ${error.message}`, error)));
    child.once('close', (code) => resolve({ code, printed, complained }));
  });
}
