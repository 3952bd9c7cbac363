/** How long after a Tab a frame that gets the focus got it by that Tab, in ms. */
const BY_TAB_MS = 300;
const FIELDS = 'input, textarea, select, [contenteditable="true"]';

/**
 * A click into a mail puts the focus into its frame, and keys pressed there are lost to the page: the frame has another
 * origin and runs no script. So the focus goes back to the part of the desk around the frame, and what is selected in
 * the mail stays selected; `copy` is called, with the focus in the frame again, when the person copies it. A frame
 * reached with Tab keeps the focus: its links are for the keyboard too.
 */
export function keepFocusOutOfMails(page: Window, copy: () => Promise<void>): void {
  const { document } = page;
  let tabbedAt = -Infinity;
  let clicked: HTMLIFrameElement | null = null;
  let copying = false;

  page.addEventListener('blur', () => {
    // The page loses the focus first; which element has it now is known after this event.
    page.setTimeout(() => {
      const frame = focusedFrame(document);
      if (!frame || copying || page.performance.now() - tabbedAt < BY_TAB_MS) return;
      clicked = frame;
      giveBack(frame);
    });
  });

  page.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Tab') tabbedAt = page.performance.now();
      const wanted = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'c';
      if (!wanted || copying || !clicked?.isConnected || hasOwnSelection(page)) return;
      const frame = clicked;
      copying = true;
      frame.focus({ preventScroll: true });
      void copy().finally(() => {
        copying = false;
        giveBack(frame);
      });
    },
    { capture: true },
  );
  // Whoever points at the page again means the page.
  page.addEventListener('pointerdown', () => (clicked = null), { capture: true });
}

function focusedFrame(document: Document): HTMLIFrameElement | null {
  return document.activeElement instanceof HTMLIFrameElement ? document.activeElement : null;
}

function giveBack(frame: HTMLIFrameElement): void {
  frame.blur();
  frame.closest<HTMLElement>('[data-zone]')?.focus({ preventScroll: true });
}

function hasOwnSelection(page: Window): boolean {
  return page.getSelection()?.isCollapsed === false || page.document.activeElement?.closest(FIELDS) !== null;
}
