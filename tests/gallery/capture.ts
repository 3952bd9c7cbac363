import { readFile } from 'node:fs/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import { distance, readPng, writePalettePng } from './palette-png';

/** Steps of 255 in one channel up to which a pixel counts as the same: what keeping a picture in few colours may change. */
const SAME_WITHIN = 12;
/** Share of the pixels that may differ, as in playwright.config.ts. */
export const MOST_DIFFERING = 0.005;
/** Of those, what the few colours may take: the rest is for the machines. */
const MOST_LOST = 0.002;
/** What differs by more is made anew: more than the few colours took and the machine's own ports and folders. */
export const WORTH_MAKING = 0.003;
/** Numbers of colours that are tried for a picture, fewest first. */
const COLOURS = [32, 40, 56, 80, 128, 256] as const;

/**
 * Whether the window looks like the kept picture now. It asks Electron for the bare pixels, which takes a tenth of the time that
 * Playwright's screenshot and comparison take; a picture that does not match goes through those, with their report.
 * `most`: share of the pixels that may differ; `bitmap`: a file to put the window's pixels into.
 */
export async function looksLike(
  { app, page }: { readonly app: ElectronApplication; readonly page: Page },
  { picture, bitmap, most }: { readonly picture: string; readonly bitmap: string; readonly most: number },
): Promise<boolean> {
  // Of tests/gallery/fixed-main.cjs: four megabytes would take half a second over the wire.
  const window = await (await app.browserWindow(page)).evaluate(({ id }) => id);
  const { width, height } = await app.evaluate(
    (_electron, wanted) => {
      const main = globalThis as unknown as {
        readonly galleryCapture: (wanted: {
          window: number;
          file: string;
        }) => Promise<{ width: number; height: number }>;
      };
      return main.galleryCapture(wanted);
    },
    { window, file: bitmap },
  );
  const kept = readPng(await readFile(picture));
  if (width !== kept.width || height !== kept.height) return false;
  const seen = await readFile(bitmap);
  // BGRA
  return differing(kept.pixels, (at) => seen.readUInt32LE(at * 4) & 0xffffff) <= most;
}

/** The same picture in as few colours as do. */
export function inFewColours(png: Buffer): Buffer {
  const picture = readPng(png);
  let small = png;
  for (const most of COLOURS) {
    small = writePalettePng(picture, most);
    const { pixels } = readPng(small);
    if (differing(picture.pixels, (at) => pixels[at] ?? 0) <= MOST_LOST) break;
  }
  return small;
}

/** Share of the pixels that are others. */
function differing(pixels: Uint32Array, other: (at: number) => number): number {
  let count = 0;
  for (let at = 0; at < pixels.length; at += 1) {
    if (distance(pixels[at] ?? 0, other(at)) > SAME_WITHIN) count += 1;
  }
  return count / pixels.length;
}
