import { readFile } from 'node:fs/promises';
import type { ElectronApplication } from '@playwright/test';
import { distance, readPng } from './palette-png';

/** Steps of 255 in one channel from which on a pixel counts as another: what keeping a picture in few colours may change. */
const SAME_WITHIN = 12;
/** As in playwright.config.ts. */
const MOST_DIFFERING = 0.005;

/**
 * Whether the window looks like the kept picture now. It asks Electron for the bare pixels, which takes a tenth of the time that
 * Playwright's screenshot and comparison take; a picture that does not match goes through those, with their report.
 */
export async function looksLike(app: ElectronApplication, picture: string, bitmap: string): Promise<boolean> {
  // Of tests/gallery/fixed-main.cjs: four megabytes would take half a second over the wire.
  const size = await app.evaluate(
    (_electron, file) =>
      (
        globalThis as unknown as { galleryCapture: (file: string) => Promise<{ width: number; height: number }> }
      ).galleryCapture(file),
    bitmap,
  );
  const kept = readPng(await readFile(picture));
  if (size.width !== kept.width || size.height !== kept.height) return false;
  const seen = await readFile(bitmap);
  let differing = 0;
  for (let at = 0; at < kept.pixels.length; at += 1) {
    // BGRA
    const colour = seen.readUInt32LE(at * 4) & 0xffffff;
    if (distance(colour, kept.pixels[at] ?? 0) > SAME_WITHIN) differing += 1;
  }
  return differing <= kept.pixels.length * MOST_DIFFERING;
}
