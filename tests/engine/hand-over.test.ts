import { describe, expect, it } from 'vitest';
import { CLAIM_MS } from '../../shared/domain/claim';
import { makeTeamDesk } from '../support/colleague';
import type { TeamDesk } from '../support/colleague';
import { writeMail } from '../support/write-mail';

const MINUTE = 60_000;
const NOTE = 'Domani richiama Giulia.';

/** T-1 claimed, T-2 assigned, T-3 with a draft, T-4 with a held reply, T-5 nobody's: all but the last Anna's. */
async function endOfShift(): Promise<TeamDesk> {
  const desk = await makeTeamDesk();
  for (const name of ['uno', 'due', 'tre', 'quattro', 'cinque']) {
    desk.mailbox.deliver(writeMail({ from: `${name} <${name}@posta.example>`, id: `${name}@posta.example` }));
  }
  await desk.sync();
  const at = async (ticket: string) => ({ ticket, revision: (await desk.stored(ticket)).revision });
  const text = { text: 'Buongiorno, ci scriva il numero.', macro: null, decision: null };
  await desk.engine.call('replies.send', { ...(await at('T-4')), ...text });
  desk.mailbox.deliver(
    writeMail({ from: 'quattro <quattro@posta.example>', inReplyTo: 'quattro@posta.example', text: 'Ancora io' }),
  );
  await desk.sync();
  desk.clock.advance(MINUTE);
  await desk.engine.call('outbox.flush', {});
  await desk.engine.call('tickets.claim', await at('T-1'));
  await desk.engine.call('tickets.assign', { tickets: [await at('T-2')], to: 'Anna' });
  await desk.engine.call('drafts.save', { ticket: 'T-3', text: 'Caro tre' });
  return desk;
}

const ALL = ['T-1', 'T-2', 'T-3', 'T-4'];
const handOver = (desk: TeamDesk, to: string | null, tickets: readonly string[] = ALL) =>
  desk.engine.call('shift.handOver', { tickets: [...tickets], to, note: NOTE });
const open = (desk: TeamDesk, ticket: string) => desk.engine.call('tickets.open', { ticket });

describe('my shift', () => {
  it('is what I hold, what I began and what of mine is held back', async () => {
    const desk = await endOfShift();
    const items = await desk.engine.call('shift.mine', {});
    expect(items.map(({ ticket, held, draft, reply }) => ({ ticket, held, draft, reply }))).toEqual(
      expect.arrayContaining([
        { ticket: 'T-1', held: true, draft: false, reply: null },
        { ticket: 'T-2', held: true, draft: false, reply: null },
        { ticket: 'T-3', held: false, draft: true, reply: null },
        { ticket: 'T-4', held: false, draft: false, reply: 'held' },
      ]),
    );
    expect(items).toHaveLength(4);
  });

  it('loses what is done, and a claim that ran out', async () => {
    const desk = await endOfShift();
    const { revision } = await desk.stored('T-2');
    await desk.engine.call('tickets.setState', { ticket: 'T-2', revision, to: 'done', snoozeUntil: null });
    desk.clock.advance(CLAIM_MS);
    expect((await desk.engine.call('shift.mine', {})).map(({ ticket }) => ticket)).toEqual(['T-3', 'T-4']);
  });
});

