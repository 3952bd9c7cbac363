import type { ElectronApplication, Page } from '@playwright/test';
import type { deskPage, Say } from '../e2e/pages';

/** Who goes from screen to screen: the window, its names in its language, and its texts. */
export type Walker = {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly desk: ReturnType<typeof deskPage>;
  readonly say: Say;
  readonly profileDir: string;
};

/** One screen in one state. */
export type Screen = {
  /** What its pictures are called: `<name>-<theme>-<language>.png`. */
  readonly name: string;
  /** What one sees, in a sentence for the index. */
  readonly shows: string;
  /** Goes there from the desk as the screen before left it, and waits until it is drawn. */
  readonly open: (walker: Walker) => Promise<void>;
  /** Puts the desk back as the next screen expects it. */
  readonly leave?: (walker: Walker) => Promise<void>;
};

/** Screens of one window, in the order in which one goes through them. */
export type Walk = {
  readonly name: string;
  /** What the window opens on: the demo as it is at the gallery's moment, a folder without a profile, or one ticket of the demo. */
  readonly on: 'demo' | 'nothing' | 'ticket';
  readonly screens: readonly Screen[];
};

/** Escape, as often as there may be something to leave. */
export async function escape({ page }: Walker): Promise<void> {
  await page.keyboard.press('Escape');
}

/** Closes what was just told: it would go by itself, whatever screen is there by then. */
export async function dropToasts({ page, say }: Walker): Promise<void> {
  const toasts = page.getByRole('region', { name: say('zone.toasts') });
  const close = toasts.getByRole('button', { name: say('action.close') });
  while ((await close.count()) > 0) await close.first().click();
}
