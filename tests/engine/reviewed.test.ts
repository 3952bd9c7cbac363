import { describe, expect, it } from 'vitest';
import { makeTeamDesk } from '../support/colleague';
import type { TeamDesk } from '../support/colleague';
import { writeMail } from '../support/write-mail';

async function deskWith(count: number): Promise<TeamDesk> {
  const desk = await makeTeamDesk();
  for (let index = 0; index < count; index += 1) {
    const date = `Mon, 12 Jan 2026 09:0${index}:00 +0000`;
    const mail = { from: `p${index}@posta.example`, id: `m${index}@posta.example` };
    desk.mailbox.deliver(writeMail({ ...mail, date, subject: `Accesso ${index}` }));
  }
  await desk.sync();
  return desk;
}

const at = async (desk: TeamDesk, ticket: string) => ({ ticket, revision: (await desk.stored(ticket)).revision });
const mark = async (desk: TeamDesk, word: string | null, ...ids: readonly string[]) =>
  desk.engine.call('tickets.review', {
    changes: await Promise.all(ids.map(async (id) => ({ ...(await at(desk, id)), word }))),
  });
const marked = async (desk: TeamDesk) =>
  (await desk.engine.call('tickets.search', { query: 'is:reviewed', limit: 10 })).rows.map(({ id }) => id).sort();
const last = async (desk: TeamDesk, ticket: string) =>
  (await desk.engine.call('tickets.open', { ticket })).history.at(-1);

describe('a ticket that a lead has looked at', () => {
  it('says so on its row and in its head, with a word, in the history and to the filter', async () => {
    const desk = await deskWith(2);
    await mark(desk, ' va bene ', 'T-1');
    const mine = { word: 'va bene', by: 'Anna', at: desk.clock.now() };
    expect((await desk.tickets()).map((row) => row.reviewed)).toEqual([mine, null]);
    expect((await desk.engine.call('tickets.open', { ticket: 'T-1' })).row.reviewed).toEqual(mine);
    expect(await last(desk, 'T-1')).toMatchObject({ kind: 'reviewed', actor: 'Anna', detail: { word: 'va bene' } });
    expect(await marked(desk)).toEqual(['T-1']);
    const others = await desk.engine.call('tickets.search', { query: '-is:reviewed', limit: 10 });
    expect(others.rows.map(({ id }) => id)).toEqual(['T-2']);
  });

  it('is marked with others in one step, which one call takes back; what was marked before keeps its word', async () => {
    const desk = await deskWith(3);
    await mark(desk, 'prima', 'T-2');
    const { back } = await mark(desk, '', 'T-1', 'T-2', 'T-3');
    expect(await marked(desk)).toEqual(['T-1', 'T-2', 'T-3']);
    await desk.engine.call('tickets.review', { changes: back.map((one) => ({ ...one })) });
    expect(await marked(desk)).toEqual(['T-2']);
    expect((await desk.tickets())[1]?.reviewed?.word).toBe('prima');
    expect(await last(desk, 'T-3')).toMatchObject({ kind: 'unreviewed' });
  });

  it('raises no revision: no reply that is on its way is held', async () => {
    const desk = await deskWith(1);
    const before = await at(desk, 'T-1');
    await mark(desk, '', 'T-1');
    expect(await at(desk, 'T-1')).toEqual(before);
  });

  it('is not marked where it changed since it was seen', async () => {
    const desk = await deskWith(2);
    const changes = [
      { ...(await at(desk, 'T-1')), word: '' },
      { ...(await at(desk, 'T-2')), word: '' },
    ];
    await desk.colleague('Bruno').claim('T-1');
    expect((await desk.engine.call('tickets.review', { changes })).back).toMatchObject([{ ticket: 'T-2' }]);
    expect(await marked(desk)).toEqual(['T-2']);
    const alone = desk.engine.call('tickets.review', { changes: changes.slice(0, 1) });
    await expect(alone).rejects.toMatchObject({ code: 'stale-revision' });
  });
});

