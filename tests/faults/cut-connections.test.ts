import { expect, onTestFinished, test } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import { startCuttingProxy } from '../support/cutting-proxy';
import type { Cut } from '../support/cutting-proxy';
import { startDovecot } from '../support/dovecot';
import { makeMail } from '../support/mail-maker';
import { seededRandom } from '../support/seeded-random';
import { makeFaultDesk } from './fault-desk';
import { FAULTS, FAULT_TIMEOUT_MS } from './fault-run';

/** Bytes of mail that a connection may bring before it is cut, at most. */
const LONGEST_LIFE_BYTES = 1_500_000;
/** Bytes in which signing in and listing take place. */
const GREETING_BYTES = 6000;

test(
  `${FAULTS.messages} messages through a link that breaks all the time arrive complete, each once (seed ${FAULTS.seed})`,
  { timeout: FAULT_TIMEOUT_MS },
  async () => {
    const dovecot = await startDovecot();
    onTestFinished(() => dovecot.remove());
    const raws = Array.from({ length: FAULTS.messages }, (_, index) => makeMail(index));
    await dovecot.deliver(raws);
    const proxy = await startCuttingProxy(dovecot.port);
    onTestFinished(() => proxy.close());
    const timing = { answerMs: 1000, commandMs: 1000, silenceMs: 1000 };
    const desk = await makeFaultDesk(dovecot, { port: proxy.port, timing });
    const random = seededRandom(FAULTS.seed);
    proxy.cutEach(() => drawCut(random));
    const failures: string[] = [];
    for (let isDone = false; !isDone;) {
      isDone = await desk.engine.syncOnce().then(
        () => true,
        (error: unknown) => {
          // whatever breaks, it is told as what it is
          if (!(error instanceof SportelloError)) throw error;
          failures.push(error.code);
          return false;
        },
      );
    }
    expect([...new Set(failures)]).toEqual(['imap-connect']);
    proxy.cutEach(null);
    expect(await desk.engine.syncOnce()).toMatchObject({
      seen: raws.length,
      stored: 0,
      known: raws.length,
      quarantined: 0,
    });
    process.stdout.write(`${proxy.cuts()} connections cut, ${failures.length} passes failed\n`);
    await desk.expectOnly(raws);
  },
);

/** One in eight falls into the sign-in, one in eight stands still instead of ending. */
function drawCut(random: () => number): Cut {
  const most = random() < 0.125 ? GREETING_BYTES : LONGEST_LIFE_BYTES;
  const direction = random() < 0.1 ? 'to-server' : 'to-client';
  const kind = random();
  return {
    direction,
    afterBytes: 1 + Math.floor(random() * (direction === 'to-server' ? GREETING_BYTES / 4 : most)),
    how: kind < 0.125 ? 'stall' : kind < 0.55 ? 'rst' : 'fin',
  };
}
