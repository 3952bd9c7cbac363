import { describe, expect, test } from 'vitest';
import { readRaw } from '../../electron/engine/store/messages-table';
import type { Store } from '../../electron/engine/store/store';
import { aRawMail, makeMailbox } from '../support/make-mailbox';

async function locations(store: Store) {
  return store.db.selectFrom('message_location').selectAll().orderBy('folder').orderBy('uid').execute();
}

async function messages(store: Store) {
  return store.db.selectFrom('message').selectAll().orderBy('id').execute();
}

async function rawOf(store: Store, id: string | undefined): Promise<string> {
  const raw = await readRaw(store.db, id ?? '');
  return Buffer.from(raw ?? []).toString('latin1');
}

function subjects(count: number): string[] {
  return Array.from({ length: count }, (_, index) => aRawMail({ subject: `mail ${String(index + 1)}` }));
}

describe('the first sync', () => {
  test('stores every message newest first, the first twenty in a batch of their own', async () => {
    const { dovecot, sync, store, batches } = await makeMailbox();
    await dovecot.deliver(subjects(250));
    expect(await sync.once()).toEqual({ seen: 250, stored: 250, known: 0, quarantined: 0, errors: 0 });
    expect(batches.map((batch) => batch.length)).toEqual([20, 200, 30]);
    expect(await rawOf(store, batches[0]?.at(-1))).toContain('Subject: mail 250\r\n');
    expect(await rawOf(store, batches[2]?.[0])).toContain('Subject: mail 1\r\n');
  });

  test('tells how far it is', async () => {
    const { dovecot, sync, states } = await makeMailbox();
    await dovecot.deliver(subjects(130));
    await sync.once();
    expect(states.filter((state) => state.kind === 'syncing')).toEqual(
      [0, 20, 130].map((done) => ({ kind: 'syncing', folder: 'INBOX', done, total: 130 })),
    );
  });

  test('fetches no further than two batches ahead of those that are worked on', async () => {
    const under = { way: 0, most: 0 };
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const { dovecot, sync, store } = await makeMailbox({
      onStored: async () => {
        under.way += 1;
        under.most = Math.max(under.most, under.way);
        await held;
        under.way -= 1;
      },
    });
    await dovecot.deliver(subjects(1100));
    const done = sync.once();
    // 20, and 200 three times: two batches at work, one that waits for them, one that was on its way.
    await expect.poll(async () => (await messages(store)).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(420);
    expect((await messages(store)).length).toBeLessThanOrEqual(620);
    letGo();
    expect(await done).toMatchObject({ stored: 1100 });
    expect(under.most).toBe(2);
  });

  test('stops only when what was handed on is filed: store and parser close after it', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const filed: string[] = [];
    const { dovecot, sync, batches } = await makeMailbox({
      onStored: async (ids) => {
        await held;
        filed.push(...ids);
      },
    });
    await dovecot.deliver(subjects(30));
    sync.start();
    await expect.poll(() => batches.length, { timeout: 30_000 }).toBe(2);
    const stopped = sync.stop().then(() => filed.length);
    letGo();
    expect(await stopped).toBe(30);
  });

  test('a batch that cannot be filed fails its own pass and none after it', async () => {
    let fails = true;
    const { dovecot, sync, batches } = await makeMailbox({
      onStored: () => (fails ? Promise.reject(new Error('the disk is full')) : Promise.resolve()),
    });
    await dovecot.deliver(subjects(3));
    await expect(sync.once()).rejects.toThrow('the disk is full');
    fails = false;
    await dovecot.deliver(subjects(2));
    expect(await sync.once()).toMatchObject({ known: 3, stored: 2, errors: 0 });
    expect(batches.map((batch) => batch.length)).toEqual([3, 2]);
  });

  test('keeps the bytes as they are on the server, and the time of arrival', async () => {
    const { dovecot, sync, store } = await makeMailbox();
    const raw = aRawMail({ body: 'àèì €\r\n.\r\nFrom here' });
    const before = Date.now();
    await dovecot.deliver(raw);
    await sync.once();
    const [row] = await messages(store);
    expect(await rawOf(store, row?.id)).toBe(Buffer.from(raw).toString('latin1'));
    expect(row).toMatchObject({ direction: 'inbound', parse_state: 'pending', mailbox_id: 'main' });
    expect(row?.received_at).toBeGreaterThan(before - 2000);
  });

  test('changes no flag on the server', async () => {
    const { dovecot, sync } = await makeMailbox();
    await dovecot.deliver(subjects(3));
    await sync.once();
    const flags = (await dovecot.list()).flatMap((mail) => mail.flags).filter((flag) => flag !== '\\Recent');
    expect(flags).toEqual([]);
  });

  test('reads Sent as ours and Junk as junk', async () => {
    const { dovecot, sync, store } = await makeMailbox();
    await dovecot.deliver(aRawMail({ subject: 'from us' }), 'Sent');
    await dovecot.deliver(aRawMail({ subject: 'win' }), 'Junk');
    await sync.once();
    const folders = await store.db.selectFrom('folder').select(['path', 'role']).orderBy('path').execute();
    expect(folders).toEqual([
      { path: 'INBOX', role: 'inbox' },
      { path: 'Junk', role: 'junk' },
      { path: 'Sent', role: 'sent' },
    ]);
    const places = await locations(store);
    const directions = new Map((await messages(store)).map((row) => [row.id, row.direction]));
    expect(places.map((place) => [place.folder, directions.get(place.message_id)])).toEqual([
      ['Junk', 'inbound'],
      ['Sent', 'outbound'],
    ]);
  });

  test('goes on where a kill left it, storing nothing twice', async () => {
    let batch = 0;
    const { dovecot, sync, store, another } = await makeMailbox({
      async onStored() {
        batch += 1;
        if (batch === 2) throw new Error('killed here');
      },
    });
    await dovecot.deliver(subjects(150));
    await expect(sync.once()).rejects.toThrow('killed here');
    const stored = (await messages(store)).length;
    const counts = await another().once();
    expect(counts).toEqual({ seen: 150, stored: 150 - stored, known: stored, quarantined: 0, errors: 0 });
    expect(await messages(store)).toHaveLength(150);
  });
});

