import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from '../e2e/fixtures';
import { inFewColours, looksLike, MOST_DIFFERING, WORTH_MAKING } from './capture';
import { indexOf } from './gallery-index';
import { LANGUAGES, pictureName, THEMES, WALKS, walkThrough } from './walks';

const GALLERY = join(import.meta.dirname, '../../docs/gallery');
/** A window draws a change within this, ms; then Playwright looks, waits on, and says what differs. */
const SOON_MS = 2_000;
/** By scripts/gallery.mjs, which has Playwright write what differs. */
const MAKING = process.env['MAKE_GALLERY'] === '1';

const test = base.extend({
  // The settings show it: as wide on every machine as may be, where six letters take one line or two.
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from the pattern
  profileDir: async ({}, use) => {
    const folder = join(tmpdir(), `desk-${process.pid}`);
    await mkdir(folder, { mode: 0o700 });
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  },
});

/** `npm run gallery` makes the pictures anew where they differ, this compares them: one and the same walk. */
for (const walk of WALKS) {
  for (const language of LANGUAGES) {
    test(`${walk.name}, ${language}: every screen looks as in docs/gallery`, async ({ profileDir }) => {
      // Where every picture differs, each is looked at until it holds still.
      test.setTimeout(900_000);
      let themes: readonly (typeof THEMES)[number][] = THEMES;
      const bitmap = join(profileDir, 'window.bgra');
      await walkThrough(walk, { profileDir, language }, async ({ app, page }, screen) => {
        for (const theme of themes) {
          await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
          const name = pictureName(screen, theme, language);
          const picture = join(GALLERY, name);
          const until = performance.now() + SOON_MS;
          let looks = false;
          while (!looks && existsSync(picture) && performance.now() < until) {
            looks = await looksLike({ app, page }, { picture, bitmap, most: MAKING ? WORTH_MAKING : MOST_DIFFERING });
          }
          if (looks) continue;
          await expect.soft(page).toHaveScreenshot(name, { timeout: 8_000 });
          if (MAKING) await writeFile(picture, inFewColours(await readFile(picture)));
        }
        // The next screen begins in the theme that is there.
        themes = themes.toReversed();
      });
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
