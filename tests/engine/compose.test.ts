import { simpleParser } from 'mailparser';
import type { AddressObject } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { ParamsOf } from '../../shared/contract/engine-api';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, SALES_HEADER, makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const HOUR = 3_600_000;
const PDF = Buffer.from('%PDF-1.7 invented guide');
const CSV = { fileName: 'elenco.csv', text: 'a;b\r\n1;2\r\n' };

/** Giulia's ticket T-1 with her purchase. */
async function deskWith(...mails: readonly Buffer[]): Promise<TestDesk> {
  const desk = await makeDesk();
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  desk.mailbox.deliver(...(mails.length === 0 ? [writeMail({ id: 'domanda@posta.example' })] : mails));
  await desk.sync();
  return desk;
}

const attach = (desk: TestDesk, fileName: string, bytes: Uint8Array, draft = 'T-1') =>
  desk.engine.call('drafts.addFile', {
    draft,
    fileName,
    contentType: 'application/pdf',
    base64: Buffer.from(bytes).toString('base64'),
  });
const open = (desk: TestDesk, draft = 'T-1') => desk.engine.call('drafts.open', { draft });
const stateOf = async (desk: TestDesk, ticket = 'T-1') =>
  (await desk.engine.call('tickets.open', { ticket })).row.state;
async function send(desk: TestDesk, change: Partial<ParamsOf<'replies.send'>> = {}) {
  const { row } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
  return desk.engine.call('replies.send', {
    ticket: 'T-1',
    revision: row.revision,
    text: 'Cara Giulia, ecco la guida.',
    macro: null,
    decision: null,
    ...change,
  });
}
const letter = (desk: TestDesk, change: Partial<ParamsOf<'letters.send'>> = {}) =>
  desk.engine.call('letters.send', {
    draft: 'new',
    to: 'nuovo@posta.example',
    cc: [],
    bcc: [],
    subject: 'La tua domanda di ieri',
    text: 'Buongiorno, ecco quanto promesso.',
    ...change,
  });
async function goesOut(desk: TestDesk) {
  desk.clock.advance(10_000);
  await desk.engine.flushOutbox();
  const mail = desk.smtp.taken.at(-1);
  if (mail === undefined) throw new Error('Nothing was sent');
  return { mail, read: await simpleParser(Buffer.from(mail.raw)) };
}

describe('files of a reply', () => {
  it('lie in the draft until it goes, then in the mail, whole and under a clean name', async () => {
    const desk = await deskWith();
    await attach(desk, '../guida\u202e.pdf', PDF);
    expect((await open(desk)).files).toMatchObject([{ fileName: '_guida.pdf', size: PDF.byteLength }]);
    const { items } = await send(desk);
    expect(items[0]?.files).toEqual([{ fileName: '_guida.pdf', contentType: 'application/pdf', size: PDF.byteLength }]);
    expect((await open(desk)).files).toEqual([]);
    const { read, mail } = await goesOut(desk);
    expect(read.attachments.map(({ filename, content }) => [filename, content])).toEqual([['_guida.pdf', PDF]]);
    expect(read.text).toContain('Cara Giulia, ecco la guida.');
    expect(mail.raw.every((byte) => byte < 0x80)).toBe(true);
  });

  it('come back to the draft with undo', async () => {
    const desk = await deskWith();
    await desk.engine.call('drafts.save', { ticket: 'T-1', text: 'Cara Giulia, ecco la guida.' });
    await attach(desk, 'guida.pdf', PDF);
    await attach(desk, 'listino.pdf', Buffer.from('%PDF two'));
    const { block } = await send(desk);
    await desk.engine.call('replies.undo', { block });
    const draft = await open(desk);
    expect(draft.text).toBe('Cara Giulia, ecco la guida.');
    expect(draft.files.map(({ fileName }) => fileName)).toEqual(['guida.pdf', 'listino.pdf']);
    await send(desk);
    expect((await goesOut(desk)).read.attachments[0]?.content).toEqual(PDF);
  });

  it('are taken out and put back, and survive a restart of the desk', async () => {
    const desk = await deskWith();
    const { added } = await attach(desk, 'guida.pdf', PDF);
    const taken = await desk.engine.call('drafts.removeFile', { draft: 'T-1', file: added, removed: true });
    expect(taken.files).toEqual([]);
    await desk.engine.call('drafts.removeFile', { draft: 'T-1', file: added, removed: false });
    const again = await desk.reopen();
    expect((await again.engine.call('drafts.open', { draft: 'T-1' })).files).toMatchObject([{ id: added }]);
  });

  it('are refused where one mail cannot hold them, before anything is written', async () => {
    const desk = await deskWith();
    const { room } = await open(desk);
    await attach(desk, 'half.bin', Buffer.alloc(Math.ceil(room / 2)));
    await expect(attach(desk, 'other.bin', Buffer.alloc(Math.ceil(room / 2) + 1))).rejects.toMatchObject({
      code: 'file-too-large',
    });
    expect((await open(desk)).files).toHaveLength(1);
    desk.smtp.takes = 1024 * 1024;
    await expect(send(desk)).rejects.toMatchObject({ code: 'file-too-large', detail: { most: 1 } });
    expect(await stateOf(desk)).toBe('open');
  });

  it('stay in the draft when the suggestion goes without them', async () => {
    const desk = await deskWith();
    await attach(desk, 'guida.pdf', PDF);
    const { row } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    const accepted = await desk.engine.call('replies.accept', {
      ticket: 'T-1',
      revision: row.revision,
      index: 0,
      confirmed: true,
      escalate: false,
    });
    expect(accepted.items[0]?.files).toEqual([]);
    expect((await open(desk)).files).toHaveLength(1);
  });
});

