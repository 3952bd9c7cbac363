import { beforeEach, describe, expect, it } from 'vitest';
import { makeDesk, PRODUCTS_HEADER, SALES_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const PRODUCTS = `${PRODUCTS_HEADER}\n7,Orto sul balcone,producer,https://verde.example/area,Verde Facile,ciao@verde.example\n`;
const SALES = `${SALES_HEADER}\nHP5510020322,APPROVED,2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,7,Orto sul balcone,Verde Facile,Marco Riva,marco@posta.example,,49.00,EUR\n`;
const MARCO = 'Marco Riva <marco@posta.example>';
const HELPER = 'Assistente <assistente@agenzia.example>';
const DAY_MS = 24 * 3_600_000;
const UNDO_MS = 10_000;

let desk: TestDesk;
beforeEach(async () => {
  desk = await makeDesk();
  await desk.importCsv('products', PRODUCTS);
  await desk.importCsv('sales', SALES);
});

const open = (id = 'T-1') => desk.engine.call('tickets.open', { ticket: id });
const firstMacro = async (id = 'T-1') => (await open(id)).case?.suggestions[0]?.macro;
const waits = async () => (await desk.tickets()).map(({ state }) => state);

async function deliver(...raws: readonly Buffer[]): Promise<void> {
  desk.mailbox.deliver(...raws);
  await desk.sync();
}

/** Accepts the first suggestion, after a look at it; the mails go out when the undo window is over. */
async function accept(id = 'T-1', escalate = false) {
  const { row } = await open(id);
  return desk.engine.call('replies.accept', {
    ticket: id,
    revision: row.revision,
    index: 0,
    confirmed: true,
    escalate,
  });
}

async function sendAll(): Promise<void> {
  desk.clock.advance(UNDO_MS);
  await desk.engine.flushOutbox();
}

/** Marco asks; he is answered and the producer is written to. Answers the Message-ID of that mail. */
async function asked(): Promise<string> {
  await deliver(
    writeMail({ from: MARCO, subject: 'Orto', text: 'Ho comprato Orto sul balcone, nessuna credenziale.' }),
  );
  await accept('T-1', true);
  await sendAll();
  const outbox = await desk.engine.call('outbox.list', {});
  return outbox.find(({ kind }) => kind === 'escalation')?.messageId ?? '';
}

describe('a customer whose producer stays silent', () => {
  it('is to be told once the producer is silent beyond the team’s limit, by a text that a person sends', async () => {
    await asked();
    desk.clock.advance(DAY_MS);
    expect(await firstMacro()).not.toBe('producer.waiting');
    desk.clock.advance(4 * DAY_MS);
    const { case: shown } = await open();
    expect(shown?.suggestions[0]).toMatchObject({ macro: 'producer.waiting', gate: { colour: 'amber' } });
    const { row } = await open();
    const unseen = { ticket: 'T-1', revision: row.revision, index: 0, confirmed: false, escalate: false };
    await expect(desk.engine.call('replies.accept', unseen)).rejects.toMatchObject({
      code: 'reply-needs-confirmation',
    });
    await sendAll();
    expect(desk.smtp.taken).toHaveLength(2);
  });

  it('is told once in a side conversation, and the producer owes the next step as before', async () => {
    await asked();
    const since = (await open()).row.clock?.since;
    desk.clock.advance(5 * DAY_MS);
    await accept();
    expect(await firstMacro()).not.toBe('producer.waiting');
    await sendAll();
    const last = desk.smtp.taken.at(-1);
    expect(last?.to).toEqual('marco@posta.example');
    expect(Buffer.from(last?.raw ?? []).toString()).not.toContain('ciao@verde.example');
    const { row, producer, case: shown } = await open();
    expect(row).toMatchObject({ state: 'waiting.producer', debtor: 'producer', clock: { since } });
    expect(producer).toMatchObject({ state: 'waiting' });
    expect(shown?.flags.needsPerson).toBe(false);
    desk.clock.advance(10 * DAY_MS);
    expect(await firstMacro()).not.toBe('producer.waiting');
    const typed = { ticket: 'T-1', revision: row.revision, macro: 'producer.waiting', text: 'Ancora.' } as const;
    await expect(desk.engine.call('replies.send', { ...typed, decision: 'producer.contact' })).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });

  it('is told in the agent’s own wording with the same effect', async () => {
    await asked();
    desk.clock.advance(5 * DAY_MS);
    const { row } = await open();
    const typed = {
      ticket: 'T-1',
      revision: row.revision,
      macro: 'producer.waiting',
      text: 'Abbi ancora pazienza.',
    } as const;
    await desk.engine.call('replies.send', { ...typed, decision: 'producer.contact' });
    expect(await waits()).toEqual(['waiting.producer']);
    expect(await firstMacro()).not.toBe('producer.waiting');
  });

  it('is to be told again where that was undone', async () => {
    await asked();
    desk.clock.advance(5 * DAY_MS);
    const { block } = await accept();
    await desk.engine.call('replies.undo', { block });
    expect(await waits()).toEqual(['waiting.producer']);
    expect(await firstMacro()).toBe('producer.waiting');
  });

  it('hears in two tickets of one purchase of it once', async () => {
    await asked();
    await deliver(
      writeMail({
        from: MARCO,
        id: 'two@posta.example',
        subject: 'Ancora',
        text: 'Orto sul balcone: nessuna credenziale!',
      }),
    );
    await accept('T-2');
    await sendAll();
    desk.clock.advance(5 * DAY_MS);
    expect([await firstMacro('T-1'), await firstMacro('T-2')]).toEqual(['producer.waiting', 'producer.waiting']);
    await accept('T-2');
    expect(await firstMacro('T-1')).not.toBe('producer.waiting');
  });

  it('is not told any more once the producer has answered', async () => {
    const messageId = await asked();
    desk.clock.advance(5 * DAY_MS);
    await deliver(writeMail({ from: HELPER, inReplyTo: messageId, text: 'Fatto, accesso inviato.' }));
    expect(await firstMacro()).toBe('producer.answered');
  });
});
