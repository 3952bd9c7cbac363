import { describe, expect, it } from 'vitest';
import { makeTeamDesk } from '../support/colleague';
import type { TeamDesk } from '../support/colleague';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, SALES_HEADER } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const MINUTE = 60_000;

/** Giulia's ticket with her Club purchase. */
async function deskWithTicket(): Promise<TeamDesk> {
  const desk = await makeTeamDesk();
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  desk.mailbox.deliver(writeMail({ id: 'domanda@posta.example' }));
  await desk.sync();
  return desk;
}

const DRAFT = 'Cara Giulia, guardi per favore nello spam.';
const send = (desk: TeamDesk, revision: number) =>
  desk.engine.call('replies.send', { ticket: 'T-1', revision, text: DRAFT, macro: null, decision: null });
const accept = (desk: TeamDesk, revision: number, index = 0) =>
  desk.engine.call('replies.accept', { ticket: 'T-1', revision, index, confirmed: true, escalate: false });
const outbox = (desk: TeamDesk) => desk.engine.call('outbox.list', {});

type Act = (desk: TeamDesk) => Promise<unknown>;
const answers: Act = (desk) => desk.colleague('Bruno').answer('T-1');
const takes: Act = (desk) => desk.colleague('Bruno').claim('T-1');
const links: Act = (desk) =>
  desk.colleague('Bruno').act('T-1', { transaction_number: 'HP1' }, 'corrected', {
    field: 'transaction',
    before: 'HP4410020311',
    after: 'HP1',
  });
const writesAgain: Act = async (desk) => {
  desk.mailbox.deliver(writeMail({ inReplyTo: 'domanda@posta.example', text: 'Ho trovato la mail!' }));
  await desk.sync();
};
const closes: Act = (desk) =>
  desk.colleague('Bruno').act('T-1', { state: 'done' }, 'state', { from: 'open', to: 'done', until: null });
const assigns: Act = (desk) =>
  desk.colleague('Bruno').act('T-1', { assignee: 'Carla', claim_until: null }, 'assigned', { to: 'Carla' });

describe('a reply to a ticket that somebody was first on', () => {
  it.each<[string, Act, string, string, string]>([
    ['answered it', answers, 'answered', 'Bruno', 'Bruno answered 2 min ago'],
    ['took it', takes, 'took-over', 'Bruno', 'Bruno took it over 2 min ago'],
    ['linked another purchase', links, 'linked', 'Bruno', 'Bruno linked another purchase 2 min ago'],
    ['wrote again', writesAgain, 'wrote-again', 'Giulia Ferri', 'Giulia Ferri wrote again 2 min ago'],
    ['closed it', closes, 'moved', 'Bruno', 'Bruno changed where it stands 2 min ago'],
    ['gave it to a third', assigns, 'handed-over', 'Bruno', 'Bruno gave it to somebody 2 min ago'],
  ])(
    'is refused with who it was: %s; nothing is queued and the draft stays',
    async (_name, act, what, who, message) => {
      const desk = await deskWithTicket();
      const { revision } = await desk.stored('T-1');
      await desk.engine.call('drafts.save', { ticket: 'T-1', text: DRAFT });
      await act(desk);
      const before = (await outbox(desk)).length;
      desk.clock.advance(2 * MINUTE);
      await expect(send(desk, revision)).rejects.toMatchObject({
        code: 'stale-revision',
        message,
        detail: { ticket: 'T-1', what, who, minutes: 2 },
      });
      expect(await outbox(desk)).toHaveLength(before);
      expect((await desk.engine.call('tickets.open', { ticket: 'T-1' })).draft).toBe(DRAFT);
    },
  );

  it('names the answer where several things happened, and nothing from before the look', async () => {
    const desk = await deskWithTicket();
    await closes(desk);
    const { revision } = await desk.stored('T-1');
    await takes(desk);
    await expect(send(desk, revision)).rejects.toMatchObject({ detail: { what: 'took-over' } });
    await answers(desk);
    await links(desk);
    await expect(send(desk, revision)).rejects.toMatchObject({ detail: { what: 'answered', who: 'Bruno' } });
  });

  it('blames nobody where only oneself, or the desk, changed it', async () => {
    const desk = await deskWithTicket();
    const { revision } = await desk.stored('T-1');
    await desk.engine.call('tickets.claim', { ticket: 'T-1', revision });
    const error: unknown = await send(desk, revision).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'stale-revision', detail: { ticket: 'T-1' } });
    expect((error as { detail: object }).detail).not.toHaveProperty('who');
  });

  it('of 200 races of two presses exactly one reply is queued each time', async () => {
    const desk = await deskWithTicket();
    const taken: number[] = [];
    for (let race = 0; race < 200; race += 1) {
      const { revision } = await desk.stored('T-1');
      const both = await Promise.allSettled([accept(desk, revision, 0), accept(desk, revision, race % 2)]);
      const queued = (await outbox(desk)).filter(({ state }) => state === 'queued');
      taken.push(queued.length);
      expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
      await desk.engine.call('replies.undo', { block: queued[0]?.block ?? '' });
    }
    expect(taken).toEqual(Array.from({ length: 200 }, () => 1));
  }, 120_000);
});