describe('copies of a reply', () => {
  it('go to all at once; Bcc is in no header; nobody gets the customer’s quoted words', async () => {
    const desk = await deskWith();
    const { items } = await send(desk, {
      text: 'Buongiorno, ci pensiamo noi.',
      cc: ['Collega@corsi.example'],
      bcc: ['archivio@corsi.example', 'GIULIA@posta.example'],
    });
    expect(items[0]?.copies).toEqual([
      { kind: 'cc', address: 'Collega@corsi.example' },
      { kind: 'bcc', address: 'archivio@corsi.example' },
    ]);
    const { mail, read } = await goesOut(desk);
    expect(mail.to).toBe('giulia@posta.example');
    expect(mail.copies).toEqual(['Collega@corsi.example', 'archivio@corsi.example']);
    expect((read.cc as AddressObject).value.map(({ address }) => address)).toEqual(['Collega@corsi.example']);
    expect(Buffer.from(mail.raw).toString('latin1')).not.toContain('archivio@');
    expect(read.text).not.toContain('non mi è arrivata');
  });

  const WITH_NUMBER = 'Il tuo acquisto HP4410020311 è attivo.';

  it('with a number of the purchase in the text never go to a stranger', async () => {
    const desk = await deskWith();
    const sent = send(desk, { text: WITH_NUMBER, cc: ['amico@altrove.example'] });
    await expect(sent).rejects.toMatchObject({ code: 'reply-privacy' });
    expect(await stateOf(desk)).toBe('open');
  });

  it.each(['support@corsi.example', 'nonna@cucina.example'])(
    'with that number go to the team and the producer: %s',
    async (cc) => {
      const desk = await deskWith();
      expect((await send(desk, { text: WITH_NUMBER, cc: [cc] })).items).toMatchObject([{ copies: [{ address: cc }] }]);
    },
  );

  it('never go to somebody else of the same case, whatever the text says', async () => {
    const desk = await deskWith(
      writeMail({ text: 'Non mi è arrivata la mail di accesso per HP4410020311' }),
      writeMail({ from: 'marito@posta.example', text: 'Non arriva la mail di accesso per HP4410020311' }),
    );
    await expect(send(desk, { text: 'Buongiorno.', bcc: ['marito@posta.example'] })).rejects.toMatchObject({
      code: 'reply-privacy',
      detail: { other: 'T-2' },
    });
  });

  it('a reply to another address begins a thread of its own and quotes nothing', async () => {
    const desk = await deskWith();
    await send(desk, { to: 'giulia.lavoro@ufficio.example', text: 'Buongiorno.' });
    const { mail, read } = await goesOut(desk);
    expect(mail.to).toBe('giulia.lavoro@ufficio.example');
    expect(read.inReplyTo).toBeUndefined();
    expect(read.text).not.toContain('non mi è arrivata');
  });
});

