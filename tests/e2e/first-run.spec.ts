import { join } from 'node:path';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

test.describe('the first run', () => {
  test('connects a mailbox: check, protect the store, desk; the next start asks for the passphrase', async ({
    openDesk,
    profileDir,
    startServers,
  }) => {
    const { deliver, dovecot, smtp } = await startServers({ firstRun: true });
    await deliver({});
    const first = await openDesk({ untilReady: false });
    const { page } = first;
    const desk = deskPage(page);
    await desk.dialog('Welcome').getByRole('button', { name: 'Connect a mailbox' }).click();
    await desk.field('Address').fill(dovecot.user);
    await desk.field('Name shown to customers').fill('Assistenza Corsi');
    await desk.field('IMAP server').fill(dovecot.host);
    await desk.field('IMAP port').fill(String(dovecot.port));
    await desk.field('IMAP password').fill(dovecot.password);
    await desk.field('SMTP server').fill('127.0.0.1');
    await desk.field('SMTP port').fill(String(smtp.port));
    await desk.field('SMTP password').fill(smtp.password);
    await expect(desk.field('IMAP user')).toHaveValue(dovecot.user);

    await desk.button('Check without saving').click();
    await expect(desk.dialog('Welcome')).toContainText('is not trusted');
    await desk.field('IMAP certificate').fill(join(profileDir, 'imap.pem'));
    await desk.field('SMTP certificate').fill(join(profileDir, 'smtp.pem'));
    await desk.button('Check without saving').click();
    await expect(desk.dialog('Welcome')).toContainText('lets support@corsi.example in');
    await expect(desk.dialog('Welcome')).not.toContainText('is not trusted');

    await desk.button('Save and connect').click();
    const protect = desk.dialog('Protect this store');
    await expect(protect).toContainText('This system has no keychain');
    await expect(desk.button('Use a passphrase')).toBeDisabled();
    await page.getByRole('textbox', { name: 'Passphrase' }).fill('una frase lunga da ricordare');
    await desk.button('Use a passphrase').click();
    await expect(desk.ticket(/^Giulia Ferri/)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByLabel('Encrypted with your passphrase')).toBeVisible();
    await first.close();

    const next = await openDesk({ untilReady: false });
    const passphrase = next.page.getByRole('textbox', { name: 'Passphrase' });
    const again = deskPage(next.page);
    await passphrase.fill('una frase sbagliata');
    await again.button('Open').click();
    await expect(again.alert).toContainText('The passphrase does not open the store');
    await passphrase.fill('una frase lunga da ricordare');
    await again.button('Open').click();
    await expect(again.ticket(/^Giulia Ferri/)).toBeVisible({ timeout: 30_000 });
    // The passwords were kept under the passphrase: nobody is asked for them.
    await expect(deskPage(next.page).listening).toBeVisible();
  });

  test('goes on to purchases and to where each product lives, and the reply is there', async ({
    openDesk,
    profileDir,
    startServers,
  }) => {
    const { deliver, environment } = await startServers({ noPurchases: true });
    await deliver({});
    const { app, page } = await openDesk({ environment });
    const desk = deskPage(page);
    const steps = page.getByRole('region', { name: 'First steps' });
    await expect(steps).toContainText('Next: your purchases.');
    await app.evaluate(
      ({ dialog }, path) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
      },
      join(profileDir, 'sales.csv'),
    );
    await steps.getByRole('button', { name: 'Import a file…' }).click();
    await desk.dialog('Import sales.csv').getByRole('button', { name: 'Import', exact: true }).click();

    await expect(steps).toContainText('Next: say where 2 products live.');
    await steps.getByRole('button', { name: 'Say where…' }).click();
    const where = desk.dialog('Where do these products live?');
    await where.getByRole('radiogroup', { name: 'Corso di pasta' }).getByLabel('Hotmart Club').check();
    await where
      .getByRole('radiogroup', { name: 'Orto sul balcone' })
      .getByLabel(/own members area/)
      .check();
    await where.getByRole('textbox', { name: /support address/ }).fill('ciao@verde.example');
    await where.getByRole('button', { name: 'Save 2 products' }).click();
    await expect(steps).toContainText('All is there');
    await steps.getByRole('button', { name: 'Close' }).click();
    await expect(steps).toHaveCount(0);

    await desk.open('Giulia Ferri', 'giulia@posta.example');
    await expect(desk.suggestions.first()).toContainText('Club · first access');
  });

  test('tries the demo inbox', async ({ openDesk }) => {
    const { page } = await openDesk({ untilReady: false });
    const desk = deskPage(page);
    await desk.dialog('Welcome').getByRole('button', { name: 'Try the demo inbox' }).click();
    await expect(desk.ticket(/^Giulia Ferri/)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText('Demo inbox')).toBeVisible();
    await expect(desk.suggestions.first()).toHaveAttribute('data-decision');
  });
});
