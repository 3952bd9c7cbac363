import { expect, test, watch } from './busy-desk';
import type { BusyDesk } from './busy-desk';
import { SALES } from './servers';

/** Comes in while a rule is watched: about a second's worth, told to the window in several batches. */
const SOME = 6;

const LONG = Array.from({ length: 90 }, (_, line) => `Riga ${line}`).join('\r\n');

/** Whom the tests visit, each one of its own, and what they wrote if it matters. */
const GUESTS: Readonly<Record<string, string | null>> = {
  'Bianca Scrive': null,
  'Lia Lunga': LONG,
  'Toni Toast': null,
  'Mia Molta': LONG,
  'Carlo Campo': null,
  'Dina Doppia': null,
  'Rita Riga': null,
  'Zeno Zeta': null,
  'Bea Buchi': null,
  'Ugo Undo': null,
  'Sara Sei': null,
  'Dora Dialogo': null,
  'Pia Palette': null,
  'Ada Avanti': null,
  'Dario Doppia': null,
  'Remo Riga': null,
};

function addressOf(name: string): string {
  return `${name.toLowerCase().replaceAll(' ', '.')}@posta.example`;
}

test.use({
  guests: {
    mails: Object.entries(GUESTS).map(([name, text]) => ({
      from: `${name} <${addressOf(name)}>`,
      id: `first-${addressOf(name)}`,
      ...(text === null ? {} : { text }),
    })),
  },
});

/** The customer writes once more, into the same ticket. */
async function writesAgain(busy: BusyDesk, name: string): Promise<void> {
  const address = addressOf(name);
  await busy.deliver({
    from: `${name} <${address}>`,
    inReplyTo: `first-${address}`,
    text: 'Aggiungo ancora una cosa.',
  });
}

