import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDovecot } from '../support/dovecot';
import { startSmtpSink } from '../support/smtp-sink';
import { writeMail } from '../support/write-mail';
import { expectNoViolations } from './axe';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

const SALES = 'vendas@corsi.example';

test.describe('two mailboxes', () => {
  test('the second is added at the desk, read beside the first, answered from its own address, and removed', async ({
    openDesk,
    startServers,
    profileDir,
  }) => {
    const { deliver, environment, smtp } = await startServers();
    const dovecot = await startDovecot({ user: SALES, password: 'di-vendas' });
    const sales = await startSmtpSink({ user: SALES, password: 'di-vendas' });
    await writeFile(join(profileDir, 'sales.pem'), sales.certificate.cert);
    try {
      const { page } = await openDesk({ environment });
      const desk = deskPage(page);
      await expect(desk.listening).toBeVisible();
      await deliver({});
      await desk.open('Giulia Ferri', 'giulia@posta.example');

      await test.step('with one nothing asks which', async () => {
        await expect(desk.tickets.getByText('support@')).toHaveCount(0);
        await expect(page.getByRole('contentinfo')).toContainText('support@corsi.example');
      });

      await test.step('a second one is checked and connected, and the desk goes on without a restart', async () => {
        await desk.queue('Settings').click();
        await desk.button('Add a mailbox').click();
        await desk.field('Address').fill(SALES);
        await desk.field('Name shown to customers').fill('Vendite Corsi');
        await desk.field('IMAP server').fill(dovecot.host);
        await desk.field('IMAP port').fill(String(dovecot.port));
        await desk.field('IMAP certificate').fill(dovecot.caFile);
        await desk.field('IMAP password').fill('sbagliata');
        await desk.field('SMTP server').fill('127.0.0.1');
        await desk.field('SMTP port').fill(String(sales.port));
        await desk.field('SMTP certificate').fill(join(profileDir, 'sales.pem'));
        await desk.button('Check without saving').click();
        await expect(page.getByText(/refuses the user or the password/).first()).toBeVisible();
        await desk.field('IMAP password').fill('di-vendas');
        await desk.button('Save and connect').click();
        const card = page.getByRole('region', { name: 'Mailboxes' });
        await expect(card.getByRole('listitem')).toHaveCount(2);
        await expect(card.getByRole('listitem', { name: SALES })).toContainText('listening');
        await expect(card.getByRole('listitem', { name: 'support@corsi.example' })).toContainText('listening');
        await expect(page.getByRole('contentinfo')).toContainText('2 mailboxes');
        await expectNoViolations(page, 'settings with two mailboxes');
      });

      await test.step('what comes to it says so, and is answered by its own server in its own name', async () => {
        await desk.queue('Inbox').click();
        await dovecot.deliver(writeMail({ from: 'Rita Neri <rita@posta.example>', to: SALES }));
        await expect(desk.ticket(/^Rita Neri/)).toContainText('vendas@');
        await expect(desk.ticket(/^Giulia Ferri/)).toContainText('support@');
        await desk.ticket(/^Rita Neri/).click();
        await expect(desk.conversation.locator('header').first()).toContainText('vendas@');
        await expectNoViolations(page, 'inbox of two mailboxes');
        await desk.pressUntil('r', desk.reply);
        await desk.reply.fill('Gentile Rita, costa 40 euro.');
        await page.keyboard.press('Control+Enter');
        await expect.poll(() => sales.accepted.length, { timeout: 25_000 }).toBe(1);
        expect(sales.accepted[0]).toMatchObject({ from: SALES, to: ['rita@posta.example'] });
        expect(sales.accepted[0]?.raw.toString()).toMatch(/^From: "?Vendite Corsi"? </m);
        expect(smtp.accepted).toEqual([]);
        await expect.poll(async () => (await dovecot.list('Sent')).length).toBe(1);
      });

      await test.step('the search finds what came to it', async () => {
        await desk.search.fill('to:vendas');
        await expect(desk.ticket(/^Rita Neri/)).toBeVisible();
        await expect(desk.ticket(/^Giulia Ferri/)).toHaveCount(0);
        await desk.search.fill('');
        await page.keyboard.press('Escape');
      });

      await test.step('a server that goes away is missed by its name; the other mailbox goes on', async () => {
        await dovecot.stop();
        const missed = desk.alert.filter({ hasText: 'Not receiving since' });
        await expect(missed).toContainText(`: ${SALES}.`);
        await expect(page.getByRole('contentinfo')).toContainText(`: ${SALES}`);
        await deliver({ from: 'Ugo Sala <ugo@posta.example>', subject: 'Intanto' });
        await expect(desk.ticket(/^Ugo Sala/)).toBeVisible();
        await dovecot.start();
        await desk.button('Try now').click();
        await expect(missed).toHaveCount(0);
      });

      await test.step('a new message goes from the one that is chosen', async () => {
        await page.keyboard.press('Shift+N');
        const dialog = desk.dialog('New message');
        await dialog.getByLabel('From').selectOption({ label: `Vendite Corsi <${SALES}>` });
        await dialog.getByRole('textbox', { name: 'To', exact: true }).fill('nuovo@posta.example');
        await dialog.getByRole('textbox', { name: 'Subject' }).fill('Novità');
        await dialog.getByRole('textbox', { name: 'Message' }).fill('Buongiorno.');
        await expectNoViolations(page, 'new message from a chosen mailbox');
        await page.keyboard.press('Control+Enter');
        await expect(dialog).toBeHidden();
      });

      await test.step('removed while that waits: it is held and goes from no other address', async () => {
        await desk.queue('Settings').click();
        await desk.button(`Remove this mailbox: ${SALES}`).click();
        const dialog = desk.dialog(`Remove ${SALES}?`);
        await expect(dialog).toContainText('1 reply still waits to be sent from it.');
        await dialog.getByRole('button', { name: 'Remove this mailbox' }).click();
        await expect(page.getByRole('region', { name: 'Mailbox', exact: true })).toContainText('support@corsi.example');
        await desk.queue('Outbox').click();
        await expect(
          page.getByText('the mailbox that it was written for is not set up any more').first(),
        ).toBeVisible();
        await desk.queue('Inbox').click();
        await expect(desk.tickets.getByText('support@')).toHaveCount(0);
        expect([...smtp.accepted, ...sales.accepted].flatMap(({ to }) => to)).toEqual(['rita@posta.example']);
      });
    } finally {
      await sales.close();
      await dovecot.remove();
    }
  });
});
