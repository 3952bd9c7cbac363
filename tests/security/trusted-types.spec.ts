import type { Page } from '@playwright/test';
import { expect, test } from '../e2e/fixtures';
import { deskPage } from '../e2e/pages';
import { report } from './scoreboard';

/** Ways by which text becomes markup or script in a page; each as it stands in careless code. */
const SINKS: Readonly<Record<string, string>> = {
  innerHTML: 'document.createElement("p").innerHTML = "<img src=x onerror=alert(1)>"',
  outerHTML: 'document.body.appendChild(document.createElement("p")).outerHTML = "<b>x</b>"',
  insertAdjacentHTML: 'document.body.insertAdjacentHTML("beforeend", "<b>x</b>")',
  write: 'document.write("<b>x</b>")',
  parse: 'new DOMParser().parseFromString("<b>x</b>", "text/html")',
  fragment: 'document.createRange().createContextualFragment("<b>x</b>")',
  srcdoc: 'document.createElement("iframe").srcdoc = "<b>x</b>"',
  'script text': 'document.createElement("script").text = "alert(1)"',
  'script address': 'document.createElement("script").src = "data:text/javascript,alert(1)"',
  'event attribute': 'document.createElement("p").setAttribute("onclick", "alert(1)")',
  worker: 'new Worker("data:text/javascript,1")',
  'a policy of its own': 'trustedTypes.createPolicy("own", { createHTML: (text) => text })',
  'the default policy': 'trustedTypes.createPolicy("default", { createHTML: (text) => text })',
};

/** Texts that the page wanted to become markup or script so far, and that its policy refused. */
async function refusals(page: Page): Promise<readonly string[]> {
  const all = await page.evaluate(() => Reflect.get(globalThis, 'refusals') as string[]);
  return all.filter((refusal) => /^(?:require-trusted-types-for|trusted-types|script-src)/.test(refusal));
}

test('no text becomes markup or script in the window, and the desk needs none', async ({ openDesk }) => {
  const { page } = await openDesk({ args: ['--demo'] });
  await page.addInitScript(() => {
    const refused: string[] = [];
    Reflect.set(globalThis, 'refusals', refused);
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, sample, sourceFile }) =>
      refused.push(`${effectiveDirective}: ${sample} (${sourceFile})`),
    );
  });
  await page.reload();
  await page.waitForSelector('html[data-ready="true"]', { state: 'attached' });

  // Everything that draws: a mail in its frame, the composer, the dialogs, charts, texts, settings, the palette.
  const desk = deskPage(page);
  await page.getByRole('searchbox').fill('enlace acuarela');
  await page.getByRole('option', { name: /Iker Salas/ }).click();
  await page.frameLocator('iframe').getByText('enlace').waitFor();
  await page.getByRole('searchbox').fill('');
  for (const name of ['Team lead', 'Macros', 'Outbox', 'Settings', 'Inbox']) {
    await desk.queue(name).click();
    await page
      .getByRole(name === 'Inbox' ? 'listbox' : 'main')
      .first()
      .waitFor();
  }
  await desk.tickets.getByRole('option').first().click();
  await expect(desk.suggested).toBeVisible();
  for (const key of ['m', 'h', 'a', 't', 'l', '?', 'Control+k']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.keyboard.press('r');
  await expect(desk.reply).toBeFocused();
  expect(await refusals(page)).toEqual([]);

  const taken: string[] = [];
  for (const [name, sink] of Object.entries(SINKS)) {
    const outcome = await page.evaluate(sink).then(
      () => 'taken',
      (error: unknown) => String(error),
    );
    if (!/TypeError|Trusted/.test(outcome)) taken.push(`${name}: ${outcome}`);
  }
  report(`Trusted types: ${Object.keys(SINKS).length} ways from text to markup or script · ${taken.length} taken`);
  expect(taken).toEqual([]);
});
