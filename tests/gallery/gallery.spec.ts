import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../e2e/fixtures';
import { deskPage, sayIn } from '../e2e/pages';
import { looksLike } from './capture';
import { fillDemo, openFixedDesk } from './fixed-desk';
import { indexOf } from './gallery-index';
import { readPng, writePalettePng } from './palette-png';
import { dropToasts } from './screen';
import { LANGUAGES, pictureName, THEMES, WALKS } from './walks';

const GALLERY = join(import.meta.dirname, '../../docs/gallery');
/** A window draws a change within this, ms; then Playwright looks, waits on, and says what differs. */
const SOON_MS = 2_000;
/** Few enough for a small repository, and every colour of a window that covers more than a few pixels is among them. */
const COLOURS = 40;
/** By scripts/gallery.mjs, which has Playwright write what differs. */
const MAKING = process.env['MAKE_GALLERY'] === '1';

/** `npm run gallery` makes the pictures anew where they differ, this compares them: one and the same walk. */
for (const walk of WALKS) {
  for (const language of LANGUAGES) {
    test(`${walk.name}, ${language}: every screen looks as in docs/gallery`, async ({ profileDir }) => {
      if (MAKING) test.setTimeout(600_000);
      const onDemo = walk.on === 'demo';
      if (onDemo) await fillDemo(profileDir);
      const { app, page, close } = await openFixedDesk(profileDir, language, onDemo ? ['--demo'] : [], onDemo);
      const say = sayIn(language);
      const walker = { app, page, say, desk: deskPage(page, say), profileDir };
      try {
        for (const screen of walk.screens) {
          await test.step(screen.name, async () => {
            await screen.open(walker);
            for (const theme of THEMES) {
              await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
              const name = pictureName(screen, theme, language);
              const until = performance.now() + SOON_MS;
              const picture = join(GALLERY, name);
              let looks = false;
              while (!looks && existsSync(picture) && performance.now() < until) {
                looks = await looksLike(app, picture, join(profileDir, 'window.bgra'));
              }
              if (looks) continue;
              await expect.soft(page).toHaveScreenshot(name, { timeout: 8_000 });
              if (MAKING) await writeFile(picture, writePalettePng(readPng(await readFile(picture)), COLOURS));
            }
            await screen.leave?.(walker);
            await dropToasts(walker);
          });
        }
      } finally {
        await close();
      }
    });
  }
}

test('the gallery holds the pictures of its list and no other, and its index names them', async () => {
  const screens = WALKS.flatMap((walk) => walk.screens);
  const names = screens.flatMap((screen) =>
    THEMES.flatMap((theme) => LANGUAGES.map((language) => pictureName(screen, theme, language))),
  );
  expect(new Set(names).size).toBe(names.length);
  const index = indexOf(screens);
  if (MAKING) await writeFile(join(GALLERY, 'README.md'), index);
  expect((await readdir(GALLERY)).sort()).toEqual([...names, 'README.md'].sort());
  expect(await readFile(join(GALLERY, 'README.md'), 'utf8')).toBe(index);
});
