import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDovecot } from '../support/dovecot';
import type { Dovecot } from '../support/dovecot';
import { startIdentityServer } from '../support/identity-server';
import type { IdentityServer } from '../support/identity-server';
import { startSmtpSink } from '../support/smtp-sink';
import type { SmtpSink } from '../support/smtp-sink';
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

type Provider = {
  readonly identity: IdentityServer;
  readonly dovecot: Dovecot;
  readonly smtp: SmtpSink;
  readonly stop: () => Promise<void>;
};

/** An identity server whose refresh tokens are good for one use, and mail servers that ask it about every token. */
async function startProvider(): Promise<Provider> {
  const identity = await startIdentityServer();
  identity.rotates = true;
  const dovecot = await startDovecot({ introspection: `${identity.issuer}/introspect` });
  const smtp = await startSmtpSink({ userOf: (token) => identity.userOf(token) });
  return {
    identity,
    dovecot,
    smtp,
    stop: async () => {
      await smtp.close();
      await dovecot.remove();
      await identity.close();
    },
  };
}

const PASSPHRASE = 'una frase lunga da ricordare';
const TOKEN = /(access|refresh)-[0-9a-f]{36}/;

test.describe('signing in at a provider', () => {
  test('connects a mailbox through the browser; the next start needs nobody', async ({ openDesk, profileDir }) => {
    const { identity, dovecot, smtp, stop } = await startProvider();
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
      await desk.field('Scopes').fill('mail offline_access');
      await expect(desk.button('Save and connect')).toBeDisabled();
      await page.getByRole('button', { name: /^Sign in with 127/ }).click();
      await expect(desk.dialog('Welcome')).toContainText(`Signed in as ${dovecot.user}.`);
      expect(await pages()).toContain('You can close this window');

      await desk.button('Check without saving').click();
      await expect(desk.dialog('Welcome')).toContainText('lets support@corsi.example in');
      // Trying the servers uses no refresh token up.
      expect(identity.requests).toHaveLength(1);
      await desk.button('Save and connect').click();
      await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
      await desk.button('Use a passphrase').click();
      await expect(desk.ticket(/^Giulia Ferri/)).toBeVisible({ timeout: 30_000 });
      await running.close();
      const profile = await readFile(join(profileDir, 'profile.json'), 'utf8');
      expect(profile).toContain(settings.clientId);
      const secrets = await readFile(join(profileDir, 'secrets.json'), 'utf8');
      const log = await readFile(join(profileDir, 'logs/engine.log'), 'utf8');
      for (const text of [profile, secrets, log, running.output()]) expect(text).not.toMatch(TOKEN);

      const next = await openDesk({ environment: { SPORTELLO_STORE_PASSPHRASE: PASSPHRASE } });
      await expect(deskPage(next.page).listening).toBeVisible({ timeout: 30_000 });
    } finally {
      await stop();
    }
  });

  test('is asked for loudly when the permission is gone, outlives the engine, and is given back', async ({
    openDesk,
    profileDir,
  }) => {
    const { identity, dovecot, smtp, stop } = await startProvider();
    try {
      const { host, port, user, caFile } = dovecot;
      await writeFile(join(profileDir, 'smtp.pem'), smtp.certificate.cert);
      const profile = {
        mailbox: {
          imap: { host, port, secure: true, user, ca: caFile },
          smtp: { ...smtp.server, ca: 'smtp.pem' },
          auth: identity.settings,
          address: user,
          name: 'Assistenza Corsi',
          language: 'it',
        },
        store: { kind: 'sqlite', encryption: 'none' },
      };
      await writeFile(join(profileDir, 'profile.json'), JSON.stringify(profile));
      const running = await openDesk();
      const { page } = running;
      await answerInBrowser(running);
      const desk = deskPage(page);
      const again = desk.alert.getByRole('button', { name: 'Sign in again' });
      const listening = deskPage(page).listening;
      await again.click();
      await expect(listening).toBeVisible({ timeout: 30_000 });

      // The engine dies and comes back with the token that took the first one's place.
      const used = identity.requests.length;
      process.kill(await running.enginePid(), 'SIGKILL');
      await identity.asked(used + 1);
      await expect(listening).toBeVisible({ timeout: 30_000 });

      // The person takes the access away at the provider.
      identity.withdraw();
      process.kill(await running.enginePid(), 'SIGKILL');
      await expect(desk.alert).toContainText('is signed out', { timeout: 30_000 });
      await again.click();
      await expect(listening).toBeVisible({ timeout: 30_000 });

      await desk.queue('Settings').click();
      await desk.button('Sign out').click();
      await expect(page.getByText('Signed out; the provider was told.')).toBeVisible({ timeout: 30_000 });
      expect(identity.revoked).toHaveLength(1);
      await expect(again).toBeVisible();
    } finally {
      await stop();
    }
  });
});
