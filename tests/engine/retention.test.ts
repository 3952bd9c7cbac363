import { describe, expect, it, vi } from 'vitest';
import { retentionLimit } from '../../shared/domain/erasure';
import {
  countRetention,
  eraseOverdue,
  noteUnscrubbed,
  saveRetention,
  scrubWhenDue,
} from '../../electron/engine/privacy/retention';
import { eventually } from '../support/eventually';
import { makeDesk, OPENED_AT, testOutside } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { makeFileStore } from '../support/make-store';
import { createMovedClock } from '../support/moved-clock';
import { personalRows } from '../support/personal-rows';
import type { Table } from '../support/personal-rows';
import type { Store } from '../../electron/engine/store/store';
import { writeMail } from '../support/write-mail';

const MONTH = 31 * 86_400_000;

/** A desk with a ticket of each of these people. */
async function deskWith(people: readonly string[]): Promise<TestDesk> {
  const desk = await makeDesk({ team: null });
  desk.mailbox.deliver(
    ...people.map((name) =>
      writeMail({ from: `${name}@posta.example`, subject: `Domanda di ${name}`, text: `Sono ${name}` }),
    ),
  );
  await desk.sync();
  return desk;
}

async function addRows(
  store: Store,
  table: Table,
  rows: readonly Readonly<Record<string, string | number>>[],
): Promise<void> {
  await store.db.insertInto(table).values(rows).execute();
}

async function close(desk: TestDesk, name: string): Promise<void> {
  const row = await ticketOf(desk, name);
  await desk.engine.call('tickets.setState', { ticket: row.id, revision: row.revision, to: 'done', snoozeUntil: null });
}

async function ticketOf(desk: TestDesk, name: string) {
  const row = (await desk.tickets()).find((ticket) => ticket.requesterAddress === `${name}@posta.example`);
  if (!row) throw new Error(`There is no ticket of ${name}`);
  return row;
}

const erased = async (desk: TestDesk) => (await desk.tickets()).flatMap((row) => (row.erased ? [row.id] : []));

