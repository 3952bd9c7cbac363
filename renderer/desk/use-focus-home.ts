import { useEffect } from 'react';

/** Where the focus goes when the zone that it was in is gone as well, the first that there is. */
const HOMES = [
  '[data-zone="list"]',
  '[data-zone="page"]',
  '[data-zone="queues"]',
  '[data-zone="conversation"]',
] as const;

/**
 * Exactly one zone has the focus (peers.md 4e): when an element goes away that had it, the zone it stood in takes it; of
 * what stands above the zones, a dialog or a toast, the one that had it before. Who gives it back to another element, as a
 * dialog does to its opener, does so after this.
 */
export function useFocusHome(): void {
  useEffect(() => {
    let focused: Element | null = null;
    /** What had the focus last within a zone, and that zone. */
    let inZone: { readonly element: HTMLElement; readonly zone: HTMLElement } | null = null;
    const onFocusIn = (event: FocusEvent): void => {
      if (!(event.target instanceof HTMLElement)) return;
      focused = event.target;
      const zone = event.target.closest<HTMLElement>('[data-zone]');
      if (zone !== null) inZone = { element: event.target, zone };
    };
    const look = (): void => {
      // A click beside everything leaves the element where it is, and is nobody's loss.
      if (document.activeElement !== document.body || focused === null || focused.isConnected) return;
      focused = null;
      const homes = HOMES.map((home) => document.querySelector<HTMLElement>(home));
      const candidates = [inZone?.element, inZone?.zone, ...homes];
      for (const candidate of candidates) {
        if (candidate?.isConnected !== true) continue;
        candidate.focus({ preventScroll: true });
        if (document.activeElement === candidate) return;
      }
    };
    const watcher = new MutationObserver(look);
    document.addEventListener('focusin', onFocusIn);
    watcher.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', onFocusIn);
      watcher.disconnect();
    };
  }, []);
}
