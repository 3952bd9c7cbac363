import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

const copiesOf = (page: Page) => page.getByRole('region', { name: 'Copies' });

async function copyNow(page: Page): Promise<void> {
  await deskPage(page).queue('Settings').click();
  await copiesOf(page).getByRole('button', { name: 'Copy now' }).click();
  await expect(copiesOf(page).getByRole('row')).toHaveCount(2);
}

async function restoreFirst(page: Page): Promise<void> {
  await copiesOf(page)
    .getByRole('button', { name: /^Restore…/ })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restore this copy' }).click();
}

test.describe('a copy of the store', () => {
  test('is restored from Settings: back to its time, new mail again, nothing sent again', async ({
    openDesk,
    startServers,
  }) => {
    const { deliver, dovecot, environment, smtp } = await startServers({ team: { undoSeconds: 0 } });
    await deliver({});
    const { page } = await openDesk({ environment });
    const desk = deskPage(page);
    await expect(desk.ticket(/^Giulia Ferri/)).toBeVisible();
    await copyNow(page);
    // All of this is after the copy.
    await desk.queue('Inbox').click();
    await desk.open('Giulia Ferri', 'giulia@posta.example');
    await page.keyboard.press('1');
    await expect.poll(() => smtp.accepted.length).toBe(1);
    await expect.poll(async () => (await dovecot.list('Sent')).length).toBe(1);
    await deliver({ from: 'Marco Riva <marco@posta.example>', subject: 'Credenziali' });
    await expect(desk.ticket(/^Marco Riva/)).toBeVisible();

    await desk.queue('Settings').click();
    await restoreFirst(page);
    await expect(desk.toast(/is the store now/)).toBeVisible();
    // The store that was replaced is a copy now.
    await expect(copiesOf(page).getByRole('row').filter({ hasText: 'Replaced by a restore' })).toBeVisible();
    await expect(deskPage(page).listening).toBeVisible();
    await desk.queue('Inbox').click();
    await expect(desk.ticket(/^Marco Riva/)).toHaveCount(1);
    // The reply came back from Sent, so the ticket waits for the customer as it did.
    await desk.queue('Waiting for customer').click();
    await expect(desk.ticket(/^Giulia Ferri/)).toHaveCount(1);
    expect(smtp.mailCommands()).toBe(1);
    expect(await dovecot.list('Sent')).toHaveLength(1);
  });

  test('is offered where the store does not open any more', async ({ openDesk, profileDir, startServers }) => {
    const { deliver, environment } = await startServers();
    await deliver({});
    const before = await openDesk({ environment });
    await expect(deskPage(before.page).ticket(/^Giulia Ferri/)).toBeVisible();
    await copyNow(before.page);
    await before.close();
    const store = join(profileDir, 'store.db');
    const bytes = await readFile(store);
    await writeFile(store, bytes.fill(0x5a, 0, 8192));

    const { page } = await openDesk({ environment, untilReady: false });
    await expect(page.getByRole('dialog', { name: 'Sportello cannot open this profile' })).toBeVisible();
    await restoreFirst(page);
    await expect(deskPage(page).ticket(/^Giulia Ferri/)).toHaveCount(1);
  });
});
