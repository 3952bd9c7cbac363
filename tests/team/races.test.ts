import { expect, it } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import { CLUB_PRODUCT, makeDesk, PRODUCTS_HEADER, PROFILE, SALES_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { sendWhileTimeGoes } from '../support/send-while-time-goes';
import { makeTeam } from '../support/team-store';
import { writeMail } from '../support/write-mail';

/** How many tickets are raced for; `npm run test:faults` takes 1,000. */
const RACES = Number(process.env['RACES'] ?? 25);

const number = (race: number) => `HP44${String(race).padStart(8, '0')}`;
const address = (race: number) => `cliente${String(race)}@posta.example`;

function sales(): string {
  const rows = Array.from(
    { length: RACES },
    (_, race) =>
      `${number(race)},APPROVED,2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,41,Pasta,Nonna,Cliente ${String(race)},${address(race)},,49.00,EUR`,
  );
  return [SALES_HEADER, ...rows, ''].join('\n');
}

const accept = (desk: TestDesk, ticket: string, revision: number) =>
  desk.engine.call('replies.accept', { ticket, revision, index: 0, confirmed: true, escalate: false });

/** reliability.md F25 */
it(`two agents who answer the same ticket at once send one mail, ${String(RACES)} times`, async () => {
  const team = await makeTeam();
  const anna = await makeDesk({ team });
  const bruno = await makeDesk({
    team,
    profile: { ...PROFILE, agent: { name: 'Bruno', email: 'bruno@corsi.example' } },
    clock: anna.clock,
    mailbox: anna.mailbox,
  });
  await anna.importCsv('sales', sales());
  await anna.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  const mails = Array.from({ length: RACES }, (_, race) =>
    writeMail({
      from: address(race),
      subject: `Accesso ${String(race)}`,
      text: `Non ho ricevuto l'email per entrare. ${number(race)}`,
    }),
  );
  anna.mailbox.deliver(...mails);
  await anna.sync();
  const rows = await bruno.tickets();
  expect(rows).toHaveLength(RACES);
  let won = 0;
  for (const row of rows) {
    const outcomes = await Promise.allSettled([
      accept(anna, row.id, row.revision),
      accept(bruno, row.id, row.revision),
    ]);
    won += outcomes.filter(({ status }) => status === 'fulfilled').length;
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      expect(outcome.reason).toBeInstanceOf(SportelloError);
      expect((outcome.reason as SportelloError).code).toBe('stale-revision');
    }
  }
  expect(won).toBe(RACES);
  const waiting = async () => (await anna.engine.call('desk.status', {})).outbox.waiting;
  while ((await waiting()) > 0) await sendWhileTimeGoes(anna);
  const sent = [...anna.smtp.taken, ...bruno.smtp.taken].map(({ to }) => to);
  expect(sent.sort()).toEqual(Array.from({ length: RACES }, (_, race) => address(race)).sort());
});
