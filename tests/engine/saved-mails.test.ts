import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { windowDoor } from '../../electron/engine/hosts/window-door';
import { SportelloError } from '../../shared/contract/errors';
import type { OpenedMail, SavedMailView } from '../../shared/contract/saved-mail';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, SALES_HEADER, makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

async function openFile(desk: TestDesk, raw: Uint8Array | string, name = 'saved.eml'): Promise<OpenedMail> {
  const path = join(desk.profileDir, name);
  writeFileSync(path, raw);
  return desk.engine.call('savedMails.open', { path });
}

function newMail(opened: OpenedMail): SavedMailView {
  if (opened.kind !== 'new') throw new Error(`The mail is ${opened.kind}`);
  return opened.mail;
}

async function deskWithGiulia(): Promise<TestDesk> {
  const desk = await makeDesk();
  await desk.importCsv('products', [PRODUCTS_HEADER, CLUB_PRODUCT].join('\n'));
  await desk.importCsv('sales', [SALES_HEADER, GIULIA_SALE].join('\n'));
  return desk;
}

it('a mail that the desk lacks is shown with what it makes of it, and nothing is written', async () => {
  const desk = await deskWithGiulia();
  const mail = newMail(await openFile(desk, writeMail()));
  expect(mail).toMatchObject({
    fromName: 'Giulia Ferri',
    fromAddress: 'giulia@posta.example',
    subject: 'Non ho ricevuto i dati di accesso',
    sentAt: Date.UTC(2026, 0, 12, 9),
    attachments: 0,
    readability: 'full',
    joins: null,
    case: {
      decision: { id: 'club.first-access' },
      match: { status: 'matched', basis: 'email', identity: 'buyer', purchase: { transaction: 'HP4410020311' } },
    },
  });
  expect(mail.newText).toContain('nessuna email con i dati di accesso');
  expect(await desk.tickets()).toEqual([]);
});

it('a ticket is made of it once: the same file again selects that ticket', async () => {
  const desk = await deskWithGiulia();
  const raw = writeMail();
  const { id } = newMail(await openFile(desk, raw));
  expect(await desk.engine.call('savedMails.file', { id })).toEqual({ ticket: 'T-1', isNew: true });
  expect(await desk.tickets()).toMatchObject([{ id: 'T-1', queue: 'inbox', decision: 'club.first-access' }]);
  expect((await desk.engine.call('tickets.search', { query: 'Giulia', limit: 5 })).total).toBe(1);
  expect(await openFile(desk, raw, 'again.eml')).toEqual({ kind: 'known', ticket: 'T-1' });
  await expect(desk.engine.call('savedMails.file', { id })).rejects.toMatchObject({ code: 'not-found' });
});

it('a mail that the mailbox brings while its file is looked at is one ticket', async () => {
  const desk = await makeDesk();
  const raw = writeMail();
  const { id } = newMail(await openFile(desk, raw));
  desk.mailbox.deliver(raw);
  await desk.sync();
  expect(await desk.engine.call('savedMails.file', { id })).toEqual({ ticket: 'T-1', isNew: false });
  expect(await desk.tickets()).toHaveLength(1);
});

it('a mail of the mailbox is known by its bytes, and by its words where another program saved it', async () => {
  const desk = await makeDesk();
  const raw = writeMail();
  desk.mailbox.deliver(raw);
  await desk.sync();
  expect(await openFile(desk, raw)).toEqual({ kind: 'known', ticket: 'T-1' });
  const exported = `X-Mozilla-Status: 0001\n${raw.toString().replaceAll('\r\n', '\n')}`;
  expect(await openFile(desk, exported)).toEqual({ kind: 'known', ticket: 'T-1' });
  const changed = raw.toString().replace('ho pagato', 'ho pagato due volte');
  expect(newMail(await openFile(desk, changed)).joins).toBeNull();
});

it('what a file says of its own sender proves nothing; what it says against him counts', async () => {
  const desk = await deskWithGiulia();
  const results = (verdict: string) => [`Authentication-Results: mx.support.example; dmarc=${verdict}`];
  const forged = newMail(await openFile(desk, writeMail({ headers: results('pass') })));
  expect(forged.case?.match.hints).toEqual(
    expect.arrayContaining([{ kind: 'dmarc-unverified' }, { kind: 'from-file' }]),
  );
  await desk.engine.call('savedMails.file', { id: forged.id });
  const failed = newMail(await openFile(desk, writeMail({ headers: results('fail'), subject: 'Ancora' })));
  expect(failed.case?.match.identity).toBe('other');
  const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
  expect(view.messages).toMatchObject([{ dmarc: 'unverified', fromFile: true }]);
  const gate = view.case?.suggestions[0]?.gate;
  expect(gate).toMatchObject({ colour: 'amber', reasons: expect.arrayContaining(['from-file']) });
  // Read again by a newer parser, at the desk that reads the mailbox, it is still a file's.
  await desk.sync();
  await desk.engine.call('messages.readAgain', { message: view.messages[0]?.id ?? '' });
  const again = await desk.engine.call('tickets.open', { ticket: 'T-1' });
  expect(again.messages).toMatchObject([{ dmarc: 'unverified', fromFile: true }]);
});

it('a reply to it goes out as to any mail', async () => {
  const desk = await deskWithGiulia();
  const { id } = newMail(await openFile(desk, writeMail({ id: 'from-a-file@posta.example' })));
  await desk.engine.call('savedMails.file', { id });
  await desk.engine.call('replies.queue', { ticket: 'T-1', macro: null, text: null, delaySeconds: 0 });
  await desk.engine.call('outbox.flush', {});
  expect(desk.smtp.taken).toHaveLength(1);
  const sent = Buffer.from(desk.smtp.taken[0]?.raw ?? '').toString();
  expect(sent).toContain('In-Reply-To: <from-a-file@posta.example>');
  expect(desk.smtp.taken[0]?.to).toContain('giulia@posta.example');
});

