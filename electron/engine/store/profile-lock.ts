import { createHash } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { SportelloError } from '../../../shared/contract/errors';
import { lockFile } from './lock-file';

/** Who has the profile open, as its `engine.json` says. Believed only while the lock is held. */
const holderSchema = z.object({ pid: z.number().int(), host: z.string(), socket: z.string() });
export type ProfileHolder = z.infer<typeof holderSchema>;

export type ProfileLock = {
  /** Where the holder's engine listens for command-line calls: a Unix socket, or a pipe on Windows. */
  readonly socket: string;
  /** Gives the profile free; safe to call twice. */
  release(): void;
};

/** Longest path that every system takes for a Unix socket, bytes with the closing NUL. */
const LONGEST_SOCKET_PATH = 103;

/**
 * Holds a profile folder for this process: a second engine, on the same folder, gets `profile-held` with the holder's
 * pid, host and socket in `detail`. The lock dies with its process, so a file left by a crash does not hold anything.
 */
export function acquireProfileLock(profileDir: string): ProfileLock {
  mkdirSync(profileDir, { recursive: true, mode: 0o700 });
  const lockPath = join(profileDir, 'engine.lock');
  const holderPath = join(profileDir, 'engine.json');
  closeSync(openSync(lockPath, 'a', 0o600));
  const lock = lockFile(lockPath);
  if (lock === null) throw heldBy(profileDir, namedHolder(profileDir));
  try {
    const socket = socketPath(profileDir);
    const holder: ProfileHolder = { pid: process.pid, host: hostname(), socket };
    rmSync(holderPath, { force: true });
    writeFileSync(holderPath, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
    return {
      socket,
      release: () => {
        // First the name, then the lock: nobody may take the lock and find our name beside it.
        rmSync(holderPath, { force: true });
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Between the lock and the name that stands beside it lie some ms: looks, and how long between two, ms. */
const LOOKS = 10;
const LOOK_PAUSE_MS = 20;

/** Who holds the profile. One that took it at this very moment is waited for: by its name a command line finds its way through it. */
function namedHolder(profileDir: string): ProfileHolder | null {
  for (let look = 1; look < LOOKS; look += 1) {
    const holder = readProfileHolder(profileDir);
    if (holder !== null) return holder;
    // It is opened before anything else is done here, so nobody else waits.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_PAUSE_MS);
  }
  return readProfileHolder(profileDir);
}

/** Who says to hold this profile; null where nobody does or the file is not whole. */
export function readProfileHolder(profileDir: string): ProfileHolder | null {
  let text: string;
  try {
    text = readFileSync(join(profileDir, 'engine.json'), 'utf8');
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return null;
    throw error;
  }
  try {
    const parsed = holderSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // The holder is writing it at this moment: who it is shows at the next look.
    return null;
  }
}

/** In the profile where the path is short enough, else in a private folder of the system's temporary one. */
function socketPath(profileDir: string): string {
  const real = realpathSync(profileDir);
  const name = createHash('sha256').update(real).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\sportello-${name}`;
  const inProfile = join(real, 'engine.sock');
  if (Buffer.byteLength(inProfile) <= LONGEST_SOCKET_PATH) return inProfile;
  const folder = join(tmpdir(), `sportello-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return join(folder, 'engine.sock');
}

function heldBy(profileDir: string, holder: ProfileHolder | null): SportelloError {
  const who = holder === null ? 'Another process' : `Process ${holder.pid} on ${holder.host}`;
  return new SportelloError('profile-held', `${who} has the profile ${profileDir} open.`, {
    action: 'Close the desk or the command that uses this profile, then try again.',
    retryable: true,
    detail: { path: profileDir, ...holder },
  });
}
