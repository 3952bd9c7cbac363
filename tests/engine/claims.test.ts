import { describe, expect, it } from 'vitest';
import { agentNames, deskSettings } from '../../electron/engine/desk-settings';
import { renewClaim } from '../../electron/engine/store/claims-table';
import { CLAIM_MS, RENEW_AFTER_MS } from '../../shared/domain/claim';
import { eventually } from '../support/eventually';
import { PROFILE } from '../support/make-engine';
import { makeTeamDesk } from '../support/colleague';
import type { TeamDesk } from '../support/colleague';
import { writeMail } from '../support/write-mail';

const MINUTE = 60_000;

/** Tickets of these people, in this order of arrival: T-1, T-2, … */
async function deskWith(...people: readonly string[]): Promise<TeamDesk> {
  const desk = await makeTeamDesk();
  people.forEach((from, index) => {
    const date = `Mon, 12 Jan 2026 09:0${index}:00 +0000`;
    desk.mailbox.deliver(writeMail({ from, date, subject: `Accesso ${index}` }));
  });
  await desk.sync();
  return desk;
}

const GIULIA = 'Giulia Ferri <giulia@posta.example>';
const MARTA = 'Marta Rossi <marta@posta.example>';
const LUCA = 'Luca Blu <luca@posta.example>';

async function claim(desk: TeamDesk, ticket: string, over?: string) {
  const { revision } = await desk.stored(ticket);
  return desk.engine.call('tickets.claim', { ticket, revision, ...(over === undefined ? {} : { over }) });
}
const release = async (desk: TeamDesk, ticket: string) =>
  desk.engine.call('tickets.release', { ticket, revision: (await desk.stored(ticket)).revision });
const holders = async (desk: TeamDesk) => (await desk.tickets()).map((row) => row.assignee);
const kinds = async (desk: TeamDesk, ticket: string) =>
  (await desk.engine.call('tickets.open', { ticket })).history.map((entry) => entry.kind);
const mine = async (desk: TeamDesk) =>
  (await desk.engine.call('queues.counts', {})).find(({ queue }) => queue === 'mine')?.count;

