import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDovecot } from '../support/dovecot';
import { startIdentityServer } from '../support/identity-server';
import { startSmtpSink } from '../support/smtp-sink';
import { writeMail } from '../support/write-mail';
import { expect, test } from './fixtures';
import type { RunningDesk } from './fixtures';
import { deskPage } from './pages';

/** Lets a stand-in be the person's browser: it follows where it is sent, as a browser does. */
async function answerInBrowser({ app }: RunningDesk): Promise<() => Promise<string>> {
  await app.evaluate((electron) => {
    const pages: string[] = [];
    Object.assign(globalThis, { pages });
    electron.shell.openExternal = async (address) => {
      pages.push(address);
      void fetch(address)
        .then((response) => response.text())
        .then((text) => pages.push(text));
    };
  });
  return () => app.evaluate(() => JSON.stringify(Reflect.get(globalThis, 'pages')));
}

test.describe('signing in at a provider', () => {
  test('in the browser: check, save, mail; signed out loudly when the permission is gone; back with one press', async ({
    openDesk,
    profileDir,
  }) => {
    const identity = await startIdentityServer();
    identity.rotates = true;
    const dovecot = await startDovecot({ introspection: `${identity.issuer}/introspect` });
    const smtp = await startSmtpSink({ userOf: (token) => identity.userOf(token) });
    try {
      await dovecot.deliver(writeMail());
      const running = await openDesk({ untilReady: false });
      const { page } = running;
      const pages = await answerInBrowser(running);
      const desk = deskPage(page);
      await desk.dialog('Welcome').getByRole('button', { name: 'Connect a mailbox' }).click();
      await desk.field('Address').fill(dovecot.user);
      await expect(desk.dialog('Welcome')).toContainText('only a guess');
      await desk.field('IMAP server').fill(dovecot.host);
      await desk.field('IMAP port').fill(String(dovecot.port));
      await desk.field('IMAP certificate').fill(dovecot.caFile);
      await desk.field('SMTP server').fill('127.0.0.1');
      await desk.field('SMTP port').fill(String(smtp.port));
      await desk.field('Sign-in').selectOption('custom');
      const { settings } = identity;
      await desk.field('Client id').fill(settings.clientId);
      await desk.field('Authorization endpoint').fill(settings.authorizationEndpoint);
      await desk.field('Token endpoint').fill(settings.tokenEndpoint);
      await desk.field('Revocation endpoint').fill(settings.revocationEndpoint ?? '');
      await desk.field('Scopes').fill('mail offline_access');
      await expect(desk.button('Save and connect')).toBeDisabled();
      await page.getByRole('button', { name: /^Sign in with 127/ }).click();
      await expect(desk.dialog('Welcome')).toContainText(`Signed in as ${dovecot.user}.`);
      expect(await pages()).toContain('You can close this window');
      expect(identity.requests).toHaveLength(1);

      await desk.button('Check without saving').click();
      await expect(desk.dialog('Welcome')).toContainText('lets support@corsi.example in');
      await desk.button('Save and connect').click();
      await page.getByRole('textbox', { name: 'Passphrase' }).fill('una frase lunga da ricordare');
      await desk.button('Use a passphrase').click();
      await expect(desk.ticket(/^Giulia Ferri/)).toBeVisible({ timeout: 30_000 });
      const files = (await readFile(join(profileDir, 'profile.json'), 'utf8')) + running.output();
      expect(files).toContain(settings.clientId);
      expect(files).not.toMatch(/(access|refresh)-[0-9a-f]{36}/);

      // The engine dies and comes back with the token that took the first one's place.
      const used = identity.requests.length;
      process.kill(await running.enginePid(), 'SIGKILL');
      await identity.asked(used + 1);
      await expect(page.getByText(/^listening/)).toBeVisible({ timeout: 30_000 });

      // The person takes the access away at the provider.
      identity.withdraw();
      process.kill(await running.enginePid(), 'SIGKILL');
      await expect(desk.alert).toContainText('Sign in again', { timeout: 30_000 });
      await desk.alert.getByRole('button', { name: 'Sign in again' }).click();
      await expect(page.getByText(/^listening/)).toBeVisible({ timeout: 30_000 });
      await running.close();

      // The next start finds it under the passphrase.
      const next = await openDesk({ untilReady: false });
      const again = deskPage(next.page);
      await next.page.getByRole('textbox', { name: 'Passphrase' }).fill('una frase lunga da ricordare');
      await again.button('Open').click();
      await expect(next.page.getByText(/^listening/)).toBeVisible({ timeout: 30_000 });
      await next.page.getByRole('navigation', { name: 'Queues' }).getByRole('link', { name: 'Settings' }).click();
      await again.button('Sign out').click();
      await expect(next.page.getByText('Signed out; the provider was told.')).toBeVisible({ timeout: 30_000 });
      expect(identity.revoked).toHaveLength(1);
      await expect(again.alert).toContainText('Sign in again');
    } finally {
      await smtp.close();
      await dovecot.remove();
      await identity.close();
    }
  });
});
