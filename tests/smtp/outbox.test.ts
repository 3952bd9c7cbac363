import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { simpleParser } from 'mailparser';
import type { AcceptInput } from '../../electron/engine/outbox/accept';
import type { SmtpTransport } from '../../electron/engine/mail/smtp-transport';
import type { OutboxState } from '../../shared/domain/outbox';
import { eventually } from '../support/eventually';
import { REQUESTER, TICKET, makeOutboxDesk, transportTo } from '../support/outbox-desk';
import type { OutboxDesk } from '../support/outbox-desk';
import { startSmtpSink } from '../support/smtp-sink';
import type { SmtpSink } from '../support/smtp-sink';

let sink: SmtpSink;
let desk: OutboxDesk;
beforeEach(async () => {
  sink = await startSmtpSink();
  desk = await makeOutboxDesk({ smtp: transportTo(sink), server: sink.server });
});
afterEach(async () => {
  await sink.close();
});

async function accept(change: Partial<AcceptInput> = {}) {
  return desk.outbox.accept(await desk.input(change));
}

/** Waits for the outbox's own work; the clock stays where the test put it, and rings what it set meanwhile. */
function atWork(check: () => Promise<void> | void): Promise<void> {
  return eventually(async () => {
    desk.clock.advance(0);
    await check();
  });
}

async function settled(...states: readonly OutboxState[]): Promise<void> {
  await atWork(async () => expect(await desk.states()).toEqual(states));
}

const ESCALATION: AcceptInput['escalation'] = {
  to: { name: 'Studio Yoga', address: 'help@yoga.example' },
  subject: 'Accesso da inviare',
  text: 'Buongiorno, …',
  language: 'it',
  reason: 'missing',
  transaction: 'HP1771569003',
  productId: '1',
  follows: [],
};

