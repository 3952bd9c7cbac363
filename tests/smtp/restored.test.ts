import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COPIED_AT } from '../../electron/engine/copies/read-copy';
import { freezeRestored } from '../../electron/engine/outbox/restored';
import { readSetting, writeSetting } from '../../electron/engine/store/settings-table';
import { OUTBOX_STATES } from '../../shared/domain/outbox';
import type { OutboxState } from '../../shared/domain/outbox';
import { silentLog } from '../support/make-store';
import { TICKET, makeOutboxDesk, transportTo } from '../support/outbox-desk';
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

/** Accepts a reply, puts it in a state, and opens the store as one that was restored. */
async function restoredWith(state: OutboxState): Promise<{ readonly id: string; readonly messageId: string }> {
  const [item] = (await desk.outbox.accept(await desk.input({ undoMs: 0 }))).items;
  if (!item) throw new Error('Nothing was accepted');
  await desk.store.db.updateTable('outbox').set({ state, error_code: null }).execute();
  await writeSetting(desk.store.db, COPIED_AT, String(desk.clock.now() - 86_400_000));
  let last = 0;
  const ids = { row: () => `restored-${(last += 1)}`, secret: () => '' };
  await freezeRestored(desk.store, { clock: desk.clock, log: silentLog, resourcesDir: '', ids });
  return item;
}

const SETTLED: readonly OutboxState[] = ['accepted', 'filed', 'cancelled', 'file_failed'];

