import { describe, expect, it } from 'vitest';
import { makeTeamDesk } from '../support/colleague';
import type { TeamDesk } from '../support/colleague';
import { writeMail } from '../support/write-mail';

/** As many tickets, each of another requester. */
async function deskWith(count: number): Promise<TeamDesk> {
  const desk = await makeTeamDesk();
  for (let index = 0; index < count; index += 1) {
    const date = `Mon, 12 Jan 2026 09:0${index}:00 +0000`;
    desk.mailbox.deliver(writeMail({ from: `p${index}@posta.example`, date, subject: `Accesso ${index}` }));
  }
  await desk.sync();
  return desk;
}

const at = async (desk: TeamDesk, ...ids: readonly string[]) =>
  Promise.all(ids.map(async (ticket) => ({ ticket, revision: (await desk.stored(ticket)).revision })));
const give = async (desk: TeamDesk, to: string | null, ...ids: readonly string[]) =>
  desk.engine.call('tickets.assign', { tickets: await at(desk, ...ids), to });
const holders = async (desk: TeamDesk) => (await desk.tickets()).map((row) => row.assignee);
const told = async (desk: TeamDesk, person: string) =>
  (await desk.store.db.selectFrom('told').select(['ticket_id', 'kind', 'by']).where('person', '=', person).execute())
    .map((row) => `${row.kind} ${row.ticket_id} by ${row.by}`)
    .sort();

describe('tickets that are given to a colleague', () => {
  it('are that one’s, without an end, however many; the history says it of each', async () => {
    const desk = await deskWith(3);
    const { tickets } = await give(desk, 'Bruno', 'T-1', 'T-3');
    expect(await holders(desk)).toEqual(['Bruno', null, 'Bruno']);
    expect((await desk.stored('T-1')).claim_until).toBeNull();
    expect(tickets).toEqual(await at(desk, 'T-1', 'T-3'));
    const { history } = await desk.engine.call('tickets.open', { ticket: 'T-3' });
    expect(history.at(-1)).toMatchObject({ kind: 'assigned', actor: 'Anna', detail: { to: 'Bruno' } });
    const found = await desk.engine.call('tickets.search', { query: 'assignee:bruno', limit: 10 });
    expect(found.rows.map(({ id }) => id).sort()).toEqual(['T-1', 'T-3']);
  });

  it('go back to whoever held them in one step, and what another took meanwhile stays there', async () => {
    const desk = await deskWith(3);
    await desk.colleague('Carla').claim('T-2');
    const { before } = await give(desk, 'Bruno', 'T-1', 'T-2', 'T-3');
    await desk.colleague('Carla').claim('T-3', 'Bruno');
    await desk.engine.call('tickets.restoreHolders', { held: [...before], heldBy: 'Bruno' });
    expect(await holders(desk)).toEqual([null, 'Carla', 'Carla']);
    expect(await told(desk, 'Bruno')).toEqual(['given T-3 by Anna']);
  });

  it('are none, where one of them changed since it was seen', async () => {
    const desk = await deskWith(2);
    const seen = await at(desk, 'T-1', 'T-2');
    await desk.colleague('Carla').claim('T-2');
    await expect(desk.engine.call('tickets.assign', { tickets: seen, to: 'Bruno' })).rejects.toMatchObject({
      code: 'stale-revision',
    });
    expect(await holders(desk)).toEqual([null, 'Carla']);
  });

  it('tell that one once, a member by the login; whoever takes tickets himself is told nothing', async () => {
    const desk = await deskWith(2);
    const member = { role: 'agent', added_at: 0, added_by: 'x', removed_at: null };
    await desk.store.db
      .insertInto('member')
      .values({ ...member, login: 'bn', name: 'Bruno', email: 'bruno@corsi.example' })
      .execute();
    await give(desk, 'Bruno', 'T-1');
    await give(desk, 'bruno@corsi.example', 'T-1');
    await give(desk, 'Anna', 'T-2');
    expect(await told(desk, 'bn')).toEqual(['given T-1 by Anna']);
    expect(await told(desk, 'Anna')).toEqual([]);
    await give(desk, null, 'T-1');
    expect(await told(desk, 'bn')).toEqual([]);
  });
});

