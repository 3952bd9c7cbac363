import { describe, expect, it } from 'vitest';
import type { PutAway } from '../../shared/contract/put-away';
import { insertTickets } from '../../electron/engine/store/tickets-table';
import { followMoves } from '../../electron/engine/tickets/follow-moves';
import { makeTeamDesk } from '../support/colleague';
import type { TeamDesk } from '../support/colleague';
import { CLUB_PRODUCT, PRODUCTS_HEADER, SALES_HEADER } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const GIULIA = 'Giulia Ferri <giulia@posta.example>';
const MARTA = 'Marta Rossi <marta@posta.example>';
const SALE = `${SALES_HEADER}\nHP4400000001,APPROVED,2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,41,Pasta,Nonna,Giulia,giulia@posta.example,,49.00,EUR\n`;

let hour = 9;
/** Tickets of these people, in this order of arrival: T-1, T-2, … */
async function deskWith(...people: readonly string[]): Promise<TeamDesk> {
  hour = 9;
  const desk = await makeTeamDesk();
  for (const from of people) deliver(desk, from);
  await desk.sync();
  return desk;
}

function deliver(desk: TeamDesk, from: string, more: Partial<Parameters<typeof writeMail>[0]> = {}): void {
  const date = `Mon, 12 Jan 2026 ${String(hour).padStart(2, '0')}:00:00 +0000`;
  hour += 1;
  desk.mailbox.deliver(writeMail({ from, date, subject: `Accesso ${hour}`, ...more }));
}

const seen = async (desk: TeamDesk, ticket: string) => ({ ticket, revision: (await desk.stored(ticket)).revision });
const queues = async (desk: TeamDesk, ...tickets: readonly string[]) =>
  Promise.all(tickets.map(async (ticket) => (await desk.stored(ticket)).queue));
const last = async (desk: TeamDesk, ticket: string) =>
  (await desk.engine.call('tickets.open', { ticket })).history.at(-1);
const putBack = (desk: TeamDesk, back: readonly PutAway[]) =>
  desk.engine.call('tickets.putBack', { back: back.map((one) => ({ ...one, was: { ...one.was } })) });
const block = async (desk: TeamDesk, ticket: string, buyer = false) =>
  desk.engine.call('senders.block', { ...(await seen(desk, ticket)), buyer });

