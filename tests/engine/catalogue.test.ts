import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { saveClubAccess } from '../../electron/engine/store/club-access-table';
import { startImport } from '../../electron/engine/store/imports-table';
import type { Store } from '../../electron/engine/store/store';
import { savePurchases } from '../../electron/engine/store/purchases-table';
import { saveSubscriptions } from '../../electron/engine/store/subscriptions-table';
import { makePurchase } from '../support/purchases';
import { CLUB_PRODUCT, GIULIA_SALE, OPENED_AT, PRODUCTS_HEADER, SALES_HEADER, makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { makeFileStore } from '../support/make-store';
import { writeMail } from '../support/write-mail';

const LINK = 'https://hotmart.com/it/club/pasta';
const GIULIA = 'giulia@posta.example';
const ENTRY = { productId: '41', name: 'Pasta', memberAreaUrl: '', producerName: 'Nonna', producerEmail: '' } as const;
const HOUR = 3_600_000;

/** Closes the desk, lets an importer's work be done on its store, and opens it again. */
async function between(desk: TestDesk, work: (store: Store) => Promise<unknown>): Promise<TestDesk> {
  await desk.engine.close();
  const store = await makeFileStore({ path: join(desk.profileDir, 'store.db') });
  await work(store);
  await store.close();
  return desk.reopen();
}

/** Giulia's sale of a product of which nobody knows where it lives, and her mail. */
async function waitingDesk(mail: Parameters<typeof writeMail>[0] = {}): Promise<TestDesk> {
  const desk = await makeDesk();
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  desk.mailbox.deliver(writeMail(mail));
  await desk.sync();
  return desk;
}
const member = (firstAccessAt: number | null) => ({
  area: { kind: 'club', slug: 'pasta' } as const,
  memberFolded: GIULIA,
  statusWord: 'ACTIVE',
  firstAccessAt,
  lastAccessAt: null,
});
const about = (desk: TestDesk, ticket = 'T-1') => desk.engine.call('purchases.about', { ticket });
const products = (desk: TestDesk) => desk.engine.call('products.list', {});

describe('the catalogue', () => {
  it('lists what was sold too, with its sales and the tickets that wait for it', async () => {
    const desk = await waitingDesk();
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n7,Altro,producer,,Nonna,nonna@cucina.example\n`);
    expect(await products(desk)).toMatchObject([
      { productId: '41', name: 'Pasta', listed: false, delivery: 'unknown', restsOn: null, sales: 1, waiting: 1 },
      { productId: '7', listed: true, delivery: 'producer', restsOn: 'catalogue', sales: 0, waiting: 0 },
    ]);
  });

  it('answers one product as it stands in the list', async () => {
    const desk = await waitingDesk();
    const [first] = await products(desk);
    expect(await desk.engine.call('products.open', { productId: '41' })).toEqual(first);
    await expect(desk.engine.call('products.open', { productId: 'nowhere' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('lists what evidence contradicts before the others', async () => {
    const desk = await makeDesk();
    const rows = ['1,Albero,club,,Nonna,', '2,Zucca,producer,,Nonna,'];
    await desk.importCsv('products', `${[PRODUCTS_HEADER, ...rows].join('\n')}\n`);
    const area = { kind: 'product', productId: '2' } as const;
    const reopened = await between(desk, ({ db }) =>
      saveClubAccess(db, [{ ...member(OPENED_AT), area }], { importId: null, asOf: OPENED_AT, at: OPENED_AT }),
    );
    expect(await products(reopened)).toMatchObject([
      { name: 'Zucca', delivery: 'producer', conflicts: [{ kind: 'first-access', delivery: 'club' }] },
      { name: 'Albero', delivery: 'club', conflicts: [] },
    ]);
  });

  it('names the file that says it', async () => {
    const desk = await makeDesk();
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
    expect(await products(desk)).toMatchObject([{ evidence: [{ kind: 'catalogue', by: 'products.csv', times: 1 }] }]);
  });

  it('says before a ruling what it changes, and the ruling changes just that', async () => {
    const desk = await waitingDesk();
    desk.mailbox.deliver(
      writeMail({ subject: 'Fattura', text: 'Vorrei la fattura del mio acquisto, grazie.' }),
      writeMail({ from: 'Altro <altro@posta.example>', text: 'Non mi arriva la mail di accesso, HP4410020311.' }),
    );
    await desk.sync();
    const before = (await desk.tickets()).map(({ decision }) => decision);
    expect(before).toEqual(['classify.product', 'route.support', 'verify.purchase-email']);
    const effect = await desk.engine.call('products.affected', { productId: '41', delivery: 'producer' });
    expect(effect).toEqual({ tickets: 1, decisions: [{ decision: 'producer.contact', tickets: 1 }] });
    expect(await desk.tickets()).toMatchObject([{ decision: 'classify.product' }, {}, {}]);
    await desk.engine.call('products.save', { ...ENTRY, delivery: 'producer' });
    expect((await desk.tickets()).map(({ decision }) => decision)).toEqual([
      'producer.contact',
      'route.support',
      'verify.purchase-email',
    ]);
    const back = await desk.engine.call('products.affected', { productId: '41', delivery: 'unknown' });
    expect(back).toEqual({ tickets: 1, decisions: [{ decision: 'classify.product', tickets: 1 }] });
    expect(await products(desk)).toMatchObject([
      { restsOn: 'ruling', listed: true, waiting: 0, evidence: [{ kind: 'ruling', by: 'Anna', times: 1 }] },
    ]);
  });

  it('gives the tickets back to the question when a ruling is taken back', async () => {
    const desk = await waitingDesk();
    await desk.engine.call('products.rule', { productId: '41', delivery: 'producer' });
    expect(await desk.tickets()).toMatchObject([{ decision: 'producer.contact' }]);
    expect(await desk.engine.call('products.rule', { productId: '41', delivery: 'unknown' })).toEqual({
      decidedAgain: 1,
    });
    expect(await desk.tickets()).toMatchObject([{ decision: 'classify.product', queue: 'classify' }]);
    expect(await products(desk)).toMatchObject([{ delivery: 'unknown', restsOn: null, waiting: 1 }]);
  });

  it('counts no ticket whose delivery an agent has set by hand', async () => {
    const desk = await waitingDesk();
    const { row } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    const change = { ticket: 'T-1', revision: row.revision, field: 'delivery', value: 'club' } as const;
    await desk.engine.call('tickets.correct', change);
    const effect = await desk.engine.call('products.affected', { productId: '41', delivery: 'producer' });
    expect(effect).toEqual({ tickets: 0, decisions: [] });
  });

  it('keeps what a person types, for the texts too', async () => {
    const desk = await waitingDesk();
    const typed = { ...ENTRY, name: 'Pasta fresca', memberAreaUrl: LINK, producerEmail: 'ciao@nonna.example' };
    const { decidedAgain } = await desk.engine.call('products.save', { ...typed, delivery: 'club' });
    expect(decidedAgain).toBe(1);
    const { case: view } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view?.suggestions[0]?.text).toContain(LINK);
    expect(view?.match.purchase).toMatchObject({ memberAreaUrl: LINK, producerEmail: 'ciao@nonna.example' });
    expect(await desk.engine.call('products.save', { ...typed, delivery: null })).toEqual({ decidedAgain: 0 });
  });

  it.each([
    ['a link that is none', { memberAreaUrl: 'hotmart.com/club/pasta' }],
    ['a link that runs', { memberAreaUrl: 'javascript:alert(1)' }],
    ['an address that is none', { producerEmail: 'ciao@nonna.example, altro@nonna.example' }],
    ['no name', { name: '  ' }],
  ])('refuses %s, as the import does, and changes nothing', async (_, wrong) => {
    const desk = await waitingDesk();
    await expect(desk.engine.call('products.save', { ...ENTRY, ...wrong, delivery: 'club' })).rejects.toMatchObject({
      code: 'bad-params',
    });
    expect(await products(desk)).toMatchObject([{ listed: false, delivery: 'unknown' }]);
  });

  it('knows no product that was neither listed nor sold', async () => {
    const desk = await waitingDesk();
    await expect(
      desk.engine.call('products.save', { ...ENTRY, productId: 'nowhere', delivery: 'club' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('decides the waiting tickets again when an import tells of the first access to their product', async () => {
    const desk = await waitingDesk();
    const data = { product: { id: 41, name: 'Pasta' }, user: { name: 'Altro', email: 'altro@posta.example' } };
    const event = { id: 'e1', creationDate: OPENED_AT - HOUR, event: 'CLUB_FIRST_ACCESS', version: '2.0.0', data };
    const path = join(desk.profileDir, 'events.json');
    writeFileSync(path, JSON.stringify([event]));
    await desk.engine.call('imports.run', { kind: 'sales', path });
    expect(await desk.tickets()).toMatchObject([{ decision: 'club.first-access', delivery: 'club' }]);
    expect(await products(desk)).toMatchObject([{ restsOn: 'first-access', evidence: [{ times: 1 }] }]);
  });

  it('decides the waiting tickets again when a link makes Club data speak for the product', async () => {
    const desk = await between(await waitingDesk(), ({ db }) =>
      saveClubAccess(db, [member(null)], { importId: null, asOf: OPENED_AT, at: OPENED_AT }),
    );
    expect(await desk.tickets()).toMatchObject([{ decision: 'classify.product' }]);
    await desk.engine.call('products.save', { ...ENTRY, memberAreaUrl: LINK, delivery: null });
    expect(await desk.tickets()).toMatchObject([{ decision: 'club.first-access', delivery: 'club' }]);
    expect(await products(desk)).toMatchObject([{ restsOn: 'club-member', evidence: [{ by: 'pasta', times: 1 }] }]);
  });
});

const FORWARDED = [
  'Eccola qui:',
  '',
  '---------- Forwarded message ---------',
  'From: Hotmart <noreply@hotmart.com>',
  'Date: lun 5 gen 2026',
  'Subject: Il tuo accesso',
  'To: <giulia@posta.example>',
  '',
  `Entra da ${LINK}/login`,
].join('\n');
const forwardedMails = async (desk: TestDesk) =>
  (await products(desk)).flatMap(({ evidence }) => evidence.filter(({ kind }) => kind === 'forwarded-mail'));

describe('an access mail that a customer forwarded', () => {
  it('is shown beside the product that waits, and decides nothing', async () => {
    const desk = await waitingDesk({ text: `Non riesco ad accedere al corso.\n\n${FORWARDED}` });
    expect(await desk.tickets()).toMatchObject([{ decision: 'classify.product' }]);
    expect(await forwardedMails(desk)).toMatchObject([{ delivery: 'club', by: 'pasta', times: 1 }]);
  });

  it('counts when it answers our question, and only once however often the ticket is decided', async () => {
    const desk = await waitingDesk({ id: 'first@posta.example' });
    expect(await forwardedMails(desk)).toEqual([]);
    desk.mailbox.deliver(writeMail({ text: FORWARDED, inReplyTo: 'first@posta.example' }));
    await desk.sync();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE.replace('49.00', '59.00')}\n`);
    expect(await desk.tickets()).toMatchObject([{ messages: 2, decision: 'classify.product' }]);
    expect(await forwardedMails(desk)).toMatchObject([{ times: 1 }]);
  });

  it('is read by the link behind its button', async () => {
    const html = FORWARDED.replace(`Entra da ${LINK}/login`, `<a href="${LINK}/login">Entra</a>`)
      .replace('<noreply@hotmart.com>', '&lt;noreply@hotmart.com&gt;')
      .replace(/\n/g, '<br>\n');
    const desk = await makeDesk();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    const mail = writeMail({ text: `<p>Non riesco ad accedere.</p>${html}` }).toString();
    desk.mailbox.deliver(Buffer.from(mail.replace('text/plain', 'text/html')));
    await desk.sync();
    const { messages } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(messages[0]?.quotedText).not.toContain('/club/');
    expect(await forwardedMails(desk)).toMatchObject([{ by: 'pasta', times: 1 }]);
  });

  it('counts when its purchase is known later', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail({ text: `Non riesco ad accedere.\n\n${FORWARDED}` }));
    await desk.sync();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    expect(await forwardedMails(desk)).toMatchObject([{ times: 1 }]);
  });

  it('counts no link of somebody else, and no mail of somebody else', async () => {
    const desk = await waitingDesk({ text: FORWARDED.replace('hotmart.com/it', 'hotmart.com.example/it') });
    desk.mailbox.deliver(
      writeMail({ text: FORWARDED.replace('noreply@hotmart.com', 'noreply@hotmart.com.example') }),
      writeMail({ text: `Il link ${LINK} non funziona.` }),
    );
    await desk.sync();
    expect(await forwardedMails(desk)).toEqual([]);
  });
});

