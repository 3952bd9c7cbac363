import { expect, test } from './fixtures';
import { deskPage } from './pages';

test('a ticket is claimed, let go, and the next free one comes by a key', async ({ openDesk }) => {
  const { page } = await openDesk({ args: ['--demo'] });
  const desk = deskPage(page);
  await desk.open('Giulia Ferri', 'giulia.ferri@posta.example');
  await page.keyboard.press('c');
  await expect(desk.toast('Yours for half an hour')).toBeVisible();
  // It stands beside the queues: no row of the list is under it.
  const [toast, list] = await Promise.all([
    desk.toast('Yours for half an hour').boundingBox(),
    desk.tickets.boundingBox(),
  ]);
  expect((toast?.x ?? 0) + (toast?.width ?? 0)).toBeLessThanOrEqual(list?.x ?? 0);
  await expect(desk.queues.getByRole('link', { name: /^Mine 1/ })).toBeVisible();
  await expect(desk.conversation.getByRole('button', { name: /^Release/ })).toBeVisible();
  await page.keyboard.press('q');
  await expect(desk.queues.getByRole('link', { name: /^Mine 2/ })).toBeVisible();
  await expect(desk.conversation.getByText('giulia.ferri@posta.example')).toHaveCount(0);
  await page.keyboard.press('z');
  await page.keyboard.press('z');
  await expect(desk.queues.getByRole('link', { name: /^Mine(?! \d)/ })).toBeVisible();
});

test('two people’s tickets are joined into one case, claimed together, and parted again', async ({ openDesk }) => {
  const { page } = await openDesk({ args: ['--demo'] });
  const desk = deskPage(page);
  await desk.open('Giulia Ferri', 'giulia.ferri@posta.example');
  await desk.button('Join to a case…').click();
  const dialog = desk.dialog('Join to a case');
  await dialog.getByRole('textbox').fill('Laura Bruni');
  await dialog
    .getByRole('button', { name: /Laura Bruni/ })
    .first()
    .click();
  await expect(dialog.getByText('Every reply still goes to its own address alone')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(desk.toast('are one case')).toBeVisible();
  const others = desk.conversation.getByRole('navigation', { name: 'Other open tickets of this case' });
  await expect(others.getByRole('button', { name: /^Laura Bruni/ })).toBeVisible();
  await page.keyboard.press('c');
  await expect(desk.queues.getByRole('link', { name: /^Mine 2/ })).toBeVisible();
  await page.keyboard.press('y');
  await expect(others.getByRole('button', { name: /^Giulia Ferri/ })).toBeVisible();
  await others.getByRole('button', { name: /^Part T-\d+ from this case/ }).click();
  await expect(desk.toast('was parted from this case')).toBeVisible();
  await expect(others).toHaveCount(0);
  await page.keyboard.press('z');
  await expect(others.getByRole('button', { name: /^Giulia Ferri/ })).toBeVisible();
});
