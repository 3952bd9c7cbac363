import { describe, expect, test } from 'vitest';
import { chooseFolders } from '../../electron/engine/mail/imap-folders';
import type { ListedFolder } from '../../electron/engine/mail/imap-folders';
import { digestMessage } from '../../electron/engine/mail/message-digest';
import { reconnectDelay } from '../../electron/engine/mail/reconnect';
import { spreadOf } from '../../electron/engine/outside';
import { readMessageId } from '../../electron/engine/mail/sent-by-us';
import { choosePass, cutBatches, planFolder, uidSet } from '../../electron/engine/mail/sync-plan';

const NOTHING_KNOWN = { live: [], expunged: [], quarantined: [] };

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

describe('what a pass over a folder has to do', () => {
  test('a new folder is fetched whole, the newest twenty first, then by two hundreds', () => {
    const plan = planFolder(upTo(450), NOTHING_KNOWN);
    expect(plan.batches.map((batch) => [batch.length, batch[0], batch.at(-1)])).toEqual([
      [20, 450, 431],
      [200, 430, 231],
      [200, 230, 31],
      [30, 30, 1],
    ]);
  });

  test('an interrupted one goes on with exactly what is missing, gaps included', () => {
    const plan = planFolder(upTo(10), { ...NOTHING_KNOWN, live: [10, 9, 8, 3] });
    expect(plan.batches).toEqual([[7, 6, 5, 4, 2, 1]]);
    expect(plan.known).toBe(4);
  });

  test('what the server no longer lists has vanished; what it lists again has returned', () => {
    const plan = planFolder([2, 3], { live: [1, 2], expunged: [3], quarantined: [] });
    expect(plan).toEqual({ batches: [], vanished: [1], returned: [3], known: 2, quarantined: 0 });
  });

  test('what was put aside is counted, not fetched again', () => {
    expect(planFolder([1, 2], { live: [1], expunged: [], quarantined: [2] })).toMatchObject({
      batches: [],
      known: 1,
      quarantined: 1,
    });
  });

  test('an empty folder after a full one marks all as vanished and fetches nothing', () => {
    expect(planFolder([], { ...NOTHING_KNOWN, live: [1, 2] })).toMatchObject({ batches: [], vanished: [1, 2] });
  });

  test.each([0, 1, 20, 21, 120, 121, 5000])('the batches of %d messages hold each of them once', (count) => {
    const flat = cutBatches(upTo(count)).flat();
    expect(flat).toEqual(upTo(count).toReversed());
  });

  test('the sum closes for any mixture', () => {
    const listed = upTo(500);
    const known = {
      live: listed.filter((uid) => uid % 3 === 0),
      expunged: listed.filter((uid) => uid % 7 === 1),
      quarantined: listed.filter((uid) => uid % 11 === 5),
    };
    const plan = planFolder(listed, known);
    expect(plan.batches.flat().length + plan.known + plan.quarantined).toBe(listed.length);
  });
});

describe('whether a folder must be looked at', () => {
  const last = { uidValidity: '1', uidNext: 11, messages: 10 };
  const cases = [
    ['the first look of a connection', last, null, 'full'],
    ['nothing moved', last, last, 'nothing'],
    ['two came', { ...last, uidNext: 13, messages: 12 }, last, 'new'],
    ['one went', { ...last, messages: 9 }, last, 'full'],
    ['two came and one went', { ...last, uidNext: 13, messages: 11 }, last, 'full'],
    ['another numbering', { ...last, uidValidity: '2' }, last, 'full'],
    ['a numbering that ran back', { ...last, uidNext: 5 }, last, 'full'],
  ] as const;
  test.each(cases)('%s', (_name, now, before, kind) => {
    expect(choosePass(now, before)).toBe(kind);
  });
});

test.each([
  [[], ''],
  [[7], '7'],
  [[3, 1, 2], '1:3'],
  [[9, 7, 8, 3, 1], '1,3,7:9'],
])('UIDs %j are written as %s', (uids, text) => {
  expect(uidSet(uids)).toBe(text);
});