describe('the outbox of a restored store', () => {
  it.each(OUTBOX_STATES.filter((state) => !SETTLED.includes(state)))(
    'sends nothing that was %s, though the server would take it, until an agent decides',
    async (state) => {
      const { id } = await restoredWith(state);
      expect(await desk.outbox.list()).toMatchObject([{ id, state: 'held', heldReason: 'restored' }]);
      expect(await desk.ticket()).toMatchObject({ problem: 1 });
      const outbox = desk.restart();
      outbox.start();
      await outbox.flush();
      desk.clock.advance(3_600_000);
      await outbox.flush();
      expect(sink.mailCommands()).toBe(0);
      expect(await outbox.list()).toMatchObject([{ id, state: 'held', heldReason: 'restored-not-in-sent' }]);
      await outbox.resolve(id, 'retry', 'Anna');
      await outbox.caughtUp();
      await outbox.flush();
      expect(sink.accepted).toHaveLength(1);
    },
  );

  it.each(SETTLED)('leaves alone what was %s', async (state) => {
    await restoredWith(state);
    expect(await desk.states()).toEqual([state]);
    await desk.outbox.flush();
    expect(sink.mailCommands()).toBe(0);
  });

  it('settles as sent what lies in Sent, and copies it there no second time', async () => {
    const { id, messageId } = await restoredWith('queued');
    desk.sent.copies.push({ messageId, raw: Buffer.from('what another run had filed') });
    await desk.restart().flush();
    expect(await desk.outbox.list()).toMatchObject([{ id, state: 'filed', heldReason: null }]);
    expect([sink.mailCommands(), desk.sent.copies.length]).toEqual([0, 1]);
    expect(await desk.ticket()).toMatchObject({ problem: 0, last_outbound_at: desk.clock.now() });
    const events = await desk.store.db
      .selectFrom('ticket_event')
      .select('kind')
      .where('ticket_id', '=', TICKET)
      .execute();
    expect(events.map((event) => event.kind).sort()).toEqual(['accepted', 'send-failed', 'sent']);
  });

  it('waits as long as Sent cannot be searched; sending is refused, the agent may say what became of it', async () => {
    const { id, messageId } = await restoredWith('failed_before_data');
    const has = desk.sent.has.bind(desk.sent);
    desk.sent.has = () => Promise.reject(new Error('connect ECONNREFUSED'));
    const outbox = desk.restart();
    await outbox.flush();
    await expect(outbox.resolve(id, 'retry', 'Anna')).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(outbox.resolve(id, 'send-now', 'Anna')).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await outbox.list()).toMatchObject([{ state: 'held', heldReason: 'restored' }]);
    desk.sent.has = has;
    desk.sent.copies.push({ messageId, raw: Buffer.from('') });
    desk.clock.advance(60_000);
    await outbox.flush();
    expect(await outbox.list()).toMatchObject([{ state: 'filed' }]);
    expect(sink.mailCommands()).toBe(0);
  });

  it.each(['sent', 'discard'] as const)('"%s" settles it without any server', async (action) => {
    const { id } = await restoredWith('outcome_unknown');
    const outbox = desk.restart();
    await outbox.resolve(id, action, 'Anna');
    await outbox.flush();
    expect(await desk.states()).toEqual([action === 'sent' ? 'filed' : 'cancelled']);
    expect(sink.mailCommands()).toBe(0);
  });

  it('sends nothing that is accepted before the mailbox was read through; it can be undone meanwhile', async () => {
    await restoredWith('filed');
    expect(await readSetting(desk.store.db, COPIED_AT)).toBeNull();
    const { block } = await desk.outbox.accept(await desk.input({ undoMs: 0, again: true }));
    const outbox = desk.restart();
    outbox.start();
    await outbox.flush();
    desk.clock.advance(90_000);
    await outbox.flush();
    expect([sink.mailCommands(), (await desk.states()).at(-1)]).toEqual([0, 'queued']);
    // Its undo window is long over, but it has not begun to go.
    await outbox.undo(block);
    expect((await desk.states()).at(-1)).toBe('cancelled');
  });

  it('is an ordinary one once the mailbox was read through: what waited goes out by itself', async () => {
    await restoredWith('filed');
    await desk.outbox.accept(await desk.input({ undoMs: 0, again: true }));
    const outbox = desk.restart();
    outbox.start();
    await outbox.flush();
    expect(await outbox.caughtUp()).toBe(true);
    desk.clock.advance(0);
    await expect.poll(() => sink.accepted.length).toBe(1);
    expect(await outbox.caughtUp()).toBe(false);
  });

  it.each([
    ['a colleague’s answer', 'collega@corsi.example', null],
    ['the frozen reply itself', 'support@corsi.example', 'frozen'],
  ])('holds what waited where the mailbox brought %s', async (_case, from, which) => {
    const { messageId } = await restoredWith('queued');
    await desk.outbox.accept(await desk.input({ undoMs: 0, again: true }));
    desk.clock.advance(1_000);
    if (which === 'frozen') desk.sent.copies.push({ messageId, raw: Buffer.from('') });
    const answer = which === 'frozen' ? messageId : 'risposta@corsi.example';
    await desk.addMessage({ direction: 'outbound', from, messageId: answer });
    const outbox = desk.restart();
    await outbox.caughtUp();
    await outbox.flush();
    expect(sink.mailCommands()).toBe(0);
    const reasons = (await outbox.list()).map(({ heldReason }) => heldReason);
    expect(reasons).toContain('answered-elsewhere');
  });

  it('asks an agent where the server has no folder for what was sent', async () => {
    const { id } = await restoredWith('queued');
    desk.sent.exists = () => Promise.resolve(false);
    desk.sent.has = () => Promise.reject(new Error('The server does not name a Sent folder'));
    const outbox = desk.restart();
    await outbox.flush();
    expect(await outbox.list()).toMatchObject([{ id, state: 'held', heldReason: 'restored-not-in-sent' }]);
  });

  it('looks less and less often where Sent cannot be searched: once for all, in 1, 5, 15 minutes, each hour', async () => {
    await restoredWith('queued');
    const [row] = await desk.store.db.selectFrom('outbox').selectAll().execute();
    if (row === undefined) throw new Error('Nothing was frozen');
    for (const id of ['two', 'three']) {
      await desk.store.db
        .insertInto('outbox')
        .values({ ...row, id, block: id, message_id: id })
        .execute();
    }
    const looks: number[] = [];
    desk.sent.has = () => {
      looks.push(desk.clock.now());
      return Promise.reject(new Error('[AUTHENTICATIONFAILED]'));
    };
    const outbox = desk.restart();
    const began = desk.clock.now();
    for (let minute = 0; minute <= 150; minute += 1) {
      await outbox.flush();
      desk.clock.advance(60_000);
    }
    expect(looks.map((at) => (at - began) / 60_000)).toEqual([0, 1, 6, 21, 81, 141]);
    // The server was heard: no need to wait for the next hour.
    await outbox.caughtUp();
    await outbox.flush();
    expect(looks).toHaveLength(7);
  });

  it('never lets an agent say of another held reply that it arrived', async () => {
    const { id } = await restoredWith('queued');
    await desk.store.db.updateTable('outbox').set({ held_reason: 'new-message' }).execute();
    await expect(desk.outbox.resolve(id, 'sent', 'Anna')).rejects.toMatchObject({ code: 'not-allowed' });
  });
});
