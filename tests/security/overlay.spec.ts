import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from '../e2e/fixtures';
import { report } from './scoreboard';
import { OVERLAY_VECTORS } from './vectors/overlay';

/** Shows a document that no sanitiser saw in the frame of the open mail, and answers when it has been painted. */
async function showInFrame(page: Page, html: string): Promise<void> {
  await page.evaluate(async (html) => {
    const frame = document.querySelector('iframe');
    if (!frame) throw new Error('The desk shows no mail');
    const address = await window.sportello.shell.parkMail(html);
    await new Promise((resolve) => {
      frame.addEventListener('load', resolve, { once: true });
      frame.src = address;
    });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 300)));
  }, html);
}

const ORDINARY = '<!doctype html><p>An ordinary mail</p>';

type Box = { x: number; y: number; width: number; height: number };

/**
 * How many points of a picture differ from both of two others, inside and outside of a box: what the desk itself changed
 * meanwhile (a clock, a mail that came) is in one of them.
 */
function compare(app: ElectronApplication, hostile: Buffer, ordinary: readonly Buffer[], box: Box) {
  return app.evaluate(
    ({ nativeImage }, { pictures, box }) => {
      const images = pictures.map((png) => nativeImage.createFromBuffer(Buffer.from(png, 'base64')));
      const [hostile, before, after] = images.map((image) => image.toBitmap());
      if (!images[0] || !hostile || !before || !after) throw new Error('No pictures');
      const { width, height } = images[0].getSize();
      const differing = { inside: 0, outside: 0, where: new Set<string>() };
      for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1) {
          const at = (y * width + x) * 4;
          const point = hostile.readInt32LE(at);
          if (point === before.readInt32LE(at) || point === after.readInt32LE(at)) continue;
          const within = x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
          differing[within ? 'inside' : 'outside'] += 1;
          if (!within) differing.where.add(`${x >> 5}:${y >> 5}`);
        }
      }
      return { ...differing, where: [...differing.where].join(' ') };
    },
    { pictures: [hostile, ...ordinary].map((png) => png.toString('base64')), box },
  );
}

test('T4: no mail draws outside of its frame', async ({ openDesk }) => {
  test.setTimeout(180_000);
  const { app, page } = await openDesk({ args: ['--demo'] });
  await page.getByRole('searchbox').fill('enlace acuarela');
  await page.getByRole('option', { name: /Iker Salas/ }).click();
  await page.frameLocator('iframe').getByText('enlace').waitFor();
  const take = async (html: string): Promise<Buffer> => {
    await showInFrame(page, html);
    // The status bar counts seconds.
    await page.locator('footer').evaluateAll((bars) => bars.forEach((bar) => (bar.style.visibility = 'hidden')));
    return page.screenshot({ animations: 'disabled' });
  };
  const box = await page.locator('iframe').boundingBox();
  if (!box) throw new Error('The mail is not on screen');
  // The frame's edge may lie within a point.
  box.width = Math.ceil(box.x + box.width) - Math.floor(box.x);
  box.height = Math.ceil(box.y + box.height) - Math.floor(box.y);
  box.x = Math.floor(box.x);
  box.y = Math.floor(box.y);
  let before = await take(ORDINARY);
  let outside = 0;
  const drew: string[] = [];
  for (const vector of OVERLAY_VECTORS) {
    const hostile = await take(`<!doctype html>${vector}`);
    const after = await take(ORDINARY);
    const differing = await compare(app, hostile, [before, after], box);
    before = after;
    outside += differing.outside;
    if (differing.outside > 0) drew.push(`${differing.outside} points at ${differing.where}: ${vector}`);
    // A vector that shows nothing would prove nothing.
    if (differing.inside === 0) drew.push(`not shown: ${vector}`);
  }
  report(
    `T4 overlay: ${OVERLAY_VECTORS.length} mails · ${outside} points outside of the frame changed (sanitiser off)`,
  );
  expect(drew).toEqual([]);
});