test.describe('while ten mails a second come in', () => {
  test.describe('new mail and timers', () => {
    test('move neither focus nor selection nor rows, at the top of the list', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.inbox();
      await page.keyboard.press('j');
      const active = (await desk.tickets.getAttribute('aria-activedescendant')) ?? '';
      await expect(desk.conversation).toHaveAttribute('data-ticket', active.replace('ticket-', ''));
      const watching = await watch(page, ['focus', 'selection', 'rows']);
      await busy.mailsCome(SOME);
      expect(await watching.seen()).toHaveLength(1);
      await expect(desk.tickets).toBeFocused();
    });

    test('move no row of a list that is scrolled far down', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.inbox();
      await desk.tickets.evaluate((list) => list.scrollTo({ top: 150 * 64 }));
      // The first dozen is drawn above what is in sight.
      await expect(desk.tickets.getByRole('option').nth(14)).toBeInViewport();
      const watching = await watch(page, ['focus', 'selection', 'rows']);
      await busy.mailsCome(SOME);
      expect(await watching.seen()).toHaveLength(1);
    });

    test('are counted in a pill, which goes to them and leaves the focus on the list', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.inbox();
      const pill = page.getByRole('button', { name: /^\d+ new$/ });
      await busy.mailsCome(1);
      await expect(pill).toBeVisible();
      const selected = await desk.tickets.getAttribute('aria-activedescendant');
      // Right after the press: the next mail moves the rows on screen down again.
      const after = await desk.tickets.evaluateHandle((list) => {
        const found = { top: -1 };
        window.addEventListener('click', () => (found.top = list.scrollTop), { once: true });
        return found;
      });
      await pill.press('Enter');
      await expect(desk.tickets).toBeFocused();
      expect(await after.evaluate(({ top }) => top)).toBe(0);
      expect(await desk.tickets.getAttribute('aria-activedescendant')).toBe(selected);
    });

    test('take no key from who writes: text, caret and ticket stay', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.visit('Bianca Scrive');
      await page.keyboard.press('r');
      await page.keyboard.type('Gentile Bianca');
      for (let step = 0; step < 7; step += 1) await page.keyboard.press('ArrowLeft');
      const watching = await watch(page, ['focus', 'selection']);
      await busy.mailsCome(SOME);
      expect(await watching.seen()).toHaveLength(1);
      await page.keyboard.type('ssima je1x', { delay: 60 });
      await expect(desk.reply).toHaveValue('Gentilessima je1x Bianca');
      await expect(desk.conversation.getByText('bianca.scrive@posta.example').first()).toBeVisible();
    });

    test('take no key from who searches', async ({ busy }) => {
      const { desk, page } = busy;
      await page.keyboard.press('Control+f');
      await desk.search.fill('cliente 12');
      await expect(desk.tickets).toHaveAttribute('data-found', 'cliente 12');
      await page.keyboard.press('Home');
      const watching = await watch(page, ['focus', 'selection']);
      await busy.mailsCome(SOME);
      expect(await watching.seen()).toHaveLength(1);
      await page.keyboard.type('il ');
      await expect(desk.search).toHaveValue('il cliente 12');
    });

    test('leave a search at what it found first, however far the list was scrolled', async ({ busy }) => {
      const { desk } = busy;
      const scrolled = () => desk.tickets.evaluate((list) => list.scrollTop);
      await desk.search.fill('');
      await busy.mailsCome(4 * SOME);
      // Again until the last of them stands in the list.
      await expect
        .poll(() => desk.tickets.evaluate((list) => (list.scrollTop = list.scrollHeight)).then(scrolled))
        .toBeGreaterThan(500);
      // In the very moment of the answer: mails that come after it move the list, so that its rows stay.
      const began = desk.tickets.evaluate(
        (list) =>
          new Promise<number>((resolve) => {
            const watch = new MutationObserver(() => {
              if (list.dataset['found'] !== 'cliente') return;
              watch.disconnect();
              resolve(list.scrollTop);
            });
            watch.observe(list, { attributeFilter: ['data-found'] });
          }),
      );
      await desk.search.fill('cliente');
      expect(await began).toBe(0);
    });

    test('leave what is read where it is, and what is marked there', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.visit('Lia Lunga');
      await desk.conversation.getByText('Riga 60').evaluate((text) => {
        text.closest('.conversation-sheet')?.scrollTo({ top: 700 });
        getSelection()?.selectAllChildren(text);
      });
      const watching = await watch(page, ['reading', 'selection']);
      await busy.mailsCome(SOME);
      const [only, ...others] = await watching.seen();
      expect(others).toEqual([]);
      expect(only).toMatch(/^read 700 marked "Riga 0/);
    });

    test('a toast that goes away under its button leaves the focus to the list', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.visit('Toni Toast');
      await page.keyboard.press('c');
      await expect(desk.toast('Yours for half an hour')).toBeVisible();
      await desk.undo.last().press('Enter');
      await expect(desk.toast('Yours for half an hour')).toHaveCount(0);
      await expect(desk.tickets).toBeFocused();
    });
  });

  test.describe('a message for the open ticket', () => {
    test('is appended, disarms the preview, keeps the draft and says so', async ({ busy }) => {
      const { desk, page } = busy;
      const mistyped = SALES.ana.transaction.replace('225', '252');
      const text = `Non ho ricevuto l'email di accesso. Il numero è ${mistyped}.`;
      await busy.deliver({ from: 'Ana Souza <ana@correio.example>', id: 'ana-1@correio.example', text });
      await busy.visit('Ana Souza');
      await page.keyboard.press('r');
      await page.keyboard.type('Ciao Ana');
      await page.keyboard.press('Escape');
      await busy.desk.pressUntil('1', desk.preview);
      await busy.deliver({
        from: 'Ana Souza <ana@correio.example>',
        inReplyTo: 'ana-1@correio.example',
        text: 'Aggiungo ancora una cosa.',
      });
      await expect(desk.preview).toHaveCount(0);
      await expect(desk.toast('This ticket has just changed')).toBeVisible();
      await expect(desk.tickets).toBeFocused();
      await expect(desk.reply).toHaveValue('Ciao Ana');
      await expect(desk.conversation.getByRole('article').last()).toContainText('Aggiungo ancora una cosa.');
      await expect(desk.conversation.getByRole('button', { name: '1 new message below' })).toBeVisible();
    });

    test('moves neither the text that is read nor the caret; the bar leads to it', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.visit('Mia Molta');
      await page.keyboard.press('r');
      await page.keyboard.type('Cara Mia');
      await page.keyboard.press('ArrowLeft');
      const watching = await watch(page, ['reading', 'focus']);
      await writesAgain(busy, 'Mia Molta');
      const bar = desk.conversation.getByRole('button', { name: '1 new message below' });
      await expect(bar).toBeVisible();
      expect(await watching.seen()).toHaveLength(1);
      await bar.press('Enter');
      await expect(desk.conversation.getByRole('article').last()).toBeInViewport();
      await expect(bar).toHaveCount(0);
      await expect(desk.conversation).toBeFocused();
    });
  });

  test.describe('typing', () => {
    test('in any field, or at the buttons of the composer, is no command', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.visit('Carlo Campo');
      await page.keyboard.press('n');
      await page.keyboard.type('ehjkcz1');
      await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('ehjkcz1');
      await page.getByRole('textbox', { name: 'Note' }).fill('');
      await page.keyboard.press('Escape');
      await page.keyboard.press('r');
      await page.keyboard.type('ehjk1');
      await page.getByRole('button', { name: 'Send', exact: true }).focus();
      const watching = await watch(page, ['focus', 'selection']);
      for (const key of ['e', 'h', 'j', 'k', 'c', 'x', '1']) await page.keyboard.press(key);
      expect(await watching.seen()).toHaveLength(1);
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(desk.reply).toHaveValue('ehjk1');
      await page.keyboard.press('Control+f');
      await page.keyboard.press('End');
      await page.keyboard.type('ehjk1');
      await expect(desk.search).toHaveValue('Carlo Campoehjk1');
      await expect(desk.conversation.getByText('carlo.campo@posta.example').first()).toBeVisible();
    });

    test('is kept as a draft of its ticket and comes back with its caret; leaving never asks', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.visit('Dina Doppia');
      await page.keyboard.press('Control+f');
      await desk.search.fill('doppia');
      await expect(desk.tickets.getByRole('option')).toHaveCount(2);
      await desk.ticket(/^Dina/).click();
      await page.keyboard.press('r');
      await page.keyboard.type('Cara Dina');
      for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowLeft');
      await desk.ticket(/^Dario/).click();
      await expect(desk.conversation.getByText('dario.doppia@posta.example').first()).toBeVisible();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(desk.reply).toHaveValue('');
      await page.keyboard.press('r');
      await page.keyboard.type('Caro Dario');
      await desk.ticket(/^Dina/).click();
      await expect(desk.reply).toHaveValue('Cara Dina');
      await page.keyboard.press('r');
      expect(await caretOf(desk.reply)).toEqual([5, 5]);
      await page.keyboard.type('gentile ');
      await expect(desk.reply).toHaveValue('Cara gentile Dina');
    });

    test('J and K move on; the row is marked where something was typed, and only there', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.visit('Rita Riga');
      await page.keyboard.press('Control+f');
      await desk.search.fill('riga');
      const [first, second] = [desk.ticket(/Riga/).nth(0), desk.ticket(/Riga/).nth(1)];
      await expect(second).toBeVisible();
      await first.click();
      await page.keyboard.press('j');
      await page.keyboard.press('r');
      await page.keyboard.press('Escape');
      await expect(desk.tickets).toBeFocused();
      await page.keyboard.press('k');
      await expect(first).toHaveAttribute('aria-selected', 'true');
      await page.keyboard.press('r');
      await page.keyboard.type('Ciao');
      await page.keyboard.press('Escape');
      await page.keyboard.press('j');
      await expect(second).toHaveAttribute('aria-selected', 'true');
      await expect(first).toContainText('Draft');
      await expect(second).not.toContainText('Draft');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    });

    test('Ctrl+Z in the composer is the composer’s own', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.visit('Zeno Zeta');
      await page.keyboard.press('c');
      await expect(desk.toast('Yours for half an hour').last()).toBeVisible();
      await page.keyboard.press('r');
      await page.keyboard.type('Caro Zeno');
      await page.keyboard.press('Control+z');
      await expect(desk.reply).not.toHaveValue('Caro Zeno');
      await expect(desk.reply).toBeFocused();
      await expect(desk.conversation.getByRole('button', { name: /^Release/ })).toBeVisible();
    });
  });

  test.describe('the list', () => {
    test('is one tab stop that names its active ticket: who, about what, what is to be done, how old', async ({
      busy,
    }) => {
      const { desk, page } = busy;
      await busy.inbox();
      await expect(desk.tickets).toHaveAttribute('tabindex', '0');
      await page.keyboard.press('j');
      const active = (await desk.tickets.getAttribute('aria-activedescendant')) ?? '';
      const option = page.locator(`[id="${active}"]`);
      await expect(option).toHaveAttribute('aria-selected', 'true');
      await expect(option).toHaveAccessibleName(
        /^(?:Nuovo|Cliente|\w+ \w+).* Non ho ricevuto .* (?:now|\d+ ?(?:s|m|min|h))/,
      );
      await page.keyboard.press('Tab');
      await expect(desk.tickets).not.toBeFocused();
      expect(await page.evaluate(() => document.activeElement?.closest('[role="listbox"]') ?? null)).toBeNull();
      await page.keyboard.press('Shift+Tab');
      await expect(desk.tickets).toBeFocused();
    });
  });

  test.describe('a text with holes', () => {
    test('goes from hole to hole by Tab; Ctrl+Enter refuses while one is left, and goes to it', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.visit('Bea Buchi');
      await page.keyboard.press('r');
      await desk.reply.fill('Cara {{ nome }}, ecco {{ collegamento }}.');
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('Tab');
      expect(await markedIn(desk.reply)).toBe('{{ nome }}');
      await busy.mailsCome(2);
      await page.keyboard.press('Tab');
      expect(await markedIn(desk.reply)).toBe('{{ collegamento }}');
      await page.keyboard.press('Control+Enter');
      expect(await markedIn(desk.reply)).toBe('{{ nome }}');
      await expect(desk.reply).toBeFocused();
      await expect(desk.ticket(/^Bea Buchi/)).toHaveAttribute('aria-selected', 'true');
    });
  });

  test.describe('an HTML mail', () => {
    test('keeps what is marked in it while mail comes, and leaves the keys to the desk', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.deliver(
        Buffer.from(
          [
            'From: Ettore Html <ettore@posta.example>',
            'To: support@corsi.example',
            'Subject: Accesso',
            `Date: ${new Date().toUTCString()}`,
            'Message-ID: <ettore-1@posta.example>',
            'MIME-Version: 1.0',
            'Content-Type: text/html; charset=utf-8',
            '',
            '<table><tr><td style="color:#a00">Non trovo <b>collegamento</b></td></tr></table>',
          ].join('\r\n'),
        ),
      );
      await busy.visit('Ettore Html');
      const mail = page.frameLocator('iframe');
      await mail.getByText('collegamento').dblclick();
      const marked = () => mail.locator('body').evaluate(() => String(getSelection()));
      await expect.poll(marked).toBe('collegamento');
      await busy.mailsCome(SOME);
      expect(await marked()).toBe('collegamento');
      await expect(desk.conversation).toBeFocused();
      await page.keyboard.press('r');
      await expect(desk.reply).toBeFocused();
    });
  });

  test.describe('one press', () => {
    test('is one reply: held or pressed twice, the digit does no more', async ({ busy }) => {
      const { desk, page } = busy;
      const text = `Non ho ricevuto l'email di accesso. Il numero è ${SALES.giulia.transaction}.`;
      await busy.deliver({ id: 'giulia-1@posta.example', text });
      await busy.visit('Giulia Ferri');
      await expect(desk.suggestions.first()).toHaveAttribute('data-decision', 'club.first-access');
      await busy.inbox();
      await page.keyboard.press('Control+f');
      await desk.search.fill('giulia');
      await desk.ticket(/^Giulia Ferri/).click();
      await page.keyboard.down('1');
      await page.keyboard.down('1');
      await page.keyboard.up('1');
      await page.keyboard.press('1');
      await expect(desk.toast(/^Reply to .* sends in/)).toHaveCount(1);
      await expect(desk.queue('Outbox').locator('span').nth(1)).toHaveText('1');
      await page.keyboard.press('z');
      await expect(desk.toast('Reply taken back').last()).toBeVisible();
    });
  });

  test.describe('undo', () => {
    test('of a typed reply brings back ticket, text and caret', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.visit('Ugo Undo');
      await page.keyboard.press('r');
      await page.keyboard.type('Caro Ugo, ecco.');
      for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Control+Enter');
      await expect(desk.toast(/^Reply to Ugo Undo/)).toBeVisible();
      await page.keyboard.press('z');
      await expect(desk.toast('Reply taken back').last()).toBeVisible();
      await expect(desk.ticket(/^Ugo Undo/)).toHaveAttribute('aria-selected', 'true');
      await expect(desk.reply).toHaveValue('Caro Ugo, ecco.');
      await page.keyboard.press('r');
      expect(await caretOf(desk.reply)).toEqual([9, 9]);
    });
  });

  test.describe('the zones', () => {
    test('F6 goes round them, each with a ring of 2 px; Shift+F6 goes back; Esc climbs to the list', async ({
      busy,
    }) => {
      const { desk, page } = busy;
      await busy.visit('Sara Sei');
      const round: (string | null)[] = [];
      for (let step = 0; step < 5; step += 1) {
        await page.keyboard.press('F6');
        const focused = page.locator(':focus');
        round.push(await focused.getAttribute('data-zone'));
        expect(await ringOf(page), round.at(-1) ?? 'no zone').toBe(2);
      }
      expect(new Set(round)).toEqual(new Set(['case', 'composer', 'conversation', 'list', 'queues']));
      await page.keyboard.press('Shift+F6');
      expect(await page.locator(':focus').getAttribute('data-zone')).toBe(round.at(-2));
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      await expect(desk.tickets).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(desk.conversation).toBeFocused();
      await page.keyboard.press('r');
      await page.keyboard.press('Escape');
      await expect(desk.tickets).toBeFocused();
      await expect(desk.ticket(/^Sara Sei/)).toHaveAttribute('aria-selected', 'true');
    });

    test('a dialog gives the focus back to where it was opened', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.visit('Dora Dialogo');
      const dialog = page.getByRole('dialog');
      for (const key of ['h', 'a', 'l', 't', 'm', '?', 'f', 'Shift+N', 'Control+k']) {
        await page.keyboard.press(key);
        await expect(dialog, key).toBeVisible();
        await expect(dialog.locator(':focus'), key).toHaveCount(1);
        await page.keyboard.press('Escape');
        await expect(dialog, key).toHaveCount(0);
        await expect(desk.tickets, key).toBeFocused();
      }
      const snooze = desk.conversation.getByRole('button', { name: /^Snooze/ });
      await snooze.press('Enter');
      await expect(dialog).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(snooze).toBeFocused();
    });

    test('a dialog opened from the palette gives it back to where the palette was opened', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.visit('Pia Palette');
      await page.keyboard.press('r');
      await page.keyboard.type('Cara Pia');
      await page.keyboard.press('Control+k');
      await page.keyboard.type('snooze');
      await page.keyboard.press('Enter');
      await expect(desk.dialog('Snooze')).toBeVisible();
      await busy.mailsCome(2);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(desk.reply).toBeFocused();
    });

    test('what has the focus and goes away leaves it to its zone', async ({ busy }) => {
      const { desk, page } = busy;
      await busy.visit('Ada Avanti');
      await desk.conversation.getByRole('button', { name: /^Done/ }).press('Enter');
      await expect(desk.toast('Ada Avanti')).toBeVisible();
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.closest('[data-zone]')?.getAttribute('data-zone')))
        .toMatch(/^(?:conversation|list)$/);
      await page.keyboard.press('g');
      await page.keyboard.press('s');
      await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
      await expect(page.getByRole('main', { name: 'Settings' })).toBeFocused();
      await page.keyboard.press('g');
      await page.keyboard.press('i');
      await expect(desk.tickets).toBeFocused();
    });
  });

  test('and every one of them is there at the end', async ({ busy }) => {
    const { desk } = busy;
    await busy.inbox();
    const tickets = await busy.stopMail();
    const counts = desk.queues.getByRole('link', { name: /^(?:Inbox|Waiting|Done)/ });
    await expect
      .poll(
        async () => {
          const told = await counts.evaluateAll((links) =>
            links.map((link) => Number(link.children[2]?.textContent ?? 0)),
          );
          return told.reduce((sum, count) => sum + count, 0);
        },
        { timeout: 10_000 },
      )
      .toBe(tickets);
  });
});

function caretOf(field: BusyDesk['desk']['reply']): Promise<readonly number[]> {
  return field.evaluate((area: HTMLTextAreaElement) => [area.selectionStart, area.selectionEnd]);
}

function markedIn(field: BusyDesk['desk']['reply']): Promise<string> {
  return field.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
}

/** Width of the ring around the zone with the focus, px, whichever element of it draws the ring. */
function ringOf(page: BusyDesk['page']): Promise<number> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    const candidates = [focused, focused?.closest('.composer'), focused?.querySelector('[aria-selected="true"]')];
    const widths = candidates.map((element) => {
      if (element === null || element === undefined) return 0;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const spread = [...boxShadow.matchAll(/0px 0px 0px ([\d.]+)px/g)].map(([, px]) => Number(px));
      return Math.max(outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth), ...spread, 0);
    });
    return Math.max(...widths);
  });
}
