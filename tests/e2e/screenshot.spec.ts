import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

const PICTURE = join(import.meta.dirname, '../../docs/screenshots/desk.png');

test('the desk of the README can be taken as a picture', async ({ openDesk }) => {
  const { page } = await openDesk({ args: ['--demo'] });
  await page.emulateMedia({ colorScheme: 'light' });
  const desk = deskPage(page);
  await desk.ticket(/^Giulia Ferri/).click();
  await expect(desk.purchase).toHaveAttribute('data-match-status', 'matched');
  await expect(deskPage(page).listening).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  const picture = await page.screenshot({ animations: 'disabled' });
  expect(picture.readUInt32BE(16)).toBe(1440);
  expect(picture.readUInt32BE(20)).toBe(900);
  // A blank window compresses to a few kilobytes.
  expect(picture.length).toBeGreaterThan(60_000);
  if (process.env['UPDATE_SCREENSHOTS'] === '1') {
    await mkdir(dirname(PICTURE), { recursive: true });
    await writeFile(PICTURE, picture);
  }
});
