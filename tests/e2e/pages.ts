import type { Locator, Page } from '@playwright/test';

/** The desk by the names that ui.md promises; a test never knows a class or an id. */
export function deskPage(page: Page) {
  return {
    queues: page.getByRole('navigation', { name: 'Queues' }),
    tickets: page.getByRole('listbox', { name: 'Tickets' }),
    ticket: (name: string | RegExp): Locator =>
      page.getByRole('listbox', { name: 'Tickets' }).getByRole('option', { name }),
    conversation: page.getByRole('region', { name: 'Conversation' }),
    suggestions: page.getByRole('region', { name: 'Suggested replies' }).getByRole('button'),
    purchase: page.getByRole('region', { name: 'Purchase' }),
    reply: page.getByRole('textbox', { name: 'Reply' }),
    undo: page.getByRole('status').getByRole('button', { name: 'Undo' }),
    dialog: (name: string): Locator => page.getByRole('dialog', { name }),
    button: (name: string): Locator => page.getByRole('button', { name }),
  } as const;
}
