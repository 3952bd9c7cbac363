import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { simpleParser } from 'mailparser';
import { extractText, getDocumentProxy } from 'unpdf';
import { expect, test } from './fixtures';
import { deskPage } from './pages';
import { SALES } from './servers';

const MARCO = {
  from: 'Marco Riva <marco@posta.example>',
  subject: 'Credenziali mai arrivate',
  text: 'Buongiorno, ho comprato Orto sul balcone ma non ho ricevuto le credenziali per entrare. Marco',
} as const;
const DAY_MS = 24 * 3_600_000;

/** So many days pass: what is in the store was written that much earlier, and a guarantee that had some days left has those fewer. */
function passDays(profileDir: string, days: number): void {
  const store = new Database(join(profileDir, 'store.db'));
  const ms = days * DAY_MS;
  store.exec(`
    update escalation set opened_at = opened_at - ${ms}, started_at = started_at - ${ms}, waiting_since = waiting_since - ${ms};
    update ticket set created_at = created_at - ${ms};
    update ticket_event set at = at - ${ms};
    update message set received_at = received_at - ${ms};
    update purchase set guarantee_ends_at = guarantee_ends_at - ${ms};`);
  store.close();
}

/** The guarantee of Marco's purchase ends in so many days. */
function guaranteeEndsIn(profileDir: string, days: number): void {
  const store = new Database(join(profileDir, 'store.db'));
  const ends = Date.now() + days * DAY_MS;
  store.exec(`update purchase set guarantee_ends_at = ${ends} where transaction_number = '${SALES.marco.transaction}'`);
  store.close();
}

async function pagesOfPdf(file: string): Promise<readonly string[]> {
  return (await extractText(await getDocumentProxy(new Uint8Array(await readFile(file))))).text;
}

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

  test('a silent producer is listed for the lead with the breach, on paper too, and reminded by one click', async ({
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

    guaranteeEndsIn(profileDir, 5);

    passDays(profileDir, 4);
    const { app, page } = await openDesk({ environment });
    const desk = deskPage(page);

    const today = page.getByRole('region', { name: 'Today' });
    await test.step('the lead sees him silent, the breach, and opens the very ticket from each number', async () => {
      await desk.queue('Team lead').click();
      const producers = page.getByRole('region', { name: /^Producers by how late/ });
      const unresolved = page.getByRole('region', { name: 'Unresolved' });
      await expect(today.getByRole('row', { name: /^Breached: the guarantee ends/ })).toContainText(/1$/);
      await expect(today.getByRole('row', { name: /^Producers silent for over 3 days/ })).toContainText(
        'Verde Facile 1',
      );
      await expect(unresolved).toContainText('1 breached');
      const row = producers.getByRole('row', { name: /^Verde Facile/ });
      const tickets = row.getByRole('button', { name: '1: Silent after 3 d · Verde Facile, show the tickets' });
      await tickets.click();
      const list = page.getByRole('dialog', { name: 'Silent after 3 d · Verde Facile' });
      await expect(list.getByRole('listitem')).toHaveCount(1);
      await list.getByRole('button', { name: /T-1.*Marco Riva/ }).click();
      await expect(desk.conversation).toContainText('Credenziali mai arrivate');
    });

    await test.step('the row and the head of the ticket say that the guarantee ends without access', async () => {
      await expect(desk.ticket(/^Marco Riva/)).toContainText('Overdue');
      await expect(desk.conversation).toContainText('Unresolved, and the guarantee ends on');
    });

    await test.step('what the lead takes along on paper holds the figures of the screen', async () => {
      await desk.queue('Team lead').click();
      const file = join(profileDir, 'report.pdf');
      await app.evaluate(({ dialog }, filePath) => {
        Reflect.set(dialog, 'showSaveDialog', () => Promise.resolve({ canceled: false, filePath }));
      }, file);
      await expect(page.getByRole('region', { name: 'Unresolved' })).toContainText('1 breached');
      await page.getByRole('button', { name: 'PDF…' }).click();
      await expect.poll(() => existsSync(file)).toBe(true);
      const pages = await pagesOfPdf(file);
      for (const [index, text] of pages.entries()) {
        expect(text).toMatch(/^Team lead, \d+ \w+ \d{4} – \d+ \w+ \d{4} \([\w/]+\), as of \d+ \w+ \d{4}, \d\d:\d\d/);
        expect(text).toContain(`${index + 1} / ${pages.length}`);
      }
      const text = pages.join('\n');
      const said = await page.getByRole('region', { name: 'Unresolved' }).locator('p').first().innerText();
      for (const sentence of [said, (await today.locator('p').last().innerText()).replaceAll('\n', ' ')]) {
        expect(text.replaceAll('\n', ' ')).toContain(sentence);
      }
      expect(text).toMatch(/Breached: the guarantee ends, access is missing .* 1\n/);
      expect(text).toMatch(/Producers silent for over 3 days Verde Facile 1 .* 1\n/);
      expect(text).toContain('Verde Facile 1 too few to judge 1 0 –');
      expect(text).not.toContain('PDF…');
    });

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

    await test.step('and the customer is told that it takes long, after a look at it', async () => {
      await expect(desk.suggestions.first()).toHaveText(/Il produttore non ha ancora risposto|not answered yet/);
      await desk.pressUntil('1', desk.preview);
      await page.keyboard.press('Enter');
      await expect.poll(() => smtp.accepted.length, { timeout: 20_000 }).toBe(4);
      expect(smtp.accepted.at(-1)?.to).toEqual(['marco@posta.example']);
      const told = await simpleParser(smtp.accepted.at(-1)?.raw ?? '');
      expect(told.text).not.toContain('ciao@verde.example');
      await expect(desk.queue('Waiting for producer')).toContainText('1');
    });
  });
});