describe('a claim', () => {
  it('takes the whole case for half an hour, and nothing else', async () => {
    const desk = await deskWith(GIULIA, MARTA, GIULIA);
    const claimed = await claim(desk, 'T-1');
    expect(await holders(desk)).toEqual(['Anna', null, 'Anna']);
    expect(claimed.before).toEqual([
      { ticket: 'T-1', holder: null, until: null },
      { ticket: 'T-3', holder: null, until: null },
    ]);
    expect((await desk.stored('T-3')).claim_until).toBe(desk.clock.now() + CLAIM_MS);
    expect(await mine(desk)).toBe(2);
    expect((await desk.stored('T-1')).revision).toBe(claimed.revision);
  });

  it('is let go with the case, and comes back by undo with the time it had', async () => {
    const desk = await deskWith(GIULIA, GIULIA);
    await claim(desk, 'T-1');
    const until = (await desk.stored('T-1')).claim_until;
    desk.clock.advance(5 * MINUTE);
    const released = await release(desk, 'T-2');
    expect(await holders(desk)).toEqual([null, null]);
    await desk.engine.call('tickets.restoreHolders', { held: [...released.before], heldBy: null });
    expect(await holders(desk)).toEqual(['Anna', 'Anna']);
    expect((await desk.stored('T-1')).claim_until).toBe(until);
  });

  it('is refused once where a colleague holds the ticket, with the name, and changes nothing', async () => {
    const desk = await deskWith(GIULIA);
    await desk.colleague('Bruno').claim('T-1');
    const before = await desk.stored('T-1');
    await expect(claim(desk, 'T-1')).rejects.toMatchObject({
      code: 'held-by-colleague',
      detail: { ticket: 'T-1', who: 'Bruno' },
    });
    await expect(release(desk, 'T-1')).rejects.toMatchObject({ code: 'held-by-colleague' });
    expect(await desk.stored('T-1')).toEqual(before);
  });

  it('is refused where a colleague holds another ticket of the case', async () => {
    const desk = await deskWith(GIULIA, GIULIA);
    await desk.colleague('Bruno').act('T-2', { assignee: 'Bruno', claim_until: null }, 'assigned', { to: 'Bruno' });
    await expect(claim(desk, 'T-1')).rejects.toMatchObject({ detail: { ticket: 'T-2', who: 'Bruno' } });
    expect(await holders(desk)).toEqual([null, 'Bruno']);
  });

  it('takes over from the colleague whom the agent was told of, as an event that undo takes back', async () => {
    const desk = await deskWith(GIULIA, GIULIA);
    await desk.colleague('Bruno').claim('T-1');
    const until = (await desk.stored('T-1')).claim_until;
    const claimed = await claim(desk, 'T-1', 'Bruno');
    expect(await holders(desk)).toEqual(['Anna', 'Anna']);
    expect(await kinds(desk, 'T-1')).toContain('taken-over');
    await desk.engine.call('tickets.restoreHolders', { held: [...claimed.before], heldBy: 'Anna' });
    expect(await holders(desk)).toEqual(['Bruno', 'Bruno']);
    expect((await desk.stored('T-1')).claim_until).toBe(until);
  });

  it('takes nothing over from a third who came in between', async () => {
    const desk = await deskWith(GIULIA);
    await desk.colleague('Bruno').claim('T-1');
    await desk.colleague('Carla').claim('T-1', 'Bruno');
    await expect(claim(desk, 'T-1', 'Bruno')).rejects.toMatchObject({ detail: { who: 'Carla' } });
  });

  it('leaves what a third one holds of the case where it is', async () => {
    const desk = await deskWith(GIULIA, GIULIA);
    await desk.colleague('Bruno').act('T-1', { assignee: 'Bruno', claim_until: null }, 'assigned', { to: 'Bruno' });
    await desk.colleague('Carla').act('T-2', { assignee: 'Carla', claim_until: null }, 'assigned', { to: 'Carla' });
    await claim(desk, 'T-1', 'Bruno');
    expect(await holders(desk)).toEqual(['Anna', 'Carla']);
  });

  it('of two at once one wins, and the other hears who', async () => {
    const desk = await deskWith(GIULIA);
    const { revision } = await desk.stored('T-1');
    const bruno = desk.colleague('Bruno').claim('T-1');
    const anna = desk.engine.call('tickets.claim', { ticket: 'T-1', revision });
    const [first, second] = await Promise.allSettled([bruno, anna]);
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
    expect(second).toMatchObject({ reason: { code: 'stale-revision', detail: { who: 'Bruno', what: 'took-over' } } });
    expect(await holders(desk)).toEqual(['Bruno']);
  });

  it('undo leaves alone what somebody has taken since', async () => {
    const desk = await deskWith(GIULIA);
    const claimed = await claim(desk, 'T-1');
    await desk.colleague('Bruno').claim('T-1', 'Anna');
    await expect(
      desk.engine.call('tickets.restoreHolders', { held: [...claimed.before], heldBy: 'Anna' }),
    ).rejects.toMatchObject({ code: 'stale-revision' });
    expect(await holders(desk)).toEqual(['Bruno']);
  });
});

describe('an assignment', () => {
  it('has no end, and a claim of one’s own does not give it one', async () => {
    const desk = await deskWith(GIULIA);
    const { revision } = await desk.stored('T-1');
    await desk.engine.call('tickets.assign', { tickets: [{ ticket: 'T-1', revision }], to: 'Anna' });
    await claim(desk, 'T-1');
    expect(await desk.stored('T-1')).toMatchObject({ assignee: 'Anna', claim_until: null });
    desk.clock.advance(100 * CLAIM_MS);
    expect(await holders(desk)).toEqual(['Anna']);
  });
});