describe('one case', () => {
  it('is named by its other open tickets, the one that waits longest first', async () => {
    const desk = await deskWith(GIULIA, MARTA, GIULIA, GIULIA);
    const others = await desk.engine.call('tickets.case', { ticket: 'T-3' });
    expect(others.map(({ ticket }) => ticket)).toEqual(['T-1', 'T-4']);
    expect(others[0]).toMatchObject({ subject: 'Accesso 10', requester: 'Giulia Ferri', assignee: null });
    expect(await desk.engine.call('tickets.case', { ticket: 'T-2' })).toEqual([]);
  });

  it('is closed around its answered ticket in one step that one undo takes back', async () => {
    const desk = await deskWith(GIULIA, GIULIA, GIULIA);
    await desk.colleague('Anna').answer('T-3');
    const tickets = [await seen(desk, 'T-1'), await seen(desk, 'T-2')];
    const { back } = await desk.engine.call('tickets.closeCase', { answered: 'T-3', tickets });
    expect(await queues(desk, 'T-1', 'T-2', 'T-3')).toEqual(['done', 'done', 'waiting.customer']);
    expect(await last(desk, 'T-1')).toMatchObject({ kind: 'case-closed', actor: 'Anna', detail: { answered: 'T-3' } });
    await putBack(desk, back);
    expect(await queues(desk, 'T-1', 'T-2')).toEqual(['inbox', 'inbox']);
    expect(await last(desk, 'T-2')).toMatchObject({ kind: 'put-back', actor: 'Anna' });
  });

  it('closes nothing where the customer has written since', async () => {
    const desk = await deskWith(GIULIA, GIULIA, GIULIA);
    const old = await seen(desk, 'T-1');
    await desk.colleague('Bruno').act('T-1', { unread: 1 }, 'message', { direction: 'inbound' });
    await expect(
      desk.engine.call('tickets.closeCase', { answered: 'T-3', tickets: [await seen(desk, 'T-2'), old] }),
    ).rejects.toMatchObject({ code: 'stale-revision' });
    expect(await queues(desk, 'T-1', 'T-2')).toEqual(['inbox', 'inbox']);
  });

  it('never closes what somebody else asks: that was not answered', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    const tickets = [await seen(desk, 'T-2')];
    await expect(desk.engine.call('tickets.closeCase', { answered: 'T-1', tickets })).rejects.toMatchObject({
      code: 'bad-params',
    });
    expect(await queues(desk, 'T-2')).toEqual(['inbox']);
  });

  it('leaves alone what somebody has moved before the undo came', async () => {
    const desk = await deskWith(GIULIA, GIULIA);
    const { back } = await desk.engine.call('tickets.closeCase', {
      answered: 'T-2',
      tickets: [await seen(desk, 'T-1')],
    });
    await desk.colleague('Bruno').act('T-1', { state: 'waiting.customer' }, 'state', { to: 'waiting.customer' });
    await expect(putBack(desk, back)).rejects.toMatchObject({ code: 'stale-revision' });
    expect(await queues(desk, 'T-1')).toEqual(['waiting.customer']);
  });

  it('leaves alone what a colleague has reopened and closed again: that is his closing', async () => {
    const desk = await deskWith(GIULIA, GIULIA);
    const { back } = await desk.engine.call('tickets.closeCase', {
      answered: 'T-2',
      tickets: [await seen(desk, 'T-1')],
    });
    await desk.colleague('Bruno').act('T-1', { state: 'open' }, 'state', { from: 'done', to: 'open' });
    await desk.colleague('Bruno').act('T-1', { state: 'done' }, 'state', { from: 'open', to: 'done' });
    await expect(putBack(desk, back)).rejects.toMatchObject({ code: 'stale-revision' });
    expect(await queues(desk, 'T-1')).toEqual(['done']);
  });

  it('says on the other ticket who answered and when, and shows its suggestion first', async () => {
    const desk = await deskWith(GIULIA, GIULIA);
    await desk.colleague('Bruno').answer('T-1');
    const { case: about } = await desk.engine.call('tickets.open', { ticket: 'T-2' });
    expect(about?.answered).toEqual({ at: desk.clock.now(), by: 'Bruno', ticket: 'T-1' });
    expect(about?.suggestions[0]?.gate).toMatchObject({
      colour: 'amber',
      reasons: expect.arrayContaining(['answered-elsewhere']),
    });
  });
});

describe('spam', () => {
  it('lies in Junk, owed by nobody, with its reason, and comes back by undo as it was', async () => {
    const desk = await deskWith(GIULIA, GIULIA);
    const { back } = await desk.engine.call('tickets.spam', { tickets: [await seen(desk, 'T-1')] });
    expect(await desk.stored('T-1')).toMatchObject({ queue: 'junk', state: 'ignored', filed_reason: 'spam' });
    const { row } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(row).toMatchObject({ debtor: 'nobody', filedReason: 'spam' });
    expect(await last(desk, 'T-1')).toMatchObject({ kind: 'spam', actor: 'Anna' });
    await putBack(desk, back);
    const before = { queue: 'inbox', state: 'open', junk: 0, unread: 1, filed_reason: null };
    expect(await desk.stored('T-1')).toMatchObject(before);
  });

  it('stays there whatever is decided of it later, and is a ticket again by one key', async () => {
    const desk = await deskWith(GIULIA);
    await desk.engine.call('tickets.spam', { tickets: [await seen(desk, 'T-1')] });
    await desk.importCsv('sales', SALE);
    await desk.engine.call('tickets.correct', {
      ...(await seen(desk, 'T-1')),
      field: 'transaction',
      value: 'HP4400000001',
    });
    expect(await queues(desk, 'T-1')).toEqual(['junk']);
    await desk.engine.call('tickets.setState', { ...(await seen(desk, 'T-1')), to: 'open', snoozeUntil: null });
    expect((await desk.stored('T-1')).state).toBe('open');
    expect((await desk.engine.call('tickets.open', { ticket: 'T-1' })).row.filedReason).toBeNull();
  });
});

