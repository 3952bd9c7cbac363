import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../electron/engine/outside';
import { startDovecot } from '../support/dovecot';
import { makeMail } from '../support/mail-maker';
import { testOutside } from '../support/make-mailbox';
import { seededRandom } from '../support/seeded-random';
import { QUEUES } from '../../shared/domain/ticket';
import { makeFaultDesk } from './fault-desk';
import type { FaultDesk } from './fault-desk';
import { FAULTS, FAULT_TIMEOUT_MS } from './fault-run';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
/** An NTP step, daylight saving, a wrong day, a dead battery, beyond 2038. */
const JUMPS_MS = [-1500, HOUR_MS, -HOUR_MS, 24 * HOUR_MS, -24 * HOUR_MS, -10 * YEAR_MS, 60 * YEAR_MS];
/** Mails between two faults. */
const MAILS = 15;
const PAGE = 500;

test(
  `a desk that listens while the server restarts ${FAULTS.restarts} times and the clock jumps misses nothing (seed ${FAULTS.seed})`,
  { timeout: FAULT_TIMEOUT_MS },
  async () => {
    const dovecot = await startDovecot();
    onTestFinished(() => dovecot.remove());
    const random = seededRandom(FAULTS.seed);
    const clock = jumpingClock();
    const desk = await makeFaultDesk(dovecot, { clock, timing: { pollMs: 2000 } });
    const raws: string[] = [];
    const deliver = async (): Promise<void> => {
      const more = Array.from({ length: MAILS }, (_, index) => makeMail(raws.length + index));
      raws.push(...more);
      await dovecot.deliver(more);
    };
    desk.engine.start();
    for (let restart = 0; restart < FAULTS.restarts; restart += 1) {
      await deliver();
      clock.jump(JUMPS_MS[Math.floor(random() * JUMPS_MS.length)] ?? 0);
      await dovecot.stop();
      await deliver();
      clock.jump(JUMPS_MS[Math.floor(random() * JUMPS_MS.length)] ?? 0);
      await dovecot.start();
      await deliver();
      // Half of the time the next fault comes before this one is healed.
      await (random() < 0.5 ? expectHealed(desk, raws.length) : Promise.resolve());
    }
    await expectHealed(desk, raws.length);
    const status = await desk.engine.call('desk.status', {});
    expect(status.connection.kind).toMatch(/listening|syncing/);
    await desk.expectOnly(raws);
  },
);

/** The desk finds its way back by itself, and shows all that was delivered. */
async function expectHealed(desk: FaultDesk, mails: number): Promise<void> {
  await expect.poll(() => seenAt(desk), { timeout: 60_000 }).toMatchObject({ mails });
}

/** The mails that an agent can see; beside them, for whoever reads a failure, what the desk says of its server. */
async function seenAt(desk: FaultDesk): Promise<{ readonly mails: number; readonly connection: unknown }> {
  const { connection } = await desk.engine.call('desk.status', {});
  return { mails: await countOf(desk), connection };
}

/** How many mails lie in tickets that an agent can see. */
async function countOf({ engine }: FaultDesk): Promise<number> {
  let count = 0;
  for (const queue of QUEUES.filter((one) => one !== 'mine')) {
    for (let offset = 0, total = 1; offset < total; offset += PAGE) {
      const page = await engine.call('tickets.page', { queue, offset, limit: PAGE });
      total = page.total;
      for (const { messages } of page.rows) count += messages;
    }
  }
  return count;
}

/** The real clock, set by hand as people and batteries do; waiting is not touched by it. */
function jumpingClock(): Clock & { jump(byMs: number): void } {
  const { clock } = testOutside();
  let offset = 0;
  return {
    now: () => clock.now() + offset,
    after: (ms, work) => clock.after(ms, work),
    jump: (byMs) => void (offset += byMs),
  };
}
