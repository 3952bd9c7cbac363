import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Updateable } from 'kysely';
import { describe, expect, it } from 'vitest';
import { runTriage } from '../../electron/cli/triage';
import type { StoreTables } from '../../electron/engine/store/schema';
import { createMessageParser } from '../../electron/engine/mail/parser-host';
import { deskClosing } from '../../electron/engine/desk-closing';
import {
  CLUB_PRODUCT,
  GIULIA_SALE,
  OPENED_AT,
  PRODUCTS_HEADER,
  RESOURCES,
  SALES_HEADER,
  makeDesk,
} from '../support/make-engine';
import { makeFileStore, silentLog } from '../support/make-store';
import { createMovedClock } from '../support/moved-clock';
import { writeMail } from '../support/write-mail';

const samples = resolve(import.meta.dirname, '../../../shared/samples/tickets');

/** The desk as the next start finds it: its tickets stand as they did when the engine died. */
async function afterCrash(desk: Awaited<ReturnType<typeof makeDesk>>, ticket: Updateable<StoreTables['ticket']>) {
  await desk.engine.close();
  const store = await makeFileStore({ path: join(desk.profileDir, 'store.db') });
  await store.db.updateTable('ticket').set(ticket).execute();
  await store.close();
  return desk.reopen();
}

describe('a message on its way through the desk', () => {
  it('becomes a ticket with match, decision, history and a suggestion', async () => {
    const desk = await makeDesk();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([
      {
        id: 'T-1',
        requesterName: 'Giulia Ferri',
        requesterAddress: 'giulia@posta.example',
        subject: 'Non ho ricevuto i dati di accesso',
        language: 'it',
        state: 'open',
        queue: 'inbox',
        decision: 'club.first-access',
        matchStatus: 'matched',
        basis: 'email',
        identity: 'buyer',
        transaction: 'HP4410020311',
        delivery: 'club',
        unread: true,
        messages: 1,
      },
    ]);
    const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view.case?.decision).toEqual({ id: 'club.first-access', rule: 12, cites: ['A3', 'A4', 'A6'] });
    expect(view.case?.suggestions[0]).toMatchObject({ decision: 'club.first-access', to: 'giulia@posta.example' });
    expect(view.history.map((entry) => entry.kind)).toEqual(['created', 'decided']);
    expect(view.messages).toMatchObject([{ direction: 'inbound', fromAddress: 'giulia@posta.example' }]);
  });

  it('changes nothing when it is taken again', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    const before = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    await desk.sync();
    const again = await desk.reopen();
    again.engine.start();
    await again.sync();
    expect(await again.engine.call('tickets.open', { ticket: 'T-1' })).toEqual(before);
  });

  it('that was filed and not decided when the engine died is decided at the next start', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    const again = await afterCrash(desk, { decision: null, case_json: null, undecided: 1 });
    expect(await again.tickets()).toMatchObject([{ decision: null }]);
    again.engine.start();
    await expect.poll(async () => (await again.tickets())[0]?.decision).toBe('ask.purchase-details');
  });

  it('that joined a decided ticket and was not decided when the engine died is decided at the next start', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail({ id: 'first@posta.example' }));
    desk.mailbox.deliver(
      writeMail({
        inReplyTo: 'first@posta.example',
        date: 'Mon, 12 Jan 2026 10:00:00 +0000',
        text: 'Lasciate stare, voglio il rimborso.',
      }),
    );
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ messages: 2, decision: 'route.support' }]);
    const again = await afterCrash(desk, { decision: 'ask.purchase-details', undecided: 1 });
    expect(await again.tickets()).toMatchObject([{ decision: 'ask.purchase-details' }]);
    again.engine.start();
    await expect.poll(async () => (await again.tickets())[0]?.decision).toBe('route.support');
  });

  it('from a machine is filed, with no reply to suggest', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail({ subject: 'Out of office', headers: ['Auto-Submitted: auto-replied'] }));
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ state: 'ignored', queue: 'filed', decision: 'ignore' }]);
    const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view.case?.suggestions).toEqual([]);
    const { revision } = view.row;
    await desk.engine.call('tickets.setState', { ticket: 'T-1', revision, to: 'open', snoozeUntil: null });
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    // Taken out of Filed by hand: deciding it again does not put it back.
    expect(await desk.tickets()).toMatchObject([{ state: 'open', queue: 'inbox', decision: 'ignore' }]);
  });

  it('that cannot be read at all still becomes a ticket that a person must look at', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(Buffer.from('\0\0\0 no header at all'));
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ queue: 'problems', decision: null, state: 'open' }]);
    const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view.case).toBeNull();
    expect(view.messages).toMatchObject([{ readability: 'envelope' }]);
    const done = await desk.engine.call('tickets.setState', {
      ticket: 'T-1',
      revision: view.row.revision,
      to: 'done',
      snoozeUntil: null,
    });
    expect(done.revision).toBe(view.row.revision + 1);
    expect(await desk.tickets()).toMatchObject([{ queue: 'done' }]);
  });

  it('in Junk is a ticket under Junk until an agent opens it', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliverJunk(writeMail());
    await desk.sync();
    const [row] = await desk.tickets();
    expect(row).toMatchObject({ queue: 'junk', state: 'open' });
    const revision = row?.revision ?? -1;
    await desk.engine.call('tickets.setState', { ticket: 'T-1', revision, to: 'open', snoozeUntil: null });
    expect(await desk.tickets()).toMatchObject([{ queue: 'inbox' }]);
  });

  it('is found by its words, its number and its ticket', async () => {
    const desk = await makeDesk();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    desk.mailbox.deliver(
      writeMail({ text: 'Ho comprato il corso di orecchiette ma non mi è arrivata la mail. HP 4410020311' }),
      writeMail({ from: 'bruno@posta.example', text: 'La password non funziona' }),
    );
    await desk.sync();
    for (const query of ['orecchiette', 'HP4410020311', 'hp 4410020311', 'T-1', 't-1', 'giulia@posta.example']) {
      const page = await desk.engine.call('tickets.search', { query, limit: 10 });
      expect(page.rows.map((row) => row.id)).toEqual(['T-1']);
    }
  });
});

