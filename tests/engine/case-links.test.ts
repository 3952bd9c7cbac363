import { describe, expect, it } from 'vitest';
import { CASE_MS } from '../../shared/domain/case-tickets';
import { eraseTicket } from '../../electron/engine/privacy/erase-ticket';
import { testOutside, GIULIA_SALE, CLUB_PRODUCT, PRODUCTS_HEADER, SALES_HEADER } from '../support/make-engine';
import { makeTeamDesk } from '../support/colleague';
import type { TeamDesk } from '../support/colleague';
import { GIULIA, MARTA, OFFICE, caseOf, close, deskWith, join, part, seen, told, undo } from '../support/linked-desk';
import { writeMail } from '../support/write-mail';

const MONTH = 31 * 86_400_000;
const MARTA_SALE =
  'HP5510020322,APPROVED,2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,42,Yoga,Nonna,Marta Rossi,marta@posta.example,,49.00,EUR';
const YOGA = '42,Yoga,club,https://hotmart.com/club/yoga,Nonna,nonna@cucina.example';

describe('joining two tickets', () => {
  it('makes one case of two people’s tickets: both are named, claimed together, and say so in their history', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    const before = await desk.stored('T-1');
    const said = await join(desk, 'T-1', 'T-2');
    expect(await caseOf(desk, 'T-1')).toEqual(['T-2']);
    expect(await caseOf(desk, 'T-2')).toEqual(['T-1']);
    expect(await told(desk, 'T-1')).toEqual([['case-joined', 'Anna', { ticket: 'T-2' }]]);
    expect(await told(desk, 'T-2')).toEqual([['case-joined', 'Anna', { ticket: 'T-1' }]]);
    expect(await desk.stored('T-1')).toEqual({ ...before, revision: before.revision + 1 });
    expect(said.tickets).toEqual([await seen(desk, 'T-1'), await seen(desk, 'T-2')]);
    await desk.engine.call('tickets.claim', await seen(desk, 'T-1'));
    expect((await desk.stored('T-2')).assignee).toBe('Anna');
  });

  it('moves no row: each ticket keeps its messages and its requester', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    const rows = await desk.tickets();
    await join(desk, 'T-1', 'T-2');
    expect(await desk.tickets()).toEqual(rows.map((row) => ({ ...row, revision: row.revision + 1 })));
  });

  it('holds beyond the 72 hours of the rule, and for an office', async () => {
    const desk = await deskWith(OFFICE, OFFICE, GIULIA);
    expect(await caseOf(desk, 'T-1')).toEqual([]);
    await join(desk, 'T-1', 'T-2');
    await desk.store.db
      .updateTable('ticket')
      .set({ last_inbound_at: desk.clock.now() - 2 * CASE_MS })
      .where('id', '=', 'T-3')
      .execute();
    await join(desk, 'T-3', 'T-2');
    expect(await caseOf(desk, 'T-1')).toEqual(['T-2', 'T-3']);
    expect(await desk.engine.call('tickets.case', { ticket: 'T-1' })).toMatchObject([{ same: false }, { same: false }]);
  });

  it('takes along what the rule joins with the other one', async () => {
    const desk = await deskWith(GIULIA, GIULIA, MARTA, MARTA);
    await join(desk, 'T-3', 'T-1');
    for (const ticket of ['T-1', 'T-2', 'T-3', 'T-4']) {
      expect(await caseOf(desk, ticket)).toEqual(['T-1', 'T-2', 'T-3', 'T-4'].filter((id) => id !== ticket));
    }
    await desk.engine.call('tickets.claim', await seen(desk, 'T-2'));
    expect((await desk.tickets()).map(({ assignee }) => assignee)).toEqual(['Anna', 'Anna', 'Anna', 'Anna']);
  });

  it('is taken back by one undo, which says so; a second one comes too late', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    const said = await join(desk, 'T-1', 'T-2');
    const { tickets } = await undo(desk, said);
    expect(await caseOf(desk, 'T-1')).toEqual([]);
    expect(await told(desk, 'T-2')).toContainEqual(['case-undone', 'Anna', { ticket: 'T-1', was: 'joined' }]);
    expect(tickets).toEqual([await seen(desk, 'T-1'), await seen(desk, 'T-2')]);
    await expect(undo(desk, said)).rejects.toMatchObject({ code: 'stale-revision' });
    await join(desk, 'T-1', 'T-2');
    await expect(undo(desk, said)).rejects.toMatchObject({ code: 'stale-revision' });
    expect(await caseOf(desk, 'T-1')).toEqual(['T-2']);
  });

  it('says nothing twice', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    await join(desk, 'T-1', 'T-2');
    const before = await desk.stored('T-1');
    expect(await join(desk, 'T-2', 'T-1')).toEqual({ links: [], tickets: [] });
    expect(await desk.stored('T-1')).toEqual(before);
  });

  it('is refused where either ticket has changed, is not there, or is the same', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    const [one, other] = [await seen(desk, 'T-1'), await seen(desk, 'T-2')];
    const none = { ticket: 'T-9', revision: 0 };
    const call = (ticket: typeof one, second: typeof one) =>
      desk.engine.call('tickets.join', { ...ticket, with: second });
    await expect(call(one, none)).rejects.toMatchObject({ code: 'not-found' });
    await expect(call(one, one)).rejects.toMatchObject({ code: 'bad-params' });
    await desk.colleague('Bruno').claim('T-2');
    await expect(call(one, other)).rejects.toMatchObject({ code: 'stale-revision', detail: { ticket: 'T-2' } });
    await expect(call(other, one)).rejects.toMatchObject({
      code: 'stale-revision',
      detail: { ticket: 'T-2', what: 'took-over', who: 'Bruno' },
    });
    expect(await caseOf(desk, 'T-1')).toEqual([]);
  });

  it('is what a colleague is told of whose press came after it', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    const old = await seen(desk, 'T-1');
    await desk.colleague('Bruno').act('T-1', {}, 'case-joined', { ticket: 'T-2' });
    await expect(desk.engine.call('tickets.claim', old)).rejects.toMatchObject({
      code: 'stale-revision',
      detail: { what: 'joined', who: 'Bruno' },
    });
  });

  it('keeps no closing from being undone: the ticket stands where it was put', async () => {
    const desk = await deskWith(GIULIA, GIULIA, MARTA);
    const { back } = await desk.engine.call('tickets.closeCase', {
      answered: 'T-2',
      tickets: [await seen(desk, 'T-1')],
    });
    await join(desk, 'T-1', 'T-3');
    await desk.engine.call('tickets.putBack', { back: back.map((one) => ({ ...one, was: { ...one.was } })) });
    expect((await desk.stored('T-1')).state).toBe('open');
  });

  it('ends no review: a lead’s mark goes with what may make it another one’s turn', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    await desk.engine.call('tickets.review', { changes: [{ ...(await seen(desk, 'T-1')), word: 'letto' }] });
    await join(desk, 'T-1', 'T-2');
    expect((await desk.engine.call('tickets.open', { ticket: 'T-1' })).row.reviewed).toMatchObject({ word: 'letto' });
  });
});