describe('an accepted reply', () => {
  it('waits in the outbox, moves its ticket in the same step, and is frozen', async () => {
    const block = await accept();
    expect(block.items).toMatchObject([{ state: 'queued', ticket: TICKET, to: REQUESTER, by: 'Anna', attempts: 0 }]);
    expect(block.until).toBe(desk.clock.now() + 10_000);
    expect(await desk.ticket()).toMatchObject({ state: 'waiting.customer', queue: 'waiting.customer', revision: 1 });
    const events = await desk.store.db.selectFrom('ticket_event').select(['kind', 'actor']).execute();
    expect(events).toEqual([{ kind: 'accepted', actor: 'Anna' }]);
    expect(sink.sessions()).toBe(0);
  });

  it('goes out when the undo window ends, is copied to Sent and flags what it answers', async () => {
    desk.outbox.start();
    const [item] = (await accept()).items;
    desk.clock.advance(9_900);
    expect(await desk.states()).toEqual(['queued']);
    desk.clock.advance(200);
    await settled('filed');
    expect(sink.accepted).toHaveLength(1);
    expect(sink.accepted[0]).toMatchObject({ from: 'support@corsi.example', to: [REQUESTER] });
    expect(desk.sent.copies).toEqual([{ messageId: item?.messageId, raw: sink.accepted[0]?.raw }]);
    await atWork(() => expect(desk.sent.flagged).toEqual(['message-1']));
    const mail = await simpleParser(sink.accepted[0]!.raw);
    expect(mail.messageId).toBe(`<${item?.messageId}>`);
    expect(mail.inReplyTo).toBe('<domanda@posta.example>');
    expect(await desk.ticket()).toMatchObject({ state: 'waiting.customer', problem: 0 });
  });

  it.each<[AcceptInput['decision'], AcceptInput['escalation'], string, string, number]>([
    ['club.first-access', null, 'waiting.customer', 'waiting.customer', 0],
    ['purchase.pending', null, 'waiting.hotmart', 'waiting.hotmart', 0],
    ['purchase.inactive', null, 'waiting.customer', 'support', 1],
    ['producer.contact', ESCALATION, 'waiting.producer', 'waiting.producer', 0],
  ])('of %s moves the ticket to its state', async (decision, escalation, state, queue, handed_over) => {
    await accept({ decision, escalation });
    expect(await desk.ticket()).toMatchObject({ state, queue, handed_over });
  });

  it('with an escalation is one block of two mails to two people', async () => {
    const block = await accept({ decision: 'producer.contact', escalation: ESCALATION, undoMs: 0 });
    expect(block.items.map((item) => [item.kind, item.to])).toEqual([
      ['reply', REQUESTER],
      ['escalation', 'help@yoga.example'],
    ]);
    await desk.outbox.flush();
    expect(sink.accepted.map((message) => message.to)).toEqual([[REQUESTER], ['help@yoga.example']]);
    const escalation = await simpleParser(sink.accepted[1]!.raw);
    expect([escalation.inReplyTo, escalation.text?.includes('non mi è arrivato')]).toEqual([undefined, false]);
    expect(await desk.states()).toEqual(['filed', 'filed']);
  });

  it('pressed twice is one block', async () => {
    const input = await desk.input();
    const [first, second] = await Promise.all([desk.outbox.accept(input), desk.outbox.accept(input)]);
    expect(second.block).toBe(first.block);
    expect(await desk.states()).toEqual(['queued']);
  });

  it('refuses another one while it is on its way', async () => {
    await accept();
    const other = { ...(await desk.input()).reply!, text: 'Altro testo' };
    await expect(accept({ reply: other })).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it('refuses what was seen at an older revision', async () => {
    const input = await desk.input({ revision: 7 });
    await expect(desk.outbox.accept(input)).rejects.toMatchObject({ code: 'stale-revision' });
    expect(await desk.states()).toEqual([]);
  });

  it.each(['Ciao {{ name }}', 'Ciao {% if x %}'])('refuses a hole: %s', async (text) => {
    const reply = { ...(await desk.input()).reply!, text };
    await expect(accept({ reply })).rejects.toMatchObject({ code: 'reply-hole' });
    expect(await desk.ticket()).toMatchObject({ state: 'open', revision: 0 });
  });

  it('to no usable address changes nothing', async () => {
    const reply = { ...(await desk.input()).reply!, to: { name: '', address: 'a@b.example, c@d.example' } };
    await expect(accept({ reply })).rejects.toMatchObject({ code: 'reply-no-recipient' });
    expect([await desk.states(), (await desk.ticket()).state]).toEqual([[], 'open']);
  });
});

describe('undo', () => {
  it('at 9.9 s takes the whole block back and puts the ticket where it was', async () => {
    desk.outbox.start();
    const { block } = await accept({ decision: 'producer.contact', escalation: ESCALATION });
    desk.clock.advance(9_900);
    expect(await desk.outbox.undo(block)).toEqual([TICKET]);
    expect(await desk.states()).toEqual(['cancelled', 'cancelled']);
    expect(await desk.ticket()).toMatchObject({ state: 'open', queue: 'inbox', handed_over: 0 });
    desk.clock.advance(60_000);
    await desk.outbox.flush();
    expect(sink.sessions()).toBe(0);
  });

  it('at 10.1 s is too late', async () => {
    desk.outbox.start();
    const { block } = await accept();
    desk.clock.advance(10_100);
    await expect(desk.outbox.undo(block)).rejects.toMatchObject({ code: 'undo-too-late' });
    await settled('filed');
  });

  it('pressed twice does it once', async () => {
    const { block } = await accept();
    await desk.outbox.undo(block);
    expect(await desk.outbox.undo(block)).toEqual([TICKET]);
    const events = await desk.store.db.selectFrom('ticket_event').select('kind').execute();
    expect(events.map((event) => event.kind)).toEqual(['accepted', 'undone']);
  });

  it('gives back what was typed', async () => {
    const draft = { ticket_id: TICKET, agent: 'Anna', text: 'Ciao Marta, scritto a mano', updated_at: 1 };
    await desk.store.db.insertInto('draft').values(draft).execute();
    const { block } = await accept({ source: 'typed' });
    expect(await desk.store.db.selectFrom('draft').selectAll().execute()).toEqual([]);
    await desk.outbox.undo(block);
    const drafts = await desk.store.db.selectFrom('draft').select('text').execute();
    expect(drafts).toEqual([{ text: 'Ciao Marta, scritto a mano' }]);
  });

  it('leaves the ticket where a new message put it', async () => {
    const { block } = await accept();
    await desk.store.db.updateTable('ticket').set({ state: 'done' }).execute();
    await desk.outbox.undo(block);
    expect(await desk.ticket()).toMatchObject({ state: 'done' });
  });
});

describe('a reply on stale knowledge', () => {
  it.each<[string, () => Promise<void>, string]>([
    ['a new message of the requester', () => desk.addMessage({ messageId: 'altro@posta.example' }), 'new-message'],
    [
      "a colleague's reply in Sent",
      () => desk.addMessage({ direction: 'outbound', from: 'support@corsi.example', messageId: 'c@corsi.example' }),
      'answered-elsewhere',
    ],
    [
      'another purchase linked',
      async () => void (await desk.store.db.updateTable('ticket').set({ transaction_number: 'HP2' }).execute()),
      'purchase-changed',
    ],
    [
      'a bounce of the same address, in a ticket of its own',
      () =>
        desk.addMessage({
          ticket: null,
          from: 'mailer-daemon@mx.support.example',
          isAuto: true,
          reportType: 'delivery-status',
          text: `<${REQUESTER}>: 550 no such user`,
        }),
      'bounced',
    ],
  ])('is held back by %s', async (_name, happens, reason) => {
    desk.outbox.start();
    await accept();
    desk.clock.advance(5_000);
    await happens();
    desk.clock.advance(5_000);
    await settled('held');
    expect(sink.sessions()).toBe(0);
    expect((await desk.outbox.list())[0]).toMatchObject({ state: 'held', heldReason: reason });
    expect(await desk.ticket()).toMatchObject({ problem: 1, queue: 'problems' });
  });

  it.each<[string, () => Promise<void>]>([
    ['an out-of-office', () => desk.addMessage({ isAuto: true, text: 'Sono in ferie' })],
    [
      'an out-of-office without a return path',
      () => desk.addMessage({ isAuto: true, reportType: 'x', text: `Sono in ferie, ${REQUESTER}` }),
    ],
    [
      'a bounce of somebody else',
      () =>
        desk.addMessage({
          ticket: null,
          from: 'mailer-daemon@mx.support.example',
          isAuto: true,
          reportType: 'delivery-status',
          text: '<luigi@posta.example>: 550 no such user',
        }),
    ],
  ])('is not held back by %s', async (_name, happens) => {
    await accept({ undoMs: 0 });
    desk.clock.advance(1_000);
    await happens();
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['filed']);
  });

  it('goes out once the agent has looked and says so', async () => {
    await accept({ undoMs: 0 });
    desk.clock.advance(1_000);
    await desk.addMessage({ messageId: 'altro@posta.example' });
    await desk.outbox.flush();
    const [held] = await desk.outbox.list();
    await desk.outbox.resolve(held!.id, 'retry', 'Anna');
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['filed']);
    expect(sink.accepted).toHaveLength(1);
    expect(await desk.ticket()).toMatchObject({ problem: 0 });
  });

  it('is discarded on request: the text is a draft again, the ticket ours', async () => {
    await accept({ undoMs: 0 });
    desk.clock.advance(1_000);
    await desk.addMessage({ messageId: 'altro@posta.example' });
    await desk.outbox.flush();
    const [held] = await desk.outbox.list();
    await desk.outbox.resolve(held!.id, 'discard', 'Anna');
    expect(await desk.ticket()).toMatchObject({ state: 'open', problem: 0, queue: 'inbox' });
    expect((await desk.store.db.selectFrom('draft').select('text').executeTakeFirst())?.text).toContain('Ciao Marta');
    expect(await desk.states()).toEqual(['cancelled']);
  });
});

