import { expect, test } from './fixtures';
import { deskPage } from './pages';

test('a ticket is claimed, let go, and the next free one comes by a key', async ({ openDesk }) => {
  const { page } = await openDesk({ args: ['--demo'] });
  const desk = deskPage(page);
  await desk.open('Giulia Ferri', 'giulia.ferri@posta.example');
  await page.keyboard.press('c');
  await expect(desk.toast('Yours for half an hour')).toBeVisible();
  await expect(desk.queues.getByRole('link', { name: /^Mine 1/ })).toBeVisible();
  await expect(desk.conversation.getByRole('button', { name: /^Release/ })).toBeVisible();
  await page.keyboard.press('q');
  await expect(desk.queues.getByRole('link', { name: /^Mine 2/ })).toBeVisible();
  await expect(desk.conversation.getByText('giulia.ferri@posta.example')).toHaveCount(0);
  await page.keyboard.press('z');
  await page.keyboard.press('z');
  await expect(desk.queues.getByRole('link', { name: /^Mine(?! \d)/ })).toBeVisible();
});