describe('parting a ticket from its case', () => {
  it('parts it from each other ticket that is in it now, and leaves those together', async () => {
    const desk = await deskWith(GIULIA, GIULIA, GIULIA);
    const said = await part(desk, 'T-3', 'T-1');
    expect(await caseOf(desk, 'T-1')).toEqual(['T-2']);
    expect(await caseOf(desk, 'T-2')).toEqual(['T-1']);
    expect(await caseOf(desk, 'T-3')).toEqual([]);
    expect((await told(desk, 'T-3')).map(([, , detail]) => detail)).toEqual([{ ticket: 'T-1' }, { ticket: 'T-2' }]);
    await desk.engine.call('tickets.claim', await seen(desk, 'T-1'));
    expect((await desk.stored('T-3')).assignee).toBeNull();
    await undo(desk, said);
    expect(await caseOf(desk, 'T-3')).toEqual(['T-1', 'T-2']);
  });

  it('leaves it with those that came along by way of it alone, and them with it', async () => {
    const desk = await deskWith(GIULIA, MARTA, GIULIA, MARTA);
    await join(desk, 'T-1', 'T-2');
    expect(await caseOf(desk, 'T-2')).toEqual(['T-1', 'T-3', 'T-4']);
    // A joining that was wrong, seen from the other side.
    const said = await part(desk, 'T-1', 'T-2');
    expect(said.links.map(({ ticket, other }) => [ticket, other])).toEqual([
      ['T-1', 'T-2'],
      ['T-1', 'T-4'],
    ]);
    expect(await caseOf(desk, 'T-1')).toEqual(['T-3']);
    expect(await caseOf(desk, 'T-3')).toEqual(['T-1']);
    expect(await caseOf(desk, 'T-2')).toEqual(['T-4']);
    expect(await caseOf(desk, 'T-4')).toEqual(['T-2']);
  });

  it('keeps what else it was joined with', async () => {
    const desk = await deskWith(GIULIA, MARTA, OFFICE);
    await join(desk, 'T-1', 'T-2');
    await join(desk, 'T-2', 'T-3');
    await part(desk, 'T-2', 'T-1');
    expect(await caseOf(desk, 'T-2')).toEqual(['T-3']);
    expect(await caseOf(desk, 'T-1')).toEqual([]);
  });

  it('is wholly taken back by joining the two cases again, whichever of their tickets were parted', async () => {
    const desk = await deskWith(GIULIA, MARTA, GIULIA, MARTA);
    await join(desk, 'T-1', 'T-2');
    await part(desk, 'T-2', 'T-1');
    await join(desk, 'T-4', 'T-1');
    for (const ticket of ['T-1', 'T-2', 'T-3', 'T-4']) expect((await caseOf(desk, ticket)).length).toBe(3);
  });

  it('takes back an agent’s joining, and the newest word of the two holds', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    await join(desk, 'T-1', 'T-2');
    const parted = await part(desk, 'T-2', 'T-1');
    expect(await caseOf(desk, 'T-1')).toEqual([]);
    await undo(desk, parted);
    expect(await caseOf(desk, 'T-1')).toEqual(['T-2']);
    await part(desk, 'T-1', 'T-2');
    await join(desk, 'T-1', 'T-2');
    expect(await caseOf(desk, 'T-1')).toEqual(['T-2']);
  });

  it.each([
    ['T-3', 'T-1'],
    ['T-1', 'T-3'],
  ])('is over with the whole case once %s is joined with %s, and holds again by undo', async (ticket, other) => {
    const desk = await deskWith(GIULIA, GIULIA, GIULIA);
    await part(desk, 'T-3', 'T-1');
    const said = await join(desk, ticket, other);
    expect(await caseOf(desk, 'T-3')).toEqual(['T-1', 'T-2']);
    await undo(desk, said);
    expect(await caseOf(desk, 'T-3')).toEqual([]);
    expect(await caseOf(desk, 'T-1')).toEqual(['T-2']);
  });

  it('is refused for a ticket of another case, and for a stale one', async () => {
    const desk = await deskWith(GIULIA, MARTA, GIULIA);
    await expect(part(desk, 'T-2', 'T-1')).rejects.toMatchObject({ code: 'bad-params' });
    await expect(part(desk, 'T-1', 'T-1')).rejects.toMatchObject({ code: 'bad-params' });
    const old = await seen(desk, 'T-3');
    await desk.colleague('Bruno').claim('T-3');
    await expect(desk.engine.call('tickets.part', { ...old, from: await seen(desk, 'T-1') })).rejects.toMatchObject({
      code: 'stale-revision',
      detail: { ticket: 'T-3', who: 'Bruno' },
    });
  });
});

