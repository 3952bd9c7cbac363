import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The desk by the names that ui.md promises; a test never knows a class or an id. */
export function deskPage(page: Page) {
  const queues = page.getByRole('navigation', { name: 'Queues' });
  const suggested = page.getByRole('region', { name: 'Suggested replies' });
  const tickets = page.getByRole('listbox', { name: 'Tickets' });
  const conversation = page.getByRole('region', { name: 'Conversation' });
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
    search: page.getByRole('searchbox', { name: 'Search tickets' }),
    conversation,
    suggested,
    /** The suggestions, the decision's own first. */
    suggestions: suggested.locator('button[data-decision]'),
    purchase: page.getByRole('region', { name: 'Purchase' }),
    history: page.getByRole('region', { name: 'History' }),
    reply: page.getByRole('textbox', { name: 'Reply' }),
    /** What the status bar says of a mailbox that is read; Settings says it, too, in its diagnostics. */
    listening: page.getByRole('contentinfo').getByText(/^listening/),
    preview: page.getByRole('region', { name: 'Check before sending' }),
    toast: (text: string | RegExp): Locator => page.getByRole('status').filter({ hasText: text }),
    undo: page.getByRole('status').getByRole('button', { name: 'Undo' }),
    alert: page.getByRole('alert'),
    dialog: (name: string): Locator => page.getByRole('dialog', { name }),
    button: (name: string): Locator => page.getByRole('button', { name }),
    field: (name: string): Locator => page.getByLabel(name, { exact: true }),
  } as const;
}