it('an answer of the requester joins its ticket; the same answer in the name of the desk is refused', async () => {
  const desk = await makeDesk();
  desk.mailbox.deliver(writeMail({ id: 'first@posta.example' }));
  await desk.sync();
  const answer = { inReplyTo: 'first@posta.example', text: 'Ecco il numero: HP4410020311' };
  const joining = newMail(await openFile(desk, writeMail(answer)));
  expect(joining).toMatchObject({ joins: 'T-1', case: null });
  expect(await desk.engine.call('savedMails.file', { id: joining.id })).toEqual({ ticket: 'T-1', isNew: true });
  expect(await desk.tickets()).toMatchObject([{ id: 'T-1', messages: 2 }]);
  const ours = await openFile(desk, writeMail({ ...answer, from: 'support@corsi.example' }));
  expect(ours).toEqual({ kind: 'refused', reason: 'own' });
});

it('a mail of somebody who was erased does not come back by a file', async () => {
  const desk = await makeDesk();
  const raw = writeMail();
  desk.mailbox.deliver(raw);
  await desk.sync();
  const address = 'giulia@posta.example';
  await desk.engine.call('erasures.run', { address, confirmed: address });
  expect(await openFile(desk, raw)).toEqual({ kind: 'refused', reason: 'erased' });
  // Another program's copy has other bytes.
  const exported = `X-Mozilla-Status: 0001\n${raw.toString().replaceAll('\r\n', '\n')}`;
  expect(await openFile(desk, exported)).toEqual({ kind: 'refused', reason: 'erased' });
});

it('a mail in the name of the desk lies in no ticket as ours, though the customer named it before', async () => {
  const desk = await makeDesk();
  desk.mailbox.deliver(writeMail({ inReplyTo: 'planted@posta.example' }));
  await desk.sync();
  const planted = writeMail({
    id: 'planted@posta.example',
    from: 'support@corsi.example',
    to: 'giulia@posta.example',
    text: 'La password è pasta123.',
  });
  expect(await openFile(desk, planted)).toEqual({ kind: 'refused', reason: 'own' });
  expect((await desk.engine.call('tickets.open', { ticket: 'T-1' })).messages).toHaveLength(1);
});

it('a mail from a file that says to be older than the newest keeps the ticket from one key', async () => {
  const desk = await deskWithGiulia();
  desk.mailbox.deliver(writeMail({ id: 'first@posta.example' }));
  await desk.sync();
  const older = writeMail({
    inReplyTo: 'first@posta.example',
    date: 'Fri, 2 Jan 2026 09:00:00 +0000',
    text: 'Ho già scritto.',
  });
  await desk.engine.call('savedMails.file', { id: newMail(await openFile(desk, older)).id });
  const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
  expect(view.messages).toHaveLength(2);
  const gate = view.case?.suggestions[0]?.gate;
  expect(gate).toMatchObject({ colour: 'amber', reasons: expect.arrayContaining(['from-file']) as unknown });
});

it.each([
  ['no mail', 'hello', 'file-unreadable'],
  ['nothing', '', 'file-unreadable'],
  ['bytes of something else', Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 37) % 256)), 'file-unreadable'],
])('a file that holds %s is said to be unreadable', async (_what, bytes, code) => {
  const desk = await makeDesk();
  await expect(openFile(desk, bytes)).rejects.toMatchObject({ code });
  expect(await desk.tickets()).toEqual([]);
});

it('a mail that its reader had to be ended over is said to be broken, and the desk goes on', async () => {
  const reader = {
    parse: () => Promise.reject(new SportelloError('file-unreadable', 'It took too long.', { action: '' })),
    close: async () => undefined,
  };
  const desk = await makeDesk({ parts: { reader } });
  await expect(openFile(desk, writeMail())).rejects.toMatchObject({ code: 'file-unreadable' });
  expect(await desk.tickets()).toEqual([]);
});

it('a file beyond the limit, a folder and a file that is gone are said, and none is read', async () => {
  const desk = await makeDesk();
  const large = join(desk.profileDir, 'large.eml');
  writeFileSync(large, writeMail());
  truncateSync(large, 40 * 1024 * 1024 + 1);
  await expect(desk.engine.call('savedMails.open', { path: large })).rejects.toMatchObject({
    code: 'file-too-large',
    detail: { name: 'large.eml', mb: 40 },
  });
  const folder = join(desk.profileDir, 'folder.eml');
  mkdirSync(folder);
  await expect(desk.engine.call('savedMails.open', { path: folder })).rejects.toMatchObject({
    code: 'file-unreadable',
  });
  const gone = join(desk.profileDir, 'gone.eml');
  await expect(desk.engine.call('savedMails.open', { path: gone })).rejects.toMatchObject({ code: 'file-unreadable' });
});

it('a window names no path: it may file and let go what was opened, and opens nothing itself', async () => {
  const desk = await makeDesk();
  const { id } = newMail(await openFile(desk, writeMail()));
  const door = windowDoor(desk.engine);
  const path = join(desk.profileDir, 'saved.eml');
  await expect(door.dispatch('savedMails.open', { path })).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await door.dispatch('savedMails.close', { id })).toEqual({ closed: true });
  await expect(door.dispatch('savedMails.file', { id })).rejects.toMatchObject({ code: 'not-found' });
});

it('without a mailbox it says what is missing', async () => {
  const desk = await makeDesk({ profile: { store: { kind: 'sqlite', encryption: 'none' } } });
  await expect(openFile(desk, writeMail())).rejects.toMatchObject({ code: 'profile-incomplete' });
});
