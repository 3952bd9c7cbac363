import { clipboard } from 'electron';
import type { WebContents } from 'electron';

/** How often the copy is asked for, and how long each time waits for it, in ms: together what a busy machine needs. */
const TRIES = 10;
const WAIT_MS = 50;

/**
 * Copies what is selected in the frame that has the focus, and resolves when the clipboard holds it. The page's word
 * about its focus and the command to copy take different ways through the browser: one that comes too early finds no
 * selection, and the page must not take the focus back before it was carried out. So it is asked for again until the
 * clipboard has changed; if the same text is copied once more, that takes {@link TRIES} times {@link WAIT_MS}.
 */
export async function copySelection(contents: WebContents): Promise<void> {
  const before = clipboard.readText();
  for (let tries = 0; tries < TRIES && !contents.isDestroyed() && clipboard.readText() === before; tries += 1) {
    contents.copy();
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}
