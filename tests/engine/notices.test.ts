import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually';
import { CLUB_PRODUCT, PRODUCTS_HEADER, SALES_HEADER, makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const HOUR = 3_600_000;
const GIULIA = 'Giulia Ferri <giulia@posta.example>';
const SALE = `${SALES_HEADER}\nHP4400000001,APPROVED,2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,41,Pasta,Nonna,Giulia,giulia@posta.example,,49.00,EUR\n`;
const TEXTS = {
  it: 'In questo momento Hotmart Club non risponde e ci lavoriamo. Ti scriviamo appena è risolto.',
  pt: 'Neste momento o Hotmart Club não responde e estamos trabalhando nisso.',
  es: 'En este momento Hotmart Club no responde y trabajamos en ello.',
  en: 'Hotmart Club does not answer at the moment and we are working on it.',
};

/** Giulia, who bought product 41, asks as T-1; a stranger names her number as T-2; Luca, who bought nothing, asks as T-3. */
async function deskWithCases(): Promise<TestDesk> {
  const desk = await makeDesk();
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  await desk.importCsv('sales', SALE);
  const text = "Non ho ricevuto l'email per entrare.";
  const mail = (hour: number) => ({ date: `Mon, 12 Jan 2026 0${hour}:00:00 +0000`, subject: 'Accesso' });
  desk.mailbox.deliver(
    writeMail({ ...mail(6), id: 'giulia-1@posta.example', from: GIULIA, text: `${text} HP4400000001` }),
  );
  desk.mailbox.deliver(writeMail({ ...mail(7), from: 'ignoto@altrove.example', text: `${text} HP4400000001` }));
  desk.mailbox.deliver(writeMail({ ...mail(8), from: 'luca@posta.example', text }));
  await desk.sync();
  return desk;
}

const set = (desk: TestDesk, about: { productId?: string; producerName?: string } = {}) =>
  desk.engine.call('notices.set', {
    productId: about.productId ?? '',
    producerName: about.producerName ?? '',
    texts: TEXTS,
    until: desk.clock.now() + 4 * HOUR,
  });
const open = (desk: TestDesk, ticket: string) => desk.engine.call('tickets.open', { ticket });
const macros = async (desk: TestDesk, ticket: string) =>
  (await open(desk, ticket)).case?.suggestions.map(({ macro }) => macro) ?? [];
const reasons = async (desk: TestDesk, ticket: string) => {
  const gate = (await open(desk, ticket)).case?.suggestions.at(-1)?.gate;
  return gate?.colour === 'amber' ? gate.reasons : [];
};
async function accept(desk: TestDesk, ticket: string) {
  const { revision } = (await open(desk, ticket)).row;
  return desk.engine.call('replies.accept', { ticket, revision, index: 0, confirmed: true, escalate: false });
}

describe('a notice of an incident', () => {
  it('is the first suggestion for its product’s buyers, in their language inside the frame; nothing of it is green', async () => {
    const desk = await deskWithCases();
    const before = await macros(desk, 'T-1');
    const { id } = await set(desk, { productId: '41' });
    const { case: about } = await open(desk, 'T-1');
    expect(about?.notice).toMatchObject({ id, by: 'Anna', told: false });
    const [notice, decision] = about?.suggestions ?? [];
    expect(notice).toMatchObject({ macro: `notice.${id}`, to: 'giulia@posta.example', language: 'it' });
    expect(notice?.text).toContain('in questo momento Hotmart Club non risponde');
    expect(notice?.text).toMatch(/^Buongiorno Giulia/);
    expect(decision?.macro).toBe(before[0]);
    expect(await reasons(desk, 'T-1')).toContain('incident');
  });

  it('of a product is never told to who is not its buyer: that it came would say that the number is known', async () => {
    const desk = await deskWithCases();
    const before = [await macros(desk, 'T-2'), await macros(desk, 'T-3')];
    await set(desk, { productId: '41' });
    expect([await macros(desk, 'T-2'), await macros(desk, 'T-3')]).toEqual(before);
  });

  it('of everything is told alike to buyers and strangers', async () => {
    const desk = await deskWithCases();
    const { id } = await set(desk);
    for (const ticket of ['T-1', 'T-2', 'T-3']) expect((await macros(desk, ticket))[0]).toBe(`notice.${id}`);
  });

  it('of a producer touches all products of that producer, and no others', async () => {
    const desk = await deskWithCases();
    await set(desk, { producerName: 'Altro' });
    expect((await open(desk, 'T-1')).case?.notice).toBeNull();
    const producer = (await open(desk, 'T-1')).case?.match.purchase?.producerName ?? '';
    const { id } = await set(desk, { producerName: producer });
    expect((await macros(desk, 'T-1'))[0]).toBe(`notice.${id}`);
  });

  it('lets the ticket sleep until it ends, is not told twice, and the answer after it is no second mail', async () => {
    const desk = await deskWithCases();
    const decision = (await macros(desk, 'T-1'))[0];
    const { id } = await set(desk, { productId: '41' });
    await accept(desk, 'T-1');
    expect((await open(desk, 'T-1')).row).toMatchObject({ state: 'snoozed', debtor: 'us' });
    expect(await macros(desk, 'T-1')).not.toContain(`notice.${id}`);
    expect((await open(desk, 'T-1')).case?.notice?.told).toBe(true);
    desk.clock.advance(4 * HOUR + 1_000);
    await eventually(async () => expect((await open(desk, 'T-1')).row.state).toBe('open'));
    expect((await open(desk, 'T-1')).row).toMatchObject({ state: 'open', unread: true });
    expect((await macros(desk, 'T-1'))[0]).toBe(decision);
    expect(await reasons(desk, 'T-1')).not.toContain('incident');
  });

  it('is taken back with its reply by undo, as long as that has not gone', async () => {
    const desk = await deskWithCases();
    await set(desk, { productId: '41' });
    const { block } = await accept(desk, 'T-1');
    await desk.engine.call('replies.undo', { block });
    expect((await open(desk, 'T-1')).row).toMatchObject({ state: 'open', snoozedUntil: null });
  });

  it('ended early brings everybody who was told back at once, and undo lets it run on', async () => {
    const desk = await deskWithCases();
    const { id } = await set(desk, { productId: '41' });
    await accept(desk, 'T-1');
    expect(await desk.engine.call('notices.list', {})).toMatchObject([{ running: true, tickets: ['T-1'], back: [] }]);
    const { back } = await desk.engine.call('notices.end', { id });
    expect(await desk.engine.call('notices.list', {})).toMatchObject([
      { id, running: false, endedBy: 'Anna', tickets: ['T-1'], back: ['T-1'] },
    ]);
    const view = await open(desk, 'T-1');
    expect(view.row.state).toBe('open');
    expect(view.history.at(-1)).toMatchObject({ kind: 'notice-ended', actor: 'Anna' });
    await desk.engine.call('notices.resume', { id });
    await desk.engine.call('tickets.putBack', { back: back.map((one) => ({ ...one, was: { ...one.was } })) });
    expect((await open(desk, 'T-1')).row.state).toBe('snoozed');
    expect((await desk.engine.call('notices.list', {}))[0]?.running).toBe(true);
  });

  it('that ends before its mail went holds that mail back: nobody is told of what is over', async () => {
    const desk = await deskWithCases();
    const { id } = await set(desk, { productId: '41' });
    await accept(desk, 'T-1');
    await desk.engine.call('notices.end', { id });
    desk.clock.advance(60_000);
    await desk.engine.call('outbox.flush', {});
    expect((await open(desk, 'T-1')).outbox).toMatchObject([{ state: 'held', heldReason: 'notice-ended' }]);
    expect(desk.smtp.taken).toEqual([]);
  });

  it('that still runs lets its mail go', async () => {
    const desk = await deskWithCases();
    await set(desk, { productId: '41' });
    await accept(desk, 'T-1');
    desk.clock.advance(60_000);
    await desk.engine.call('outbox.flush', {});
    expect(desk.smtp.taken).toHaveLength(1);
  });

  it('ended early and taken back leaves awake who has written since', async () => {
    const desk = await deskWithCases();
    const { id } = await set(desk, { productId: '41' });
    await accept(desk, 'T-1');
    const { back } = await desk.engine.call('notices.end', { id });
    const inReplyTo = 'giulia-1@posta.example';
    const more = { date: 'Mon, 12 Jan 2026 09:00:00 +0000', text: 'Ancora niente.', inReplyTo };
    desk.mailbox.deliver(writeMail({ from: GIULIA, ...more }));
    await desk.sync();
    await desk.engine.call('notices.resume', { id });
    await expect(
      desk.engine.call('tickets.putBack', { back: back.map((one) => ({ ...one, was: { ...one.was } })) }),
    ).rejects.toMatchObject({ code: 'stale-revision' });
    expect((await open(desk, 'T-1')).row).toMatchObject({ state: 'open', unread: true });
  });

  it('holds words alone, in every language, and ends within two weeks', async () => {
    const desk = await deskWithCases();
    const until = desk.clock.now() + HOUR;
    const about = { productId: '', producerName: '' };
    const refused = { code: 'bad-params' };
    const template = { ...TEXTS, it: 'Ciao {{ transaction }}' };
    await expect(desk.engine.call('notices.set', { ...about, until, texts: template })).rejects.toMatchObject(refused);
    await expect(
      desk.engine.call('notices.set', { ...about, until, texts: { ...TEXTS, pt: ' ' } }),
    ).rejects.toMatchObject(refused);
    await expect(
      desk.engine.call('notices.set', { ...about, until: desk.clock.now(), texts: TEXTS }),
    ).rejects.toMatchObject(refused);
  });
});
