import { expect, onTestFinished, test } from 'vitest';
import { startDovecot } from '../support/dovecot';
import { makeMail } from '../support/mail-maker';
import { seededRandom } from '../support/seeded-random';
import { FAULTS, FAULT_TIMEOUT_MS } from './fault-run';
import { makeKilledSync } from './killed-sync';
import { leftStore } from './left-store';
import { expectMadeMails } from './made-mails';

const MAILS = 30;

test(
  `two engines started on one profile, one of them killed, ${FAULTS.restarts} times: one store, each mail once (seed ${FAULTS.seed})`,
  { timeout: FAULT_TIMEOUT_MS },
  async () => {
    const dovecot = await startDovecot();
    onTestFinished(() => dovecot.remove());
    const { profileDir, sync } = makeKilledSync(dovecot);
    const random = seededRandom(FAULTS.seed);
    let delivered = 0;
    for (let round = 0; round < FAULTS.restarts; round += 1) {
      await dovecot.deliver(Array.from({ length: MAILS }, (_, index) => makeMail(delivered + index)));
      delivered += MAILS;
      const [killed, other] = await Promise.all([sync(random() * 2000), sync(null)]);
      // The second one works through the first, or says who holds the profile, or that the first is gone.
      for (const end of [killed, other].filter((one) => !one.killed && one.code !== 0)) {
        expect(end).toMatchObject({
          code: 1,
          err: expect.stringMatching(/process \d+/i),
        });
      }
    }
    expect(await sync(null)).toMatchObject({ code: 0 });
    const ids = await leftStore(profileDir).look(({ db }) => db.selectFrom('message').select('message_id').execute());
    expectMadeMails(
      ids.map((row) => row.message_id),
      delivered,
    );
  },
);
