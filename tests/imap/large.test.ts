import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { digestMessage } from '../../electron/engine/mail/message-digest';
import { packRaw } from '../../electron/engine/store/packed-raw';
import { readRaw } from '../../electron/engine/store/messages-table';
import { serverPartsOf } from '../../electron/engine/store/server-parts-table';
import type { Store } from '../../electron/engine/store/store';
import type { Engine } from '../../electron/engine/engine';
import { collectNow } from '../support/collect-garbage';
import { startDovecot } from '../support/dovecot';
import type { Dovecot } from '../support/dovecot';
import { attachmentPart, filmOf, largeMail, multipart, textPart } from '../support/large-mail';
import { makeMailboxDesk } from '../support/mailbox-desk';
import { aRawMail, makeMailbox } from '../support/make-mailbox';
import { makeFolder } from '../support/make-store';

const TEXT = 'Buongiorno, ho comprato il corso (HP1771569003) ma non ho ricevuto l’email di accesso. Ecco il video.';
const FILM_HEADER = [
  'Content-Type: video/quicktime; name="IMG_0042.mov"',
  'Content-Disposition: inline; filename="IMG_0042.mov"',
];

/** Apple Mail: the film first, the text after it. */
function appleMail(bytes: Buffer, id?: string): Buffer {
  const film = attachmentPart({ header: FILM_HEADER, bytes });
  return largeMail(multipart('mixed', 'Apple-Mail-1', [film, textPart(TEXT)]), id === undefined ? {} : { id });
}

async function startDesk(raw: Parameters<Dovecot['deliver']>[0]) {
  const dovecot = await startDovecot();
  onTestFinished(() => dovecot.remove());
  const { engine } = await makeMailboxDesk(dovecot);
  await dovecot.deliver(raw);
  await engine.syncOnce();
  return { dovecot, engine, path: join(makeFolder(), 'saved') };
}

async function firstMessage(engine: Engine) {
  const { messages } = await engine.call('tickets.open', { ticket: 'T-1' });
  const [message] = messages;
  if (!message) throw new Error('The ticket has no message');
  return message;
}

async function messages(store: Store) {
  return store.db.selectFrom('message').selectAll().orderBy('id').execute();
}