describe('the wait before the next attempt', () => {
  test('doubles from a second to five minutes', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1000].map((failures) => reconnectDelay(failures, 'imap-connect', 0));
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000]);
  });

  test('starts at half a minute where the server answers wrongly', () => {
    expect([1, 2, 3, 4, 5].map((failures) => reconnectDelay(failures, 'imap-certificate', 0))).toEqual([
      30_000, 60_000, 120_000, 240_000, 300_000,
    ]);
  });

  test('is spread over its last third', () => {
    expect([0, 0.5, 1].map((spread) => reconnectDelay(3, 'imap-connect', spread))).toEqual([4000, 3333, 2667]);
  });

  test('takes its spread from random hex digits', () => {
    expect([spreadOf('000000ab'), spreadOf('ffffff00'), spreadOf('7fffff')].map((spread) => spread.toFixed(2))).toEqual(
      ['0.00', '1.00', '0.50'],
    );
  });
});

describe('the folders of a mailbox', () => {
  const folder = (
    path: string,
    specialUse?: string,
    source?: 'name' | 'extension',
    flags: string[] = [],
  ): ListedFolder => ({
    path,
    flags: new Set(flags),
    ...(specialUse === undefined ? {} : { specialUse }),
    ...(source === undefined ? {} : { specialUseSource: source }),
  });
  const inbox = folder('INBOX', '\\Inbox', 'extension');

  const cases: readonly (readonly [string, readonly ListedFolder[], string | null, Record<string, string>])[] = [
    [
      'are marked by the server',
      [inbox, folder('Inviata', '\\Sent', 'extension'), folder('Spam', '\\Junk', 'extension')],
      null,
      { INBOX: 'inbox', Inviata: 'sent', Spam: 'junk' },
    ],
    ['or known by name', [inbox, folder('Sent', '\\Sent', 'name')], null, { INBOX: 'inbox', Sent: 'sent' }],
    [
      'the mark beats the name',
      [inbox, folder('Sent', '\\Sent', 'name'), folder('Archivio inviati', '\\Sent', 'extension')],
      null,
      { INBOX: 'inbox', 'Archivio inviati': 'sent' },
    ],
    [
      'the settings beat both',
      [inbox, folder('Sent', '\\Sent', 'extension'), folder('Uscita')],
      'Uscita',
      { INBOX: 'inbox', Uscita: 'sent' },
    ],
    [
      'a folder of the settings that is not there is no folder',
      [inbox, folder('Sent', '\\Sent', 'extension')],
      'Uscita',
      { INBOX: 'inbox' },
    ],
    [
      'a folder that cannot be opened is none',
      [inbox, folder('Sent', '\\Sent', 'extension', ['\\Noselect'])],
      null,
      { INBOX: 'inbox' },
    ],
  ];
  test.each(cases)('%s', (_name, listed, setting, expected) => {
    const { folders } = chooseFolders(listed, setting);
    expect(Object.fromEntries(folders.map(({ path, role }) => [path, role]))).toEqual(expected);
  });
});

describe('the digest of a message', () => {
  const digest = (text: string): string => digestMessage(Buffer.from(text, 'latin1'));

  test('is the same however its lines end', () => {
    expect(digest('A: b\r\n\r\nx\r\ny\r\n')).toBe(digest('A: b\n\nx\ny\n'));
  });

  test.each([
    ['another header', 'A: c\r\n\r\nx'],
    ['another body', 'A: b\r\n\r\ny'],
    ['a body moved into the header', 'A: b\r\nx\r\n\r\n'],
    ['a lone carriage return', 'A: b\r\n\r\n\rx'],
    ['nothing', ''],
  ])('differs for %s', (_name, other) => {
    expect(digest(other)).not.toBe(digest('A: b\r\n\r\nx'));
  });

  test('reads a view of a larger buffer', () => {
    const whole = Buffer.from('....A: b\r\n\r\nx');
    expect(digestMessage(whole.subarray(4))).toBe(digest('A: b\r\n\r\nx'));
  });
});

test.each([
  ['Message-ID: <a@b>\r\n\r\n', 'a@b'],
  ['X: 1\r\nmessage-id:\r\n <a@b>\r\n\r\n', 'a@b'],
  ['X: 1\r\n\r\nMessage-ID: <body@b>\r\n', null],
  ['Message-ID: no brackets\r\n\r\n', null],
])('the Message-ID of %j is %s', (raw, expected) => {
  expect(readMessageId(Buffer.from(raw))).toBe(expected);
});
