import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { attachmentPart, filmOf, largeMail, multipart, textPart } from '../support/large-mail';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

/** Answers the next Save dialogs as a person would who takes this path. */
async function choosePath(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

test('the film of a large mail is fetched from the server when it is saved', async ({
  openDesk,
  startServers,
  profileDir,
}) => {
  const film = filmOf(12);
  const header = [
    'Content-Type: video/quicktime',
    "Content-Disposition: attachment; filename*=UTF-8''perch%C3%A9%20no.mov",
  ];
  const text = 'Buongiorno, ho pagato ma non mi è arrivata nessuna email con i dati di accesso. Giulia Rossi';
  const parts = [attachmentPart({ header, bytes: film }), textPart(text)];
  const mail = largeMail(multipart('mixed', 'm', parts), { subject: 'Non ho ricevuto i dati di accesso' });
  const { dovecot, environment } = await startServers();
  const { app, page } = await openDesk({ environment });
  await expect(deskPage(page).listening).toBeVisible();
  await dovecot.deliver(mail);
  await deskPage(page).open('Giulia Rossi', 'giulia.rossi@example.com');
  const files = page.getByRole('list', { name: 'Attachments' });
  await expect(files).toContainText('perché no.mov');
  await expect(files).toContainText('on the server');

  const path = join(profileDir, 'film.mov');
  await choosePath(app, path);
  await files.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await readFile(path).catch(() => null))?.equals(film) ?? false).toBe(true);

  await page.keyboard.press('v');
  await expect(page.getByText(/^Only the text is here: the whole message \(1\d(\.\d)? MB\)/)).toBeVisible();
  const whole = join(profileDir, 'mail.eml');
  await choosePath(app, whole);
  await page.getByRole('button', { name: 'Save the whole message' }).click();
  await expect.poll(async () => (await readFile(whole).catch(() => null))?.equals(mail) ?? false).toBe(true);

  // what the page shows was written by strangers: it may not choose where their bytes go
  const refused = await page.evaluate(
    async (to) => {
      const call = { message: 'm', index: 0, path: to };
      return window.sportello.engine.call('messages.download', call).then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
    },
    join(profileDir, 'elsewhere'),
  );
  expect(refused).toBe('not-allowed');
});
