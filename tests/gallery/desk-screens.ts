import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { GALLERY_NOW } from './fixed-desk';
import { escape } from './screen';
import type { Screen, Walker } from './screen';

/** A dialog by the title that its text key gives it. */
function dialog({ desk, say }: Walker, title: string) {
  return desk.dialog(say(title));
}

/** Presses a key at the desk and waits for the dialog. */
function byKey(key: string, title: string) {
  return async (walker: Walker): Promise<void> => {
    await walker.page.keyboard.press(key);
    await expect(dialog(walker, title)).toBeVisible();
  };
}

async function shut(walker: Walker): Promise<void> {
  await escape(walker);
  await expect(walker.page.getByRole('dialog')).toHaveCount(0);
}

/** Moves the page's clock: a digit that was pressed at this very moment before would be a double press. */
async function later(page: Page, seconds: number): Promise<void> {
  await page.clock.setFixedTime(GALLERY_NOW + seconds * 1_000);
}

async function toInbox({ desk, say }: Walker): Promise<void> {
  await desk.queue(say('queue.inbox')).click();
  await expect(desk.tickets.getByRole('option').first()).toBeVisible();
}

/** What an agent sees while answering; nothing of it changes a ticket but the last few. */
export const DESK_SCREENS: readonly Screen[] = [
  {
    name: 'ticket-green',
    shows: 'The desk: queues, tickets, the conversation, and the case with a reply that goes at one key.',
    open: async ({ desk }) => {
      await desk.open('Giulia Ferri', 'giulia.ferri@posta.example');
      await expect(desk.purchase).toHaveAttribute('data-match-status', 'matched');
    },
  },
  {
    name: 'ticket-why',
    shows: 'Why: the rule that fired, the words that it rests on, and the passages of the help article.',
    open: async ({ page, say }) => {
      await page.keyboard.press('w');
      await expect(page.getByRole('region', { name: say('zone.why') })).toBeVisible();
    },
    leave: async ({ page }) => page.keyboard.press('w'),
  },
  {
    name: 'composer',
    shows: 'The composer: a suggested text to be changed before it goes.',
    open: async ({ page, desk }) => {
      await page.keyboard.press('Shift+Digit1');
      await expect(desk.reply).toHaveValue(/Giulia/);
    },
    leave: async (walker) => {
      await walker.desk.reply.fill('');
      await escape(walker);
    },
  },
  {
    name: 'link-purchase',
    shows: 'Linking another purchase to a ticket.',
    open: byKey('t', 'command.link-purchase'),
    leave: shut,
  },
  {
    name: 'all-macros',
    shows: 'All reply texts, filled for this ticket.',
    open: byKey('m', 'command.macros'),
    leave: shut,
  },
  {
    name: 'new-message',
    shows: 'A new message.',
    open: byKey('Shift+N', 'command.new-message'),
    leave: shut,
  },
  {
    name: 'palette',
    shows: 'The palette: every action by its name.',
    open: async ({ page, say }) => {
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('dialog', { name: say('command.palette') })).toBeVisible();
    },
    leave: shut,
  },
  { name: 'keys', shows: 'All keys.', open: byKey('?', 'command.keys'), leave: shut },
  {
    name: 'ticket-amber',
    shows: 'Amber: the sender is not proven to be the buyer, so the whole reply is shown before it goes.',
    open: async ({ desk, page }) => {
      // The list draws what is in sight.
      await desk.tickets.evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
      await desk.open('Martin Hale', 'martin.hale@mail.example');
      await page.keyboard.press('1');
      await expect(desk.preview).toBeVisible();
    },
    leave: async (walker) => {
      await escape(walker);
      await walker.desk.tickets.evaluate((list) => list.scrollTo(0, 0));
    },
  },
  {
    name: 'ticket-red',
    shows: 'Red: the mail names no address to answer to, so nothing goes.',
    open: async ({ desk, page, say }) => {
      await desk.ticket(/Non riesco a entrare nel corso/).click();
      await expect(desk.suggested.locator('[data-gate="red"]').first()).toBeVisible();
      await later(page, 1);
      await page.keyboard.press('1');
      await expect(desk.suggested).toContainText(say('red.no-recipient'));
    },
  },
  {
    name: 'case',
    shows: 'Two tickets of one purchase: the other one is named above the conversation.',
    open: async ({ desk, page, say }) => {
      await desk.open('Elena Duarte', 'elena.duarte@correo.example');
      await expect(page.getByRole('navigation', { name: say('case.others') })).toBeVisible();
    },
  },
  {
    name: 'join-case',
    shows: 'Joining a ticket of another address to the case: what becomes of the two is said before.',
    open: async (walker) => {
      const { page, say } = walker;
      await page.getByRole('button', { name: say('command.join-case') }).click();
      await expect(dialog(walker, 'join.title')).toBeVisible();
      await page.getByLabel(say('join.find')).fill('Marta Sala');
      await page
        .getByRole('list', { name: say('join.found') })
        .getByRole('button')
        .first()
        .click();
      await expect(page.getByText(say('join.other-address'))).toBeVisible();
    },
    leave: shut,
  },
  {
    name: 'files',
    shows: 'A mail with files and a remote picture that is not loaded; no purchase was found.',
    open: async ({ desk, page, say }) => {
      await desk.open('Marta Sala', 'marta.sala@posta.example');
      await expect(page.getByRole('list', { name: say('attachments.label') })).toBeVisible();
      await expect(page.locator('iframe')).toBeVisible();
    },
  },
  {
    name: 'marked',
    shows: 'Several tickets marked, and what can be done with them.',
    open: async ({ desk, page, say }) => {
      await desk.open('Giulia Ferri', 'giulia.ferri@posta.example');
      for (let more = 0; more < 3; more += 1) await page.keyboard.press('Shift+J');
      await expect(page.getByRole('toolbar', { name: say('bulk.label') })).toBeVisible();
    },
  },
  {
    name: 'assign-many',
    shows: 'Before several tickets change hands: who has them now, and who is at work on them.',
    open: async ({ page, say }) => {
      await page.keyboard.press('a');
      await expect(page.getByRole('dialog').getByRole('table', { name: say('assign.differences') })).toBeVisible();
    },
    leave: async (walker) => {
      await shut(walker);
      await walker.page
        .getByRole('toolbar')
        .getByRole('button', { name: walker.say('action.clear') })
        .click();
    },
  },
  {
    name: 'search-proposals',
    shows: 'Search: filters are offered while one types.',
    open: async ({ desk, page, say }) => {
      // At once: what the first letters alone find would move the list, or not, by how fast they come.
      await desk.search.fill('is:');
      await expect(page.getByRole('listbox', { name: say('search.offers') })).toBeVisible();
    },
    leave: async ({ desk }) => desk.search.fill(''),
  },
  {
    name: 'search',
    shows: 'What a search with filters found.',
    open: async ({ desk, page, say }) => {
      await desk.search.pressSequentially('language:it accesso is:un');
      await expect(page.getByRole('listbox', { name: say('search.offers') })).toBeVisible();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('listbox', { name: say('search.offers') })).toBeHidden();
      await expect(page.getByText(say('search.results'), { exact: true })).toBeVisible();
      await expect(desk.tickets.getByRole('option').first()).toBeVisible();
    },
    leave: async (walker) => {
      await walker.desk.search.fill('');
      await toInbox(walker);
    },
  },
  {
    name: 'queue-empty',
    shows: 'A queue with nothing in it.',
    open: async ({ desk, say, page }) => {
      await desk.queue(say('queue.waiting.producer')).click();
      await expect(page.getByText(say('empty.queue'))).toBeVisible();
    },
  },
  {
    name: 'support',
    shows: 'A question for the support team: no reply is suggested, a person answers.',
    open: async ({ desk, say }) => {
      await desk.queue(say('queue.support')).click();
      await desk.ticket(/^Roberto Fabbri/).click();
      await expect(desk.conversation).toContainText('roberto.fabbri@posta.example');
    },
  },
  {
    name: 'classify',
    shows: 'A product that nobody has classified yet: where does its content live?',
    open: async ({ desk, say }) => {
      await desk.queue(say('queue.classify')).click();
      await desk.ticket(/^Stefano Leoni/).click();
      await expect(desk.conversation).toContainText('stefano.leoni@posta.example');
      await expect(desk.purchase).toHaveAttribute('data-delivery', 'unknown');
    },
  },
  {
    name: 'unreadable',
    shows: 'A mail that could not be read: its header, its original, and a person decides.',
    open: async ({ desk, say }) => {
      await desk.queue(say('queue.problems')).click();
      await desk.ticket(/^Rotta Matrioska/).click();
      await expect(desk.conversation).toContainText(say('message.readability.envelope').slice(0, 30));
    },
  },
  {
    name: 'block-sender',
    shows: 'Before a sender is blocked: what that means for a buyer.',
    open: async (walker) => {
      const { desk, say } = walker;
      await toInbox(walker);
      await desk.open('Giulia Ferri', 'giulia.ferri@posta.example');
      await desk.button(say('command.block-sender')).click();
      await expect(dialog(walker, 'command.block-sender')).toContainText('Pasta Fatta in Casa');
    },
    leave: shut,
  },
  {
    name: 'undo',
    shows: 'A reply at one key: the next ticket is there, and ten seconds to take it back.',
    open: async ({ desk, page }) => {
      await later(page, 2);
      await desk.pressUntil('1', desk.undo);
      await expect(desk.conversation).not.toContainText('giulia.ferri@posta.example');
    },
  },
];