describe('a claim that nobody renews', () => {
  it('reads as nobody’s the moment it is over, before anything cleared it', async () => {
    const desk = await deskWith(GIULIA);
    await claim(desk, 'T-1');
    desk.clock.advance(CLAIM_MS - 1);
    expect([await holders(desk), await mine(desk)]).toEqual([['Anna'], 1]);
    desk.clock.advance(1);
    expect([await holders(desk), await mine(desk)]).toEqual([[null], 0]);
    const params = { offset: 0, limit: 10 };
    expect((await desk.engine.call('tickets.page', { queue: 'mine', ...params })).total).toBe(0);
    const found = await desk.engine.call('tickets.search', { query: 'T-1', limit: 10 });
    expect(found.rows).toMatchObject([{ id: 'T-1', assignee: null }]);
    expect((await desk.engine.call('tickets.open', { ticket: 'T-1' })).row.assignee).toBeNull();
    await desk.colleague('Bruno').claim('T-1');
    expect(await holders(desk)).toEqual(['Bruno']);
  });

  it('is cleared with an event, holds no reply back, and is told', async () => {
    const desk = await deskWith(GIULIA);
    desk.engine.start();
    await claim(desk, 'T-1');
    const { revision } = await desk.stored('T-1');
    let told = 0;
    desk.engine.on('tickets.changed', ({ tickets }) => {
      if (tickets?.includes('T-1')) told += 1;
    });
    await eventually(async () => {
      desk.clock.advance(CLAIM_MS);
      expect((await desk.stored('T-1')).assignee).toBeNull();
      expect(told).toBeGreaterThan(1);
    });
    expect(await desk.stored('T-1')).toMatchObject({ assignee: null, claim_until: null, revision });
    expect(await kinds(desk, 'T-1')).toContain('lapsed');
  });
});

describe('every act of the claimer', () => {
  const acts: Readonly<Record<string, (desk: TeamDesk) => Promise<unknown>>> = {
    'saving a draft': (desk) => desk.engine.call('drafts.save', { ticket: 'T-1', text: 'Cara Giulia' }),
    'a note': (desk) => desk.engine.call('tickets.note', { ticket: 'T-1', text: 'Sentita' }),
    'a state': async (desk) =>
      desk.engine.call('tickets.setState', {
        ticket: 'T-1',
        revision: (await desk.stored('T-1')).revision,
        to: 'waiting.customer',
        snoozeUntil: null,
      }),
    'a correction': async (desk) =>
      desk.engine.call('tickets.correct', {
        ticket: 'T-1',
        revision: (await desk.stored('T-1')).revision,
        field: 'intent',
        value: 'access.password',
      }),
    'a reply': async (desk) =>
      desk.engine.call('replies.send', {
        ticket: 'T-1',
        revision: (await desk.stored('T-1')).revision,
        text: 'Cara Giulia, ci scriva il numero.',
        macro: null,
        decision: null,
      }),
  };
  it.each(Object.entries(acts))('renews the claim: %s', async (_name, act) => {
    const desk = await deskWith(GIULIA);
    await claim(desk, 'T-1');
    desk.clock.advance(20 * MINUTE);
    await act(desk);
    expect(await desk.stored('T-1')).toMatchObject({ assignee: 'Anna', claim_until: desk.clock.now() + CLAIM_MS });
  });

  it('renews no colleague’s claim, none that is over, and not with every pause in typing', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    const anna = agentNames(deskSettings(PROFILE));
    await desk.colleague('Bruno').claim('T-2');
    await claim(desk, 'T-1');
    const until = (await desk.stored('T-1')).claim_until;
    desk.clock.advance(RENEW_AFTER_MS - 1);
    await desk.engine.call('drafts.save', { ticket: 'T-1', text: 'C' });
    expect((await desk.stored('T-1')).claim_until).toBe(until);
    desk.clock.advance(10 * MINUTE);
    await renewClaim(desk.store.db, 'T-2', anna, desk.clock.now());
    expect((await desk.stored('T-2')).claim_until).toBe(until);
    desk.clock.advance(CLAIM_MS);
    await desk.engine.call('drafts.save', { ticket: 'T-1', text: 'Ca' });
    expect(await holders(desk)).toEqual([null, null]);
  });
});

