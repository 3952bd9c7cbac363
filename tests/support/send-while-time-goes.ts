import type { TestDesk } from './make-engine';

/** Flushes the outbox of a desk while its clock goes on, as the provider's pace and the team's seats want it. */
export async function sendWhileTimeGoes(desk: TestDesk): Promise<void> {
  const under = { way: true };
  const sending = desk.engine.flushOutbox().finally(() => (under.way = false));
  // Awaited below, after the clock: meanwhile its failure is nobody's.
  sending.catch(() => undefined);
  while (under.way) {
    // Far slower than the server, however busy the machine is: a seat lapses by this clock, and a send asks the server some thirty
    // times. So each step waits for answers of the server, too, and is a small part of a seat's twelve seconds.
    desk.clock.advance(100);
    await desk.engine.call('outbox.list', {});
  }
  await sending;
}