describe('before tickets are given away', () => {
  it('the desk says who is at work on them: a claim, a mail under way, somebody who writes', async () => {
    const desk = await deskWith(5);
    await desk.colleague('Bruno').claim('T-1');
    await desk.colleague('Carla').answer('T-2');
    await desk.colleague('Dora').look('T-3', 'writing');
    await desk.colleague('Dora').look('T-4', 'looking');
    await give(desk, 'Bruno', 'T-5');
    const ids = ['T-5', 'T-4', 'T-3', 'T-2', 'T-1', 'T-99'];
    const found = await desk.engine.call('tickets.atWork', { tickets: ids });
    expect(found.map(({ ticket, holder, who }) => [ticket, holder, who])).toEqual([
      ['T-5', 'Bruno', null],
      ['T-4', null, null],
      ['T-3', null, 'Dora'],
      ['T-2', null, 'Carla'],
      ['T-1', 'Bruno', 'Bruno'],
    ]);
    expect(found[3]?.reply).toEqual({ by: 'Carla', state: 'queued' });
    expect(found.map(({ ticket, revision }) => ({ ticket, revision }))).toEqual(await at(desk, ...ids.slice(0, 5)));
  });

  it('one’s own claim is nobody else’s work, and one that is over is none', async () => {
    const desk = await deskWith(2);
    await desk.engine.call('tickets.claim', (await at(desk, 'T-1'))[0] ?? { ticket: '', revision: 0 });
    await desk.colleague('Bruno').claim('T-2');
    desk.clock.advance(31 * 60_000);
    await desk.engine.call('tickets.claim', (await at(desk, 'T-1'))[0] ?? { ticket: '', revision: 0 });
    const found = await desk.engine.call('tickets.atWork', { tickets: ['T-1', 'T-2'] });
    expect(found.map(({ who }) => who)).toEqual([null, null]);
  });
});

describe('tickets that are opened again', () => {
  it('are open wherever they were put, in one step, and closed again by undo', async () => {
    const desk = await deskWith(3);
    const [first, second] = await at(desk, 'T-1', 'T-2');
    if (!first || !second) throw new Error('There are three tickets');
    await desk.engine.call('tickets.setState', { ...first, to: 'done', snoozeUntil: null });
    await desk.engine.call('tickets.spam', { tickets: [second] });
    const { back } = await desk.engine.call('tickets.reopen', { tickets: await at(desk, 'T-1', 'T-2', 'T-3') });
    expect(back.map(({ ticket }) => ticket)).toEqual(['T-1', 'T-2']);
    expect((await desk.tickets()).map(({ queue, filedReason }) => [queue, filedReason])).toEqual([
      ['inbox', null],
      ['inbox', null],
      ['inbox', null],
    ]);
    await desk.engine.call('tickets.putBack', { back: back.map((one) => ({ ...one, was: { ...one.was } })) });
    expect((await desk.tickets()).map(({ queue }) => queue)).toEqual(['done', 'junk', 'inbox']);
  });
});

describe('a note that mentions somebody', () => {
  it('keeps who is meant by id, shows the name, and tells that person', async () => {
    const desk = await deskWith(1);
    const member = { role: 'agent', added_at: 0, added_by: 'x', removed_at: null };
    await desk.store.db
      .insertInto('member')
      .values({ ...member, login: 'mc', name: 'Marta Città', email: 'marta@corsi.example' })
      .execute();
    await desk.engine.call('tickets.note', { ticket: 'T-1', text: 'Guardi, @marta citta? Scrive a x@marta' });
    const { notes } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(notes).toMatchObject([
      { text: 'Guardi, @{mc}? Scrive a x@marta', mentions: [{ id: 'mc', name: 'Marta Città' }] },
    ]);
    expect(await told(desk, 'mc')).toEqual(['mention T-1 by Anna']);
    // Who left the team is still the one who was meant.
    await desk.store.db.updateTable('member').set({ name: 'Marta Blu', removed_at: 5 }).execute();
    const later = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(later.notes[0]?.mentions).toEqual([{ id: 'mc', name: 'Marta Blu' }]);
  });

  it('names people by their names where the store has no members, and goes on doing so once it has', async () => {
    const desk = await deskWith(1);
    await give(desk, 'Bruno', 'T-1');
    await desk.engine.call('tickets.note', { ticket: 'T-1', text: '@bruno?' });
    expect(await told(desk, 'Bruno')).toEqual(['given T-1 by Anna', 'mention T-1 by Anna']);
    await desk.store.db
      .insertInto('member')
      .values({ login: 'x', name: 'Dora', email: '', role: 'agent', added_at: 0, added_by: 'x', removed_at: null })
      .execute();
    const { notes } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(notes).toMatchObject([{ text: '@{Bruno}?', mentions: [{ id: 'Bruno', name: 'Bruno' }] }]);
  });

  it('is listed for that person until it is read, the newest first', async () => {
    const desk = await deskWith(2);
    const tell = (ticket: string, id: string) =>
      desk.store.db
        .insertInto('told')
        .values({
          id,
          person: 'Anna',
          kind: 'mention',
          ticket_id: ticket,
          note_id: id,
          by: 'Bruno',
          at: id.length,
          read_at: null,
        })
        .execute();
    await tell('T-1', 'a');
    await tell('T-2', 'bb');
    const list = () => desk.engine.call('told.list', {});
    expect(await list()).toMatchObject([
      { id: 'bb', ticket: 'T-2', kind: 'mention', by: 'Bruno', name: 'p1@posta.example', subject: 'Accesso 1' },
      { id: 'a', ticket: 'T-1' },
    ]);
    expect(await desk.engine.call('told.read', { ids: ['bb', 'x'] })).toEqual({ read: 1 });
    expect((await list()).map(({ id }) => id)).toEqual(['a']);
  });
});