describe('handing a shift over', () => {
  it('gives every ticket to the colleague without an end, with a note and a mark of whose it was', async () => {
    const desk = await endOfShift();
    await handOver(desk, 'Bruno');
    for (const ticket of ALL) {
      expect(await desk.stored(ticket)).toMatchObject({ assignee: 'Bruno', claim_until: null });
      const view = await open(desk, ticket);
      expect(view.notes).toMatchObject([{ by: 'Anna', text: NOTE }]);
      expect(view.row.was).toBe('Anna');
    }
    expect(await desk.engine.call('shift.mine', {})).toMatchObject([{ ticket: 'T-4', held: false }]);
    expect((await open(desk, 'T-5')).row).toMatchObject({ assignee: null, was: null });
  });

  it('tells the colleague of each ticket that is theirs now, and undo takes back what was not read', async () => {
    const desk = await endOfShift();
    const told = async () => {
      const rows = await desk.store.db.selectFrom('told').select(['person', 'kind', 'ticket_id', 'by']).execute();
      return rows.map(({ person, kind, ticket_id, by }) => `${person}: ${kind} ${ticket_id} by ${by}`).sort();
    };
    const { moved } = await handOver(desk, 'Bruno');
    expect(await told()).toEqual(ALL.map((ticket) => `Bruno: given ${ticket} by Anna`));
    await desk.engine.call('shift.takeBack', { to: 'Bruno', moved: [...moved] });
    expect(await told()).toEqual([]);
    await handOver(desk, null);
    expect(await told()).toEqual([]);
  });

  it('to nobody puts them back into the queues', async () => {
    const desk = await endOfShift();
    await handOver(desk, null);
    const inbox = await desk.engine.call('tickets.page', { queue: 'inbox', offset: 0, limit: 10 });
    expect(
      inbox.rows
        .filter(({ was }) => was === 'Anna')
        .map(({ id, assignee }) => `${id} ${assignee ?? 'nobody'}`)
        .sort(),
    ).toEqual(['T-1 nobody', 'T-2 nobody', 'T-3 nobody']);
  });

  it('leaves the draft to the first who goes on with it', async () => {
    const desk = await endOfShift();
    await handOver(desk, 'Bruno');
    const drafts = () => desk.store.db.selectFrom('draft').select(['agent', 'text']).execute();
    expect(await drafts()).toEqual([{ agent: '', text: 'Caro tre' }]);
    // Whoever opens it has it in the composer; who goes on takes it.
    expect((await open(desk, 'T-3')).draft).toBe('Caro tre');
    await desk.engine.call('drafts.save', { ticket: 'T-3', text: 'Caro tre, ecco' });
    expect(await drafts()).toEqual([{ agent: 'Anna', text: 'Caro tre, ecco' }]);
  });

  it('takes nothing from a colleague who holds the ticket already', async () => {
    const desk = await endOfShift();
    await desk.colleague('Carla').claim('T-3');
    await handOver(desk, 'Bruno');
    expect(await desk.stored('T-3')).toMatchObject({ assignee: 'Carla' });
  });

  it('the mark goes when somebody goes on', async () => {
    const desk = await endOfShift();
    await handOver(desk, null);
    desk.clock.advance(MINUTE);
    await desk.colleague('Bruno').claim('T-1');
    expect((await open(desk, 'T-1')).row.was).toBeNull();
  });

  it('is one undo: holders, drafts and notes are as they were', async () => {
    const desk = await endOfShift();
    const before = await Promise.all(ALL.map((ticket) => desk.stored(ticket)));
    const { moved } = await handOver(desk, 'Bruno');
    const { tickets } = await desk.engine.call('shift.takeBack', { to: 'Bruno', moved: [...moved] });
    expect([...tickets].sort()).toEqual(ALL);
    for (const was of before) {
      const { assignee, claim_until } = was;
      expect(await desk.stored(was.id)).toMatchObject({ assignee, claim_until });
      const view = await open(desk, was.id);
      expect([view.notes, view.row.was]).toEqual([[], null]);
    }
    expect(await desk.store.db.selectFrom('draft').select(['agent', 'text']).execute()).toEqual([
      { agent: 'Anna', text: 'Caro tre' },
    ]);
  });

  it('undo leaves alone the claim of a colleague who held the ticket all the time', async () => {
    const desk = await endOfShift();
    const carla = desk.colleague('Carla');
    await carla.claim('T-3');
    const { moved } = await handOver(desk, 'Bruno');
    desk.clock.advance(CLAIM_MS - MINUTE);
    await carla.claim('T-3');
    const renewed = desk.clock.now() + CLAIM_MS;
    desk.clock.advance(2 * MINUTE);
    await desk.engine.call('shift.takeBack', { to: 'Bruno', moved: [...moved] });
    expect(await desk.stored('T-3')).toMatchObject({ assignee: 'Carla', claim_until: renewed });
    expect((await open(desk, 'T-3')).notes).toEqual([]);
  });

  it('undo leaves with a third what that one has taken since', async () => {
    const desk = await endOfShift();
    const { moved } = await handOver(desk, null);
    await desk.colleague('Carla').claim('T-1');
    const { tickets } = await desk.engine.call('shift.takeBack', { to: null, moved: [...moved] });
    expect(tickets).not.toContain('T-1');
    expect(await desk.stored('T-1')).toMatchObject({ assignee: 'Carla' });
    expect((await open(desk, 'T-1')).notes).toHaveLength(1);
  });
});