describe('an accepted reply, at send time', () => {
  const flushed = async (desk: TeamDesk) => {
    desk.clock.advance(MINUTE);
    await desk.engine.call('outbox.flush', {});
    return (await outbox(desk)).find(({ by }) => by === 'Anna');
  };
  const queued = async (desk: TeamDesk) => send(desk, (await desk.stored('T-1')).revision);

  it('is held where a colleague took the ticket over meanwhile, and row and ticket say who', async () => {
    const desk = await deskWithTicket();
    await queued(desk);
    await takes(desk);
    expect(await flushed(desk)).toMatchObject({
      state: 'held',
      heldReason: 'taken-over',
      heldBy: 'Bruno',
      error: null,
      text: expect.stringContaining(DRAFT) as string,
    });
    expect(desk.smtp.taken).toEqual([]);
    const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view.row.queue).toBe('problems');
    expect(view.history).toContainEqual(
      expect.objectContaining({ kind: 'send-failed', detail: expect.objectContaining({ who: 'Bruno' }) as object }),
    );
  });

  it('is held where somebody gave the ticket to a third', async () => {
    const desk = await deskWithTicket();
    await queued(desk);
    await assigns(desk);
    expect(await flushed(desk)).toMatchObject({ heldReason: 'taken-over', heldBy: 'Carla' });
  });

  it.each<[string, Act, string, string]>([
    ['the customer who wrote again', writesAgain, 'new-message', 'Giulia Ferri'],
    ['who linked another purchase', links, 'purchase-changed', 'Bruno'],
  ])('names %s', async (_name, act, heldReason, heldBy) => {
    const desk = await deskWithTicket();
    await queued(desk);
    await act(desk);
    expect(await flushed(desk)).toMatchObject({ state: 'held', heldReason, heldBy });
  });

  it.each<[string, Act]>([
    [
      'who held it was known when it was accepted',
      async (desk) => {
        await takes(desk);
        await queued(desk);
      },
    ],
    [
      'the agent handed the ticket on himself',
      async (desk) => {
        await queued(desk);
        const { revision } = await desk.stored('T-1');
        await desk.engine.call('tickets.assign', { tickets: [{ ticket: 'T-1', revision }], to: 'Bruno' });
      },
    ],
    [
      'the colleague let it go again',
      async (desk) => {
        await queued(desk);
        await takes(desk);
        await desk.colleague('Bruno').act('T-1', { assignee: null, claim_until: null }, 'released', { from: 'Bruno' });
      },
    ],
    [
      'a colleague only looked',
      async (desk) => {
        await queued(desk);
        await desk.colleague('Bruno').look('T-1', 'writing');
      },
    ],
  ])('goes where %s', async (_name, act) => {
    const desk = await deskWithTicket();
    await act(desk);
    expect(await flushed(desk)).toMatchObject({ heldReason: null, heldBy: null });
    expect(desk.smtp.taken).toHaveLength(1);
  });

  it('goes by the agent’s word after it was held', async () => {
    const desk = await deskWithTicket();
    await queued(desk);
    await takes(desk);
    const held = await flushed(desk);
    await desk.engine.call('outbox.resolve', { id: held?.id ?? '', action: 'retry' });
    expect(await flushed(desk)).toMatchObject({ heldReason: null, heldBy: null });
    expect(desk.smtp.taken).toHaveLength(1);
  });
});
