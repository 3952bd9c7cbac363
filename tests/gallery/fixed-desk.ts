import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { readDemoMails } from '../../electron/demo/timeline';
import { PLAYWRIGHT_LOADER, launchDesk } from '../e2e/fixtures';
import type { RunningDesk } from '../e2e/fixtures';
import { furtherMails } from './further-mails';

const ROOT = join(import.meta.dirname, '../..');
/** The moment of every picture: the "now" of the demo's written dates (resources/demo/README.md), a Friday, 13:00 in Rome. */
export const GALLERY_NOW = Date.parse('2026-11-20T12:00:00Z');
/** Inside of the window, pixels; one pixel of the page is one of the picture. */
const SIZE = '1280x720';
/** What of Chromium's drawing depends on the machine. */
const DRAWING = [
  '--force-device-scale-factor=1',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
  '--disable-font-subpixel-positioning',
  '--disable-lcd-text',
];

/**
 * A desk that looks the same on every machine and day: the time stands still at `GALLERY_NOW` in its main process, engine
 * and page, and its fonts are those of the packages. Timers run as always. On
 * the demo it waits until the list can be used, else for nothing. Whoever opens it closes it.
 */
export async function openFixedDesk(profileDir: string, language: string, onDemo: boolean): Promise<RunningDesk> {
  const desk = await launchDesk(
    profileDir,
    ['--language', language, '--size', SIZE, ...DRAWING, ...(onDemo ? ['--demo'] : [])],
    {
      GALLERY_NOW: String(GALLERY_NOW),
      GALLERY_LOADER: PLAYWRIGHT_LOADER,
      FONTCONFIG_FILE: await bundledFonts(join(profileDir, 'fonts')),
      TZ: 'Europe/Rome',
      LANG: 'C.UTF-8',
    },
    join(import.meta.dirname, 'fixed-main.cjs'),
  );
  await holdStill(desk.page, onDemo);
  return desk;
}

/** The same for the page of a window; `onTicket`: it waits until that can be used. */
export async function holdStill(page: Page, onTicket: boolean): Promise<void> {
  const ready = async (): Promise<void> => {
    if (onTicket) await page.waitForSelector('html[data-ready="true"]', { state: 'attached' });
  };
  await ready();
  await page.clock.setFixedTime(GALLERY_NOW);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  // Ages that were drawn before the clock stood still go with the page.
  await page.reload();
  await ready();
}

/**
 * Puts the demo's mailbox as it is at `GALLERY_NOW` into the folder, with the gallery's own mails and none that arrive later: the
 * demo goes on with what its `demo.json` holds.
 */
export async function fillDemo(profileDir: string): Promise<void> {
  const mails = [
    ...(await readDemoMails(join(ROOT, 'resources/demo/inbox'), GALLERY_NOW)),
    ...furtherMails(GALLERY_NOW),
  ];
  const messages = mails
    .sort((one, other) => one.at.getTime() - other.at.getTime())
    .map(({ raw, at }) => ({ raw, flags: [], internaldate: at }));
  const kept = {
    startedAt: GALLERY_NOW,
    delivered: Number.MAX_SAFE_INTEGER,
    folders: { INBOX: { uidvalidity: 1, messages } },
  };
  await writeFile(join(profileDir, 'demo.json'), JSON.stringify(kept));
}

/** A folder with the fonts of the pictures and nothing else, and the path of the configuration that names it. */
async function bundledFonts(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const inter = join(ROOT, 'node_modules/@fontsource/inter/files');
  const dejavu = join(ROOT, 'node_modules/dejavu-fonts-ttf/ttf');
  const files = [
    ...(await readdir(inter))
      .filter((name) => /^inter-latin-[4567]00-(normal|italic)\.woff$/.test(name))
      .map((name) => join(inter, name)),
    // Numbers of purchases and sources; arrows and marks that Inter lacks.
    ...['DejaVuSansMono', 'DejaVuSansMono-Bold', 'DejaVuSans', 'DejaVuSans-Bold'].map((name) =>
      join(dejavu, `${name}.ttf`),
    ),
  ];
  for (const file of files) await symlink(file, join(folder, file.split('/').at(-1) ?? '')).catch(existsAlready);
  const configuration = join(folder, 'fonts.conf');
  await writeFile(
    configuration,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <cachedir>${join(folder, 'cache')}</cachedir>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
`,
  );
  return configuration;
}

function existsAlready(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
