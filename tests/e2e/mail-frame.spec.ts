import { expect, test } from './fixtures';
import { deskPage } from './pages';

test('a click into a mail leaves the keys to the desk, and what is marked there can be copied', async ({
  openDesk,
}) => {
  const { app, page } = await openDesk({ args: ['--demo'] });
  const desk = deskPage(page);
  await page.getByRole('searchbox').fill('enlace acuarela');
  await desk.ticket(/Iker Salas/).click();
  const mail = page.frameLocator('iframe');
  await mail.getByText('enlace').dblclick();
  // Each of the two clicks takes the focus; the word is marked with the second.
  await expect.poll(() => mail.locator('body').evaluate(() => String(getSelection()))).toBe('enlace');
  await expect(desk.conversation).toBeFocused();
  await page.keyboard.press('Control+c');
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe('enlace');
  await expect(desk.conversation).toBeFocused();
  await page.keyboard.press('r');
  await expect(desk.reply).toBeFocused();
});
