import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** A text of the window by its key; `values` fill its places. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** The window's own texts in one language. Throws where the key is none. */
export function sayIn(language: string): Say {
  const file = join(import.meta.dirname, `../../renderer/i18n/locales/${language}.json`);
  const texts = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
  return (key, values = {}) => {
    const text = texts[key];
    if (text === undefined) throw new Error(`${language}.json has no ${key}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_place, name: string) => String(values[name]));
  };
}

/** The desk by the names that ui.md promises, in another language by its texts; a test never knows a class or an id. */
export function deskPage(page: Page, say: Say = sayIn('en')) {
  const queues = page.getByRole('navigation', { name: say('zone.queues') });
  const suggested = page.getByRole('region', { name: say('zone.suggestions') });
  const tickets = page.getByRole('listbox', { name: say('zone.tickets') });
  const conversation = page.getByRole('region', { name: say('zone.conversation') });
  return {
    /** Opens a ticket as a person does: clicks it, and has it on screen before the next key is pressed. */
    open: async (name: string, address: string): Promise<void> => {
      await tickets.getByRole('option', { name: new RegExp(`^${name}`) }).click();
      await expect(conversation.locator('header').filter({ hasText: address }).first()).toBeVisible();
      await expect(suggested).toBeVisible();
    },
    /** Right after a press or an advance the desk takes no digit; a person presses again, and so does this. */
    pressUntil: async (key: string, visible: Locator): Promise<void> => {
      await expect(async () => {
        await page.keyboard.press(key);
        await expect(visible).toBeVisible({ timeout: 500 });
      }).toPass();
    },
    queues,
    /** A queue, or one of the pages beside them; its name goes on with its count and age. */
    queue: (name: string): Locator => queues.getByRole('link', { name: new RegExp(`^${name}\\b`) }),
    tickets,
    ticket: (name: string | RegExp): Locator => tickets.getByRole('option', { name }),
    search: page.getByRole('searchbox', { name: say('search.label') }),
    conversation,
    suggested,
    /** The suggestions, the decision's own first. */
    suggestions: suggested.locator('button[data-decision]'),
    purchase: page.getByRole('region', { name: say('zone.purchase') }),
    history: page.getByRole('region', { name: say('zone.history') }),
    reply: page.getByRole('textbox', { name: say('composer.reply') }),
    /** What the status bar says of a mailbox that is read; Settings says it, too, in its diagnostics. */
    listening: page.getByRole('contentinfo').getByText(/^listening/),
    preview: page.getByRole('region', { name: say('armed.label') }),
    toast: (text: string | RegExp): Locator => page.getByRole('status').filter({ hasText: text }),
    undo: page.getByRole('status').getByRole('button', { name: say('action.undo') }),
    alert: page.getByRole('alert'),
    dialog: (name: string): Locator => page.getByRole('dialog', { name }),
    button: (name: string): Locator => page.getByRole('button', { name }),
    field: (name: string): Locator => page.getByLabel(name, { exact: true }),
  } as const;
}
