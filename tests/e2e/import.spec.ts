import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workbook } from '../support/workbook-file';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

test('a sales export dropped on the window is looked at, imported, and the waiting ticket sees its purchase', async ({
  openDesk,
  profileDir,
  startServers,
}) => {
  const { deliver, environment } = await startServers();
  await deliver({
    from: 'Rita Prova <rita@correio.example>',
    text: 'Buongiorno, non riesco a entrare, la transazione è HP0232573857. Rita',
  });
  const { app, page } = await openDesk({ environment });
  await deskPage(page).open('Rita Prova', 'rita@correio.example');
  const region = page.getByRole('region', { name: 'Purchase' });
  await expect(region).toHaveAttribute('data-match-status', 'unmatched');

  const path = join(profileDir, 'vendas.xlsx');
  const header = [
    'Código da transação',
    'Status da transação',
    'Data da transação',
    'Código do produto',
    'Produto',
    'Comprador(a)',
    'Email do(a) Comprador(a)',
  ];
  const row = [
    'HP0232573857',
    'Aprovado',
    '26/02/2026 13:11:29',
    '41',
    'Piano do Zero',
    'Rita',
    'rita@correio.example',
  ];
  writeFileSync(path, workbook([header, row]));
  const session = await app.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
  }
  await expect(page.getByText('Drop to look at the import')).toBeVisible();
  await session.send('Input.dispatchDragEvent', { type: 'drop', x: 600, y: 400, data });

  const dialog = page.getByRole('dialog', { name: 'Import vendas.xlsx' });
  await expect(dialog.getByRole('table', { name: 'First rows' })).toContainText('Piano do Zero');
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(deskPage(page).toast(/1 lines read: 1 new/)).toBeVisible();
  await expect(region).toHaveAttribute('data-match-status', 'matched');
});