describe('a joined ticket that is closed', () => {
  it('is a case by itself, says where it belongs, and is of the case once it opens again', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    await join(desk, 'T-1', 'T-2');
    await close(desk, 'T-2');
    expect(await caseOf(desk, 'T-1')).toEqual(['(T-2)']);
    expect(await caseOf(desk, 'T-2')).toEqual(['T-1']);
    await desk.engine.call('tickets.claim', await seen(desk, 'T-1'));
    expect((await desk.stored('T-2')).assignee).toBeNull();
    await close(desk, 'T-2', 'open');
    expect(await caseOf(desk, 'T-1')).toEqual(['T-2']);
  });

  it('can be joined and parted as well, from either side', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    await close(desk, 'T-2');
    await join(desk, 'T-1', 'T-2');
    expect(await caseOf(desk, 'T-2')).toEqual(['T-1']);
    await part(desk, 'T-1', 'T-2');
    expect(await caseOf(desk, 'T-1')).toEqual([]);
    await join(desk, 'T-2', 'T-1');
    await part(desk, 'T-2', 'T-1');
    expect(await caseOf(desk, 'T-2')).toEqual([]);
  });

  it('is kept while one that it was joined with is open, and its links go with it when it is erased', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    await join(desk, 'T-1', 'T-2');
    await close(desk, 'T-2');
    desk.clock.advance(7 * MONTH);
    const count = async () => (await desk.engine.call('retention.count', { months: 6 })).tickets;
    expect(await count()).toBe(0);
    await part(desk, 'T-2', 'T-1');
    desk.clock.advance(7 * MONTH);
    expect(await count()).toBe(1);
    await desk.store.transaction((db) =>
      eraseTicket({ db, store: desk.store, outside: testOutside(desk.clock), waiting: 'stops' }, 'T-2', 'Anna'),
    );
    expect(await desk.store.db.selectFrom('case_link').selectAll().execute()).toEqual([]);
    await expect(join(desk, 'T-1', 'T-2')).rejects.toMatchObject({ code: 'bad-params' });
  });
});

