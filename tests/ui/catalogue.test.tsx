import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { product } from '../support/fake-catalogue';
import { FAKE_NOW } from '../support/fake-tickets';
import { openDesk, outside, selectTicket } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

async function openCatalogue(prepare?: Parameters<typeof openDesk>[0]) {
  const opened = await openDesk(prepare);
  const queues = within(screen.getByRole('navigation', { name: 'Queues' }));
  await opened.user.click(queues.getByRole('link', { name: /Settings/ }));
  return { opened, card: within(await screen.findByRole('region', { name: 'Catalogue' })) };
}
type CardOf = Awaited<ReturnType<typeof openCatalogue>>['card'];
const rowsOf = (card: CardOf) => card.getAllByRole('row').slice(1).map((row) => row.textContent); // prettier-ignore

async function edit(opened: Opened, card: CardOf, name: string) {
  await opened.user.click(card.getByRole('button', { name: `Edit… ${name}` }));
  return within(await screen.findByRole('dialog'));
}

describe('the catalogue in Settings', () => {
  it('lists each product with where it lives, what that rests on, and what waits for it', async () => {
    const { card } = await openCatalogue();
    expect(rowsOf(card)).toEqual([
      expect.stringMatching(/^Watercolour basics501Area unknown no link.*ciao@cucinaviva.example123Edit…$/),
      expect.stringMatching(/^Corso di pasta fresca502Club by Club’s membershotmart\.com\/it\/club\/pasta.*230Edit…$/),
      expect.stringMatching(/^Guitarra desde cero503Producer contradictedruled by hand/),
      expect.stringMatching(/^Yoga em Casa504 · known from sales onlyArea unknown/),
    ]);
    expect(card.getByText('1 product has evidence that contradicts what stands.')).toBeTruthy();
  });

  it('finds a product by the words of its name, producer or link, and draws no more than can be read', async () => {
    const many = Array.from({ length: 5000 }, (_, n) => product({ productId: `${n}`, name: `Course ${n}` }));
    const { opened, card } = await openCatalogue({ prepare: (fake) => fake.answer({ 'products.list': () => many }) });
    expect(rowsOf(card)).toHaveLength(100);
    expect(card.getByText('100 of 5000 products are shown; find the others by name.')).toBeTruthy();
    await opened.user.type(card.getByRole('searchbox', { name: 'Find a product' }), 'course 4999');
    expect(rowsOf(card)).toEqual([expect.stringMatching(/^Course 4999/)]);
    await opened.user.type(card.getByRole('searchbox', { name: 'Find a product' }), ' zzz');
    expect(card.getByText('No product fits.')).toBeTruthy();
  });

  it('says that nothing is known yet, and what to do', async () => {
    const { card } = await openCatalogue({ prepare: (fake) => fake.answer({ 'products.list': () => [] }) });
    expect(card.getByText(/No product is known yet. Import/)).toBeTruthy();
    expect(card.queryByRole('searchbox')).toBeNull();
  });

  it('shows the ledger in plain words, with who, when, how often, and what contradicts', async () => {
    const { opened, card } = await openCatalogue();
    const dialog = await edit(opened, card, 'Guitarra desde cero');
    const ledger = within(dialog.getByRole('list', { name: 'What speaks for it' })).getAllByRole('listitem');
    expect(ledger.map((item) => item.textContent)).toEqual([
      'Anna Bruni ruled: Producer 11 Nov 2026 to 18 Nov 2026',
      'The catalogue (products.csv) says: Producer 4 times, last 18 Nov 2026',
      '7 buyers have entered it in Hotmart Club 11 Nov 2026 to 18 Nov 2026Contradicts what stands',
    ]);
  });

  it('says what a ruling changes before it is saved, and takes everything back with Undo', async () => {
    const { opened, card } = await openCatalogue();
    const dialog = await edit(opened, card, 'Watercolour basics');
    const delivery = dialog.getByRole('combobox', { name: 'Where its content lives' });
    expect(within(delivery).queryByRole('option', { name: 'Take the ruling back' })).toBeNull();
    expect(opened.calls('products.affected')).toEqual([]);
    await opened.user.selectOptions(delivery, 'Producer');
    expect(await dialog.findByText('Changes 3 open tickets: Contact the producer (3)')).toBeTruthy();
    const link = dialog.getByRole('textbox', { name: 'Members-area link' });
    await opened.user.type(link, ' https://acqua.example/area ');
    await opened.user.click(dialog.getByRole('button', { name: 'Save' }));
    const before = { productId: '501', name: 'Watercolour basics', producerName: 'Cucina Viva' };
    const contact = { producerEmail: 'ciao@cucinaviva.example' };
    await waitFor(() =>
      expect(opened.calls('products.save')).toEqual([
        { ...before, ...contact, memberAreaUrl: 'https://acqua.example/area', delivery: 'producer' },
      ]),
    );
    expect(await screen.findByText('Entry kept; 3 tickets decided again')).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(opened.calls('products.list').length).toBeGreaterThan(1);
    await opened.user.click(screen.getByRole('button', { name: /Undo/ }));
    await waitFor(() =>
      expect(opened.calls('products.save')[1]).toEqual({
        ...before,
        ...contact,
        memberAreaUrl: '',
        delivery: 'unknown',
      }),
    );
  });

  it('keeps the dialog open with a word beside what cannot be kept', async () => {
    const { opened, card } = await openCatalogue();
    const dialog = await edit(opened, card, 'Yoga em Casa');
    await opened.user.type(dialog.getByRole('textbox', { name: 'Members-area link' }), 'hotmart.com/club/yoga');
    await opened.user.type(dialog.getByRole('textbox', { name: 'Producer’s support address' }), 'nobody');
    await opened.user.clear(dialog.getByRole('textbox', { name: 'Name' }));
    expect(dialog.queryByText('A product needs a name.')).toBeNull();
    await opened.user.click(dialog.getByRole('button', { name: 'Save' }));
    for (const word of [/needs a name/, /begins with https/, /one e-mail address/]) {
      expect(dialog.getByText(word)).toBeTruthy();
    }
    expect(opened.calls('products.save')).toEqual([]);
  });
});

