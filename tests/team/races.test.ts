import { expect, it } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import { CLUB_PRODUCT, makeDesk, PRODUCTS_HEADER, PROFILE, SALES_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { sendWhileTimeGoes } from '../support/send-while-time-goes';
import { makeTeam } from '../support/team-store';
import { writeMail } from '../support/write-mail';

/** How many tickets are raced for; `npm run test:faults` takes 1,000. */
const RACES = Number(process.env['RACES'] ?? 25);
/** Tickets that are there at once: a desk's clock stands while they are filed, and its lease does not. */
const ROUND = 25;

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

const mailOf = (race: number) =>
  writeMail({
    from: address(race),
    id: `race-${String(race)}@posta.example`,
    subject: `Accesso ${String(race)}`,
    text: `Non ho ricevuto l'email per entrare. ${number(race)}`,
  });

const accept = (desk: TestDesk, ticket: string, revision: number) =>
  desk.engine.call('replies.accept', { ticket, revision, index: 0, confirmed: true, escalate: false });

/** Both agents answer this ticket at the same moment; answers how many of them were taken. */
async function race(desks: readonly TestDesk[], ticket: string, revision: number): Promise<number> {
  const outcomes = await Promise.allSettled(desks.map((desk) => accept(desk, ticket, revision)));
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue;
    expect(outcome.reason).toBeInstanceOf(SportelloError);
    expect((outcome.reason as SportelloError).code).toBe('stale-revision');
  }
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

/** reliability.md F25 */
it(
  `two agents who answer the same ticket at once send one mail, ${String(RACES)} times`,
  { timeout: 60_000 + RACES * 1_000 },
  async () => {
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
    const waiting = async () => (await anna.engine.call('desk.status', {})).outbox.waiting;
    let won = 0;
    for (let from = 0; from < RACES; from += ROUND) {
      const races = Array.from({ length: Math.min(ROUND, RACES - from) }, (_, index) => from + index);
      anna.mailbox.deliver(...races.map(mailOf));
      await anna.sync();
      // What was answered before waits for its customer.
      const rows = (await bruno.tickets()).filter(({ state }) => state === 'open');
      expect(rows.map(({ requesterAddress }) => requesterAddress).sort()).toEqual(races.map(address).sort());
      for (const row of rows) won += await race([anna, bruno], row.id, row.revision);
      while ((await waiting()) > 0) await sendWhileTimeGoes(anna);
    }
    expect(won).toBe(RACES);
    const sent = [...anna.smtp.taken, ...bruno.smtp.taken].map(({ to }) => to);
    expect(sent.sort()).toEqual(Array.from({ length: RACES }, (_, race) => address(race)).sort());
  },
);
