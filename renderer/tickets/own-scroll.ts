import { observeElementOffset } from '@tanstack/react-virtual';
import type { Virtualizer } from '@tanstack/react-virtual';

type List = Virtualizer<HTMLDivElement, Element>;
type Hears = (offset: number, isScrolling: boolean) => void;

/** How a list is scrolled by the desk itself, rather than by the person. */
export type OwnScroll = {
  /** For the list's virtualizer: hears every turn of the wheel, and of its own scrolling at once and no second time. */
  readonly observe: (list: List, hears: Hears) => (() => void) | undefined;
  /** Scrolls there, px from the top, as far as the list goes; where nothing has been changed on the page since its last layout, that costs nothing. */
  readonly scrollTo: (box: HTMLElement, top: number) => void;
};

/**
 * A scroll event comes with the next frame, and whoever hears it asks where the list is: for that the page is laid out in the middle of
 * what a key changes, and then once more. The desk knows where it has scrolled to. So the list hears it in the moment of the key, draws
 * once, and does not hear the event.
 */
export function createOwnScroll(): OwnScroll {
  let hearing: Hears | null = null;
  /** Where the desk has scrolled to, px, until the event of that has come; null: whatever comes is the person's. */
  let told: number | null = null;
  return {
    observe: (list, hears) => {
      const { scrollElement } = list;
      const keepBack = (event: Event): void => {
        const own = told;
        told = null;
        // Of a frame there is one event, and somebody may have scrolled on.
        if (own !== null && scrollElement !== null && Math.abs(scrollElement.scrollTop - own) <= 1) {
          event.stopImmediatePropagation();
        }
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
      // No further than the list is long.
      const reached = box.scrollTop;
      told = reached;
      // Scroll events come in a frame before this: where it was there already, none comes.
      requestAnimationFrame(() => (told = null));
      hearing?.(reached, false);
    },
  };
}