describe('a reply for later', () => {
  it('waits for its time, can be undone until then, and goes then', async () => {
    const desk = await deskWith();
    const sendAt = desk.clock.now() + 20 * HOUR;
    const { block, until } = await send(desk, { sendAt });
    expect(until).toBe(sendAt);
    desk.clock.advance(19 * HOUR);
    await desk.engine.flushOutbox();
    expect(desk.smtp.taken).toHaveLength(0);
    await desk.engine.call('replies.undo', { block });
    expect(await stateOf(desk)).toBe('open');
    await send(desk, { sendAt });
    desk.clock.advance(HOUR);
    await desk.engine.flushOutbox();
    expect(desk.smtp.taken).toHaveLength(1);
  });

  it('is held back where the customer wrote meanwhile', async () => {
    const desk = await deskWith();
    await send(desk, { sendAt: desk.clock.now() + HOUR });
    desk.mailbox.deliver(writeMail({ inReplyTo: 'domanda@posta.example', text: 'Ho trovato la mail!' }));
    await desk.sync();
    desk.clock.advance(HOUR);
    await desk.engine.flushOutbox();
    expect(desk.smtp.taken).toHaveLength(0);
    expect(await desk.engine.call('outbox.list', {})).toMatchObject([{ state: 'held', heldReason: 'new-message' }]);
  });

  it.each([
    ['over', -1],
    ['too far away', 32 * 24 * HOUR],
  ])('is refused for a time that is %s', async (_why, after) => {
    const desk = await deskWith();
    await expect(send(desk, { sendAt: desk.clock.now() + after })).rejects.toMatchObject({ code: 'bad-params' });
    expect(await desk.engine.call('outbox.list', {})).toEqual([]);
  });
});

describe('a reply that closes the case', () => {
  it('sets done, and undo opens it again', async () => {
    const desk = await deskWith();
    const { block } = await send(desk, { resolve: true });
    expect(await stateOf(desk)).toBe('done');
    await desk.engine.call('replies.undo', { block });
    expect(await stateOf(desk)).toBe('open');
  });

  it('that the server refuses opens it again', async () => {
    const desk = await deskWith();
    await send(desk, { resolve: true });
    desk.smtp.refuses = true;
    desk.clock.advance(10_000);
    await desk.engine.flushOutbox();
    expect(await stateOf(desk)).toBe('open');
  });
});

describe('a new message', () => {
  it('opens a ticket that waits for its recipient, and the answer joins it', async () => {
    const desk = await deskWith();
    await attach(desk, 'guida.pdf', PDF, 'new');
    const { items } = await letter(desk);
    const ticket = items[0]?.ticket ?? '';
    expect(ticket).toBe('T-2');
    expect(await stateOf(desk, ticket)).toBe('waiting.customer');
    const { read } = await goesOut(desk);
    expect(read.attachments).toHaveLength(1);
    expect(read.subject).toBe('La tua domanda di ieri');
    const answer = { from: 'Nuovo <nuovo@posta.example>', inReplyTo: items[0]?.messageId ?? '', text: 'Grazie mille.' };
    desk.mailbox.deliver(writeMail(answer));
    await desk.sync();
    const { row, messages } = await desk.engine.call('tickets.open', { ticket });
    expect(row.state).toBe('open');
    expect(messages.map(({ fromAddress }) => fromAddress)).toContain('nuovo@posta.example');
  });

  it('leaves nothing to do when it is undone, and its words are a draft again', async () => {
    const desk = await deskWith();
    const fields = { to: 'nuovo@posta.example', cc: '', bcc: '', subject: 'La tua domanda di ieri' };
    await desk.engine.call('drafts.save', { ticket: 'new', text: 'Buongiorno, ecco quanto promesso.', fields });
    await attach(desk, 'guida.pdf', PDF, 'new');
    const { block, items } = await letter(desk);
    expect((await open(desk, 'new')).text).toBe('');
    await desk.engine.call('replies.undo', { block });
    expect(await open(desk, 'new')).toMatchObject({
      text: 'Buongiorno, ecco quanto promesso.',
      fields,
      files: [{ fileName: 'guida.pdf' }],
    });
    expect(await stateOf(desk, items[0]?.ticket)).toBe('ignored');
  });

  it('pressed twice is one mail', async () => {
    const desk = await deskWith();
    const [one, two] = await Promise.all([letter(desk), letter(desk)]);
    expect(two.block).toBe(one.block);
    expect(await desk.engine.call('outbox.list', {})).toHaveLength(1);
  });

  it('tells a number of a sale to nobody but its buyer and its producer', async () => {
    const desk = await deskWith();
    const text = 'Per l’acquisto HP4410020311: tutto a posto.';
    await expect(letter(desk, { text })).rejects.toMatchObject({ code: 'reply-privacy' });
    await expect(letter(desk, { text, to: 'giulia@posta.example' })).resolves.toMatchObject({ items: [{}] });
    await expect(letter(desk, { text, to: 'nonna@cucina.example' })).resolves.toMatchObject({ items: [{}] });
  });

  it('is no mail without a usable address', async () => {
    const desk = await deskWith();
    await expect(letter(desk, { to: 'nessuno' })).rejects.toMatchObject({ code: 'reply-no-recipient' });
    expect(await desk.tickets()).toHaveLength(1);
  });
});