describe('a server that says "not now"', () => {
  it.each(['banner', 'auth', 'mail', 'rcpt', 'data', 'dot'] as const)(
    'at %s is asked again on schedule, with the same Message-ID, until it takes the mail once',
    async (at) => {
      desk.outbox.start();
      sink.script({ at, reply: [451, '4.3.0 later'] }, { at, reply: [451, '4.3.0 later'] });
      const [item] = (await accept({ undoMs: 0 })).items;
      desk.clock.advance(0);
      await settled('failed_before_data');
      expect((await desk.outbox.list())[0]?.nextAttemptAt).toBe(desk.clock.now() + 60_000);
      desk.clock.advance(59_000);
      expect(await desk.states()).toEqual(['failed_before_data']);
      desk.clock.advance(1_000);
      await atWork(async () =>
        expect((await desk.outbox.list())[0]).toMatchObject({ attempts: 2, state: 'failed_before_data' }),
      );
      desk.clock.advance(5 * 60_000);
      await settled('filed');
      expect(sink.accepted).toHaveLength(1);
      expect(sink.accepted[0]?.raw.toString()).toContain(item?.messageId);
    },
  );

  it('for 48 hours leaves it to the agent', async () => {
    await accept({ undoMs: 0 });
    sink.script(...Array.from({ length: 20 }, () => ({ at: 'mail', reply: [451, 'later'] }) as const));
    for (let hours = 0; hours < 60; hours += 12) {
      for (let tries = 0; tries < 6; tries += 1) {
        await desk.outbox.flush();
        desk.clock.advance(2 * 3_600_000);
      }
    }
    expect((await desk.outbox.list())[0]).toMatchObject({ state: 'held', heldReason: 'tries-exhausted' });
    expect(await desk.ticket()).toMatchObject({ queue: 'problems' });
  });
});

