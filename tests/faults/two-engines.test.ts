import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startDovecot } from '../support/dovecot';
import { makeMail } from '../support/mail-maker';
import { makeFolder } from '../support/make-store';
import { settingsFor } from '../support/make-mailbox';
import { seededRandom } from '../support/seeded-random';
import { FAULTS, FAULT_TIMEOUT_MS } from './fault-run';
import { runAndKill } from './killed-cli';
import { leftStore } from './left-store';
import { expectMadeMails } from './made-mails';

const MAILS = 30;

test(
  `two engines started on one profile, one of them killed, ${FAULTS.restarts} times: one store, each mail once (seed ${FAULTS.seed})`,
  { timeout: FAULT_TIMEOUT_MS },
  async () => {
    const dovecot = await startDovecot();
    onTestFinished(() => dovecot.remove());
    const profileDir = makeFolder();
    const mailbox = settingsFor(dovecot);
    const profile = {
      mailbox: { ...mailbox, imap: { ...mailbox.imap, ca: dovecot.caFile } },
      store: { kind: 'sqlite', encryption: 'none' },
    };
    writeFileSync(join(profileDir, 'profile.json'), JSON.stringify(profile));
    const secrets = { SPORTELLO_IMAP_PASSWORD: dovecot.password };
    const sync = (afterMs: number | null) =>
      runAndKill(['sync', '--profile', profileDir, '--once', '--json'], secrets, afterMs);
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
