import { observeElementOffset } from '@tanstack/react-virtual';
import type { Virtualizer } from '@tanstack/react-virtual';

type List = Virtualizer<HTMLDivElement, Element>;
type Hears = (offset: number, isScrolling: boolean) => void;

/** How a list is scrolled by the desk itself, rather than by the person. */
export type OwnScroll = {
  /** For the list's virtualizer: hears every turn of the wheel, and of its own scrolling at once and no second time. */
  readonly observe: (list: List, hears: Hears) => (() => void) | undefined;
  /** Scrolls there, px from the top; where nothing has been changed on the page since its last layout, that costs nothing. */
  readonly scrollTo: (box: HTMLElement, top: number) => void;
};

/**
 * A scroll event comes with the next frame, and whoever hears it asks where the list is: for that the page is laid out in the middle of
 * what a key changes, and then once more. The desk knows where it has scrolled to. So the list hears it in the moment of the key, draws
 * once, and does not hear the event.
 */
export function createOwnScroll(): OwnScroll {
  let hearing: Hears | null = null;
  /** The next scroll event is that of our own scrolling. */
  let isOwn = false;
  return {
    observe: (list, hears) => {
      const { scrollElement } = list;
      const keepBack = (event: Event): void => {
        if (!isOwn) return;
        isOwn = false;
        event.stopImmediatePropagation();
      };
      // Before the virtualizer's own.
      scrollElement?.addEventListener('scroll', keepBack, { capture: true, passive: true });
      hearing = hears;
      const stop = observeElementOffset(list, hears);
      return () => {
        scrollElement?.removeEventListener('scroll', keepBack, { capture: true });
        hearing = null;
        stop?.();
      };
    },
    scrollTo: (box, top) => {
      box.scrollTo({ top, behavior: 'instant' });
      isOwn = true;
      // Scroll events come in a frame before this: where it was there already, none comes.
      requestAnimationFrame(() => (isOwn = false));
      hearing?.(top, false);
    },
  };
}