describe('a server that refuses', () => {
  it.each(['banner', 'mail', 'rcpt', 'data', 'dot'] as const)(
    'at %s is not asked again; the ticket is ours again',
    async (at) => {
      sink.script({ at, reply: [550, '5.1.1 No such user here'] });
      await accept({ undoMs: 0 });
      await desk.outbox.flush();
      expect((await desk.outbox.list())[0]).toMatchObject({ state: 'refused', attempts: 1 });
      expect((await desk.outbox.list())[0]?.error?.text).toContain('No such user here');
      expect(await desk.ticket()).toMatchObject({ state: 'open', problem: 1, queue: 'problems' });
      const sessions = sink.sessions();
      desk.clock.advance(48 * 3_600_000);
      await desk.outbox.flush();
      expect(sink.sessions()).toBe(sessions);
    },
  );

  it('the password stops the whole queue, loudly, and nothing is lost', async () => {
    const wrong = desk.restart(transportTo(sink, 'wrong'));
    await accept({ decision: 'producer.contact', escalation: ESCALATION, undoMs: 0 });
    wrong.start();
    desk.clock.advance(0);
    await atWork(() => expect(wrong.stopped()).toMatchObject({ code: 'smtp-auth' }));
    await settled('queued', 'queued');
    expect(sink.sessions()).toBe(1);
    desk.clock.advance(3_600_000);
    expect(sink.sessions()).toBe(1);
    await wrong.stop();
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['filed', 'filed']);
    expect(sink.accepted).toHaveLength(2);
  });
});