describe('a forward', () => {
  it('shows the message and its files to somebody else, and answers nobody', async () => {
    const desk = await deskWith(writeMail({ subject: 'Re: non trovo l’email', csv: CSV }));
    const before = await stateOf(desk);
    const draft = await desk.engine.call('drafts.forward', { ticket: 'T-1', message: null });
    expect(draft.fields.subject).toBe('Fwd: non trovo l’email');
    expect(draft.text).toContain('Da: Giulia Ferri <giulia@posta.example>');
    expect(draft.files).toMatchObject([{ fileName: 'elenco.csv' }]);
    await letter(desk, {
      draft: 'forward:T-1',
      to: 'tecnico@altrove.example',
      subject: draft.fields.subject,
      text: `Puoi guardare?\n${draft.text}`,
    });
    const { mail, read } = await goesOut(desk);
    expect(mail.to).toBe('tecnico@altrove.example');
    expect(read.attachments[0]?.content.toString()).toBe(CSV.text);
    expect(read.text).toContain('non mi è arrivata nessuna email');
    expect(await stateOf(desk)).toBe(before);
    // Two replies of ours would ask for a person.
    await letter(desk, { draft: 'forward:T-1', to: 'capo@altrove.example' });
    await goesOut(desk);
    const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view.history.filter(({ kind }) => kind === 'accepted').map(({ detail }) => detail)).toEqual([
      { act: 'forwarded', to: 'tecnico@altrove.example' },
      { act: 'forwarded', to: 'capo@altrove.example' },
    ]);
    expect(view.case?.flags.needsPerson).toBe(false);
    expect(view.outbox).toMatchObject([
      { kind: 'forward', state: 'filed' },
      { kind: 'forward', state: 'filed' },
    ]);
  });

  it('on its way keeps no reply from being sent', async () => {
    const desk = await deskWith();
    await letter(desk, { draft: 'forward:T-1', to: 'tecnico@altrove.example' });
    await send(desk);
    desk.clock.advance(10_000);
    await desk.engine.flushOutbox();
    expect(desk.smtp.taken.map(({ to }) => to).sort()).toEqual(['giulia@posta.example', 'tecnico@altrove.example']);
  });

  it('that is being written is not begun anew', async () => {
    const desk = await deskWith();
    await desk.engine.call('drafts.save', { ticket: 'forward:T-1', text: 'Guarda qui' });
    expect((await desk.engine.call('drafts.forward', { ticket: 'T-1', message: null })).text).toBe('Guarda qui');
  });

  it('leaves the reply that is being written alone', async () => {
    const desk = await deskWith();
    await desk.engine.call('drafts.save', { ticket: 'T-1', text: 'Cara Giulia' });
    await desk.engine.call('drafts.forward', { ticket: 'T-1', message: null });
    await letter(desk, { draft: 'forward:T-1', to: 'tecnico@altrove.example' });
    expect((await desk.engine.call('tickets.open', { ticket: 'T-1' })).draft).toBe('Cara Giulia');
  });

  it('does not go to the one who wrote it', async () => {
    const desk = await deskWith();
    await expect(letter(desk, { draft: 'forward:T-1', to: 'giulia@posta.example' })).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });
});
