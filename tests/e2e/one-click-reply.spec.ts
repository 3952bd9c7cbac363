import { simpleParser } from 'mailparser';
import { expect, test } from './fixtures';
import { deskPage } from './pages';
import { SALES } from './servers';

test.describe('one-click reply', () => {
  test('a mail comes in and one key answers it', async ({ openDesk, startServers }) => {
    const { deliver, dovecot, environment, sent, smtp } = await startServers();
    const { page } = await openDesk({ environment });
    const desk = deskPage(page);
    await expect(deskPage(page).listening).toBeVisible();

    await test.step('the mail becomes a ticket by itself, matched and with a suggestion', async () => {
      await deliver({
        id: 'giulia-2@posta.example',
        inReplyTo: 'order-1@shop.example',
        references: ['order-0@shop.example', 'order-1@shop.example'],
        subject: 'Non trovo l’email di accesso',
        text: `Buongiorno,\r\nho pagato ma non mi è arrivata l'email con i dati di accesso.\r\nTransazione ${SALES.giulia.transaction}\r\n\r\nGrazie\r\nGiulia`,
      });
      await desk.open('Giulia Ferri', 'giulia@posta.example');
      await expect(desk.conversation).toContainText("non mi è arrivata l'email con i dati");
      await expect(desk.purchase).toHaveAttribute('data-match-status', 'matched');
      await expect(desk.purchase).toHaveAttribute('data-identity', 'buyer');
      await expect(desk.purchase).toHaveAttribute('data-delivery', 'club');
      await expect(desk.purchase).toContainText(SALES.giulia.transaction);
      await expect(desk.suggestions.first()).toHaveAttribute('data-decision', 'club.first-access');
    });

    await test.step('1 queues the reply, Undo takes it back', async () => {
      await page.keyboard.press('1');
      await expect(desk.toast(/Reply to Giulia Ferri sends in \d+\ss/)).toContainText('first access');
      await expect(desk.ticket(/^Giulia Ferri/)).toHaveCount(0);
      await expect(desk.queue('Waiting for customer')).toContainText('1');
      await desk.undo.click();
      await expect(desk.toast('Reply taken back. Nothing was sent.')).toBeVisible();
      await expect(desk.ticket(/^Giulia Ferri/)).toHaveAttribute('aria-selected', 'true');
      expect(smtp.mailCommands()).toBe(0);
    });

    await test.step('1 again sends it when the ten seconds are over, and not before', async () => {
      const pressedAt = Date.now();
      await page.keyboard.press('1');
      await expect(desk.toast(/Reply to Giulia Ferri sends in/)).toBeVisible();
      await expect.poll(() => smtp.accepted.length, { timeout: 25_000, intervals: [100] }).toBe(1);
      expect(Date.now() - pressedAt).toBeGreaterThan(9_500);
    });

    await test.step('the reply is a good mail', async () => {
      const [mail] = smtp.accepted;
      expect(mail?.from).toBe('support@corsi.example');
      expect(mail?.to).toEqual(['giulia@posta.example']);
      const reply = await simpleParser(mail?.raw ?? '');
      expect(reply.from?.value).toEqual([{ name: 'Assistenza Corsi', address: 'support@corsi.example' }]);
      expect(reply.to).toMatchObject({ value: [{ name: 'Giulia Ferri', address: 'giulia@posta.example' }] });
      expect(reply.cc).toBeUndefined();
      expect(reply.subject).toBe('Re: Non trovo l’email di accesso');
      expect(reply.inReplyTo).toBe('<giulia-2@posta.example>');
      expect(reply.references).toEqual([
        '<order-0@shop.example>',
        '<order-1@shop.example>',
        '<giulia-2@posta.example>',
      ]);
      expect(reply.messageId).toMatch(/^<[0-9a-f]{32}@corsi\.example>$/);
      expect(reply.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
      expect(reply.text).toContain('Buongiorno Giulia');
      expect(reply.text).toContain('https://pasta.club.example');
      expect(reply.text).toContain('Il team di Assistenza Corsi');
      expect(reply.text).toContain('> Transazione HP1771569003');
      expect(reply.html).toContain('href="https://pasta.club.example"');
      expect(reply.html).not.toMatch(/<(?:img|script|link)\b/i);
    });

    await test.step('its copy is in Sent, the mail is answered, the ticket waits for the customer', async () => {
      const { messageId } = await simpleParser(smtp.accepted[0]?.raw ?? '');
      await expect.poll(async () => (await dovecot.list('Sent')).map((copy) => copy.messageId)).toEqual([messageId]);
      expect(await sent()).toContain('Subject: =?UTF-8?');
      await expect.poll(async () => (await dovecot.list())[0]?.flags).toContain('\\Answered');
      await desk.queue('Outbox').click();
      await expect(page.getByRole('listitem').filter({ hasText: 'Giulia Ferri' })).toContainText('sent, copy in Sent');
      await desk.queue('Waiting for customer').click();
      await expect(desk.ticket(/^Giulia Ferri/)).toBeVisible();
      await expect(desk.history).toContainText('Sent');
      expect(smtp.accepted).toHaveLength(1);
    });
  });
});