describe('a message of 30 MB', () => {
  test('is there by its text, which stands after the film, and the pass goes on', async () => {
    const film = filmOf(22);
    const raw = appleMail(film);
    expect(raw.length).toBeGreaterThan(30_000_000);
    const { engine } = await startDesk([aRawMail({ subject: 'before' }), raw, aRawMail({ subject: 'after' })]);
    const page = await engine.call('tickets.page', { queue: 'inbox', offset: 0, limit: 10 });
    expect(page.rows.map((row) => row.subject).sort()).toEqual(['Il video del problema', 'after', 'before']);
    const ticket = page.rows.find((row) => row.subject === 'Il video del problema')?.id ?? '';
    const view = await engine.call('tickets.open', { ticket });
    expect(view.messages[0]?.newText).toBe(TEXT);
    expect(view.messages[0]?.attachments).toEqual([
      {
        index: 0,
        fileName: 'IMG_0042.mov',
        contentType: 'video/quicktime',
        size: expect.closeTo(film.length, -3) as number,
        contentId: null,
        onServer: true,
      },
    ]);
    // decided: the number in the text was read, though nobody has these purchases
    expect(view.case?.decision.id).toBeDefined();
    expect(JSON.stringify(view.case)).toContain('HP1771569003');
    const stored = await engine.call('messages.raw', { message: view.messages[0]?.id ?? '' });
    expect(stored.wholeSize).toBe(raw.length);
    expect(stored.text.length).toBeLessThan(2000);
  });

  test('gives its film when asked, whole and only then under its name', async () => {
    const film = filmOf(22);
    const { engine, path } = await startDesk(appleMail(film));
    const seen: number[] = [];
    engine.on('messages.downloading', ({ bytes }) => seen.push(bytes));
    const { id } = await firstMessage(engine);
    const saved = await engine.call('messages.download', { message: id, index: 0, path });
    expect(saved).toEqual({ kind: 'saved', bytes: film.length });
    expect((await readFile(path)).equals(film)).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(seen.at(-1)).toBe(film.length);
    expect(seen.length).toBeGreaterThan(20);
  });

  test('and the whole message as it is on the server', async () => {
    const raw = appleMail(filmOf(10));
    const { engine, path } = await startDesk(raw);
    const { id } = await firstMessage(engine);
    await engine.call('messages.download', { message: id, index: null, path });
    expect((await readFile(path)).equals(raw)).toBe(true);
  });

  test('costs little memory to fetch', async () => {
    const { engine, path } = await startDesk(appleMail(filmOf(22)));
    const { id } = await firstMessage(engine);
    // the first one loads code and warms up the link
    await engine.call('messages.download', { message: id, index: 0, path });
    const held = (): number => {
      collectNow();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const before = held();
    let pieces = 0;
    let most = 0;
    engine.on('messages.downloading', () => {
      pieces += 1;
      if (pieces % 20 === 0) most = Math.max(most, held() - before);
    });
    await engine.call('messages.download', { message: id, index: 0, path });
    expect(pieces).toBeGreaterThan(100);
    // it is 1.2 MB; a message held whole would be 30 MB, and 23 MB more once decoded
    expect(most).toBeLessThan(6 * 1024 * 1024);
  });

  test('its attachment is not handed to the window as bytes', async () => {
    const { engine } = await startDesk(appleMail(filmOf(10)));
    const { id } = await firstMessage(engine);
    await expect(engine.call('messages.attachment', { message: id, index: 0 })).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });
});

describe('parts inside parts', () => {
  const film = filmOf(10);
  const pdf = Buffer.from('%PDF-1.4 una fattura');
  const nested = largeMail(
    multipart('mixed', 'outer', [
      multipart('related', 'middle', [
        multipart('alternative', 'inner', [
          textPart('Não consigo entrar.'),
          textPart('<p>Não <b>consigo</b> entrar.</p>', 'text/html'),
        ]),
        attachmentPart({
          header: [
            'Content-Type: image/png',
            'Content-ID: <tela@1>',
            "Content-Disposition: inline; filename*=UTF-8''captura%20de%20tela%20%C3%A7%C3%A3o.png",
          ],
          bytes: Buffer.from('a picture'),
        }),
      ]),
      attachmentPart({
        header: [
          'Content-Type: application/zip',
          "Content-Disposition: attachment; filename*0*=UTF-8''grava%C3%A7%C3%A3o%20;",
          ' filename*1*=%E2%80%94%20parte%201;',
          ' filename*2=".zip"',
        ],
        bytes: film,
      }),
      attachmentPart({
        header: [
          'Content-Type: application/pdf; name="=?utf-8?B?cmljZXZ1dGEgw6guLi5wZGY=?="',
          'Content-Disposition: attachment',
        ],
        bytes: pdf,
      }),
    ]),
  );

  test('text and HTML are read, and every attachment is listed by its own name', async () => {
    const { engine } = await startDesk(nested);
    const message = await firstMessage(engine);
    expect(message.newText).toBe('Não consigo entrar.');
    expect(message.html).toContain('<b>consigo</b>');
    expect(message.attachments.map((file) => [file.index, file.fileName, file.contentType, file.contentId])).toEqual([
      [0, 'captura de tela ção.png', 'image/png', 'tela@1'],
      [1, 'gravação — parte 1.zip', 'application/zip', null],
      [2, 'ricevuta è...pdf', 'application/pdf', null],
    ]);
  });

  test('each can be had, from wherever it stands', async () => {
    const { engine, path } = await startDesk(nested);
    const { id } = await firstMessage(engine);
    const contents = ['a picture', film.toString('latin1'), pdf.toString('latin1')];
    for (const [index, content] of contents.entries()) {
      await engine.call('messages.download', { message: id, index, path });
      expect((await readFile(path)).toString('latin1') === content).toBe(true);
    }
  });

  test('the text of a certified mail is read from the original inside it', async () => {
    const original = largeMail(
      multipart('mixed', 'orig', [textPart(TEXT), attachmentPart({ header: FILM_HEADER, bytes: film })]),
      {
        id: 'originale@pec.example',
        subject: 'accesso al corso',
      },
    ).toString('latin1');
    const certified = largeMail(
      multipart('mixed', 'pec', [
        textPart('Il messaggio "accesso al corso" è stato inviato da giulia@pec.example.'),
        `Content-Type: message/rfc822; name="postacert.eml"\r\nContent-Disposition: inline; filename="postacert.eml"\r\n\r\n${original}`,
      ]),
    );
    const { engine } = await startDesk(Buffer.from(certified.toString('latin1'), 'latin1'));
    const { messages: read, case: decided } = await engine.call('tickets.open', { ticket: 'T-1' });
    expect(JSON.stringify(decided)).toContain('HP1771569003');
    expect(read[0]?.attachments.map((file) => file.fileName)).toEqual(['postacert.eml']);
  });
});

describe('where the message lies when its attachment is asked for', () => {
  const film = filmOf(10);
  async function downloadAfter(change: (dovecot: Dovecot, engine: Engine) => Promise<unknown>) {
    const { dovecot, engine, path } = await startDesk(appleMail(film));
    const { id } = await firstMessage(engine);
    await change(dovecot, engine);
    return { path, saved: engine.call('messages.download', { message: id, index: 0, path }) };
  }

  test('moved to a folder that is kept in step', async () => {
    const { saved, path } = await downloadAfter(async (dovecot, engine) => {
      await dovecot.move('INBOX', 1, 'Junk');
      await engine.syncOnce();
    });
    await saved;
    expect((await readFile(path)).equals(film)).toBe(true);
  });

  test('archived a moment ago, into a folder that the desk does not know', async () => {
    const { saved, path } = await downloadAfter(async (dovecot) => {
      await dovecot.doveadm('mailbox', 'create', '-u', dovecot.user, 'Archivio/2026');
      await dovecot.move('INBOX', 1, 'Archivio/2026');
    });
    await saved;
    expect((await readFile(path)).equals(film)).toBe(true);
  });

  test('the folder was numbered anew', async () => {
    const { saved, path } = await downloadAfter((dovecot) => dovecot.setUidValidity('INBOX', 3_000_000_000));
    await saved;
    expect((await readFile(path)).equals(film)).toBe(true);
  });

  test('expunged: the failure says so, and no file is left', async () => {
    const { saved, path } = await downloadAfter((dovecot) => dovecot.expunge('INBOX', 1));
    await expect(saved).rejects.toMatchObject({ code: 'message-gone' });
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  test('another message of the same Message-ID is never taken for it', async () => {
    const { saved } = await downloadAfter(async (dovecot) => {
      await dovecot.expunge('INBOX', 1);
      await dovecot.deliver(appleMail(filmOf(10, 'another film')));
    });
    await expect(saved).rejects.toMatchObject({ code: 'message-gone' });
  });

  test('the server is away: the failure says so, and no file is left', async () => {
    const { saved, path } = await downloadAfter((dovecot) => dovecot.stop());
    await expect(saved).rejects.toMatchObject({ code: 'imap-connect', retryable: true });
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  test('the server goes away in the middle', async () => {
    const { dovecot, engine, path } = await startDesk(appleMail(film));
    const { id } = await firstMessage(engine);
    const stops: Promise<void>[] = [];
    engine.on('messages.downloading', () => {
      if (stops.length === 0) stops.push(dovecot.stop());
    });
    await expect(engine.call('messages.download', { message: id, index: 0, path })).rejects.toMatchObject({
      code: 'imap-connect',
    });
    await Promise.all(stops);
    expect(stops).toHaveLength(1);
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  test('cancelled: nothing is left, and the next one comes whole', async () => {
    const { engine, path } = await startDesk(appleMail(film));
    const { id } = await firstMessage(engine);
    const stop = engine.on('messages.downloading', () => {
      stop();
      void engine.call('messages.cancelDownload', { message: id, index: 0 });
    });
    expect(await engine.call('messages.download', { message: id, index: 0, path })).toEqual({ kind: 'cancelled' });
    expect(await readdir(join(path, '..'))).toEqual([]);
    await engine.call('messages.download', { message: id, index: 0, path });
    expect((await readFile(path)).equals(film)).toBe(true);
  });

  test('a file that cannot be written is named', async () => {
    const { engine, path } = await startDesk(appleMail(film));
    const { id } = await firstMessage(engine);
    const missing = join(path, 'no', 'folder');
    await expect(engine.call('messages.download', { message: id, index: 0, path: missing })).rejects.toMatchObject({
      code: 'file-unreadable',
      detail: { path: missing },
    });
  });
});

describe('the same message and another', () => {
  const one = appleMail(filmOf(10, 'one'));

  test('two that begin alike and have the same size are two', async () => {
    const other = Buffer.from(one);
    // the last line of the film; all before it, the Message-ID too, is the same
    other.write('AAAA', other.lastIndexOf('\r\n--Apple-Mail-1') - 2000, 'latin1');
    expect(other.subarray(0, 2_000_000).equals(one.subarray(0, 2_000_000))).toBe(true);
    const { dovecot, sync, store } = await makeMailbox();
    await dovecot.deliver([one, other]);
    expect(await sync.once()).toMatchObject({ seen: 2, stored: 2, known: 0 });
    expect(await messages(store)).toHaveLength(2);
  });

  test('one that is delivered twice is one', async () => {
    const { dovecot, sync } = await makeMailbox();
    await dovecot.deliver([one, one]);
    expect(await sync.once()).toMatchObject({ seen: 2, stored: 1, known: 1 });
  });

  test('it is found again after a change of UIDVALIDITY, a move and another sync', async () => {
    const { dovecot, sync, another, store } = await makeMailbox();
    await dovecot.deliver(one);
    await sync.once();
    await dovecot.setUidValidity('INBOX', 3_000_000_000);
    expect(await another().once()).toMatchObject({ stored: 0, known: 1, errors: 0 });
    const [{ uid } = { uid: 0 }] = await dovecot.list();
    await dovecot.move('INBOX', uid, 'Junk');
    expect(await another().once()).toMatchObject({ stored: 0, known: 1, errors: 0 });
    expect(await another().once()).toMatchObject({ stored: 0, known: 1, errors: 0 });
    const [message, ...others] = await messages(store);
    expect(others).toEqual([]);
    expect((await serverPartsOf(store.db, [message?.id ?? ''])).get(message?.id ?? '')).toHaveLength(1);
  });

  test('what is stored holds the header and the text, and no byte of the film', async () => {
    const { dovecot, sync, store } = await makeMailbox();
    await dovecot.deliver(one);
    await sync.once();
    const raw = (await rawOf(store)).toString();
    const header = one.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
    expect(raw).toBe(`${header}\r\n\r\n--Apple-Mail-1\r\n${textPart(TEXT)}\r\n--Apple-Mail-1--\r\n`);
    const row = await store.db.selectFrom('message_raw').select(['encoding', 'size']).executeTakeFirst();
    expect(row).toEqual({ encoding: 'gzip-text', size: one.length });
  });
});

describe('a store that holds such a message in another form', () => {
  /** As versions before stored it: whole, under the digest of all its bytes. */
  async function storedWhole(raw: Buffer, store: Store): Promise<void> {
    const [message] = await messages(store);
    const id = message?.id ?? '';
    const packed = await packRaw(raw);
    await store.db.deleteFrom('server_part').execute();
    await store.db
      .updateTable('message_raw')
      .set({ ...packed })
      .where('message_id', '=', id)
      .execute();
    const found = { digest: digestMessage(raw), message_id: 'grande@mail.example' };
    await store.db.updateTable('message').set(found).where('id', '=', id).execute();
  }

  test('does not get a double when it is moved', async () => {
    const raw = appleMail(filmOf(10));
    const { dovecot, sync, another, store } = await makeMailbox();
    await dovecot.deliver(raw);
    await sync.once();
    await storedWhole(raw, store);
    await dovecot.move('INBOX', 1, 'Junk');
    expect(await another().once()).toMatchObject({ stored: 0, known: 1 });
    expect((await rawOf(store)).equals(raw)).toBe(true);
  });

  test('but a message with another header is another', async () => {
    const raw = appleMail(filmOf(10));
    const { dovecot, sync, another, store } = await makeMailbox();
    await dovecot.deliver(raw);
    await sync.once();
    await storedWhole(raw, store);
    await dovecot.deliver(Buffer.from(raw.toString('latin1').replace('Il video', 'Un video'), 'latin1'), 'Junk');
    expect(await another().once()).toMatchObject({ stored: 1, known: 1 });
  });
});

async function rawOf(store: Store): Promise<Buffer> {
  const [message] = await messages(store);
  return Buffer.from((await readRaw(store.db, message?.id ?? '')) ?? []);
}
