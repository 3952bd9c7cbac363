import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually';
import { CLUB_PRODUCT, PRODUCTS_HEADER, SALES_HEADER, makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TEXT = { it: 'Ci lavoriamo.', pt: 'Estamos vendo.', es: 'Lo miramos.', en: 'We are on it.' };

const buyer = (at: number): string => `buyer${String(at)}@posta.example`;
const number = (at: number): string => `HP44000${String(10_000 + at)}`;

/** Buyers from this one on bought product 42, of another producer. */
const PIZZA = 100;

/** A desk that runs, with a hundred buyers of product 41 and twenty of product 42. */
async function deskWithBuyers(): Promise<TestDesk> {
  const desk = await makeDesk();
  const sales = Array.from(
    { length: PIZZA + 20 },
    (_, at) =>
      `${number(at)},APPROVED,2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,${at < PIZZA ? '41,Pasta,Nonna' : '42,Pizza,Zio'},Giulia,${buyer(at)},,49.00,EUR`,
  );
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  await desk.importCsv('sales', `${SALES_HEADER}\n${sales.join('\n')}\n`);
  desk.engine.start();
  return desk;
}

/** A mail of each of these buyers, written now. */
function write(desk: TestDesk, from: number, count: number, mail: { readonly headers?: readonly string[] } = {}) {
  const date = new Date(desk.clock.now()).toUTCString().replace('GMT', '+0000');
  return Array.from({ length: count }, (_, at) =>
    writeMail({
      ...mail,
      date,
      from: buyer(from + at),
      subject: 'Accesso',
      text: `Non riesco a entrare. ${number(from + at)}`,
    }),
  );
}

/** Twenty about product 42: what is proposed of them shows that a count ended. */
const writeOfPizza = (desk: TestDesk) => write(desk, PIZZA, 20);
const OF_PIZZA = { productId: '42', producerName: '', products: ['Pizza'], tickets: 20, usual: 0 };

const proposals = (desk: TestDesk) => desk.engine.call('notices.proposals', {});
/** What is proposed once the desk has counted: within a minute. */
async function proposed(desk: TestDesk) {
  let counted = false;
  const stop = desk.engine.on('proposals.changed', () => (counted = true));
  desk.clock.advance(MINUTE);
  await eventually(async () => expect(counted).toBe(true));
  stop();
  return proposals(desk);
}

async function setNotice(desk: TestDesk): Promise<string> {
  const until = desk.clock.now() + HOUR;
  const about = { productId: '41', producerName: '' };
  return (await desk.engine.call('notices.set', { ...about, texts: TEXT, until })).id;
}

/** A desk at which a notice about a surge of product 41 runs, that was proposed. */
async function deskWithNotice(): Promise<{ readonly desk: TestDesk; readonly id: string }> {
  const desk = await deskWithBuyers();
  desk.mailbox.deliver(...write(desk, 2, 20));
  await desk.sync();
  expect(await proposed(desk)).toHaveLength(1);
  const id = await setNotice(desk);
  expect(await proposals(desk)).toEqual([]);
  return { desk, id };
}

describe('a proposed notice', () => {
  it('comes within a minute of twenty people who write about one product, and goes when their hour is over', async () => {
    const desk = await deskWithBuyers();
    desk.mailbox.deliver(...write(desk, 2, 19), ...writeOfPizza(desk));
    await desk.sync();
    expect(await proposed(desk)).toEqual([OF_PIZZA]);

    desk.mailbox.deliver(...write(desk, 30, 1));
    await desk.sync();
    const ofPasta = { productId: '41', producerName: '', products: ['Pasta'], tickets: 20, usual: 0 };
    expect(await proposed(desk)).toEqual([ofPasta, OF_PIZZA]);
    desk.clock.advance(HOUR);
    await eventually(async () => expect(await proposals(desk)).toEqual([]));
  });

  it('needs more than five times of what came in the weeks before', async () => {
    const desk = await deskWithBuyers();
    // Five a day in this hour, in the week before
    for (let day = 0; day < 7; day += 1) {
      desk.mailbox.deliver(...write(desk, day * 5, 5));
      await desk.sync();
      desk.clock.advance(24 * HOUR);
    }
    desk.mailbox.deliver(...write(desk, 40, 24));
    await desk.sync();
    expect(await proposed(desk)).toEqual([]);
    desk.mailbox.deliver(...write(desk, 70, 3));
    await desk.sync();
    const [first] = await proposed(desk);
    expect(first?.tickets).toBe(27);
    expect(first?.usual).toBeCloseTo(5, 1);
  });

  it('counts no answer machines, nothing in Junk, and no ticket that was opened again', async () => {
    const desk = await deskWithBuyers();
    const old = write(desk, 2, 5);
    desk.mailbox.deliver(...old);
    await desk.sync();
    for (const { id, revision } of await desk.tickets())
      await desk.engine.call('tickets.setState', { ticket: id, revision, to: 'done', snoozeUntil: null });
    desk.clock.advance(3 * HOUR);
    desk.mailbox.deliver(...write(desk, 7, 10), ...write(desk, 30, 6, { headers: ['Auto-Submitted: auto-replied'] }));
    desk.mailbox.deliverJunk(...write(desk, 40, 6));
    for (const raw of old) {
      const inReplyTo = /Message-ID: <(.*)>/.exec(raw.toString())?.[1] ?? '';
      const from = /From: (.*)\r/.exec(raw.toString())?.[1] ?? '';
      desk.mailbox.deliver(writeMail({ from, inReplyTo, text: 'Ancora niente.' }));
    }
    desk.mailbox.deliver(...writeOfPizza(desk));
    await desk.sync();
    expect(await proposed(desk)).toEqual([OF_PIZZA]);
    desk.mailbox.deliver(...write(desk, 17, 10));
    await desk.sync();
    expect(await proposed(desk)).toMatchObject([{ productId: '41', tickets: 20 }, OF_PIZZA]);
  });

  it('that was declined does not come again, at no start either, and undo brings it back', async () => {
    let desk = await deskWithBuyers();
    desk.mailbox.deliver(...write(desk, 2, 20));
    await desk.sync();
    const [proposal] = await proposed(desk);
    const scope = { productId: proposal?.productId ?? '', producerName: proposal?.producerName ?? '' };
    await desk.engine.call('notices.decline', { ...scope, declined: true });
    expect(await proposals(desk)).toEqual([]);
    desk = await desk.reopen();
    desk.engine.start();
    expect(await proposed(desk)).toEqual([]);
    await desk.engine.call('notices.decline', { ...scope, declined: false });
    expect(await proposals(desk)).toMatchObject([scope]);
  });

  it('that was declined for everything comes for a product that surges only later', async () => {
    const desk = await deskWithBuyers();
    desk.mailbox.deliver(...write(desk, 2, 20));
    await desk.sync();
    expect(await proposed(desk)).toMatchObject([{ productId: '41' }]);
    await desk.engine.call('notices.decline', { productId: '', producerName: '', declined: true });
    expect(await proposals(desk)).toEqual([]);
    desk.mailbox.deliver(...writeOfPizza(desk));
    await desk.sync();
    desk.clock.advance(MINUTE);
    await eventually(async () => expect(await proposals(desk)).toEqual([OF_PIZZA]));
  });

  it('is none any more once a notice runs about its product, and none for what that told of when it ends', async () => {
    const { desk, id } = await deskWithNotice();
    const [ticket] = await desk.tickets();
    const { id: told = '', revision = 0 } = ticket ?? {};
    const answer = { ticket: told, revision, index: 0, confirmed: true, escalate: false };
    await desk.engine.call('replies.accept', answer);
    desk.clock.advance(3 * MINUTE);
    await eventually(async () => expect(desk.smtp.taken).toHaveLength(1));
    await desk.engine.call('notices.end', { id });
    expect(await proposals(desk)).toEqual([]);
  });

  it('comes back where its notice is taken back at once, or ends and told nobody', async () => {
    const { desk, id } = await deskWithNotice();
    await desk.engine.call('notices.end', { id });
    expect(await proposals(desk)).toMatchObject([{ productId: '41', tickets: 20 }]);
    const again = await setNotice(desk);
    expect(await proposals(desk)).toEqual([]);
    desk.clock.advance(3 * MINUTE);
    await desk.engine.call('notices.end', { id: again });
    expect(await proposals(desk)).toMatchObject([{ productId: '41', tickets: 20 }]);
  });
});
