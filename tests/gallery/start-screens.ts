import { expect } from '@playwright/test';
import type { Screen } from './screen';

/** The first start, on a machine without a keychain. */
export const START_SCREENS: readonly Screen[] = [
  {
    name: 'welcome',
    shows: 'The first start.',
    open: async ({ desk, say }) => expect(desk.dialog(say('welcome.title'))).toBeVisible(),
  },
  {
    name: 'connect',
    shows: 'Connecting a mailbox: the servers of a well-known provider fill in by themselves.',
    open: async ({ desk, page, say }) => {
      await desk.button(say('welcome.connect')).click();
      await desk.field(say('mailbox.address')).fill('assistenza@gmail.com');
      await page.keyboard.press('Tab');
    },
  },
];
