import { describe, expect, it } from 'vitest';
import type { DeskHealth } from '../../shared/contract/health';
import { diagnosticsText } from '../../shared/domain/diagnostics-text';
import { HEALTH_IDS, judgeHealth } from '../../shared/domain/health';
import { fakeHealth } from '../support/fake-health';

const NOW = Date.UTC(2026, 0, 15, 9);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const fake = fakeHealth(NOW);
/** A desk that is well in every line. */
const WELL: DeskHealth = { ...fake, quarantined: 0, outbox: { ...fake.outbox, states: [], problems: 0 } };
const HOST = { version: '0.1.0', electron: '25.1.1', fallback: true, restarts: 0 };

const wrongOf = (change: Partial<DeskHealth>, restarts: number | null = 0) =>
  judgeHealth({ ...WELL, ...change }, { restarts }).filter(({ severity }) => severity !== 'ok');

describe('a line of the diagnostics', () => {
  it('is there for every part, and says nothing to do where the desk is well', () => {
    const lines = judgeHealth(WELL, HOST);
    expect(lines.map(({ id }) => id)).toEqual([...HEALTH_IDS]);
    expect(lines.filter(({ severity, todo }) => severity !== 'ok' || todo !== null)).toEqual([]);
  });

  it.each<[string, Partial<DeskHealth>, string, 'warning' | 'error', string]>([
    ['no mailbox', { mailbox: { ...WELL.mailbox, reading: 'not-configured' } }, 'mailbox', 'warning', 'connect'],
    ['a server that is away', { mailbox: { ...WELL.mailbox, reading: 'offline' } }, 'mailbox', 'error', 'offline'],
    ['a login that is refused', { mailbox: { ...WELL.mailbox, reading: 'stopped' } }, 'mailbox', 'error', 'sign-in'],
    [
      'a comparison of yesterday',
      { mailbox: { ...WELL.mailbox, lastComparedAt: NOW - DAY - 1 } },
      'comparison',
      'warning',
      'compare',
    ],
    [
      'no comparison long after the start',
      { mailbox: { ...WELL.mailbox, lastComparedAt: null } },
      'comparison',
      'warning',
      'compare',
    ],
    ['no import', { purchases: { ...WELL.purchases, lastImportAt: null } }, 'purchases', 'warning', 'import'],
    [
      'an import of last week',
      { purchases: { ...WELL.purchases, lastImportAt: NOW - 7 * DAY - 1 } },
      'purchases',
      'warning',
      'import-newer',
    ],
    [
      'a round that failed',
      { hotmart: { lastRoundAt: NOW, completeAt: NOW, failure: 'hotmart-refused' } },
      'hotmart',
      'warning',
      'hotmart-failed',
    ],
    [
      'no whole round for a day',
      { hotmart: { lastRoundAt: NOW, completeAt: NOW - DAY - 1, failure: null } },
      'hotmart',
      'warning',
      'read-hotmart',
    ],
    [
      'an outbox that stands',
      { outbox: { ...WELL.outbox, stopped: 'smtp-auth' } },
      'outbox',
      'error',
      'outbox-stopped',
    ],
    ['held replies', { outbox: { ...WELL.outbox, problems: 2 } }, 'outbox', 'error', 'outbox-problems'],
    ['a plain store', { store: { ...WELL.store, encryption: 'none' } }, 'store', 'warning', 'encrypt'],
    ['no copy', { store: { ...WELL.store, newestCopyAt: null } }, 'copy', 'warning', 'copy'],
    ['a copy of three days ago', { store: { ...WELL.store, newestCopyAt: NOW - 3 * DAY } }, 'copy', 'warning', 'copy'],
    ['a copy that failed', { store: { ...WELL.store, copyFailure: 'copy-no-room' } }, 'copy', 'error', 'copy-failed'],
    [
      'a check that found something',
      { store: { ...WELL.store, checked: { at: NOW, sound: false } } },
      'check',
      'error',
      'check-failed',
    ],
    ['messages set aside', { quarantined: 1 }, 'quarantine', 'warning', 'quarantine'],
    ['a full disk', { store: { ...WELL.store, freeBytes: 199 * 1024 * 1024 } }, 'disk', 'warning', 'disk'],
  ])('says what to do about %s', (_, change, id, severity, todo) => {
    expect(wrongOf(change)).toEqual([{ id, severity, todo }]);
  });

  it('warns of an engine that was started again, and of nothing where the host cannot tell', () => {
    expect(wrongOf({}, 1)).toEqual([{ id: 'engine', severity: 'warning', todo: 'restarts' }]);
    expect(wrongOf({}, null)).toEqual([]);
  });

  it('asks nothing of a demo and of a team’s store that others look after', () => {
    const plain = { ...WELL.store, encryption: 'none' as const, newestCopyAt: null };
    expect(wrongOf({ demo: true, store: plain })).toEqual([]);
    const team = { ...plain, kind: 'team' as const, encryption: 'server' as const, bytes: null, freeBytes: null };
    expect(wrongOf({ store: team })).toEqual([]);
    expect(wrongOf({ mailbox: { ...WELL.mailbox, reading: 'elsewhere', lastComparedAt: null } })).toEqual([]);
  });

  it('gives a first comparison two hours', () => {
    const mailbox = { ...WELL.mailbox, lastComparedAt: null };
    expect(wrongOf({ startedAt: NOW - 2 * HOUR, mailbox })).toEqual([]);
  });
});

describe('the diagnostics as a text', () => {
  it('have one line for each part, in plain signs, with a mark where something is wrong', () => {
    const text = diagnosticsText(fake, { ...HOST, restarts: 1 });
    expect(text.split('\n')).toEqual([
      'Sportello diagnostics, 2026-01-15T09:00Z',
      'No customer, address, server, folder or secret is named here. ! warning, X error.',
      '',
      '  version     Sportello 0.1.0, test runtime, not for users',
      '  runtime     Electron 25.1.1, Node 18.15.0, linux x64',
      '  mailbox     listening, last heard 2026-01-15T08:59Z',
      '  comparison  last full comparison 2026-01-15T08:00Z',
      '  purchases   20412 purchases, 37 products, last import 2026-01-15T07:00Z',
      '  hotmart     API not set up',
      'X outbox      1 held, 2 queued, next due 2026-01-15T09:00Z [outbox-problems]',
      '  store       file, encryption keychain, schema 220, size 42 MB',
      '  copy        newest 2026-01-15T06:00Z',
      '  check       not since the start',
      '! quarantine  1 messages [quarantine]',
      '! engine      started 2026-01-15T04:00Z, 1 restarts [restarts]',
      '  disk        92160 MB free',
      '',
    ]);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it('say so where nothing is known', () => {
    const bare: DeskHealth = {
      ...WELL,
      mailbox: { reading: 'not-read', failure: null, lastHeardAt: null, lastComparedAt: null },
      outbox: { ...WELL.outbox, nextAt: null, stopped: 'smtp-auth' },
      store: { ...WELL.store, kind: 'team', encryption: 'server', bytes: null, freeBytes: null, newestCopyAt: null },
    };
    const text = diagnosticsText(bare, { version: '0.1.0', electron: null, fallback: false, restarts: null });
    expect(text).toContain('command line, Node 18.15.0');
    expect(text).toContain('mailbox     not-read, last heard never');
    expect(text).toContain('X outbox      stopped (smtp-auth), nothing waits, next due never [outbox-stopped]');
    expect(text).toContain('size not known');
    expect(text).toContain('restarts not known');
  });
});
