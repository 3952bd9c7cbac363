import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

/** Menus of the system lie outside the page: what the last one offers is kept, and chosen by its label. */
async function keepMenus(app: ElectronApplication, page: Page) {
  await app.evaluate(({ Menu }) => {
    Menu.prototype.popup = function popup(this: Electron.Menu) {
      Reflect.set(Menu, 'shown', this);
    };
  });
  return {
    /** Right-clicks the first word of the reply until this holds; the text is looked through a moment after the key. */
    pressFirstWord: async (check: (offered: readonly string[]) => void): Promise<void> => {
      await expect(async () => {
        await app.evaluate(({ Menu }) => Reflect.set(Menu, 'shown', null));
        await deskPage(page).reply.click({ button: 'right', position: { x: 24, y: 16 } });
        const shown = await app.evaluate(async ({ Menu }) => {
          for (;;) {
            const menu = Reflect.get(Menu, 'shown') as Electron.Menu | null;
            if (menu) return menu.items.map(({ label }) => label);
            await new Promise((done) => setTimeout(done, 20));
          }
        });
        check(shown);
      }).toPass();
    },
    choose: (label: string) =>
      app.evaluate(({ Menu }, wanted) => {
        const shown = Reflect.get(Menu, 'shown') as Electron.Menu;
        shown.items.find((item) => item.label === wanted)?.click();
      }, label),
  };
}

test('what is written is looked through in the reply’s language, by dictionaries of the app', async ({
  openDesk,
  startServers,
}) => {
  const { deliver, environment } = await startServers();
  await deliver({});
  const { app, page } = await openDesk({ environment, args: ['--language', 'en'] });
  const desk = deskPage(page);
  const { pressFirstWord, choose } = await keepMenus(app, page);
  await desk.open('Giulia Ferri', 'giulia@posta.example');
  await desk.reply.click();

  await test.step('a misspelt word is offered another spelling', async () => {
    await page.keyboard.type('Acesso riuscito, Giulia Ferri. ');
    await pressFirstWord((offered) => expect(offered).toContain('Accesso'));
    await choose('Accesso');
    await expect(desk.reply).toHaveValue('Accesso riuscito, Giulia Ferri. ');
  });

  await test.step('a text in another language is looked through in that one', async () => {
    await desk.reply.fill('');
    await page.keyboard.type('Recieve this message and then open the course with your password. ');
    await pressFirstWord((offered) => expect(offered).toContain('Receive'));
    await choose('Receive');
    await expect(desk.reply).toHaveValue(/^Receive this message/);
  });

  await test.step('a word of one’s own is right from then on, and can be taken back', async () => {
    await desk.reply.fill('');
    await page.keyboard.type('Zibibbolandia ti aspetta. ');
    await pressFirstWord((offered) => {
      expect(offered).toContain('Add to my words');
      expect(offered).not.toContain('Receive');
    });
    await choose('Add to my words');
    await pressFirstWord((offered) => {
      expect(offered).toContain('Paste');
      expect(offered).not.toContain('Add to my words');
    });
    await expect(desk.reply).toHaveValue('Zibibbolandia ti aspetta. ');
    await desk.queue('Settings').click();
    await expect(page.getByLabel('Your own words')).toHaveValue('Zibibbolandia');
    await page.getByLabel('Your own words').fill('');
    await page.getByRole('switch', { name: /^Check spelling/ }).focus();
    await expect(page.getByLabel('Your own words')).toHaveValue('');
  });
});
