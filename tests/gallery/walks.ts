import { expect, test } from '@playwright/test';
import { deskPage, sayIn } from '../e2e/pages';
import { DESK_SCREENS } from './desk-screens';
import { fillDemo, openFixedDesk } from './fixed-desk';
import { PAGE_SCREENS } from './page-screens';
import { dropToasts } from './screen';
import type { Screen, Walk, Walker } from './screen';
import { openTicketWindow, TICKET_WINDOW_SCREENS } from './ticket-window-screens';
import { START_SCREENS } from './start-screens';

/** The one list of screens: the pictures of the gallery, and what accessibility.spec.ts looks through. */
export const WALKS: readonly Walk[] = [
  { name: 'first start', on: 'nothing', screens: START_SCREENS },
  { name: 'window of a ticket', on: 'ticket', screens: TICKET_WINDOW_SCREENS },
  { name: 'desk', on: 'demo', screens: [...DESK_SCREENS, ...PAGE_SCREENS] },
];

export const THEMES = ['light', 'dark'] as const;
/** English, which the tests read, and Italian, whose words are longer. */
export const LANGUAGES = ['en', 'it'] as const;

/** The file of one picture in docs/gallery. */
export function pictureName(
  { name }: Screen,
  theme: (typeof THEMES)[number],
  language: (typeof LANGUAGES)[number],
): string {
  return `${name}-${theme}-${language}.png`;
}

/** Opens the window of a walk, in an empty folder, and goes from screen to screen; `look` sees each. */
export async function walkThrough(
  walk: Walk,
  { profileDir, language }: { readonly profileDir: string; readonly language: string },
  look: (walker: Walker, screen: Screen) => Promise<void>,
): Promise<void> {
  const onDemo = walk.on !== 'nothing';
  if (onDemo) await fillDemo(profileDir);
  const { app, page: first, close } = await openFixedDesk(profileDir, language, onDemo);
  const say = sayIn(language);
  try {
    const page = walk.on === 'ticket' ? await openTicketWindow(app, first, say) : first;
    const walker = { app, page, say, desk: deskPage(page, say), profileDir };
    for (const screen of walk.screens) {
      await test.step(screen.name, async () => {
        await screen.open(walker);
        // A ticket is read a moment after it was opened; without the wait by how long its picture takes.
        await expect(page.locator('[role="option"][aria-selected="true"][data-unread]')).toHaveCount(0);
        // Where nothing lies under it; a virtual display has it in the middle of the window.
        await page.mouse.move(1, 1);
        await look(walker, screen);
        await screen.leave?.(walker);
        await dropToasts(walker);
      });
    }
  } finally {
    await close();
  }
}
