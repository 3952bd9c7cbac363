import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures';
import { deskPage } from './pages';
import { SALES } from './servers';

const RECEIPT = readFileSync(join(import.meta.dirname, '../fixtures/pictures/receipt.png'));

test('a number that stands only in a picture is shown where the picture has it', async ({ openDesk, startServers }) => {
  const { deliver, environment } = await startServers();
  const { page } = await openDesk({ environment });
  const desk = deskPage(page);
  await expect(deskPage(page).listening).toBeVisible();
  await deliver({
    from: 'Elena Duarte <elena@posta.example>',
    subject: 'Accesso',
    text: 'Buongiorno, non riesco ad entrare, ecco la ricevuta. Elena',
    png: RECEIPT,
  });
  await desk.open('Elena Duarte', 'elena@posta.example');
  const crop = desk.purchase.getByTitle('Where the picture shows');
  // The recogniser loads its languages first, and two cores are shared with the desk.
  await expect(crop).toBeVisible({ timeout: 40_000 });
  await expect(desk.purchase).toContainText(SALES.elena.transaction);
  const picture = page.frameLocator('[title^="Where the picture shows"]').locator('img');
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(100);
  // No script runs in there and nothing of the desk can be reached: the frame has an origin of its own.
  await expect(crop).toHaveAttribute('sandbox', '');
});