describe('mail that is moved on the server', () => {
  it('takes no ticket out of Junk that an agent called spam', async () => {
    const desk = await deskWith(GIULIA);
    await desk.engine.call('tickets.spam', { tickets: [await seen(desk, 'T-1')] });
    const messages = (await desk.engine.call('tickets.open', { ticket: 'T-1' })).messages.map(({ id }) => id);
    const outside = desk.colleague('Anna').room().outside;
    expect(await desk.store.transaction((db) => followMoves(db, outside, { messages, mailbox: 'main' }))).toEqual([]);
    expect(await queues(desk, 'T-1')).toEqual(['junk']);
  });
});

describe('a blocked sender', () => {
  it('is put back by undo even where he has written into his thread meanwhile', async () => {
    const desk = await deskWith(MARTA);
    deliver(desk, GIULIA, { id: 'primo@posta.example' });
    await desk.sync();
    const { back } = await block(desk, 'T-2');
    deliver(desk, GIULIA, { inReplyTo: 'primo@posta.example' });
    await desk.sync();
    await desk.engine.call('senders.unblock', { address: 'giulia@posta.example' });
    await putBack(desk, back);
    expect(await queues(desk, 'T-2')).toEqual(['inbox']);
  });

  it('goes under Filed with all that is open of his, and so does his later mail, unread by nobody', async () => {
    const desk = await deskWith(GIULIA, MARTA, GIULIA);
    expect(await desk.engine.call('senders.about', { ticket: 'T-1' })).toEqual({
      address: 'giulia@posta.example',
      blocked: false,
      unproven: false,
      unblockable: null,
      bought: [],
      tickets: 2,
    });
    await block(desk, 'T-1');
    expect(await queues(desk, 'T-1', 'T-2', 'T-3')).toEqual(['filed', 'inbox', 'filed']);
    deliver(desk, 'Giulia Ferri <Giulia+altro@posta.example>');
    await desk.sync();
    expect(await desk.stored('T-4')).toMatchObject({ queue: 'filed', filed_reason: 'blocked-sender', unread: 0 });
    expect((await desk.engine.call('tickets.open', { ticket: 'T-4' })).history.map(({ kind }) => kind)).toContain(
      'filed',
    );
    expect(await desk.engine.call('senders.list', {})).toEqual([
      { address: 'giulia@posta.example', by: 'Anna', at: desk.clock.now() },
    ]);
  });

  it('is filed in a thread that he had begun before as well', async () => {
    const desk = await makeTeamDesk();
    hour = 9;
    deliver(desk, GIULIA, { id: 'primo@posta.example' });
    await desk.sync();
    await block(desk, 'T-1');
    deliver(desk, GIULIA, { inReplyTo: 'primo@posta.example' });
    await desk.sync();
    expect(await desk.stored('T-1')).toMatchObject({ queue: 'filed', messages: 2 });
  });

  it('is never answered unseen: his suggestion is shown first, and a command line is refused', async () => {
    const desk = await deskWith(GIULIA);
    await block(desk, 'T-1');
    const { case: about } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(about?.suggestions[0]?.gate).toMatchObject({ reasons: expect.arrayContaining(['sender.blocked']) });
    await expect(
      desk.engine.call('replies.queue', { ticket: 'T-1', macro: null, text: null, delaySeconds: 0 }),
    ).rejects.toMatchObject({ code: 'reply-needs-confirmation' });
  });

  it('is refused a command line’s own words, too, where the desk suggests none', async () => {
    const desk = await makeTeamDesk();
    deliver(desk, GIULIA, { subject: 'Rimborso', text: 'Vorrei il rimborso del mio acquisto, grazie.' });
    await desk.sync();
    await block(desk, 'T-1');
    expect((await desk.engine.call('tickets.open', { ticket: 'T-1' })).case?.suggestions).toEqual([]);
    await expect(
      desk.engine.call('replies.queue', { ticket: 'T-1', macro: null, text: 'Buongiorno.', delaySeconds: 0 }),
    ).rejects.toMatchObject({ code: 'reply-needs-confirmation' });
  });

  it('is said to be a buyer before he is blocked', async () => {
    const desk = await deskWith(GIULIA);
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
    await desk.importCsv('sales', SALE);
    expect((await desk.engine.call('senders.about', { ticket: 'T-1' })).bought).toEqual(['Pasta']);
    await expect(block(desk, 'T-1')).rejects.toMatchObject({ code: 'not-allowed', reason: 'buyer' });
    expect((await desk.stored('T-1')).filed_reason).toBeNull();
    await block(desk, 'T-1', true);
    expect(await queues(desk, 'T-1')).toEqual(['filed']);
  });

  it('who has flooded the desk is filed whole, however many tickets that are, and comes back whole', async () => {
    const desk = await deskWith(GIULIA);
    const { queue: _queue, revision: _revision, ...row } = await desk.stored('T-1');
    const flood = Array.from({ length: 450 }, (_, n) => ({ ...row, id: `T-${n + 2}`, number: n + 2 }));
    await desk.store.transaction((db) => insertTickets(db, flood));
    expect(await desk.engine.call('senders.about', { ticket: 'T-1' })).toMatchObject({ tickets: 451 });
    const { back } = await block(desk, 'T-1');
    expect(new Set(back.map(({ ticket }) => ticket)).size).toBe(451);
    expect(await queues(desk, 'T-1', 'T-2', 'T-451')).toEqual(['filed', 'filed', 'filed']);
    expect((await putBack(desk, back.slice(0, 200))).tickets).toHaveLength(200);
    await expect(putBack(desk, back)).rejects.toMatchObject({ code: 'bad-params' });
  });

  it('that was blocked before says so: an undo of the second block is none of the first', async () => {
    const desk = await deskWith(GIULIA);
    expect(await block(desk, 'T-1')).toMatchObject({ blocked: true });
    await desk.engine.call('tickets.setState', { ...(await seen(desk, 'T-1')), to: 'open', snoozeUntil: null });
    expect(await block(desk, 'T-1')).toMatchObject({ blocked: false, back: [{ ticket: 'T-1' }] });
  });

  it('writes into the queues again once he is unblocked; what was filed stays, and says so', async () => {
    const desk = await deskWith(GIULIA);
    await block(desk, 'T-1');
    const address = 'giulia@posta.example';
    expect(await desk.engine.call('senders.unblock', { address })).toEqual({ unblocked: true });
    expect(await last(desk, 'T-1')).toMatchObject({ kind: 'sender-unblocked', actor: 'Anna', detail: { address } });
    deliver(desk, GIULIA);
    await desk.sync();
    expect(await queues(desk, 'T-1', 'T-2')).toEqual(['filed', 'inbox']);
    expect(await desk.engine.call('senders.restore', { address })).toEqual({ blocked: true });
    expect(await last(desk, 'T-1')).toMatchObject({ kind: 'sender-blocked', detail: { address } });
    expect(await desk.engine.call('senders.list', {})).toHaveLength(1);
  });

  it.each([
    ['the team itself', 'Anna <support@corsi.example>', 'own'],
    ['a form that writes for many', 'Sito <wordpress@corsi.example>', 'form'],
  ])('is never %s', async (_what, from, reason) => {
    const desk = await deskWith(MARTA);
    await desk.store.db
      .updateTable('ticket')
      .set({ requester_folded: from.slice(from.indexOf('<') + 1, -1), requester_address: from })
      .execute();
    expect((await desk.engine.call('senders.about', { ticket: 'T-1' })).unblockable).toBe(reason);
    await expect(block(desk, 'T-1', true)).rejects.toMatchObject({ code: 'not-allowed', reason: `block-${reason}` });
    expect(await desk.engine.call('senders.list', {})).toEqual([]);
  });
});
