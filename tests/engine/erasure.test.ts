import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../electron/engine/store/open-store';
import { eventually } from '../support/eventually';
import { makeDesk, OPENED_AT, SALES_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { createMovedClock } from '../support/moved-clock';
import { silentLog } from '../support/make-store';
import { erase, hits, personAtDesk, PERSON } from '../support/person-at-desk';
import { dumpOf } from '../support/personal-rows';
import { writeMail } from '../support/write-mail';

/** Everything that the tables of a closed desk hold. */
async function dumpOfDesk(desk: TestDesk): Promise<string> {
  await desk.engine.close();
  const path = join(desk.profileDir, 'store.db');
  const store = await openStore({ path, key: null, clock: createMovedClock(OPENED_AT), log: silentLog });
  try {
    return await dumpOf(store);
  } finally {
    await store.close();
  }
}

describe('erasing a person', () => {
  it('counts first and leaves no canary in tables, files, logs or a later copy; ids and figures stay', async () => {
    const { desk, canaries, log } = await personAtDesk();
    expect(canaries.length).toBeGreaterThanOrEqual(50);
    expect(hits(desk.profileDir, [PERSON])).toEqual([PERSON]);
    const before = await desk.tickets();
    const [count] = await desk.engine.call('erasures.count', { transaction: 'hp 4410020311' });
    expect(count).toMatchObject({
      address: PERSON,
      counts: { tickets: 7, messages: 7, replies: 1, notes: 1, drafts: 1, purchases: 1, mentions: 4 },
      waiting: [],
    });
    expect(hits(desk.profileDir, [PERSON])).toEqual([PERSON]);

    const steps: unknown[] = [];
    desk.engine.on('erasures.progress', (step) => steps.push(step));
    await erase(desk);
    await desk.engine.call('copies.write', { path: join(desk.profileDir, 'later.db') });

    expect(hits(desk.profileDir, [...canaries, PERSON])).toEqual([]);
    expect(steps.at(-1)).toEqual({ done: 7, of: 7 });
    const after = await desk.tickets();
    const hers = new Set(before.flatMap((row) => (row.requesterAddress === PERSON ? [row.id] : [])));
    const figures = (rows: typeof before) =>
      rows
        .filter((row) => hers.has(row.id))
        .map(({ id, decision, createdAt, messages, transaction }) => ({
          id,
          decision,
          createdAt,
          messages,
          transaction,
        }));
    expect(figures(after)).toEqual(figures(before));
    expect((await desk.engine.call('tickets.search', { query: canaries[5] ?? '', limit: 5 })).total).toBe(0);
    expect(await desk.engine.call('erasures.count', { address: PERSON })).toMatchObject([
      { counts: { tickets: 0, messages: 0, replies: 0, purchases: 0, mentions: 0 } },
    ]);
    const said = log.join('\n').toLowerCase();
    expect(log.length).toBeGreaterThan(0);
    expect([...canaries, PERSON].filter((word) => said.includes(word))).toEqual([]);
    const tables = await dumpOfDesk(desk);
    expect([...canaries, PERSON].filter((word) => tables.includes(word))).toEqual([]);
  });

  it('leaves closed tickets as they were closed, and closes the others', async () => {
    const { desk } = await personAtDesk();
    const [first] = await desk.tickets();
    if (!first) throw new Error('There is no ticket');
    desk.mailbox.deliver(
      writeMail({ from: `Giulia <${PERSON}>`, subject: 'Fuori ufficio', headers: ['Auto-Submitted: auto-replied'] }),
    );
    await desk.sync();
    const before = await desk.tickets();
    await erase(desk);
    const after = new Map((await desk.tickets()).map((row) => [row.id, row]));
    expect(before.map((row) => row.state)).toContain('ignored');
    for (const { id, state, queue, requesterAddress } of before) {
      if (requesterAddress !== PERSON) continue;
      const closed = state === 'ignored' || state === 'done';
      expect(after.get(id)).toMatchObject(closed ? { state, queue } : { state: 'done', queue: 'done' });
    }
    // Nothing decides them again.
    await desk.engine.call('team.save', { team: { formSenders: ['modulo@corsi.example'] }, language: 'it' });
    const erased = [...after.values()].filter((row) => row.erased);
    expect(erased).toHaveLength(8);
    expect((await desk.tickets()).filter((row) => row.erased)).toEqual(erased);
  });

  it('does not take the same mail in again', async () => {
    const { desk, canaries } = await personAtDesk();
    const count = (await desk.tickets()).length;
    await erase(desk);
    const again = await desk.reopen();
    await again.sync();
    expect(await again.tickets()).toHaveLength(count);
    expect(hits(again.profileDir, [...canaries, PERSON])).toEqual([]);
  });

  it('knows who writes afterwards as a customer again, and opens a ticket for them', async () => {
    const { desk } = await personAtDesk();
    await erase(desk);
    const before = await desk.tickets();
    desk.clock.advance(3 * 86_400_000);
    desk.mailbox.deliver(
      writeMail({ from: `Giulia <${PERSON}>`, inReplyTo: desk.mailbox.appended[0]?.messageId ?? '' }),
    );
    await desk.sync();
    const fresh = (await desk.tickets()).filter(({ id }) => !before.some((row) => row.id === id));
    expect(fresh).toMatchObject([{ requesterAddress: PERSON, state: 'open' }]);
  });

  it('opens an erased ticket with its history, and nothing of the person', async () => {
    const { desk } = await personAtDesk();
    // What the desk looks after by itself waits for the erasure, and never the other way round.
    desk.engine.start();
    await Promise.all([erase(desk), desk.engine.call('retention.save', { months: 6, counted: 0 })]);
    const [first] = await desk.tickets();
    const view = await desk.engine.call('tickets.open', { ticket: first?.id ?? '' });
    expect(view.row).toMatchObject({ requesterAddress: '', subject: '', state: 'done', erased: true });
    expect(view.history.map(({ kind }) => kind)).toContain('erased');
    expect(JSON.stringify(view)).not.toContain('giulia');
  });

  it('stops before a reply that is still on its way, and without the same address typed again', async () => {
    const { desk } = await personAtDesk();
    const [, , , fourth] = await desk.tickets();
    const typed = { text: 'Altro', macro: null, decision: null, again: false };
    await desk.engine.call('replies.send', { ticket: fourth?.id ?? '', revision: fourth?.revision ?? 0, ...typed });
    await expect(erase(desk)).rejects.toMatchObject({ code: 'not-allowed', detail: { ticket: fourth?.id } });
    await expect(
      desk.engine.call('erasures.run', { address: PERSON, confirmed: 'anna@posta.example' }),
    ).rejects.toMatchObject({ code: 'bad-params' });
    expect(hits(desk.profileDir, [PERSON])).toEqual([PERSON]);
  });

  it('takes the buyer of the named item alone, and of a whole checkout all of its buyers', async () => {
    const desk = await makeDesk({ team: null });
    const sale = (number: string, buyer: string): string =>
      `${number},APPROVED,2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,41,Pasta,Nonna,Nome,${buyer}@posta.example,,49.00,EUR`;
    await desk.importCsv(
      'sales',
      [SALES_HEADER, sale('HP4410020311C1', 'uno'), sale('HP4410020311C2', 'due')].join('\n'),
    );
    const found = async (transaction: string) =>
      (await desk.engine.call('erasures.count', { transaction })).map(({ address }) => address).sort();
    expect(await found('HP4410020311C2')).toEqual(['due@posta.example']);
    expect(await found('HP4410020311')).toEqual(['due@posta.example', 'uno@posta.example']);
  });
});

describe('an erasure that was killed', () => {
  it('goes on when the desk has opened, and the desk does not wait for it', async () => {
    const { desk, canaries } = await personAtDesk();
    await desk.engine.close();
    const path = join(desk.profileDir, 'store.db');
    const store = await openStore({ path, key: null, clock: desk.clock, log: silentLog });
    const row = {
      id: 'x',
      at: OPENED_AT,
      by: 'Anna',
      state: 'under-way',
      address: PERSON,
      up_to: OPENED_AT + 86_400_000,
    };
    await store.db
      .insertInto('erasure')
      .values({ ...row, counts: '{}', place: '', finished_at: null })
      .execute();
    await store.close();

    const again = await desk.reopen();
    expect((await again.tickets())[0]?.requesterAddress).toBe(PERSON);
    again.engine.start();
    await eventually(() => expect(hits(again.profileDir, [...canaries, PERSON])).toEqual([]));
    expect((await again.engine.call('desk.status', {})).erasureFailure).toBeNull();
  });
});