describe('the question where a product lives', () => {
  it('stands beside what customers forwarded and the number of tickets that wait', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Priya Nair/);
    const purchase = within(screen.getByRole('region', { name: 'Purchase' }));
    expect(await purchase.findByText('3 tickets wait for this answer.')).toBeTruthy();
    expect(purchase.getByText(/2 access mails of “watercolour” were forwarded by customers/)).toBeTruthy();
  });
});

describe('what the agent sees of a purchase', () => {
  // Ages and days left count from the window's own clock.
  beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: FAKE_NOW }));
  afterEach(() => vi.useRealTimers());

  const factsOf = async () => {
    const purchase = within(screen.getByRole('region', { name: 'Purchase' }));
    const facts = await purchase.findByText('Club access');
    return within(facts.closest('dl') as HTMLElement)
      .getAllByRole('definition')
      .map((one) => [one.textContent, one.title]);
  };

  it('is each fact in plain words, with where it came from and how old it is', async () => {
    await openDesk();
    expect(await factsOf()).toEqual([
      ['Paid and approvedfile vendite.csv, 12 Nov 2026', 'file vendite.csv, 12 Nov 2026'],
      ['6 days left, until 26 Nov 2026', 'file vendite.csv, 12 Nov 2026'],
      ['never entered that we knowHotmart’s API, 10m ago', 'Hotmart’s API, 10m ago'],
      ['running · next charge 12 Dec 2026 · MensileHotmart’s API, 10m ago', 'Hotmart’s API, 10m ago'],
      [expect.stringMatching(/^Pane in casa 12 Nov 2026Paid and approvedHP1771569003C2/), ''],
    ]);
  });

  it('folds the other purchases of the buyer; a word that nobody knows is shown as it is', async () => {
    const opened = await openDesk();
    const purchase = within(screen.getByRole('region', { name: 'Purchase' }));
    const history = (await purchase.findByText('2 other purchases of this buyer')).closest('details');
    expect(history?.open).toBe(false);
    await opened.user.click(purchase.getByText('2 other purchases of this buyer'));
    expect(history?.textContent).toMatch(/Dolci.*The money was given back.*Riso.*IN_ORBIT/);
  });

  it('is asked for on its own, and again when an import ends', async () => {
    const opened = await openDesk();
    await factsOf();
    const asked = opened.calls('purchases.about').length;
    const status = await opened.desk.engine.call('desk.status', {});
    await outside(() => opened.fake.emit('desk.status', { ...status, lastImportAt: (status.lastImportAt ?? 0) + 1 }));
    await waitFor(() => expect(opened.calls('purchases.about')).toHaveLength(asked + 1));
    await outside(() => opened.fake.emit('desk.status', { ...status, lastImportAt: (status.lastImportAt ?? 0) + 1 }));
    expect(opened.calls('purchases.about')).toHaveLength(asked + 1);
  });

  it('leaves the ticket as it is where it cannot be told', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /paola/);
    const purchase = within(screen.getByRole('region', { name: 'Purchase' }));
    await waitFor(() => expect(opened.calls('purchases.about')).toContainEqual({ ticket: 'T-1037' }));
    expect(purchase.queryByText('Club access')).toBeNull();
    expect(purchase.queryByText(/purchases of this/)).toBeNull();
  });
});