describe('what is known around a purchase', () => {
  const sales = [
    makePurchase({ transaction: 'HP4410020311C1', buyer: GIULIA, product: '41', name: 'Pasta', ordered: '2026-01-02' }),
    makePurchase({ transaction: 'HP4410020311C2', buyer: GIULIA, product: '42', name: 'Pane', ordered: '2026-01-02' }),
    {
      ...makePurchase({
        transaction: 'HP4410020400',
        buyer: GIULIA,
        product: '43',
        name: 'Riso',
        ordered: '2026-01-02',
      }),
      parentTransaction: 'HP4410020311C1',
    },
    makePurchase({ transaction: 'HP4410020500', buyer: GIULIA, product: '44', name: 'Uova', status: 'REFUNDED' }),
    makePurchase({ transaction: 'HP4410020600', buyer: 'altro@posta.example', product: '41', name: 'Pasta' }),
  ];

  async function knownDesk(): Promise<TestDesk> {
    const desk = await makeDesk();
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
    return between(desk, async ({ db }) => {
      const startedAt = OPENED_AT - HOUR;
      const run = { kind: 'sales', fileName: '', startedAt } as const;
      await startImport(db, { ...run, id: 'i-file', source: 'file', fileName: 'vendite.csv' });
      await startImport(db, { ...run, id: 'i-api', source: 'api', fileName: 'Hotmart' });
      const [first, ...others] = sales;
      if (!first) throw new Error('There is no sale');
      const guaranteed = { ...first, guaranteeEndsAt: OPENED_AT + HOUR, subscriberCode: 'S1' };
      await savePurchases(db, [guaranteed, ...others], {
        importId: 'i-file',
        asOf: OPENED_AT - 2 * HOUR,
        at: startedAt,
      });
      const api = { importId: 'i-api', asOf: startedAt, at: startedAt };
      await saveClubAccess(db, [member(OPENED_AT - 50 * HOUR)], api);
      const subscription = { subscriberCode: 'S1', productId: '41', productName: 'Pasta', buyerFolded: GIULIA };
      const state = {
        statusWord: 'DELAYED',
        planName: 'Mensile',
        startedAt: 1,
        endedAt: null,
        nextChargeAt: OPENED_AT,
      };
      await saveSubscriptions(db, [{ ...subscription, ...state }], api);
    });
  }
  const numbersOf = (rows: readonly { readonly transaction: string }[]) => rows.map(({ transaction }) => transaction);

  it('holds the sale, its checkout, the buyer’s other sales, Club and subscription, each with where it comes from', async () => {
    const desk = await knownDesk();
    desk.mailbox.deliver(writeMail({ text: 'Non riesco ad accedere, HP4410020311C1' }));
    await desk.sync();
    const known = await about(desk);
    const file = { source: 'file', name: 'vendite.csv', asOf: OPENED_AT - 2 * HOUR, importedAt: OPENED_AT - HOUR };
    const api = { source: 'api', name: 'Hotmart', asOf: OPENED_AT - HOUR, importedAt: OPENED_AT - HOUR };
    expect(known).toMatchObject({
      sale: { transaction: 'HP4410020311C1', status: 'active', from: file },
      guaranteeEndsAt: OPENED_AT + HOUR,
      club: { firstAccessAt: OPENED_AT - 50 * HOUR, statusWord: 'ACTIVE', from: api },
      subscription: { status: 'unpaid', statusWord: 'DELAYED', nextChargeAt: OPENED_AT, from: api },
      sales: 1,
    });
    expect(numbersOf(known.checkout)).toEqual(['HP4410020311C2', 'HP4410020400']);
    expect(numbersOf(known.history)).toEqual(['HP4410020500']);
  });

  it('shows whoever is not the buyer’s ticket no other sale than those of the same checkout', async () => {
    const desk = await knownDesk();
    const from = 'Altro <altro@posta.example>';
    desk.mailbox.deliver(writeMail({ from, text: 'Non riesco ad accedere, HP4410020400' }));
    await desk.sync();
    const known = await about(desk);
    expect(known.sale?.transaction).toBe('HP4410020400');
    expect(numbersOf(known.checkout)).toEqual(['HP4410020311C1', 'HP4410020311C2']);
    expect([known.history, known.sales]).toEqual([[], 0]);
  });

  it('shows the requester’s own sales where none is matched, and nothing of a stranger', async () => {
    const desk = await knownDesk();
    desk.mailbox.deliver(
      writeMail({ text: 'Non riesco ad accedere' }),
      writeMail({ from: 'Ignoto <ignoto@posta.example>', text: 'Non riesco ad accedere' }),
    );
    await desk.sync();
    const ambiguous = await about(desk, 'T-1');
    expect(ambiguous).toMatchObject({ sale: null, club: null, subscription: null, sales: 4 });
    expect(ambiguous.history).toHaveLength(4);
    expect(await about(desk, 'T-2')).toMatchObject({ sale: null, sales: 0, history: [] });
  });

  it('gives the texts the branch of the account that Club data show', async () => {
    const desk = await knownDesk();
    desk.mailbox.deliver(writeMail({ text: 'Non riesco ad accedere, HP4410020311C1' }));
    await desk.sync();
    const { case: view } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view?.decision.id).toBe('club.first-access');
    expect(view?.suggestions[0]?.text).toContain('Risulta che hai già fatto l');
  });
});
