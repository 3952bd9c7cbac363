import { writeMail } from '../support/write-mail';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

test.describe('a desk that ends in the middle', () => {
  test('with a reply queued: it goes out after the restart, once', async ({ openDesk, startServers }) => {
    const { deliver, dovecot, environment, smtp } = await startServers({ team: { undoSeconds: 5 } });
    await deliver({});
    const before = await openDesk({ environment });
    await deskPage(before.page).open('Giulia Ferri', 'giulia@posta.example');
    await before.page.keyboard.press('1');
    await expect(deskPage(before.page).toast(/Reply to Giulia Ferri sends in/)).toBeVisible();
    await before.kill();
    expect(smtp.mailCommands()).toBe(0);

    const between = await openDesk({ environment });
    await expect.poll(() => smtp.accepted.length, { timeout: 20_000 }).toBe(1);
    await expect.poll(async () => (await dovecot.list('Sent')).length).toBe(1);
    await between.close();

    const { page } = await openDesk({ environment });
    const desk = deskPage(page);
    await expect(deskPage(page).listening).toBeVisible();
    await desk.queue('Waiting for customer').click();
    await expect(desk.ticket(/^Giulia Ferri/)).toHaveCount(1);
    await desk.queue('Outbox').click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Giulia Ferri' })).toContainText('sent, copy in Sent');
    expect(smtp.mailCommands()).toBe(1);
    expect(await dovecot.list('Sent')).toHaveLength(1);
  });

  test('in the middle of the first sync: every mail is there once', async ({ openDesk, startServers }) => {
    const { dovecot, environment } = await startServers();
    const count = 1_200;
    await dovecot.deliver(
      Array.from({ length: count }, (_, index) =>
        writeMail({ from: `Cliente ${index} <cliente.${index}@posta.example>`, id: `many-${index}@posta.example` }),
      ),
    );
    const before = await openDesk({ environment });
    await expect(deskPage(before.page).tickets.getByRole('option').first()).toBeVisible();
    const seen = await total(deskPage(before.page).tickets);
    await before.kill();
    expect(seen).toBeGreaterThan(0);
    expect(seen, 'the sync was over before the desk could be killed').toBeLessThan(count);

    const { page } = await openDesk({ environment });
    const desk = deskPage(page);
    await expect.poll(() => total(desk.tickets), { timeout: 60_000 }).toBe(count);
    await expect(deskPage(page).listening).toBeVisible();
    expect(await total(desk.tickets)).toBe(count);
  });
});

/** How many tickets the list says it has, shown or not. */
async function total(tickets: ReturnType<typeof deskPage>['tickets']): Promise<number> {
  const option = tickets.getByRole('option').first();
  return Number((await option.count()) === 0 ? 0 : await option.getAttribute('aria-setsize'));
}
