import type { ElectronApplication } from '@playwright/test';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

/** The key that the menu shows at the command of this label. */
function menuKey(app: ElectronApplication, name: string): Promise<string> {
  return app.evaluate(({ Menu }, wanted) => {
    const items = (Menu.getApplicationMenu()?.items ?? []).flatMap((menu) => menu.submenu?.items ?? []);
    return String(items.find(({ label }) => label === wanted)?.accelerator);
  }, name);
}

/** Answers the question at closing with this button from now on, and tells what was asked. */
async function answerWith(app: ElectronApplication, response: number): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ dialog }, button) => {
    const asked: string[] = [];
    Reflect.set(dialog, 'asked', asked);
    Reflect.set(dialog, 'showMessageBox', (_window: unknown, { message }: { message: string }) => {
      asked.push(message);
      return Promise.resolve({ response: button, checkboxChecked: false });
    });
  }, response);
  return () => app.evaluate(({ dialog }) => Reflect.get(dialog, 'asked') as string[]);
}

const closeWindow = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

test('a desk that is closed while a reply waits asks first; what is held waits in the outbox', async ({
  openDesk,
  startServers,
}) => {
  const { deliver, environment, smtp } = await startServers({ team: { undoSeconds: 60 } });
  await deliver({});
  const { app, page } = await openDesk({ environment });
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle()))
    .toBe('Sportello (1)');
  await deskPage(page).open('Giulia Ferri', 'giulia@posta.example');
  await page.keyboard.press('1');
  await expect(deskPage(page).toast(/Reply to Giulia Ferri sends in/)).toBeVisible();

  const stays = await answerWith(app, 2);
  await closeWindow(app);
  await expect.poll(stays).toEqual(['Replies that wait to be sent: 1']);
  // The menu speaks the language of the desk, and does what it says.
  await app.evaluate(({ Menu }) => {
    const menus = Menu.getApplicationMenu()?.items ?? [];
    menus
      .find(({ label }) => label === 'Go to')
      ?.submenu?.items.find(({ label }) => label === 'Go to Outbox')
      ?.click();
  });
  await expect(page.getByRole('listitem').filter({ hasText: 'Giulia Ferri' })).toBeVisible();

  await answerWith(app, 1);
  const ended = app.waitForEvent('close');
  await closeWindow(app);
  await ended;

  const again = await openDesk({ environment });
  await deskPage(again.page).queue('Outbox').click();
  await expect(again.page.getByRole('listitem').filter({ hasText: 'Giulia Ferri' })).toContainText('Held back');
  expect(smtp.mailCommands()).toBe(0);
});

test('a key of one’s own counts at once, in the menu too, and after a restart', async ({ openDesk }) => {
  const { app, page } = await openDesk({ args: ['--demo'] });
  await deskPage(page).queue('Settings').click();
  await page.getByRole('button', { name: 'Snooze: H. Another key' }).click();
  await page.keyboard.press('b');
  await expect(page.getByRole('button', { name: 'Snooze: B. Another key' })).toBeFocused();
  await expect.poll(() => menuKey(app, 'Snooze')).toBe('B');
  const ended = app.waitForEvent('close');
  await closeWindow(app);
  await ended;

  const again = await openDesk({ args: ['--demo'] });
  await deskPage(again.page)
    .ticket(/^Giulia Ferri/)
    .click();
  await expect(deskPage(again.page).suggestions.first()).toBeVisible();
  await expect(again.page.getByRole('button', { name: 'Snooze', exact: true }).locator('kbd')).toHaveText('B');
  await expect.poll(() => menuKey(again.app, 'Snooze')).toBe('B');
  // Had H opened anything, the next key would be written there and open nothing.
  await again.page.keyboard.press('h');
  await again.page.keyboard.press('?');
  await expect(deskPage(again.page).dialog('All keys')).toBeVisible();
  await again.page.keyboard.press('Escape');
  await expect(deskPage(again.page).dialog('All keys')).toBeHidden();
  await again.page.keyboard.press('b');
  await expect(deskPage(again.page).dialog('Snooze')).toBeVisible();
});
