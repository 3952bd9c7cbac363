import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SportelloError } from '../../shared/contract/errors';
import type { Profile } from '../../shared/contract/profile';
import type { DemoServers } from './demo-process';
import { readProfile } from './profile-file';

/** A demo left alone for longer starts anew: its mails are dated around the moment of its first start. */
const STALE_MS = 24 * 60 * 60_000;

/**
 * Empties the folder of a stale demo. A folder that holds something else than a demo is never touched: throws
 * `profile-incomplete`.
 */
export async function prepareDemoFolder(profileDir: string, now: number): Promise<void> {
  const profile = await readProfile(profileDir);
  if (profile && !profile.demo) {
    throw new SportelloError('profile-incomplete', `${profileDir} holds a real desk, not a demo.`, {
      action: 'Name another folder with --profile, or leave it out.',
      detail: { path: profileDir },
    });
  }
  if (!profile) return;
  const { birthtimeMs, mtimeMs } = await stat(join(profileDir, 'demo.json')).catch(() => ({
    birthtimeMs: 0,
    mtimeMs: 0,
  }));
  if (Math.max(birthtimeMs, mtimeMs) > now - STALE_MS) return;
  for (const name of await readdir(profileDir)) {
    if (
      /^(profile\.json|demo\.json|demo-.*|store.*|.*\.db.*|cert\.pem|logs?|delivered|sales\.csv|products\.csv)$/.test(
        name,
      )
    ) {
      await rm(join(profileDir, name), { recursive: true, force: true });
    }
  }
}

/** The demo's profile: its store holds invented data only, so it is not encrypted, and says so. */
export function makeDemoProfile({ imapPort, smtpPort }: DemoServers): Profile {
  const server = { host: '127.0.0.1', secure: true, user: 'assistenza@corsi.example', ca: 'cert.pem' };
  return {
    mailbox: {
      imap: { ...server, port: imapPort },
      smtp: { ...server, port: smtpPort },
      address: 'assistenza@corsi.example',
      name: 'Assistenza Corsi',
      authservId: 'mx.corsi.example',
      language: 'it',
    },
    agent: { name: 'Anna', email: 'anna@corsi.example' },
    store: { kind: 'sqlite', encryption: 'none' },
    demo: true,
  };
}
