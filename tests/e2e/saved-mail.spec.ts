import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ElectronApplication, Page } from '@playwright/test';
import { writeMail } from '../support/write-mail';
import { expect, launchDesk, test } from './fixtures';
import { deskPage } from './pages';

/** Lets files go over the ticket list. */
async function drop(app: ElectronApplication, page: Page, files: readonly string[]): Promise<void> {
  const session = await app.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 600, data });
  }
}

const RITA = { from: 'Rita Prova <rita@correio.example>', subject: 'Não consigo entrar' };

test('a saved mail opened with the desk becomes a ticket, once; dropped or opened again it is that ticket', async ({
  openDesk,
  profileDir,
  startServers,
}) => {
  const { deliver, environment } = await startServers();
  await deliver({});
  const path = join(profileDir, 'da Rita.eml');
  writeFileSync(
    path,
    writeMail({
      ...RITA,
      text: 'Olá, comprei o curso e não consigo entrar. Rita',
      headers: ['Authentication-Results: mx.support.example; dmarc=pass header.from=correio.example'],
    }),
  );
  const { app, page } = await openDesk({ environment, args: [path] });
  const desk = deskPage(page);
  const dialog = page.getByRole('dialog', { name: 'Saved mail da Rita.eml' });
  await expect(dialog).toContainText('rita@correio.example');
  await expect(dialog.getByRole('region', { name: 'What the desk makes of it' })).toContainText(
    'Ask for purchase details',
  );
  await expect(dialog).toContainText('nothing proves who wrote it');
  await dialog.getByRole('button', { name: 'Make a ticket of it' }).click();
  await expect(dialog).toBeHidden();
  await expect(desk.conversation).toContainText('não consigo entrar');
  await expect(desk.conversation.getByText('from a file')).toBeVisible();
  await expect(desk.ticket(/^Rita Prova/)).toHaveCount(1);

  await desk.open('Giulia Ferri', 'giulia@posta.example');
  // A second start, as a desktop makes it: the desk that is open hears of the file, and the second one ends.
  await launchDesk(profileDir, [pathToFileURL(path).href], environment).then(
    (second) => second.close(),
    () => undefined,
  );
  await expect(desk.toast(/da Rita\.eml is already here: T-2/)).toBeVisible();
  await expect(desk.conversation).toContainText('não consigo entrar');

  const other = join(profileDir, 'broken.eml');
  writeFileSync(other, 'no mail at all');
  await desk.open('Giulia Ferri', 'giulia@posta.example');
  await drop(app, page, [path, other]);
  await expect(desk.toast(/broken\.eml was not opened/)).toContainText('cannot be read as an e-mail');
  await expect(desk.conversation).toContainText('não consigo entrar');
  await expect(desk.ticket(/^Rita Prova/)).toHaveCount(1);
});

test('a page cannot make the desk read a path', async ({ openDesk, profileDir, startServers }) => {
  const { environment } = await startServers();
  const path = join(profileDir, 'secret.eml');
  writeFileSync(path, writeMail(RITA));
  const { app, page } = await openDesk({ environment });
  await page.evaluate((named) => {
    const { shell } = (window as unknown as { sportello: { shell: { openMails(files: unknown): Promise<void> } } })
      .sportello;
    const made = Object.defineProperty(new File(['x'], 'secret.eml'), 'path', { value: named });
    return shell.openMails([{ path: named, name: 'secret.eml' }, named, made]).catch(() => undefined);
  }, path);
  // Opened in order: what is dropped now would come after what the page asked for.
  const dropped = join(profileDir, 'broken.eml');
  writeFileSync(dropped, 'no mail at all');
  await drop(app, page, [dropped]);
  await expect(deskPage(page).toast(/broken\.eml was not opened/)).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(deskPage(page).toast(/secret\.eml/)).toHaveCount(0);
});