describe('the mark goes by itself', () => {
  it.each<[string, (desk: TeamDesk) => Promise<unknown>]>([
    [
      'when the customer writes',
      async (desk) => {
        const mail = { from: 'p0@posta.example', inReplyTo: 'm0@posta.example', text: 'Ancora niente' };
        desk.mailbox.deliver(writeMail(mail));
        await desk.sync();
      },
    ],
    ['when a reply is accepted', (desk) => desk.colleague('Bruno').answer('T-1')],
    [
      'when it is closed',
      async (desk) =>
        desk.engine.call('tickets.setState', { ...(await at(desk, 'T-1')), to: 'done', snoozeUntil: null }),
    ],
    [
      'when it is filed as spam',
      async (desk) => desk.engine.call('tickets.spam', { tickets: [await at(desk, 'T-1')] }),
    ],
  ])('%s', async (_when, happen) => {
    const desk = await deskWith(2);
    await mark(desk, '', 'T-1', 'T-2');
    await happen(desk);
    expect(await marked(desk)).toEqual(['T-2']);
  });

  it.each<[string, (desk: TeamDesk) => Promise<unknown>]>([
    ['a note', (desk) => desk.engine.call('tickets.note', { ticket: 'T-1', text: 'x' })],
    ['a claim', (desk) => desk.colleague('Bruno').claim('T-1')],
    ['a label', (desk) => desk.engine.call('labels.put', { changes: [{ ticket: 'T-1', add: ['vip'], remove: [] }] })],
  ])('and stays with %s', async (_what, happen) => {
    const desk = await deskWith(1);
    await mark(desk, '', 'T-1');
    await happen(desk);
    expect(await marked(desk)).toEqual(['T-1']);
  });
});

describe('the team lead’s figures', () => {
  it('leave out of what is unresolved what was looked at, and nothing else', async () => {
    const desk = await deskWith(3);
    await mark(desk, '', 'T-2');
    const range = { from: 0, to: desk.clock.now() };
    const all = await desk.engine.call('report.figures', range);
    const left = await desk.engine.call('report.figures', { ...range, withoutReviewed: true });
    const owed = (report: typeof all) => report.today.find(({ id }) => id === 'owed')?.count;
    expect([all.unresolved.count, left.unresolved.count]).toEqual([3, 2]);
    expect(left.breakdowns.debtor).toMatchObject([{ value: 'us', count: 2 }]);
    expect([owed(all), owed(left)]).toEqual([3, 3]);
    const { at: asked, silentAfterDays } = left.ask;
    const opened = await desk.engine.call('report.tickets', {
      ...range,
      at: asked,
      silentAfterDays,
      figure: 'unresolved',
      among: { reviewed: '0' },
      offset: 0,
      limit: 10,
    });
    expect(opened.rows.map(({ id }) => id)).toEqual(['T-1', 'T-3']);
  });
});

describe('the daily digest', () => {
  it('comes once a working day on one desk, also when that is closed in between, and tells what the page tells', async () => {
    // Thursday 15 January 2026, 10:00 in Rome.
    const desk = await deskWith(2);
    const take = (of: Pick<TeamDesk, 'engine'>, at = '09:00') => of.engine.call('digest.take', { at });
    const clocks = await desk.engine.call('clocks.settings', {});
    await desk.engine.call('clocks.save', { clocks: { ...clocks, timeZone: 'Europe/Rome' } });
    expect(await take(desk, '11:00')).toEqual({ digest: null });
    const { digest } = await take(desk);
    expect(digest).toMatchObject({ owed: 2, from: Date.parse('2026-01-13T23:00:00Z') });
    expect(await take(desk)).toEqual({ digest: null });
    const again = await desk.reopen();
    expect(await take(again)).toEqual({ digest: null });
    again.clock.advance(24 * 3_600_000);
    expect((await take(again)).digest).toMatchObject({ owed: 2, cameIn: 0, backlog: 0 });
    again.clock.advance(24 * 3_600_000);
    expect(await take(again)).toEqual({ digest: null });
  });

  it('says nothing where nothing is to be said', async () => {
    const desk = await deskWith(0);
    expect(await desk.engine.call('digest.take', { at: '00:00' })).toEqual({ digest: null });
  });
});
