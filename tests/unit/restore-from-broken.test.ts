import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createDesk } from '../../electron/main/desk';
import { SportelloError } from '../../shared/contract/errors';

const REPORT = { file: 'copy.db', at: 0, tickets: 1, messages: 1, replaced: null };

/** A desk whose store does not open, with an engine that restores or refuses; what the window was shown. */
async function brokenDesk(isRefused: boolean) {
  const profileDir = mkdtempSync(join(tmpdir(), 'sportello-desk-'));
  onTestFinished(() => rmSync(profileDir, { recursive: true, force: true }));
  const server = { host: '127.0.0.1', port: 1, secure: true, user: 'support@corsi.example' };
  const mailbox = { imap: server, smtp: server, address: server.user, name: 'Corsi', language: 'it' };
  const profile = { mailbox, store: { kind: 'sqlite', encryption: 'none' } };
  writeFileSync(join(profileDir, 'profile.json'), JSON.stringify(profile));
  let isDamaged = true;
  const unused = (): Promise<never> => Promise.reject(new Error('Not asked for here'));
  const shown: string[] = [];
  const desk = createDesk({
    profileDir,
    demoDir: join(profileDir, 'demo'),
    resourcesDir: '',
    demo: false,
    engine: {
      getReady: () => undefined,
      restarts: () => 0,
      open: async () => {
        if (isDamaged)
          throw new SportelloError('store-corrupt', 'The store is damaged.', {
            action: 'Restore.',
            detail: { path: '/tmp/desk.db' },
          });
      },
      connect: () => undefined,
      check: unused,
      checkTeam: unused,
      copies: () => Promise.resolve([]),
      restore: async () => {
        if (isRefused) throw new SportelloError('copy-unusable', 'The copy is damaged, too.', { action: 'Another.' });
        isDamaged = false;
        return REPORT;
      },
      ask: unused,
      pastMark: unused,
      close: () => Promise.resolve(0),
    },
    demoServers: { start: unused, stop: () => Promise.resolve() },
    signIns: { start: unused, giveUp: () => undefined },
    keychain: { isEncryptionAvailable: () => false, encryptString: (text) => Buffer.from(text), decryptString: String },
    environment: {},
    onChanged: ({ stage }) => shown.push(stage),
  });
  await desk.start();
  expect(desk.state()).toMatchObject({ stage: 'broken', error: { code: 'store-corrupt' } });
  shown.length = 0;
  return { desk, shown };
}

it('a refused restore leaves the dialog that offers the copies on the screen, so that its reason can be read there', async () => {
  const { desk, shown } = await brokenDesk(true);
  await expect(desk.restoreCopy('daily.db')).rejects.toMatchObject({ code: 'copy-unusable' });
  expect(shown).toEqual(['broken']);
});

it('a restore that was carried out opens the desk', async () => {
  const { desk, shown } = await brokenDesk(false);
  expect(await desk.restoreCopy('daily.db')).toEqual(REPORT);
  expect(shown).toEqual(['desk']);
});