describe('tickets that are joined by way of another', () => {
  it('are kept while any of them is open, though those between are not', async () => {
    const desk = await deskWith(GIULIA, MARTA, OFFICE);
    await join(desk, 'T-1', 'T-2');
    await join(desk, 'T-2', 'T-3');
    await close(desk, 'T-1');
    await close(desk, 'T-2');
    desk.clock.advance(7 * MONTH);
    const count = async () => (await desk.engine.call('retention.count', { months: 6 })).tickets;
    expect(await count()).toBe(0);
    await close(desk, 'T-3');
    desk.clock.advance(7 * MONTH);
    expect(await count()).toBe(3);
  });

  it('share no mail, whichever of them is closed', async () => {
    const desk = await deskWith(GIULIA, MARTA, GIULIA);
    await join(desk, 'T-3', 'T-2');
    const copy = async () =>
      desk.engine.call('replies.send', {
        ...(await seen(desk, 'T-1')), text: 'Buongiorno', macro: null, decision: null, again: false, cc: ['marta@posta.example'],
      }); // prettier-ignore
    await expect(copy()).rejects.toMatchObject({ code: 'reply-privacy' });
    await close(desk, 'T-2');
    await expect(copy()).rejects.toMatchObject({ code: 'reply-privacy' });
    await close(desk, 'T-2', 'open');
    await close(desk, 'T-1');
    await expect(copy()).rejects.toMatchObject({ code: 'reply-privacy' });
  });
});

describe('what could be joined', () => {
  const offered = async (desk: TeamDesk, ticket: string, text: string) =>
    (await desk.engine.call('tickets.joinable', { ticket, text })).map((one) => one.ticket);

  it('is found by number, address, name and words, the ticket itself left out', async () => {
    const desk = await deskWith(GIULIA, MARTA, OFFICE);
    for (const text of ['T-2', 't-2', ' 2 ', 'marta@posta.example', 'Marta', 'accesso 8']) {
      expect([text, ...(await offered(desk, 'T-1', text))]).toEqual([text, 'T-2']);
    }
    expect(await offered(desk, 'T-1', 'T-1')).toEqual([]);
    expect(await offered(desk, 'T-1', 'T-99')).toEqual([]);
  });

  it('is first what the same person wrote or asked about that purchase, with what one chooses by', async () => {
    const desk = await deskWith(GIULIA, MARTA, GIULIA);
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
    await close(desk, 'T-3');
    expect(await desk.engine.call('tickets.joinable', { ticket: 'T-1', text: '' })).toEqual([
      {
        ticket: 'T-3',
        revision: (await desk.stored('T-3')).revision,
        name: 'Giulia Ferri',
        address: 'giulia@posta.example',
        subject: 'Accesso 9',
        product: 'Pasta',
        state: 'done',
        at: (await desk.stored('T-3')).updated_at,
        sameAddress: true,
        holder: null,
        inCase: false,
      },
    ]);
    await join(desk, 'T-1', 'T-2');
    expect(await desk.engine.call('tickets.joinable', { ticket: 'T-1', text: 'Marta' })).toMatchObject([
      { ticket: 'T-2', sameAddress: false, inCase: true },
    ]);
  });
});