describe('how long closed tickets are kept', () => {
  it('is for ever until somebody says so; counting erases nothing', async () => {
    const desk = await deskWith(['anna', 'bruno']);
    await close(desk, 'anna');
    desk.clock.advance(24 * MONTH);
    expect(await desk.engine.call('retention.state', {})).toEqual({ months: null, tickets: 0, oldest: null });
    expect(await desk.engine.call('retention.count', { months: 6 })).toMatchObject({ months: 6, tickets: 1 });
    desk.engine.start();
    await desk.sync();
    expect(await erased(desk)).toEqual([]);
  });

  it('ends for closed ones alone, after so many months, with the words gone and the figures there', async () => {
    const desk = await deskWith(['anna', 'bruno', 'carla']);
    const anna = await ticketOf(desk, 'anna');
    await close(desk, 'anna');
    desk.clock.advance(7 * MONTH);
    await close(desk, 'carla');
    expect(await desk.engine.call('retention.save', { months: 6, counted: 1 })).toMatchObject({
      months: 6,
      tickets: 1,
    });
    await eventually(async () => expect(await erased(desk)).toEqual([anna.id]));
    const left = (await desk.tickets()).find((row) => row.id === anna.id);
    expect(left).toMatchObject({
      subject: '',
      requesterAddress: '',
      state: 'done',
      decision: anna.decision,
      createdAt: anna.createdAt,
    });
    expect((await desk.engine.call('tickets.search', { query: 'bruno', limit: 5 })).total).toBe(1);
    expect((await desk.engine.call('tickets.search', { query: 'anna', limit: 5 })).total).toBe(0);
    // An hour later, and a month later, it looks again by itself.
    desk.clock.advance(6 * MONTH);
    await eventually(async () => expect(await erased(desk)).toHaveLength(2));
  });

  it('does not end while another ticket of the case is open or waits for the producer', async () => {
    const desk = await deskWith(['anna', 'bruno']);
    await close(desk, 'anna');
    desk.clock.advance(7 * MONTH);
    desk.mailbox.deliver(writeMail({ from: 'anna@posta.example', subject: 'Altro', text: 'Ancora io' }));
    await desk.sync();
    expect(await desk.engine.call('retention.count', { months: 6 })).toMatchObject({ tickets: 0 });
    const open = (await desk.tickets()).find(
      (row) => row.requesterAddress === 'anna@posta.example' && row.state === 'open',
    );
    if (!open) throw new Error('The second mail opened no ticket');
    const wait = { ticket: open.id, revision: open.revision, to: 'waiting.producer' as const, snoozeUntil: null };
    await desk.engine.call('tickets.setState', wait);
    expect(await desk.engine.call('retention.count', { months: 6 })).toMatchObject({ tickets: 0 });
  });

  it('is not set where many more would be erased than the person was told', async () => {
    const people = Array.from({ length: 12 }, (_, index) => `persona${String(index)}`);
    const desk = await deskWith(people);
    for (const name of people) await close(desk, name);
    desk.clock.advance(7 * MONTH);
    await expect(desk.engine.call('retention.save', { months: 6, counted: 0 })).rejects.toMatchObject({
      code: 'bad-params',
    });
    expect(await desk.engine.call('retention.state', {})).toMatchObject({ months: null });
  });

  it('does not end while somebody is typing for it', async () => {
    const desk = await deskWith(['anna', 'bruno']);
    const [anna, bruno] = [await ticketOf(desk, 'anna'), await ticketOf(desk, 'bruno')];
    await close(desk, 'anna');
    await close(desk, 'bruno');
    desk.clock.advance(7 * MONTH);
    await desk.engine.call('drafts.save', { ticket: anna.id, text: 'Gentile Anna' });
    await desk.engine.call('drafts.save', { ticket: `forward:${bruno.id}`, text: 'Ecco' });
    expect(await desk.engine.call('retention.count', { months: 6 })).toMatchObject({ tickets: 0 });
    // What was left lying keeps nothing for ever.
    desk.clock.advance(7 * MONTH);
    expect(await desk.engine.call('retention.count', { months: 6 })).toMatchObject({ tickets: 2 });
  });

  it('is counted over all of a large store, piece by piece', async () => {
    const clock = createMovedClock(OPENED_AT);
    const store = await makeFileStore({ clock });
    const made = personalRows().rows.get('ticket') ?? {};
    const old = OPENED_AT - 12 * MONTH;
    for (let from = 0; from < 3000; from += 100) {
      const tickets = Array.from({ length: 100 }, (_, at) => {
        const number = from + at;
        // Half of them at one moment.
        const updated_at = number < 1500 ? old : old + number;
        return { ...made, id: `T-${String(number)}`, number, requester_folded: '', updated_at, created_at: updated_at };
      });
      await addRows(store, 'ticket', tickets);
    }
    expect(await countRetention(store.db, 6, OPENED_AT)).toEqual({ months: 6, tickets: 3000, oldest: old });
    await saveRetention(store.db, 6);
    expect(await eraseOverdue({ store, outside: testOutside(clock) }, 'Anna')).toHaveLength(20);
    expect(await countRetention(store.db, 6, OPENED_AT)).toMatchObject({ tickets: 2980 });
  });

  it('writes the store anew at once, and then once a week, since that holds the desk', async () => {
    const clock = createMovedClock(OPENED_AT);
    const store = await makeFileStore({ clock });
    const room = { store: { ...store, scrub: vi.fn(() => store.scrub()) }, outside: testOutside(clock) };
    const erasedSome = async (): Promise<number> => {
      await noteUnscrubbed(store.db);
      await scrubWhenDue(room);
      return room.store.scrub.mock.calls.length;
    };
    await scrubWhenDue(room);
    expect(room.store.scrub).not.toHaveBeenCalled();
    expect(await erasedSome()).toBe(1);
    clock.advance(86_400_000);
    expect(await erasedSome()).toBe(1);
    clock.advance(6 * 86_400_000);
    await scrubWhenDue(room);
    expect(room.store.scrub).toHaveBeenCalledTimes(2);
    clock.advance(30 * 86_400_000);
    await scrubWhenDue(room);
    expect(room.store.scrub).toHaveBeenCalledTimes(2);
  });

  it('counts months of the calendar', () => {
    expect(retentionLimit(Date.UTC(2026, 2, 31, 10), 1)).toBe(Date.UTC(2026, 1, 28, 10));
    expect(retentionLimit(Date.UTC(2026, 0, 15), 24)).toBe(Date.UTC(2024, 0, 15));
  });
});
