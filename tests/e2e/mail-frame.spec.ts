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

test('a mail made of frames alone, of which nothing can be shown, leaves the desk working', async ({
  openDesk,
  startServers,
}) => {
  const { deliver, environment } = await startServers();
  await deliver({
    html: '<p>Non ho ricevuto i dati</p><frameset onload=alert(1)><frame src="https://evil.example/"></frameset>',
  });
  await deliver({
    from: 'Marco Riva <marco@posta.example>',
    html: '<html><frameset onload=alert(1)><frame src="https://evil.example/"></frameset></html>',
  });
  const { page } = await openDesk({ environment });
  const desk = deskPage(page);
  for (const [name, address] of [
    ['Marco Riva', 'marco@posta.example'],
    ['Giulia Ferri', 'giulia@posta.example'],
  ] as const) {
    await desk.open(name, address);
    await expect(desk.button('Show as text')).toBeVisible();
    await expect(desk.alert).toBeHidden();
  }
  await expect(page.frameLocator('iframe').getByText('Non ho ricevuto i dati')).toBeVisible();
});
