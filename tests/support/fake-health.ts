import type { DeskHealth } from '../../shared/contract/health';

const HOUR = 3_600_000;

/** A desk that is well, but for one held reply and one message that was put aside. */
export function fakeHealth(now: number): DeskHealth {
  return {
    at: now,
    startedAt: now - 5 * HOUR,
    node: '18.15.0',
    platform: 'linux x64',
    demo: false,
    mailbox: { reading: 'listening', failure: null, lastHeardAt: now - 12_000, lastComparedAt: now - HOUR },
    purchases: { purchases: 20_412, products: 37, lastImportAt: now - 2 * HOUR },
    hotmart: null,
    outbox: {
      states: [
        { state: 'held', count: 1 },
        { state: 'queued', count: 2 },
      ],
      nextAt: now + 8_000,
      problems: 1,
      stopped: null,
    },
    store: {
      kind: 'file',
      encryption: 'keychain',
      schema: 220,
      bytes: 44_040_192,
      freeBytes: 90 * 1024 ** 3,
      newestCopyAt: now - 3 * HOUR,
      copyFailure: null,
      checked: null,
    },
    quarantined: 1,
  };
}
