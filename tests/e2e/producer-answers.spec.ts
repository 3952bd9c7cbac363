import { join } from 'node:path';
import Database from 'libsql';
import { simpleParser } from 'mailparser';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

const MARCO = {
  from: 'Marco Riva <marco@posta.example>',
  subject: 'Credenziali mai arrivate',
  text: 'Buongiorno, ho comprato Orto sul balcone ma non ho ricevuto le credenziali per entrare. Marco',
} as const;
const FOUR_DAYS_MS = 4 * 24 * 3_600_000;

test.describe('an escalation in the real window', () => {
  test('from the customer’s mail over the producer’s answer back to the customer', async ({
    openDesk,
    startServers,
  }) => {
    const { deliver, environment, smtp } = await startServers({ team: { undoSeconds: 0 } });
    await deliver(MARCO);
    const { page } = await openDesk({ environment });
    const desk = deskPage(page);
    const producer = page.getByRole('region', { name: 'Producer' });

    await test.step('one press writes to the customer and to the producer', async () => {
      await desk.open('Marco Riva', 'marco@posta.example');
      await page.keyboard.press('1');
      await expect.poll(() => smtp.accepted.length, { timeout: 20_000 }).toBe(2);
    });
    const asked = smtp.accepted.find(({ to }) => to[0] === 'ciao@verde.example');
    const mail = await simpleParser(asked?.raw ?? '');

    await test.step('the producer answers from another address, by a new mail with the old subject', async () => {
      await deliver({
        from: 'Lia <lia@agenzia.example>',
        subject: `R: ${mail.subject ?? ''}`,
        text: 'Ecco i dati: https://orto.example/entra\nutente marco@posta.example\npassword: Zucchina77!\n\nNB: Ana Souza ana@correio.example la vedo domani.',
      });
      await desk.queue('Inbox').click();
      await desk.open('Marco Riva', 'marco@posta.example');
      await expect(producer).toContainText('Lia');
      await expect(producer).toContainText('One line about others is left out');
      await expect(desk.conversation).not.toContainText('Zucchina77');
    });

    await test.step('and the buyer gets what he wrote, after a look at it', async () => {
      await expect(desk.suggestions.first()).toHaveText(/Inoltra|Pass on/);
      await desk.pressUntil('1', desk.preview);
      await expect(desk.preview).toContainText('marco@posta.example');
      await expect(desk.preview).not.toContainText('ana@correio.example');
      await page.keyboard.press('Enter');
      await expect.poll(() => smtp.accepted.length, { timeout: 20_000 }).toBe(3);
      const last = smtp.accepted.at(-1);
      expect(last?.to).toEqual(['marco@posta.example']);
      const told = await simpleParser(last?.raw ?? '');
      expect(told.text).toContain('password: Zucchina77!');
      expect(told.text).not.toContain('Ana Souza');
      expect(told.subject).toBe('Re: Credenziali mai arrivate');
    });
  });

  test('a silent producer is listed with a drafted reminder, which one click sends', async ({
    openDesk,
    startServers,
    profileDir,
  }) => {
    const { deliver, environment, smtp } = await startServers({ team: { undoSeconds: 0 } });
    await deliver(MARCO);
    const first = await openDesk({ environment });
    const before = deskPage(first.page);
    await before.open('Marco Riva', 'marco@posta.example');
    await first.page.keyboard.press('1');
    await expect.poll(() => smtp.accepted.length, { timeout: 20_000 }).toBe(2);
    await before.queue('Waiting for producer').click();
    await expect(before.ticket(/^Marco Riva/)).toBeVisible();
    await expect(first.page.getByRole('region', { name: 'Producers who let somebody wait' })).toHaveCount(0);
    await first.close();

    // Four days pass: what was written then is that much older now.
    const store = new Database(join(profileDir, 'store.db'));
    store.exec(
      `update escalation set started_at = started_at - ${FOUR_DAYS_MS}, waiting_since = waiting_since - ${FOUR_DAYS_MS}`,
    );
    store.close();

    const { page } = await openDesk({ environment });
    const desk = deskPage(page);
    await desk.queue('Waiting for producer').click();
    const silent = page.getByRole('region', { name: 'Producers who let somebody wait' });
    await expect(silent).toContainText('Verde Facile');
    await silent.getByRole('button', { name: 'Show the draft' }).click();
    await expect(silent).toContainText('HP1771569114');
    // The list stays below it, and its ticket can be pressed.
    await desk.open('Marco Riva', 'marco@posta.example');
    await silent.getByRole('button', { name: 'Send the reminder' }).click();
    await expect.poll(() => smtp.accepted.length, { timeout: 20_000 }).toBe(3);
    expect(smtp.accepted.at(-1)?.to).toEqual(['ciao@verde.example']);
    await expect(silent).toHaveCount(0);
    await desk.open('Marco Riva', 'marco@posta.example');
    await expect(page.getByRole('region', { name: 'Producer' })).toContainText('reminded once');
  });
});
