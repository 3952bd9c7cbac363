import { expect, it } from 'vitest';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, SALES_HEADER, makeDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

/** Giulia's mail and her purchase; a lead let the decision go at one key. */
async function greenDesk() {
  const desk = await makeDesk();
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  await desk.engine.call('earned.allow', { decision: 'club.first-access', allowed: true, reason: 'We looked at it.' });
  const mail = writeMail();
  desk.mailbox.deliver(mail);
  await desk.sync();
  const open = () => desk.engine.call('tickets.open', { ticket: 'T-1' });
  const accept = async (confirmed: boolean) => {
    const { row } = await open();
    const how = { index: 0, confirmed, escalate: false };
    return desk.engine.call('replies.accept', { ticket: 'T-1', revision: row.revision, ...how });
  };
  return { ...desk, mail, open, accept };
}
const gateOf = (view: Awaited<ReturnType<Awaited<ReturnType<typeof greenDesk>>['open']>>) =>
  view.case?.suggestions[0]?.gate;

it('an answer from another mail program makes the suggestion amber, says so, and moves nothing', async () => {
  const desk = await greenDesk();
  const before = await desk.open();
  expect(gateOf(before)).toEqual({ colour: 'green' });
  expect(before.case?.answeredOutside).toBeNull();
  const told = new Promise<unknown>((resolve) => {
    desk.engine.on('tickets.changed', ({ tickets }) => resolve(tickets));
  });
  desk.clock.advance(60_000);
  await desk.mailbox.answerOutside(desk.mail);
  desk.clock.advance(1000);
  expect(await told).toEqual(['T-1']);
  const after = await desk.open();
  expect(gateOf(after)).toEqual({ colour: 'amber', reasons: ['answered-outside'] });
  expect(after.case?.answeredOutside).toEqual({ at: desk.clock.now() - 1000 });
  expect(after.row).toEqual(before.row);
  await expect(desk.accept(false)).rejects.toMatchObject({ code: 'reply-needs-confirmation' });
});

it('who answers all the same knew of it, and the reply goes', async () => {
  const desk = await greenDesk();
  await desk.mailbox.answerOutside(desk.mail);
  await desk.accept(true);
  desk.clock.advance(60_000);
  await desk.engine.flushOutbox();
  expect(desk.smtp.taken).toHaveLength(1);
  expect((await desk.open()).case?.answeredOutside).toBeNull();
});

it('a reply that was accepted before is held, says why, and goes when the agent says so', async () => {
  const desk = await greenDesk();
  await desk.accept(false);
  await desk.mailbox.answerOutside(desk.mail);
  desk.clock.advance(60_000);
  await desk.engine.flushOutbox();
  expect(desk.smtp.taken).toEqual([]);
  const [held] = (await desk.open()).outbox;
  expect(held).toMatchObject({ state: 'held', heldReason: 'answered-elsewhere' });
  expect((await desk.open()).row.queue).toBe('problems');
  await desk.engine.call('outbox.resolve', { id: held?.id ?? '', action: 'retry' });
  await desk.engine.flushOutbox();
  expect(desk.smtp.taken).toHaveLength(1);
});
