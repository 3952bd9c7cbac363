import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startHotmartServer } from '../support/hotmart-server';
import type { HotmartServer } from '../support/hotmart-server';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

const NUMBER = 'HP3000000017';
const HOUR = 3_600_000;

/** Lets profile.json say that Hotmart's API lives at this server; the rest is set up in the window. */
async function pointAt(server: HotmartServer, profileDir: string): Promise<void> {
  const file = join(profileDir, 'profile.json');
  const profile = JSON.parse(await readFile(file, 'utf8')) as object;
  const { apiBase, tokenUrl } = server.settings;
  await writeFile(file, JSON.stringify({ ...profile, hotmart: { clientId: 'not-yet', apiBase, tokenUrl } }));
}

test.describe('purchases from Hotmart', () => {
  test('are set up in Settings, and a ticket that was too new for them gets its answer at a press', async ({
    openDesk,
    startServers,
    profileDir,
  }) => {
    const server = await startHotmartServer();
    try {
      const servers = await startServers();
      await pointAt(server, profileDir);
      const { page } = await openDesk({ environment: servers.environment });
      const desk = deskPage(page);
      await desk.queue('Settings').click();
      const card = page.getByRole('region', { name: 'Hotmart' });
      await expect(card).toContainText('The secret is not at hand');
      await card.getByRole('button', { name: 'Change' }).click();
      await card.getByLabel('Client id').fill(server.settings.clientId);
      await card.getByLabel('Client secret').fill('wrong');
      await card.getByRole('button', { name: 'Check without saving' }).click();
      await expect(card).toContainText('Hotmart does not accept the developer credentials');
      await card.getByLabel('Client secret').fill(server.secret);
      await card.getByRole('button', { name: 'Check without saving' }).click();
      await expect(card).toContainText('Hotmart tells the sales.');
      await card.getByRole('button', { name: 'Save and read' }).click();
      await card.getByRole('button', { name: 'Read now' }).click();
      await expect(card).toContainText('All purchases as of');

      server.sales.push({ transaction: NUMBER, ordered: Date.now() - HOUR, email: 'nina@posta.example', name: 'Nina' });
      await servers.deliver({
        from: 'Nina <nina@posta.example>',
        subject: 'Accesso',
        text: `Ho pagato ma non mi è arrivata l'email con i dati di accesso. Transazione ${NUMBER}.`,
      });
      await desk.queue('Inbox').click();
      await desk.open('Nina', 'nina@posta.example');
      await expect(desk.purchase).toHaveAttribute('data-match-status', 'unmatched');
      await desk.button('Ask Hotmart').click();
      await expect(desk.toast('Hotmart has 1 purchase for this ticket')).toBeVisible();
      await expect(desk.purchase).toHaveAttribute('data-match-status', 'matched');
      await expect(desk.purchase).toHaveAttribute('data-identity', 'buyer');
      await expect(desk.suggestions.first()).toHaveAttribute('data-decision', 'club.first-access');
      expect(await readFile(join(profileDir, 'profile.json'), 'utf8')).not.toContain(server.secret);
      expect(await readFile(join(profileDir, 'logs/engine.log'), 'utf8')).not.toContain(server.secret);
    } finally {
      await server.close();
    }
  });
});