describe('a second sync', () => {
  test('stores nothing again', async () => {
    const { dovecot, sync, another, store } = await makeMailbox();
    await dovecot.deliver(subjects(5));
    await sync.once();
    expect(await another().once()).toEqual({ seen: 5, stored: 0, known: 5, quarantined: 0, errors: 0 });
    expect(await messages(store)).toHaveLength(5);
  });

  test('after a change of UIDVALIDITY finds every message again without a double', async () => {
    const { dovecot, sync, another, store } = await makeMailbox();
    await dovecot.deliver(subjects(5));
    await sync.once();
    await dovecot.setUidValidity('INBOX', 3_000_000_000);
    await dovecot.deliver(aRawMail({ subject: 'new since' }));
    expect(await another().once()).toEqual({ seen: 6, stored: 1, known: 5, quarantined: 0, errors: 0 });
    expect(await messages(store)).toHaveLength(6);
    const live = (await locations(store)).filter((place) => place.expunged_at === null);
    expect(new Set(live.map((place) => place.uidvalidity))).toEqual(new Set(['3000000000']));
    expect(live).toHaveLength(6);
  });

  test('gives moved mail another place, not another message', async () => {
    const { dovecot, sync, another, store } = await makeMailbox();
    await dovecot.deliver(aRawMail());
    await sync.once();
    await dovecot.move('INBOX', 1, 'Junk');
    expect(await another().once()).toMatchObject({ seen: 1, stored: 0, known: 1 });
    expect(await messages(store)).toHaveLength(1);
    expect((await locations(store)).map((place) => [place.folder, place.expunged_at === null])).toEqual([
      ['INBOX', false],
      ['Junk', true],
    ]);
  });

  test('keeps a message that is gone from the server and says that it is gone', async () => {
    const { dovecot, sync, another, store } = await makeMailbox();
    await dovecot.deliver(subjects(3));
    await sync.once();
    await dovecot.expunge('INBOX', 2);
    expect(await another().once()).toMatchObject({ seen: 2, stored: 0, known: 2 });
    expect(await messages(store)).toHaveLength(3);
    expect((await locations(store)).map((place) => [place.uid, place.expunged_at === null])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
  });
});

describe('messages that other programs trip over', () => {
  const cases: readonly (readonly [string, readonly string[], number])[] = [
    [
      'the same Message-ID with other content',
      [aRawMail({ messageId: '<a@b>', subject: '1' }), aRawMail({ messageId: '<a@b>', subject: '2' })],
      2,
    ],
    ['the same mail delivered twice', [aRawMail({ messageId: '<a@b>' }), aRawMail({ messageId: '<a@b>' })], 1],
    ['no Message-ID', [aRawMail({ messageId: null, subject: '1' }), aRawMail({ messageId: null, subject: '2' })], 2],
    ['no header at all', ['\r\njust text\r\n'], 1],
    ['no body', ['From: a@b.example\r\n\r\n'], 1],
    ['neither', ['\r\n'], 1],
    ['NUL bytes and broken charsets', ['From: a@b.example\r\nSubject: \x00\xff\r\n\r\n\x00\x01\xfe\r\n'], 1],
    ['a line of a megabyte', [`From: a@b.example\r\n\r\n${'x'.repeat(1_000_000)}\r\n`], 1],
    ['two thousand nested parts', [`From: a@b.example\r\n${nested(2000)}`], 1],
  ];

  test.each(cases)('%s: stored, and the neighbours too', async (_name, raws, expected) => {
    const { dovecot, sync, store } = await makeMailbox();
    await dovecot.deliver([
      aRawMail({ subject: 'before' }),
      ...raws.map((raw) => Buffer.from(raw, 'latin1')),
      aRawMail({ subject: 'after' }),
    ]);
    const counts = await sync.once();
    expect(counts).toEqual({
      seen: raws.length + 2,
      stored: expected + 2,
      known: raws.length - expected,
      quarantined: 0,
      errors: 0,
    });
    expect(await messages(store)).toHaveLength(expected + 2);
  });

  test('a text over the limit is stored by its first bytes with its true size', async () => {
    const { dovecot, sync, store } = await makeMailbox();
    const line = `${'a'.repeat(76)}\r\n`;
    const head = 'From: a@b.example\r\nSubject: huge\r\nMIME-Version: 1.0\r\n\r\nthe text\r\n';
    const raw = Buffer.from(head + line.repeat(Math.ceil((41 * 1024 * 1024) / line.length)));
    await dovecot.deliver([raw, aRawMail()]);
    expect(await sync.once()).toMatchObject({ seen: 2, stored: 2, quarantined: 0 });
    const rows = await store.db.selectFrom('message_raw').select(['encoding', 'size']).orderBy('size').execute();
    expect(rows[1]).toEqual({ encoding: 'gzip-text', size: raw.length });
    const [huge] = (await messages(store)).filter((row) => row.digest.includes(':'));
    expect(await rawOf(store, huge?.id)).toContain('the text');
  });

  test('a message of some megabytes is stored whole', async () => {
    const { dovecot, sync, store } = await makeMailbox();
    const raw = aRawMail({ body: `${'b'.repeat(70)}\r\n`.repeat(50_000) });
    await dovecot.deliver(raw);
    await sync.once();
    const [row] = await messages(store);
    expect((await rawOf(store, row?.id)).length).toBe(raw.length);
  });
});

function nested(depth: number): string {
  let text = '';
  for (let level = 0; level < depth; level += 1) {
    text += `Content-Type: multipart/mixed; boundary=b${String(level)}\r\n\r\n--b${String(level)}\r\n`;
  }
  return `${text}Content-Type: text/plain\r\n\r\nhello\r\n`;
}
