import { simpleParser } from 'mailparser';
import { expect, test } from './fixtures';
import { deskPage } from './pages';
import { SALES } from './servers';

const MARCO = {
  from: 'Marco Riva <marco@posta.example>',
  subject: 'Credenziali mai arrivate',
  text: 'Buongiorno, ho comprato Orto sul balcone ma non ho ricevuto le credenziali per entrare. Marco',
} as const;

test.describe('a product in the producer’s own area', () => {
  test('one press sends the reply and the word to the producer', async ({ openDesk, startServers }) => {
    const { deliver, environment, smtp } = await startServers({ team: { undoSeconds: 4 } });
    await deliver(MARCO);
    const { page } = await openDesk({ environment });
    const desk = deskPage(page);
    await desk.open('Marco Riva', 'marco@posta.example');
    await expect(desk.purchase).toHaveAttribute('data-delivery', 'producer');
    await expect(desk.suggestions.first()).toHaveAttribute('data-decision', 'producer.contact');
    await expect(page.getByRole('checkbox', { name: /ciao@verde\.example/ })).toBeChecked();

    await test.step('both mails are one block: one Undo takes both back', async () => {
      await page.keyboard.press('1');
      await expect(desk.toast(/Reply to Marco Riva sends in/)).toHaveCount(1);
      await expect(desk.queue('Outbox')).toContainText('2');
      await page.keyboard.press('z');
      await expect(desk.toast('Reply taken back. Nothing was sent.')).toBeVisible();
      await expect(desk.queue('Outbox')).not.toContainText('2');
      await expect(desk.ticket(/^Marco Riva/)).toBeVisible();
    });

    await page.keyboard.press('1');
    await expect
      .poll(
        () => smtp.accepted.map(({ to }) => to[0]).toSorted((one, other) => String(one).localeCompare(String(other))),
        { timeout: 20_000 },
      )
      .toEqual(['ciao@verde.example', 'marco@posta.example']);
    const toProducer = smtp.accepted.find(({ to }) => to[0] === 'ciao@verde.example');
    const escalation = await simpleParser(toProducer?.raw ?? '');
    for (const fact of [SALES.marco.transaction, 'Orto sul balcone', 'marco@posta.example', '2026']) {
      expect(escalation.text).toContain(fact);
    }
    expect(escalation.inReplyTo).toBeUndefined();
    expect(escalation.text).not.toContain('non ho ricevuto le credenziali');
    await desk.queue('Waiting for producer').click();
    await expect(desk.ticket(/^Marco Riva/)).toBeVisible();
    await expect(desk.conversation).toContainText('Producer’s turn');
  });

  test('without the tick only the customer is written to', async ({ openDesk, startServers }) => {
    const { deliver, environment, smtp } = await startServers({ team: { undoSeconds: 0 } });
    await deliver(MARCO);
    const { page } = await openDesk({ environment });
    const desk = deskPage(page);
    await desk.open('Marco Riva', 'marco@posta.example');
    await page.getByRole('checkbox', { name: /ciao@verde\.example/ }).uncheck();
    await desk.suggestions.first().click();
    await expect.poll(() => smtp.accepted.map(({ to }) => to[0])).toEqual(['marco@posta.example']);
    await desk.queue('Waiting for customer').click();
    await expect(desk.ticket(/^Marco Riva/)).toBeVisible();
    expect(smtp.accepted).toHaveLength(1);
  });
});
