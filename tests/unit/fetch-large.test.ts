import type { FetchMessageObject, FetchQueryObject } from 'imapflow';
import { describe, expect, it } from 'vitest';
import { fetchLarge } from '../../electron/engine/mail/fetch-large';
import type { LargeRun } from '../../electron/engine/mail/fetch-large';
import { testOutside } from '../support/make-mailbox';

const HEADER = 'From: a@b.example\r\nSubject: large\r\n\r\n';
const FIRST = Buffer.from(HEADER + 'x'.repeat(1000));
const SIZE = 50 * 1024 * 1024;
const HEAD: FetchMessageObject = { seq: 1, uid: 7, size: SIZE, source: FIRST };

/** A pass over a folder of a server that answers each FETCH as told, or breaks the link. */
function passWith(answer: (query: FetchQueryObject) => Partial<FetchMessageObject> | false | Error) {
  const asked: FetchQueryObject[] = [];
  const link = { lost: false };
  const fetchOne = async (_uid: string, query: FetchQueryObject) => {
    asked.push(query);
    const said = answer(query);
    if (said instanceof Error) throw said;
    return said && { seq: 1, uid: 7, ...said };
  };
  // the two of a connection that fetching uses
  const connection = { client: { fetchOne }, isLost: () => link.lost } as unknown as LargeRun['connection'];
  const server = { host: 'imap.example', port: 993, secure: true, user: 'a' };
  const folder = { path: 'INBOX', role: 'inbox' } as const;
  const run = { connection, server, outside: testOutside(), mailboxId: 'main', folder, structureTries: new Map() };
  return { run, asked, link };
}

describe('a server that cannot tell the structure of a message', () => {
  it.each<[string, Partial<FetchMessageObject> | false | Error]>([
    ['gives none', {}],
    ['gives an empty one', { bodyStructure: { type: '/' } }],
    ['answers NO', new Error('Command failed')],
    ['answers nothing', false],
  ])('that %s: the first bytes are stored, as the digest of old', async (_name, said) => {
    const { run } = passWith(() => said);
    expect(await fetchLarge(run, HEAD)).toMatchObject({ raw: FIRST, wholeSize: SIZE, large: null });
  });

  it('below 40 MB the message is fetched whole', async () => {
    const whole = Buffer.alloc(11 * 1024 * 1024, 'y');
    const { run } = passWith((query) => (query.source ? { source: whole } : {}));
    const message = await fetchLarge(run, { ...HEAD, size: whole.length });
    expect(message).toMatchObject({ wholeSize: null, large: null });
    expect(message?.raw.byteLength).toBe(whole.length);
  });

  it('a link that broke over it twice is not broken a third time', async () => {
    const { run, asked, link } = passWith((query) => {
      link.lost = query.bodyStructure === true;
      return new Error('Connection closed');
    });
    for (const _pass of [1, 2]) await expect(fetchLarge(run, HEAD)).rejects.toMatchObject({ code: 'imap-connect' });
    link.lost = false;
    expect(await fetchLarge(run, HEAD)).toMatchObject({ raw: FIRST, wholeSize: SIZE });
    expect(asked.filter((query) => query.bodyStructure)).toHaveLength(2);
  });
});

describe('a server that answers with more than it was asked for', () => {
  it('is cut to 512 kB a text', async () => {
    const flood = Buffer.alloc(5 * 1024 * 1024, 'z');
    const { run } = passWith((query) =>
      query.bodyStructure
        ? { bodyStructure: { type: 'text/plain', size: SIZE } }
        : { bodyParts: new Map([['text', flood]]) },
    );
    const message = await fetchLarge(run, HEAD);
    expect(message?.raw.byteLength).toBe(HEADER.length + 512 * 1024);
    expect(message).toMatchObject({ wholeSize: SIZE, large: { left: [] } });
  });
});