describe('a ticket is decided again', () => {
  it('when its purchase is imported', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail({ text: 'Non mi è arrivata la mail di accesso. Il numero è HP4410020311.' }));
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ decision: 'ask.purchase-details', matchStatus: 'unmatched' }]);
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    expect(await desk.tickets()).toMatchObject([{ decision: 'classify.product', queue: 'classify' }]);
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
    expect(await desk.tickets()).toMatchObject([{ decision: 'club.first-access', queue: 'inbox' }]);
  });

  it('when somebody rules where its product lives', async () => {
    const desk = await makeDesk();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    const ruled = await desk.engine.call('products.rule', { productId: '41', delivery: 'producer' });
    expect(ruled.decidedAgain).toBe(1);
    expect(await desk.tickets()).toMatchObject([{ decision: 'producer.contact', delivery: 'producer' }]);
    await expect(desk.engine.call('products.rule', { productId: 'nowhere', delivery: 'club' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('when somebody rules what an unknown status means', async () => {
    const desk = await makeDesk();
    const sale = GIULIA_SALE.replace('APPROVED', 'IN_THE_CLOUDS');
    await desk.importCsv('sales', `${SALES_HEADER}\n${sale}\n`);
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ decision: 'classify.product' }]);
    await desk.engine.call('statuses.rule', { word: 'in_the_clouds', status: 'pending' });
    expect(await desk.tickets()).toMatchObject([{ decision: 'purchase.pending' }]);
  });

  it('when an agent corrects what the desk read, and back when the correction is taken away', async () => {
    const desk = await makeDesk();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    const [row] = await desk.tickets();
    const corrected = await desk.engine.call('tickets.correct', {
      ticket: 'T-1',
      revision: row?.revision ?? -1,
      field: 'intent',
      value: 'access.password',
    });
    expect(await desk.tickets()).toMatchObject([{ decision: 'club.password-reset', revision: corrected.revision }]);
    const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view.case?.corrected).toEqual({
      intent: 'access.password',
      transaction: null,
      delivery: null,
      refused: [],
    });
    expect(view.history.at(-2)).toMatchObject({
      kind: 'corrected',
      actor: 'Anna',
      detail: { field: 'intent', before: 'access.email_missing', after: 'access.password' },
    });
    await desk.engine.call('tickets.correct', {
      ticket: 'T-1',
      revision: corrected.revision,
      field: 'intent',
      value: null,
    });
    expect(await desk.tickets()).toMatchObject([{ decision: 'club.first-access' }]);
  });

  it('links only a purchase that there is', async () => {
    const desk = await makeDesk();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    desk.mailbox.deliver(writeMail({ from: 'other@posta.example' }));
    await desk.sync();
    const [row] = await desk.tickets();
    const correct = (value: string) =>
      desk.engine.call('tickets.correct', {
        ticket: 'T-1',
        revision: row?.revision ?? -1,
        field: 'transaction',
        value,
      });
    await expect(correct('HP9999999999')).rejects.toMatchObject({ code: 'not-found' });
    await correct('hp 4410020311');
    expect(await desk.tickets()).toMatchObject([
      { transaction: 'HP4410020311', identity: 'other', decision: 'verify.purchase-email' },
    ]);
  });
});