describe('a connection that is lost', () => {
  it('before the last bytes: goes again by itself, arrives once', async () => {
    sink.script({ at: 'data', drop: 'rst' });
    await accept({ undoMs: 0 });
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['failed_before_data']);
    desk.clock.advance(60_000);
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['filed']);
    expect(sink.accepted).toHaveLength(1);
  });

  it.each([true, false])('after the last bytes: never again by itself (server kept it: %s)', async (keep) => {
    sink.script({ at: 'dot', drop: 'fin', keep });
    await accept({ undoMs: 0 });
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['outcome_unknown']);
    expect(await desk.ticket()).toMatchObject({ state: 'waiting.customer', queue: 'problems' });
    desk.clock.advance(48 * 3_600_000);
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['outcome_unknown']);
    expect(sink.accepted).toHaveLength(keep ? 1 : 0);
  });

  it('after the last bytes: a copy that the server put in Sent later is the proof', async () => {
    desk.outbox.start();
    sink.script({ at: 'dot', drop: 'fin', keep: true });
    const [item] = (await accept({ undoMs: 0 })).items;
    desk.clock.advance(0);
    await settled('outcome_unknown');
    desk.sent.copies.push({ messageId: item!.messageId, raw: Buffer.from('') });
    desk.clock.advance(60_000);
    await settled('filed');
    expect(sink.accepted).toHaveLength(1);
    expect(desk.sent.copies).toHaveLength(1);
    expect(await desk.ticket()).toMatchObject({ problem: 0, queue: 'waiting.customer' });
  });

  it.each([
    { action: 'sent', arrived: 0, state: 'filed' },
    { action: 'retry', arrived: 1, state: 'filed' },
    { action: 'discard', arrived: 0, state: 'cancelled' },
  ] as const)('after the last bytes: the agent decides: $action', async ({ action, arrived, state }) => {
    sink.script({ at: 'dot', drop: 'fin', keep: false });
    await accept({ undoMs: 0 });
    await desk.outbox.flush();
    const [unknown] = await desk.outbox.list();
    await desk.outbox.resolve(unknown!.id, action, 'Anna');
    await desk.outbox.flush();
    expect(await desk.states()).toEqual([state]);
    expect(sink.accepted).toHaveLength(arrived);
  });
});

describe('a restart', () => {
  /** A transport that dies as the process would: it never comes back. */
  function dying(at: 'before' | 'after'): SmtpTransport {
    return {
      check: () => Promise.resolve(),
      async send(message) {
        if (at === 'after') await message.beforeLast();
        return new Promise(() => undefined);
      },
    };
  }

  it.each([
    { at: 'before', left: 'sending', becomes: 'filed', arrived: 1 },
    { at: 'after', left: 'final_pending', becomes: 'outcome_unknown', arrived: 0 },
  ] as const)('$at the mark: the row is $left and becomes $becomes', async ({ at, left, becomes, arrived }) => {
    await accept({ undoMs: 0 });
    const dead = desk.restart(dying(at));
    void dead.flush();
    await settled(left);
    const alive = desk.restart();
    await alive.flush();
    expect(await desk.states()).toEqual([becomes]);
    expect(sink.accepted).toHaveLength(arrived);
  });

  it('after the mark stands under Problems until a copy in Sent is the proof', async () => {
    const [item] = (await accept({ undoMs: 0 })).items;
    void desk.restart(dying('after')).flush();
    await settled('final_pending');
    const alive = desk.restart();
    await alive.flush();
    expect(await desk.ticket()).toMatchObject({ state: 'waiting.customer', queue: 'problems' });
    expect((await desk.outbox.list())[0]?.error?.code).toBe('outcome-unknown');
    desk.sent.copies.push({ messageId: item!.messageId, raw: Buffer.from('') });
    desk.clock.advance(60_000);
    await alive.flush();
    expect(await desk.states()).toEqual(['filed']);
    expect(await desk.ticket()).toMatchObject({ queue: 'waiting.customer' });
    expect(sink.sessions()).toBe(0);
  });

  it('after the server took it only files it', async () => {
    await accept({ undoMs: 0 });
    await desk.store.db.updateTable('outbox').set({ state: 'accepted' }).execute();
    await desk.restart().flush();
    expect(await desk.states()).toEqual(['filed']);
    expect([sink.sessions(), desk.sent.copies.length]).toEqual([0, 1]);
  });

  it('goes on with what was due less than two minutes ago', async () => {
    await accept({ undoMs: 10_000 });
    desk.clock.advance(10_000 + 119_000);
    desk.restart().start();
    await settled('filed');
    expect(sink.accepted).toHaveLength(1);
  });

  it('asks about what was due longer ago', async () => {
    await accept({ undoMs: 10_000 });
    desk.clock.advance(10_000 + 121_000);
    desk.restart().start();
    await settled('held');
    expect((await desk.outbox.list())[0]).toMatchObject({ heldReason: 'restart' });
    expect(sink.sessions()).toBe(0);
  });

  it('leaves the undo window open', async () => {
    const { block } = await accept();
    desk.clock.advance(5_000);
    const again = desk.restart();
    again.start();
    await again.undo(block);
    expect(await desk.states()).toEqual(['cancelled']);
  });
});

