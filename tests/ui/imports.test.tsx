import { cleanup, createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fakePreview } from '../support/fake-imports';
import { openDesk } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

async function openCard(opened: Opened) {
  await opened.user.click(
    within(screen.getByRole('navigation', { name: 'Queues' })).getByRole('link', { name: /Settings/ }),
  );
  return within(await screen.findByRole('region', { name: 'Purchases' }));
}

function drop(files: readonly File[]): void {
  const event = createEvent.drop(document.body);
  Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], files } });
  fireEvent(document.body, event);
}

describe('an import that is looked at', () => {
  it('asks for what no column holds, and imports as a person said', async () => {
    const opened = await openDesk();
    const card = await openCard(opened);
    await opened.user.click(card.getByRole('button', { name: 'Import a file…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Import vendas.csv' }));
    expect(dialog.getByRole('alert').textContent).toContain('No column was found for: Product.');
    const button = dialog.getByRole('button', { name: 'Import' });
    expect(button).toHaveProperty('disabled', true);
    opened.fake.answer({
      'imports.preview': () => ({
        ...fakePreview(),
        missing: [],
        rows: [
          {
            kind: 'sale',
            line: 2,
            transaction: 'HP0232573857',
            statusWord: 'Aprovado',
            status: 'active',
            orderedAt: Date.UTC(2026, 1, 26, 16),
            productName: 'Piano do Zero',
            buyerEmail: 'rita@correio.example',
          },
          { kind: 'refused', line: 3, reason: 'buyer_email is empty' },
        ],
      }),
    });
    await opened.user.selectOptions(dialog.getByRole('combobox', { name: 'What Was holds' }), 'product_name');
    const rows = within(await dialog.findByRole('table', { name: 'First rows' }));
    expect(rows.getByText('Piano do Zero')).toBeTruthy();
    expect(rows.getByText('line 3: Buyer’s e-mail is empty')).toBeTruthy();
    await opened.user.click(button);
    const said = { mapping: { Was: 'product_name' } };
    await waitFor(() =>
      expect(opened.calls('imports.run')).toEqual([{ kind: 'sales', path: '/tmp/sales.csv', ...said }]),
    );
    expect(await screen.findByText(/3 lines read: 2 new, 0 changed, 0 unchanged, 1 refused/)).toBeTruthy();
  });

  it('begins with a file dropped anywhere, one at a time', async () => {
    const opened = await openDesk();
    drop([new File(['a'], 'a.csv'), new File(['b'], 'b.csv')]);
    expect(await screen.findByText('Drop one file at a time.')).toBeTruthy();
    drop([new File(['a'], 'vendas.xlsx')]);
    expect(await screen.findByRole('dialog', { name: 'Import vendas.csv' })).toBeTruthy();
    expect(opened.calls('imports.preview')).toEqual([{ path: '/home/anna/vendas.xlsx' }]);
  });
});

const RUNNING = { fileName: 'grande.csv', source: 'file', phase: 'saving', rows: 12_000 } as const;

describe('the list of imports', () => {
  it('says where each came from, what failed and why, and saves the refused rows', async () => {
    const opened = await openDesk();
    const card = await openCard(opened);
    const table = within(await card.findByRole('table', { name: 'Imports' }));
    expect(table.getByText(/File · vendas\.csv/)).toBeTruthy();
    expect(table.getByText(/Report by e-mail · relatorio\.csv/)).toBeTruthy();
    expect(table.getByText(/holds formulas/)).toBeTruthy();
    await opened.user.click(table.getByRole('button', { name: 'Save the 1 refused rows of vendas.csv' }));
    await waitFor(() => expect(opened.calls('imports.refusals')).toEqual([{ id: 'i-3' }]));
  });

  it('shows what goes on, in the status bar of every page too, and it can be stopped', async () => {
    const opened = await openDesk({
      prepare: (fake) => fake.answer({ 'imports.list': () => ({ running: RUNNING, runs: [] }) }),
    });
    const card = await openCard(opened);
    expect(await screen.findAllByText(/grande\.csv: 12000 rows saved/)).toHaveLength(2);
    opened.fake.emit('imports.changed', { running: { ...RUNNING, rows: 16_000 } });
    expect(await card.findByText(/grande\.csv: 16000 rows saved/)).toBeTruthy();
    await opened.user.click(card.getByRole('button', { name: 'Stop' }));
    await waitFor(() => expect(opened.calls('imports.cancel')).toEqual([{}]));
  });
});

describe('purchases that arrive by themselves', () => {
  it('are set up with zone, folder and senders', async () => {
    const opened = await openDesk();
    const card = await openCard(opened);
    await opened.user.click(await card.findByRole('button', { name: 'Choose a folder…' }));
    await opened.user.type(card.getByRole('textbox', { name: /Senders/ }), 'a@hotmart.example b@hotmart.example');
    await opened.user.click(card.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(opened.calls('purchases.save')).toEqual([
        {
          purchases: {
            timeZone: 'Europe/Rome',
            watchFolder: '/home/anna/exports',
            reportSenders: ['a@hotmart.example', 'b@hotmart.example'],
          },
        },
      ]),
    );
  });
});
