import { expect, test } from './fixtures';
import { deskPage } from './pages';

test.describe('trouble with the mailbox', () => {
  test('a wrong password stops, says so loudly, and is put right in Settings', async ({ openDesk, startServers }) => {
    const { deliver, dovecot, environment } = await startServers();
    await deliver({});
    const { page } = await openDesk({ environment: {} });
    const desk = deskPage(page);
    await expect(desk.alert.filter({ hasText: 'Not receiving mail.' })).toContainText('password');
    await desk.alert.getByRole('button', { name: 'Settings' }).click();
    await desk.button('Change').click();
    await desk.field('IMAP password').fill('sbagliata');
    await desk.button('Save and connect').click();
    const refused = desk.alert.filter({ hasText: 'refuses the user or the password' });
    await expect(refused).toContainText('Enter the password again');
    await expect(page.getByText('not receiving', { exact: true }).first()).toBeVisible();
    await desk.queue('Settings').click();
    await desk.button('Change').click();
    await desk.field('IMAP password').fill(dovecot.password);
    await desk.field('SMTP password').fill(environment['SPORTELLO_SMTP_PASSWORD'] ?? '');
    await desk.button('Save and connect').click();
    await expect(desk.alert).toHaveCount(0);
    await desk.queue('Inbox').click();
    await expect(desk.ticket(/^Giulia Ferri/)).toBeVisible();
  });

  test('a server that goes away is missed aloud; when it is back, so is the mail', async ({
    openDesk,
    startServers,
  }) => {
    const { deliver, dovecot, environment } = await startServers();
    const { page } = await openDesk({ environment });
    const desk = deskPage(page);
    await expect(deskPage(page).listening).toBeVisible();
    await dovecot.stop();
    const missed = desk.alert.filter({ hasText: 'Not receiving since' });
    await expect(missed).toContainText('Nothing answers at port');
    await deliver({});
    await dovecot.start();
    await desk.button('Try now').click();
    await expect(desk.ticket(/^Giulia Ferri/)).toBeVisible();
    await expect(missed).toHaveCount(0);
  });

  test('a certificate for somebody else is refused, with what to do', async ({ openDesk, startServers }) => {
    const { deliver, environment } = await startServers({ hosts: ['mail.altrove.example'] });
    await deliver({});
    const { page } = await openDesk({ environment });
    const desk = deskPage(page);
    await expect(desk.alert).toContainText('is not trusted');
    await expect(desk.alert).toContainText('Check the host name');
    await expect(desk.tickets.getByRole('option')).toHaveCount(0);
  });
});

test('a mail that cannot be read becomes a ticket that says so; the others come through', async ({
  openDesk,
  startServers,
}) => {
  const { deliver, dovecot, environment } = await startServers();
  await dovecot.deliver(deepMail());
  await deliver({});
  const { page } = await openDesk({ environment });
  const desk = deskPage(page);
  await expect(desk.ticket(/^Giulia Ferri/)).toBeVisible();
  await desk.queue('Problems').click();
  await desk.ticket(/^Rotta Matrioska/).click();
  await expect(desk.conversation).toContainText('could not be read fully');
  await page.keyboard.press('v');
  await expect(desk.conversation).toContainText('Content-Type: multipart/mixed; boundary="level-0"');
});

/** Parts within parts, deeper than any mail program would write and than the parser follows. */
function deepMail(): string {
  const depth = 1_200;
  const head = 'From: Rotta Matrioska <rotta@posta.example>\r\nTo: support@corsi.example\r\nSubject: Vedi allegato\r\n';
  let body = '';
  for (let level = 0; level < depth; level += 1) {
    body += `Content-Type: multipart/mixed; boundary="level-${level}"\r\n\r\n--level-${level}\r\n`;
  }
  return `${head}MIME-Version: 1.0\r\n${body}Content-Type: text/plain\r\n\r\nAiuto\r\n`;
}