// The samples lie beside the checkout, not in it.
describe.skipIf(!existsSync(samples))('the sample tickets through the desk', () => {
  const files = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.eml')) : [];

  it.each([
    ['oldest first', false],
    ['newest first', true],
  ])(
    'get the decisions of the dry run, %s',
    async (_order, newestFirst) => {
      const lines: string[] = [];
      const csv = (name: string) => join(samples, `${name}.csv`);
      await runTriage(
        [
          '--mail',
          samples,
          '--purchases',
          csv('sales'),
          '--catalogue',
          csv('products'),
          '--authserv-id',
          'mx.support.example',
          '--json',
        ],
        {
          stdout: { write: (text) => lines.push(...text.trim().split('\n')) },
          stderr: { write: () => undefined },
          resourcesDir: RESOURCES,
        },
      );
      const triaged = lines.map((line) => JSON.parse(line) as { file: string; ticket: string; decision: string });
      // The dry run decides a ticket at each message; the desk shows what the last one made of it.
      const expected = new Map(triaged.map((line) => [line.ticket, line]));

      const desk = await makeDesk({ newestFirst });
      await desk.engine.call('imports.run', { kind: 'sales', path: csv('sales') });
      await desk.engine.call('imports.run', { kind: 'products', path: csv('products') });
      expect(triaged).toHaveLength(files.length);
      desk.mailbox.deliver(...triaged.map(({ file }) => readFileSync(join(samples, file))));
      await desk.sync();
      await desk.engine.picturesRead(60_000);
      const rows = await desk.tickets();
      expect(rows).toHaveLength(expected.size);
      const count = (decisions: readonly (string | null)[]) =>
        decisions.map(String).sort((one, other) => one.localeCompare(other));
      expect(count(rows.map((row) => row.decision))).toEqual(
        count([...expected.values()].map((line) => line.decision)),
      );
    },
    120_000,
  );
});

describe('a reader that is taken away', () => {
  /** A desk whose reader was taken away while Giulia's mail came, and is there again. */
  async function afterClosing() {
    const clock = createMovedClock(OPENED_AT);
    const reader = createMessageParser({ clock, log: silentLog, workerFile: null });
    let isClosing = true;
    const parse: typeof reader.parse = (raw, options) =>
      isClosing ? Promise.reject(deskClosing()) : reader.parse(raw, options);
    const desk = await makeDesk({ clock, parts: { reader: { ...reader, parse } } });
    desk.mailbox.deliver(writeMail());
    await expect(desk.sync()).rejects.toMatchObject({ code: 'engine-gone' });
    isClosing = false;
    return desk;
  }

  it('leaves mail unread instead of unreadable, and the next start reads it', async () => {
    const desk = await afterClosing();
    expect(await desk.tickets()).toEqual([]);
    const again = await desk.reopen();
    again.engine.start();
    await expect.poll(() => again.tickets()).toMatchObject([{ id: 'T-1', queue: 'inbox', state: 'open' }]);
  });

  it('what a failed batch left is filed before the next one', async () => {
    const desk = await afterClosing();
    desk.mailbox.deliver(writeMail({ from: 'Paolo Neri <paolo@posta.example>' }));
    await desk.sync();
    expect((await desk.tickets()).map((row) => row.requesterAddress)).toEqual([
      'giulia@posta.example',
      'paolo@posta.example',
    ]);
  });
});
