import { expect } from '@playwright/test';
import { escape } from './screen';
import type { Screen, Walker } from './screen';

/** A page beside the queues, at its top. */
function atPage(page: 'outbox' | 'team-lead' | 'macros' | 'settings') {
  return async ({ desk, page: window, say }: Walker): Promise<void> => {
    const name = say(`queue.${page}`);
    await desk.queue(name).click();
    await expect(window.getByRole('heading', { level: 1, name })).toBeVisible();
  };
}

/** A card of the open page, scrolled to the top of the window. */
function atCard(key: string) {
  return async ({ page, say }: Walker): Promise<void> => {
    const card = page.getByRole('region', { name: say(key), exact: true });
    await card.evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await expect(card).toBeInViewport();
  };
}

/** The pages beside the queues, after a reply was accepted. */
export const PAGE_SCREENS: readonly Screen[] = [
  {
    name: 'outbox',
    shows: 'The outbox: what was accepted, until it is proven sent.',
    open: async (walker) => {
      await atPage('outbox')(walker);
      await expect(walker.page.getByRole('main')).toContainText('giulia.ferri@posta.example');
    },
  },
  {
    name: 'lead-today',
    shows: 'Team lead, Today: every line is a number that opens its tickets.',
    open: async (walker) => {
      await atPage('team-lead')(walker);
      await expect(walker.page.locator('[data-line="owed"]')).toBeVisible();
      await expect(walker.page.getByRole('region', { name: walker.say('earned.title') })).toBeAttached();
    },
  },
  {
    name: 'lead-tickets',
    shows: 'The tickets behind a figure.',
    open: async ({ page, say }) => {
      await page.locator('[data-line="owed"]').getByRole('button').last().click();
      await expect(page.getByRole('checkbox', { name: say('figure.all') })).toBeVisible();
    },
    leave: async (walker) => {
      await escape(walker);
      await expect(walker.page.getByRole('dialog')).toHaveCount(0);
    },
  },
  {
    name: 'lead-unresolved',
    shows: 'Unresolved cases by age, and by decision, product, producer, holder or debtor.',
    open: atCard('report.unresolved'),
  },
  {
    name: 'lead-rules',
    shows: 'What the desk’s rules have earned, and a dry run over past mail.',
    open: atCard('earned.title'),
  },
  {
    name: 'macros',
    shows: 'All reply texts in all languages, and one of them with its preview.',
    open: async (walker) => {
      await atPage('macros')(walker);
      await expect(walker.page.getByRole('tab', { name: walker.say('macro.preview') })).toBeVisible();
    },
  },
  {
    name: 'macro-draft',
    shows: 'A changed reply text: what differs from the live one.',
    open: async ({ page, say }) => {
      const text = page.getByRole('textbox', { name: say('macro.field.text') });
      await text.press('Control+End');
      await text.pressSequentially('\nBuon corso!');
      await expect(page.getByRole('button', { name: say('macro.discard') })).toBeEnabled();
      await page.getByRole('tab', { name: say('macro.versions') }).click();
    },
    leave: async ({ page, say }) => {
      await page.getByRole('button', { name: say('macro.discard') }).click();
      await expect(page.getByRole('button', { name: say('macro.discard') })).toBeDisabled();
    },
  },
  { name: 'settings-mailbox', shows: 'Settings: the mailbox and the purchases.', open: atPage('settings') },
  { name: 'settings-catalogue', shows: 'Settings: the products and where they live.', open: atCard('catalogue.title') },
  { name: 'settings-clocks', shows: 'Settings: hours, days off and clocks.', open: atCard('clocks.title') },
  { name: 'settings-keys', shows: 'Settings: appearance and keys.', open: atCard('appearance.title') },
  {
    name: 'settings-privacy',
    shows: 'Settings: erasing one person, and how long tickets are kept.',
    open: atCard('privacy.title'),
  },
  { name: 'settings-health', shows: 'Settings: diagnostics.', open: atCard('health.title') },
  {
    name: 'import',
    shows: 'Before a sales export is imported: what was understood of it.',
    open: async (walker) => {
      const { app, page, say, profileDir } = walker;
      await app.evaluate(({ dialog }, path) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
      }, `${profileDir}/sales.csv`);
      await atCard('imports.title')(walker);
      await page.getByRole('button', { name: say('imports.choose') }).click();
      await expect(page.getByRole('dialog').getByRole('table').first()).toBeVisible();
    },
    leave: async (walker) => {
      await escape(walker);
      await expect(walker.page.getByRole('dialog')).toHaveCount(0);
    },
  },
  {
    name: 'incident-notice',
    shows: 'A lead tells everybody whom an incident touches.',
    open: async (walker) => {
      const { desk, page, say } = walker;
      await atPage('team-lead')(walker);
      await desk.button(say('command.notice')).click();
      await expect(desk.dialog(say('command.notice'))).toBeVisible();
      await page.getByLabel(say('incident.about')).selectOption({ label: say('incident.all') });
      const texts = page.getByRole('dialog').getByRole('textbox');
      for (const box of await texts.all()) await box.fill('Hotmart is down; you need to do nothing.');
    },
    leave: async (walker) => {
      const { desk, say } = walker;
      await desk.button(say('incident.set')).click();
      await expect(desk.dialog(say('command.notice'))).toHaveCount(0);
      await expect(desk.toast(say('toast.notice-set'))).toBeVisible();
    },
  },
  {
    name: 'incident',
    shows: 'A ticket that an incident touches.',
    open: async ({ desk, page, say }) => {
      await desk.queue(say('queue.inbox')).click();
      await desk.open('Elena Duarte', 'elena.duarte@correo.example');
      await expect(page.getByRole('complementary', { name: say('incident.band') })).toBeVisible();
    },
  },
  {
    name: 'offline',
    shows: 'The mail server is away, and said so loudly.',
    open: async ({ app, desk, say }) => {
      await app.evaluate(({ app: main }) => {
        const demo = main.getAppMetrics().find(({ name }) => name === 'Sportello demo');
        if (demo) process.kill(demo.pid);
      });
      // Its second try, from which on the banner says when the next one comes.
      await expect(desk.alert.filter({ hasText: say('error.imap-connect.refused.do') })).toBeVisible();
    },
  },
  {
    name: 'engine-gone',
    shows: 'The engine stopped and does not start any more: what happened, and a way to try again.',
    open: async ({ app, desk, say }) => {
      await app.evaluate(({ app: main }) => {
        // tests/gallery/fixed-main.cjs starts none from now on.
        Reflect.set(globalThis, 'galleryWithoutEngine', true);
        const engine = main.getAppMetrics().find(({ name }) => name === 'Sportello engine');
        if (engine) process.kill(engine.pid, 'SIGKILL');
      });
      await expect(desk.dialog(say('broken.title'))).toBeVisible();
    },
  },
];
