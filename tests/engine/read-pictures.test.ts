import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImageReader } from '../../electron/engine/mail/image-text';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, SALES_HEADER, makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { makeFileStore } from '../support/make-store';

const RECEIPT = readFileSync('tests/fixtures/pictures/receipt.png');
const LOGO = readFileSync('tests/fixtures/pictures/moving.gif');
const SECOND_SALE =
  'HP4410020399,APPROVED,2026-01-05T14:24:00Z,2026-01-05T14:25:00Z,42,Pane,Nonna,Giulia Ferri,giulia@posta.example,,49.00,EUR';

/** A mail of Giulia's, who bought twice, with these files attached and no number in its words. */
function mailWith(files: readonly Buffer[], headers: readonly string[] = []): Buffer {
  const part = (file: Buffer, index: number): readonly string[] => [
    '--part',
    `Content-Type: ${file === LOGO ? 'image/gif' : 'image/png'}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="IMG_${index}.${file === LOGO ? 'gif' : 'png'}"`,
    '',
    ...(file.toString('base64').match(/.{1,76}/g) ?? []),
  ];
  return Buffer.from(
    [
      ...headers,
      'From: Giulia Ferri <giulia@posta.example>',
      'To: support@corsi.example',
      'Subject: Accesso',
      'Date: Mon, 12 Jan 2026 09:00:00 +0000',
      `Message-ID: <picture-${files.length}-${headers.length}@posta.example>`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="part"',
      '',
      '--part',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Buongiorno, non riesco ad accedere al corso, allego la schermata. Grazie',
      ...files.flatMap(part),
      '--part--',
      '',
    ].join('\r\n'),
  );
}

/** Where the reader of these tests says that every line stands. */
const AREA = { left: 0.1, top: 0.5, width: 0.8, height: 0.05 };

/** A reader that says what it was told to say, when it was told to. */
function readerSaying(...answers: (string | null | (() => Promise<string | null>))[]): ImageReader & { asked: number } {
  const left = [...answers];
  return {
    asked: 0,
    async read() {
      this.asked += 1;
      const answer = left.shift() ?? null;
      const text = typeof answer === 'function' ? await answer() : answer;
      return text === null ? null : { text, lines: text.split('\n').map((line) => ({ text: line, area: AREA })) };
    },
    close: async () => undefined,
  };
}

async function deskWithPurchases(images?: ImageReader): Promise<TestDesk> {
  const desk = await makeDesk(images ? { parts: { images } } : {});
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}`);
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n${SECOND_SALE}`);
  return desk;
}

/** The same profile opened again, until it has looked for what waits. */
async function nextDesk(desk: TestDesk, images: ImageReader): Promise<TestDesk> {
  await desk.engine.close();
  const later = await makeDesk({ profileDir: desk.profileDir, clock: desk.clock, parts: { images } });
  later.engine.start();
  await later.engine.syncOnce();
  await later.engine.picturesRead(60_000);
  return later;
}

async function standing(desk: TestDesk): Promise<unknown> {
  return (await desk.tickets()).map(({ matchStatus, transaction }) => ({ matchStatus, transaction }));
}
const UNDECIDED = [{ matchStatus: 'ambiguous', transaction: null }];
const DECIDED = [{ matchStatus: 'matched', transaction: 'HP4410020311' }];

describe('a number that stands only in a picture', () => {
  it('decides the ticket after the mail was filed, and is shown as read from an attachment', async () => {
    const desk = await deskWithPurchases();
    desk.mailbox.deliver(mailWith([RECEIPT]));
    await desk.sync();
    expect(await standing(desk)).toEqual(UNDECIDED);
    await desk.engine.picturesRead(60_000);
    expect(await standing(desk)).toEqual(DECIDED);
    const [ticket] = await desk.tickets();
    const view = await desk.engine.call('tickets.open', { ticket: ticket?.id ?? '' });
    expect(JSON.stringify(view)).toContain('"attachment-text"');
    const [spot, ...others] = view.messages[0]?.attachments[0]?.spots ?? [];
    expect(others).toEqual([]);
    expect(spot).toMatchObject({ written: expect.stringContaining('4410020311') as string });
    // The line lies within the picture, and is a line: wider than high.
    const { left = -1, top = -1, width = 0, height = 1 } = spot?.area ?? {};
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
    expect(Math.max(left + width, top + height)).toBeLessThanOrEqual(1);
    expect(height).toBeLessThan(0.2);
    expect(width).toBeGreaterThan(0.2);
  }, 60_000);

  it('never delays filing: a reader that hangs holds nobody up', async () => {
    let goOn: (text: string) => void = () => undefined;
    const reader = readerSaying(() => new Promise((resolve) => (goOn = resolve)));
    const desk = await deskWithPurchases(reader);
    desk.mailbox.deliver(mailWith([RECEIPT]));
    await desk.sync();
    desk.mailbox.deliver(mailWith([RECEIPT, LOGO, LOGO, LOGO]));
    await desk.sync();
    expect(await standing(desk)).toEqual([...UNDECIDED, ...UNDECIDED]);
    goOn('Transazione HP4410020311');
    await desk.engine.picturesRead(60_000);
    expect(await standing(desk)).toEqual([...DECIDED, ...UNDECIDED]);
  });

  it('is read by the next desk where this one could not read it, and then never again', async () => {
    const desk = await deskWithPurchases(readerSaying(null));
    desk.mailbox.deliver(mailWith([RECEIPT]));
    await desk.sync();
    await desk.engine.picturesRead(60_000);
    expect(await standing(desk)).toEqual(UNDECIDED);
    for (const asked of [1, 0]) {
      const reader = readerSaying('Transazione HP4410020311');
      const later = await nextDesk(desk, reader);
      await expect.poll(() => standing(later)).toEqual(DECIDED);
      await later.engine.picturesRead(60_000);
      expect(reader.asked).toBe(asked);
      await later.engine.close();
    }
  });

  it('is given up where the engine ended three times in its middle', async () => {
    const desk = await deskWithPurchases(readerSaying(null));
    desk.mailbox.deliver(mailWith([RECEIPT]));
    await desk.sync();
    await desk.engine.close();
    const store = await makeFileStore({ path: join(desk.profileDir, 'store.db') });
    await store.db.updateTable('unread_picture').set({ attempts: 3 }).execute();
    await store.close();
    const reader = readerSaying('Transazione HP4410020311');
    const later = await nextDesk(desk, reader);
    await later.engine.close();
    expect(reader.asked).toBe(0);
    const after = await makeFileStore({ path: join(desk.profileDir, 'store.db') });
    expect(await after.db.selectFrom('unread_picture').selectAll().execute()).toEqual([]);
  });

  it('is not looked for in what a list sent, nor in a logo', async () => {
    const reader = readerSaying('HP4410020311', 'HP4410020311');
    const desk = await deskWithPurchases(reader);
    desk.mailbox.deliver(mailWith([RECEIPT], ['List-Unsubscribe: <mailto:out@list.example>']), mailWith([LOGO, LOGO]));
    await desk.sync();
    await desk.engine.picturesRead(60_000);
    expect(reader.asked).toBe(0);
  });
});
