import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../electron/main/settings';
import type { Settings } from '../../electron/main/settings';
import { UpdateFailed } from '../../electron/main/updates/update-failed';
import { createUpdates } from '../../electron/main/updates/updates';
import type { Updates } from '../../electron/main/updates/updates';
import type { Download } from '../../electron/main/updates/updater';
import { LONGEST_MAIL_WAIT_MS, LOOK_AFTER_START_MS, LOOK_EVERY_MS } from '../../shared/domain/update-rules';
import type { NoUpdateReason, UpdateFailure, UpdateWay } from '../../shared/domain/update-rules';

const NEW: Download = { version: '0.2.0', file: '/tmp/new', sha512: '' };

type Host = {
  readonly updates: Updates;
  /** Lets time go by; whatever is due meanwhile happens. */
  pass(ms: number): Promise<void>;
  /** What was done to the program and with the desk, in this order. */
  readonly done: string[];
  readonly steps: readonly string[];
  /** What the next look brings. */
  offers: Download | UpdateFailure | null;
  mails: number | null;
  /** The engine hangs: whoever asks it hears nothing. */
  isSilent: boolean;
  installFails: Error | null;
  kept: Settings['updates'];
};

function makeHost(can: UpdateWay | NoUpdateReason = 'appimage', kept: Partial<Settings['updates']> = {}): Host {
  let now = 1_700_000_000_000;
  const timers = new Set<{ at: number; work: () => void }>();
  const done: string[] = [];
  const steps: string[] = [];
  const host = {
    done,
    steps,
    offers: null as Host['offers'],
    mails: 0 as number | null,
    isSilent: false,
    installFails: null as Error | null,
    kept: { ...DEFAULT_SETTINGS.updates, ...kept },
    async pass(ms: number) {
      const until = now + ms;
      for (;;) {
        await settle();
        const next = [...timers].filter(({ at }) => at <= until).toSorted((one, other) => one.at - other.at)[0];
        if (next === undefined) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.work();
      }
      now = until;
    },
  };
  const updates = createUpdates({
    can,
    open: () =>
      Promise.resolve({
        async fetch(told) {
          done.push('look');
          const { offers } = host;
          if (typeof offers === 'string') throw new UpdateFailed(offers, offers);
          if (offers !== null) told.found(offers.version);
          told.progress(41.7);
          return offers;
        },
        async install(download, restart) {
          if (host.installFails !== null) throw host.installFails;
          done.push(`install ${download.version}${restart ? ' and restart' : ''}`);
        },
      }),
    kept: { read: () => host.kept, change: (changed) => (host.kept = changed) },
    clock: {
      now: () => now,
      after: (ms, work) => {
        const timer = { at: now + ms, work };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
    },
    pastMark: () => (host.isSilent ? new Promise<never>(() => undefined) : Promise.resolve(host.mails)),
    quit: () => done.push('quit'),
    startAgain: () => done.push('start again'),
    changed: () => {
      const { step } = updates.view();
      steps.push(step.kind === 'downloading' ? `downloading ${String(step.percent)}` : step.kind);
    },
    log: () => undefined,
  });
  return Object.assign(host, { updates });
}

/** Everything that waits for nothing but its turn has had it. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function readyHost(way: UpdateWay = 'appimage'): Promise<Host> {
  const host = makeHost(way);
  host.offers = NEW;
  await host.updates.look();
  host.done.length = 0;
  return host;
}

describe('looking', () => {
  it('by itself: never before somebody says so, then a minute after the start and once a day', async () => {
    const host = makeHost();
    await host.pass(3 * LOOK_EVERY_MS);
    expect(host.done).toEqual([]);
    host.updates.allow(true);
    await host.pass(1);
    expect(host.done).toEqual(['look']);
    await host.pass(LOOK_EVERY_MS - 10);
    expect(host.done).toEqual(['look']);
    await host.pass(10);
    expect(host.done).toEqual(['look', 'look']);
    host.updates.allow(false);
    await host.pass(3 * LOOK_EVERY_MS);
    expect(host.done).toEqual(['look', 'look']);
  });

  it('goes on by itself where it was allowed before this start', async () => {
    const host = makeHost('appimage', { allowed: true });
    await host.pass(LOOK_AFTER_START_MS - 1);
    expect(host.done).toEqual([]);
    await host.pass(1);
    expect(host.done).toEqual(['look']);
  });

  it('shows how far it is, keeps what came of it, and happens once at a time', async () => {
    const host = makeHost();
    host.offers = NEW;
    await Promise.all([host.updates.look(), host.updates.look()]);
    expect(host.done).toEqual(['look']);
    expect(host.steps).toEqual(['looking', 'downloading 0', 'downloading 41', 'ready']);
    expect(host.updates.view()).toMatchObject({
      step: { version: '0.2.0', putOff: false },
      last: { outcome: 'newer' },
    });
  });

  it('says why it was refused, and keeps what was downloaded before', async () => {
    const host = await readyHost();
    host.offers = 'signature';
    await host.updates.look();
    expect(host.updates.view()).toMatchObject({ step: { kind: 'ready' }, last: { outcome: 'signature' } });
  });

  it.each(['checkout', 'no-key', 'folder', 'system'] as const)(
    'does not happen in a copy that is %s',
    async (reason) => {
      const host = makeHost(reason, { allowed: true });
      await host.updates.look();
      await host.pass(2 * LOOK_EVERY_MS);
      await host.updates.atQuit(0);
      expect(host.done).toEqual([]);
      expect(host.updates.view()).toMatchObject({ way: null, reason });
    },
  );
});

describe('installing', () => {
  it('happens as the desk quits, and starts nothing again', async () => {
    const host = await readyHost();
    await host.updates.atQuit(0);
    expect(host.done).toEqual(['install 0.2.0']);
    expect(host.kept.last?.outcome).toBe('current');
  });

  it('does not happen where a mail is past final_pending, or nobody can say', async () => {
    for (const left of [1, null]) {
      const host = await readyHost();
      await host.updates.atQuit(left);
      expect(host.done).toEqual([]);
      expect(host.kept.last?.outcome).toBe('newer');
    }
  });

  it('of a .deb needs somebody who asked: it wants a password', async () => {
    const host = await readyHost('deb');
    await host.updates.atQuit(0);
    expect(host.done).toEqual([]);
    await host.updates.restart();
    await host.updates.atQuit(0);
    expect(host.done).toEqual(['quit', 'install 0.2.0 and restart', 'start again']);
  });

  it('on demand waits for the mail, then quits, installs and starts again', async () => {
    const host = await readyHost();
    host.mails = 1;
    const restarted = host.updates.restart();
    await host.pass(5_000);
    expect(host.updates.view().step).toEqual({ kind: 'waiting', version: '0.2.0' });
    expect(host.done).toEqual([]);
    host.mails = 0;
    await host.pass(1_000);
    await restarted;
    await host.updates.atQuit(0);
    expect(host.done).toEqual(['quit', 'install 0.2.0 and restart', 'start again']);
  });

  it('on demand is put off where the mail takes too long, and says so', async () => {
    const host = await readyHost();
    host.mails = null;
    const restarted = host.updates.restart();
    await host.pass(LONGEST_MAIL_WAIT_MS + 1_000);
    await restarted;
    expect(host.done).toEqual([]);
    expect(host.updates.view().step).toEqual({ kind: 'ready', version: '0.2.0', putOff: true });
  });

  it('on demand is put off in the same time where the engine says nothing at all', async () => {
    const host = await readyHost();
    host.isSilent = true;
    const restarted = host.updates.restart();
    await host.pass(LONGEST_MAIL_WAIT_MS - 1);
    expect(host.updates.view().step.kind).toBe('waiting');
    await host.pass(1);
    await restarted;
    expect(host.done).toEqual([]);
    expect(host.updates.view().step).toEqual({ kind: 'ready', version: '0.2.0', putOff: true });
  });

  it('on demand lets no look begin, not even before the first answer', async () => {
    const host = await readyHost();
    const restarted = host.updates.restart();
    expect(host.updates.view().step).toEqual({ kind: 'waiting', version: '0.2.0' });
    await host.updates.look();
    await restarted;
    // Nor while the desk asks about replies that wait.
    await host.updates.look();
    expect(host.done).toEqual(['quit']);
    host.updates.stayed();
    expect(host.updates.view().step).toEqual({ kind: 'ready', version: '0.2.0', putOff: false });
    await host.updates.look();
    expect(host.done).toEqual(['quit', 'look']);
  });

  it('on demand is over where the person stays meanwhile, and is not called put off', async () => {
    const host = await readyHost();
    host.mails = 1;
    const restarted = host.updates.restart();
    await host.pass(1_000);
    host.updates.stayed();
    host.mails = 0;
    await host.pass(1_000);
    await restarted;
    expect(host.done).toEqual([]);
    expect(host.updates.view().step).toEqual({ kind: 'ready', version: '0.2.0', putOff: false });
  });

  it('gives the desk back after a fault that nobody thought of, and says that it was not installed', async () => {
    const host = await readyHost();
    host.installFails = new TypeError('a bug');
    await host.updates.restart();
    await host.updates.atQuit(0);
    expect(host.done).toEqual(['quit', 'start again']);
    expect(host.kept.last?.outcome).toBe('not-installed');
  });

  it('gives the desk back also where what came of it cannot be kept', async () => {
    const host = await readyHost();
    await host.updates.restart();
    Object.defineProperty(host, 'kept', {
      get: () => {
        throw new Error('disk full');
      },
    });
    await host.updates.atQuit(0);
    expect(host.done).toEqual(['quit', 'install 0.2.0 and restart', 'start again']);
  });

  it('on demand gives the desk back where a mail came between, or the password was not given', async () => {
    const between = await readyHost();
    await between.updates.restart();
    await between.updates.atQuit(1);
    expect(between.done).toEqual(['quit', 'start again']);
    const refused = await readyHost('deb');
    refused.installFails = new UpdateFailed('not-installed', 'no password');
    await refused.updates.restart();
    await refused.updates.atQuit(0);
    expect(refused.done).toEqual(['quit', 'start again']);
    expect(refused.kept.last?.outcome).toBe('not-installed');
  });

  it('is an ordinary quit again where the person stayed', async () => {
    const host = await readyHost('deb');
    await host.updates.restart();
    host.updates.stayed();
    await host.updates.atQuit(0);
    expect(host.done).toEqual(['quit']);
  });

  it('of nsis leaves the new start to the installer', async () => {
    const host = await readyHost('nsis');
    await host.updates.restart();
    await host.updates.atQuit(0);
    expect(host.done).toEqual(['quit', 'install 0.2.0 and restart']);
  });

  it('is refused where nothing is ready', async () => {
    await expect(makeHost().updates.restart()).rejects.toMatchObject({ code: 'not-allowed' });
  });
});
