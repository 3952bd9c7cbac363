import { simpleParser } from 'mailparser';
import { BOUNCE_FORMS } from '../support/bounces';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

const POSTFIX = BOUNCE_FORMS.find(({ name }) => name === 'Postfix');

test('a reply that comes back is told, listed under Problems, and says what to do', async ({
  openDesk,
  startServers,
}) => {
  const { deliver, dovecot, environment, smtp } = await startServers({ team: { undoSeconds: 1 } });
  await deliver({});
  const { page } = await openDesk({ environment });
  const desk = deskPage(page);
  await desk.open('Giulia Ferri', 'giulia@posta.example');
  await desk.pressUntil('1', desk.toast(/Reply to Giulia Ferri sends in/));
  await expect.poll(() => smtp.accepted.length, { timeout: 25_000 }).toBe(1);
  const { messageId = '' } = await simpleParser(smtp.accepted[0]?.raw ?? '');
  await expect(desk.queue('Problems')).toHaveCount(0);

  await dovecot.deliver(POSTFIX?.make({ messageId: messageId.slice(1, -1), to: 'giulia@posta.example' }) ?? '');
  await expect(desk.toast(/The mail to Giulia Ferri \(T-1\) came back \(5\.1\.1\)/)).toBeVisible();
  await desk.queue('Problems').click();
  await expect(desk.ticket(/^Giulia Ferri/)).toContainText('Not delivered');
  await desk.open('Giulia Ferri', 'giulia@posta.example');
  const outbox = page.getByRole('region', { name: 'Outbox' });
  await expect(outbox).toContainText('User unknown in virtual mailbox table');
  await expect(outbox).toContainText('This address does not exist');
  await expect(desk.conversation).toContainText('not delivered');
  // Folded: the server's letter is not what the agent has to read.
  await expect(desk.conversation).not.toContainText('one or more recipients');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    if (process.env['LOOK']) await page.screenshot({ path: `/tmp/bounce-${colorScheme}.png` });
  }
  await outbox.getByRole('button', { name: 'Seen' }).click();
  await expect(desk.ticket(/^Giulia Ferri/)).toHaveCount(0);
  await desk.queue('Inbox').click();
  await expect(desk.ticket(/^Giulia Ferri/)).toBeVisible();
});