describe('the next unclaimed ticket', () => {
  const next = async (desk: TeamDesk, after?: string) => {
    const { claimed } = await desk.engine.call('tickets.next', {
      queue: 'inbox',
      ...(after === undefined ? {} : { after }),
    });
    return claimed?.ticket ?? null;
  };

  it('is the one that waits longest, claimed in the same step', async () => {
    const desk = await deskWith(GIULIA, MARTA, LUCA);
    expect(await next(desk)).toBe('T-1');
    expect(await holders(desk)).toEqual(['Anna', null, null]);
    expect([await next(desk), await next(desk), await next(desk)]).toEqual(['T-2', 'T-3', null]);
  });

  it('is another one for each of two who ask at once', async () => {
    const desk = await deskWith(GIULIA, MARTA, LUCA);
    expect((await Promise.all([next(desk), next(desk), next(desk)])).sort()).toEqual(['T-1', 'T-2', 'T-3']);
  });

  it('is none that a colleague holds, or of whose case a colleague holds a part, or is writing on', async () => {
    const desk = await deskWith(GIULIA, MARTA, LUCA, 'Sara <sara@posta.example>', GIULIA);
    const bruno = desk.colleague('Bruno');
    await bruno.act('T-5', { assignee: 'Bruno', claim_until: null }, 'assigned', { to: 'Bruno' });
    await bruno.look('T-2', 'writing');
    await desk.colleague('Carla').look('T-3', 'looking');
    expect([await next(desk), await next(desk), await next(desk)]).toEqual(['T-3', 'T-4', null]);
    desk.clock.advance(MINUTE);
    expect(await next(desk)).toBe('T-2');
  });

  it('comes after the one that is passed over, and then from the beginning', async () => {
    const desk = await deskWith(GIULIA, MARTA, LUCA);
    expect(await next(desk, 'T-2')).toBe('T-3');
    expect(await next(desk, 'T-2')).toBe('T-1');
    expect(await next(desk, 'T-2')).toBeNull();
  });

  it('is one whose claim ran out', async () => {
    const desk = await deskWith(GIULIA);
    await desk.colleague('Bruno').claim('T-1');
    expect(await next(desk)).toBeNull();
    desk.clock.advance(CLAIM_MS);
    expect(await next(desk)).toBe('T-1');
  });
});

describe('colleagues', () => {
  it('are those who did something, by name, where no team is written down; oneself is none', async () => {
    const desk = await deskWith(GIULIA, MARTA);
    await desk.colleague('Carla').claim('T-1');
    await desk.colleague('Bruno').answer('T-2');
    await desk.engine.call('tickets.note', { ticket: 'T-1', text: 'x' });
    await desk.engine.call('drafts.save', { ticket: 'T-1', text: 'x' });
    expect(await desk.engine.call('team.colleagues', {})).toEqual([
      { id: 'Bruno', name: 'Bruno', email: '' },
      { id: 'Carla', name: 'Carla', email: '' },
    ]);
  });

  it('are the members of the team where there is one, without those who left', async () => {
    const desk = await deskWith(GIULIA);
    const member = { role: 'agent', added_at: 0, added_by: 'x', removed_at: null };
    await desk.store.db
      .insertInto('member')
      .values([
        { ...member, login: 'anna', name: 'Anna', email: 'anna@corsi.example' },
        { ...member, login: 'dora', name: 'Dora', email: 'dora@corsi.example' },
        { ...member, login: 'egon', name: 'Egon', email: 'egon@corsi.example', removed_at: 5 },
      ])
      .execute();
    expect(await desk.engine.call('team.colleagues', {})).toEqual([
      { id: 'dora', name: 'Dora', email: 'dora@corsi.example' },
    ]);
  });
});
