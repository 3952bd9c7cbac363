import { expect } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { deskPage } from '../e2e/pages';
import type { Say } from '../e2e/pages';
import { holdStill } from './fixed-desk';
import type { Screen } from './screen';

/** Opens a ticket beside the desk; its window is what the walk looks at. */
export async function openTicketWindow(app: ElectronApplication, deskOwn: Page, say: Say): Promise<Page> {
  const desk = deskPage(deskOwn, say);
  await desk.open('Giulia Ferri', 'giulia.ferri@posta.example');
  await expect(desk.suggestions.first()).toBeVisible();
  const opened = app.waitForEvent('window');
  await deskOwn.keyboard.press('Shift+O');
  const page = await opened;
  await holdStill(page, true);
  return page;
}

/** A ticket in a window of its own. */
export const TICKET_WINDOW_SCREENS: readonly Screen[] = [
  {
    name: 'ticket-window',
    shows: 'A ticket in a window of its own, beside the desk: conversation, case and reply.',
    open: async ({ desk }) => expect(desk.suggestions.first()).toBeVisible(),
  },
  {
    name: 'ticket-window-sent',
    shows: 'It stays after the reply, and says below what became of it.',
    open: async ({ page, desk }) => {
      await page.keyboard.press('r');
      await desk.reply.fill('Gentile Giulia, ecco i passi per entrare.');
      await page.keyboard.press('Control+Enter');
      await expect(page.getByRole('contentinfo')).toContainText('giulia.ferri@posta.example');
    },
  },
];
