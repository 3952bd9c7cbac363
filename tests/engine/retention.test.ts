import { describe, expect, it, vi } from 'vitest';
import { retentionLimit } from '../../shared/domain/erasure';
import { makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
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
    await vi.waitFor(async () => expect(await erased(desk)).toEqual([anna.id]), 10_000);
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
    await vi.waitFor(async () => expect(await erased(desk)).toHaveLength(2), 10_000);
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

  it('counts months of the calendar', () => {
    expect(retentionLimit(Date.UTC(2026, 2, 31, 10), 1)).toBe(Date.UTC(2026, 1, 28, 10));
    expect(retentionLimit(Date.UTC(2026, 0, 15), 24)).toBe(Date.UTC(2024, 0, 15));
  });
});