describe('the copy in Sent', () => {
  it('is tried again alone when it fails: the mail goes out once', async () => {
    desk.sent.failAppends = 1;
    await accept({ undoMs: 0 });
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['file_failed']);
    expect(await desk.ticket()).toMatchObject({ queue: 'problems' });
    desk.clock.advance(60_000);
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['filed']);
    expect([sink.accepted.length, desk.sent.copies.length]).toEqual([1, 1]);
    expect(await desk.ticket()).toMatchObject({ queue: 'waiting.customer' });
  });

  it('is left alone where the server made one itself', async () => {
    const [item] = (await accept({ undoMs: 0 })).items;
    desk.sent.copies.push({ messageId: item!.messageId, raw: Buffer.from('') });
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['filed']);
    expect(desk.sent.copies).toHaveLength(1);
  });

  it('is not needed where there is no IMAP', async () => {
    desk = await makeOutboxDesk({ smtp: transportTo(sink), server: sink.server, withSent: false });
    await accept({ undoMs: 0 });
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['accepted']);
  });
});

describe('the outbox by its own timer', () => {
  it('sends the one that is due first although another was accepted later', async () => {
    desk.outbox.start();
    await accept({ undoMs: 5_000 });
    await accept({ reply: null, escalation: ESCALATION, undoMs: 60_000, decision: 'producer.contact' });
    desk.clock.advance(5_000);
    await settled('filed', 'queued');
    expect(sink.accepted.map((message) => message.to)).toEqual([[REQUESTER]]);
  });

  it('sends at once when the agent does not want to wait', async () => {
    desk.outbox.start();
    const [item] = (await accept({ undoMs: 60_000 })).items;
    await desk.outbox.resolve(item!.id, 'send-now', 'Anna');
    desk.clock.advance(0);
    await settled('filed');
    expect(sink.accepted).toHaveLength(1);
  });

  it('keeps the pace of the provider: 30 in a minute, the rest in the next', async () => {
    await accept({ undoMs: 0 });
    const { revision: _, ...row } = await desk.store.db.selectFrom('outbox').selectAll().executeTakeFirstOrThrow();
    for (let copy = 0; copy < 34; copy += 1) {
      const id = `row-copy-${copy}`;
      const message_id = `copy-${copy}@corsi.example`;
      await desk.store.db
        .insertInto('outbox')
        .values({ ...row, id, block: id, message_id })
        .execute();
    }
    const flushed = desk.outbox.flush();
    await atWork(() => expect(sink.accepted).toHaveLength(30));
    // The next one asks the clock; the clock stands still.
    expect(sink.sessions()).toBe(30);
    await atWork(() => {
      desk.clock.advance(30_000);
      expect(sink.accepted).toHaveLength(35);
    });
    await flushed;
    expect(new Set(await desk.states())).toEqual(new Set(['filed']));
  });

  it('sends nothing that is not due on flush', async () => {
    await accept({ undoMs: 60_000 });
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['queued']);
  });
});
