import type { TestDesk } from './make-engine';

/** Flushes the outbox of a desk while its clock goes on, as the provider's pace and the team's seats want it. */
export async function sendWhileTimeGoes(desk: TestDesk): Promise<void> {
  const under = { way: true };
  const sending = desk.engine.flushOutbox().finally(() => (under.way = false));
  while (under.way) {
    // Slower than the server: a seat is held by its clock, too.
    desk.clock.advance(250);
    await desk.engine.call('queues.counts', {});
  }
  await sending;
}