describe('a case of two addresses that an agent joined', () => {
  /** Giulia's T-1 about Pasta, Marta's T-2 about Yoga, each with words of her own. */
  async function deskOfTwo(): Promise<TeamDesk> {
    const desk = await makeTeamDesk();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n${MARTA_SALE}\n`);
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n${YOGA}\n`);
    const text = (word: string) => `Buongiorno, ho pagato ma non mi è arrivata l’email di accesso. ${word}`;
    desk.mailbox.deliver(
      writeMail({ from: GIULIA, text: text('Zafferano, Giulia') }),
      writeMail({ from: MARTA, text: text('Rosmarino, Marta') }),
    );
    await desk.sync();
    return desk;
  }
  /** All that can be said from a ticket: its case with the suggestions, and every macro filled for it. */
  const sayable = async (desk: TeamDesk, ticket: string) => ({
    case: (await desk.engine.call('tickets.open', { ticket })).case,
    macros: await desk.engine.call('macros.list', { ticket }),
  });

  it('has the same suggestions and macro texts as before, each about the own purchase', async () => {
    const desk = await deskOfTwo();
    const before = [await sayable(desk, 'T-1'), await sayable(desk, 'T-2')];
    await join(desk, 'T-1', 'T-2');
    expect([await sayable(desk, 'T-1'), await sayable(desk, 'T-2')]).toEqual(before);
    const [hers, other] = before.map((one) => JSON.stringify(one));
    for (const foreign of ['marta@', 'HP5510020322', 'Yoga', 'Rosmarino']) expect(hers).not.toContain(foreign);
    for (const foreign of ['giulia@', 'Pasta', 'Zafferano']) expect(other).not.toContain(foreign);
  });

  it('is answered each at the own address, with nothing of the other in recipients, quote or text', async () => {
    const desk = await deskOfTwo();
    await join(desk, 'T-1', 'T-2');
    for (const ticket of ['T-1', 'T-2']) {
      await desk.engine.call('replies.accept', {
        ...(await seen(desk, ticket)),
        index: 0,
        confirmed: true,
        escalate: false,
      });
    }
    desk.clock.advance(10_000);
    await desk.engine.flushOutbox();
    const sent = new Map(desk.smtp.taken.map(({ to, raw }) => [String(to), Buffer.from(raw).toString('utf8')]));
    expect([...sent.keys()].sort()).toEqual(['giulia@posta.example', 'marta@posta.example']);
    // Readable as they go out, each with its own quote.
    expect(sent.get('giulia@posta.example')).toContain('Zafferano');
    expect(sent.get('marta@posta.example')).toContain('Rosmarino');
    for (const foreign of ['marta@', 'HP5510020322', 'Yoga', 'Rosmarino']) {
      expect(sent.get('giulia@posta.example')).not.toContain(foreign);
    }
    for (const foreign of ['giulia@', 'Pasta', 'Zafferano']) {
      expect(sent.get('marta@posta.example')).not.toContain(foreign);
    }
  });

  it('lets no typed reply go to both, nor to the other one instead', async () => {
    const desk = await deskOfTwo();
    const send = async (way: { readonly cc?: string[]; readonly bcc?: string[] }) =>
      desk.engine.call('replies.send', {
        ...(await seen(desk, 'T-1')),
        text: 'Buongiorno, un momento.',
        macro: null,
        decision: null,
        ...way,
      });
    await join(desk, 'T-1', 'T-2');
    for (const way of [{ cc: ['Marta@posta.example'] }, { bcc: ['marta@posta.example'] }]) {
      await expect(send(way)).rejects.toMatchObject({ code: 'reply-privacy', detail: { other: 'T-2' } });
    }
    await close(desk, 'T-2');
    await expect(send({ cc: ['marta@posta.example'] })).rejects.toMatchObject({ code: 'reply-privacy' });
    expect((await send({})).items).toMatchObject([{ to: 'giulia@posta.example', copies: [] }]);
  });

  it('tells a text of the other’s purchase to neither: the guard knows each ticket’s own', async () => {
    const desk = await deskOfTwo();
    await join(desk, 'T-1', 'T-2');
    const text = 'Il tuo acquisto HP5510020322 è a posto.';
    await expect(
      desk.engine.call('replies.send', { ...(await seen(desk, 'T-1')), text, macro: null, decision: null }),
    ).rejects.toMatchObject({ code: 'reply-privacy' });
  });

  it('closes nothing of the other when one is answered', async () => {
    const desk = await deskOfTwo();
    await join(desk, 'T-1', 'T-2');
    expect(await desk.engine.call('tickets.case', { ticket: 'T-1' })).toMatchObject([{ ticket: 'T-2', same: false }]);
    await desk.colleague('Anna').answer('T-1');
    await expect(
      desk.engine.call('tickets.closeCase', { answered: 'T-1', tickets: [await seen(desk, 'T-2')] }),
    ).rejects.toMatchObject({ code: 'bad-params' });
  });

  it('closes what the same person wrote long before and an agent joined', async () => {
    const desk = await deskWith(GIULIA, GIULIA);
    await desk.store.db
      .updateTable('ticket')
      .set({ last_inbound_at: desk.clock.now() - 5 * CASE_MS })
      .where('id', '=', 'T-1')
      .execute();
    expect(await caseOf(desk, 'T-2')).toEqual([]);
    await join(desk, 'T-1', 'T-2');
    await desk.colleague('Anna').answer('T-2');
    await desk.engine.call('tickets.closeCase', { answered: 'T-2', tickets: [await seen(desk, 'T-1')] });
    expect((await desk.stored('T-1')).state).toBe('done');
  });
});
