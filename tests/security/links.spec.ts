import { expect, test } from '../e2e/fixtures';
import { deskPage } from '../e2e/pages';
import { report } from './scoreboard';
import { LINK_VECTORS } from './vectors/links';

test('T5: a link says where it leads, and opens exactly that or nothing', async ({ openDesk, startServers }) => {
  test.setTimeout(300_000);
  const { deliver, environment } = await startServers();
  const links = LINK_VECTORS.map(({ href, text }) => `<p><a href="${href}">${text}</a></p>`).join('\n');
  await deliver({ html: `<table><tr><td>${links}</td></tr></table>` });
  const { app, page } = await openDesk({ environment });
  const desk = deskPage(page);
  await desk.ticket(/^Giulia Ferri/).click();
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'openedOutside', opened);
    Reflect.set(shell, 'openExternal', (address: string) => {
      opened.push(address);
      return Promise.resolve();
    });
    Reflect.set(shell, 'openPath', (path: string) => {
      opened.push(`path ${path}`);
      return Promise.resolve('');
    });
  });
  const anchors = page.frameLocator('iframe').locator('td > p > a');
  await expect(anchors).toHaveCount(LINK_VECTORS.length);
  const dialog = desk.dialog('This link leads to');
  const wrong: string[] = [];
  for (const [at, { href, text, opens, domain, disguised }] of LINK_VECTORS.entries()) {
    await anchors.nth(at).dispatchEvent('click');
    const open = dialog.getByRole('button', { name: 'Open outside' });
    if (opens === null) {
      // Nothing comes, or a dialog that offers nothing; the next press would show one that came late.
      if (await open.isVisible()) wrong.push(`${href}: offered`);
    } else {
      const offered = await open.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (!offered) {
        wrong.push(`${href}: not offered`);
        continue;
      }
      const said = await dialog.innerText();
      if (!said.includes(domain ?? '')) wrong.push(`${href}: says ${said}`);
      if (/text names/.test(said) !== (disguised ?? false)) {
        wrong.push(`${href} as ${text}: ${disguised === true ? 'no warning' : 'a warning'}`);
      }
      await open.click();
    }
    if (await dialog.isVisible()) await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    const opened = await app.evaluate(() => (Reflect.get(globalThis, 'openedOutside') as string[]).splice(0));
    if (opened.join(' ') !== (opens ?? '')) wrong.push(`${href}: opened ${opened.join(' ')}`);
  }
  report(
    `T5 link disguise: ${LINK_VECTORS.length} links · ${wrong.length} wrong (opened exactly, domain named, disguise told)`,
  );
  expect(wrong).toEqual([]);
});
