/** What the probe gives the page; the functions here run inside it. */
export type Probe = {
  /** The ticket that list, conversation and case show alike; null while they differ. */
  shown(): string | null;
  /** From the last key's own time to the end of the first frame in which this holds, ms. */
  painted(holds: () => boolean): Promise<number>;
  /** Tasks of more than 50 ms since it was asked last: how many, and ms altogether. */
  longTasks(): { readonly count: number; readonly ms: number };
  /** Nothing holds for longer than this, ms: then `painted` rejects. */
  armed: Promise<number>;
};

declare global {
  interface Window {
    benchProbe: Probe;
  }
}

/** Sent to the page as text, so it uses nothing from outside itself. */
export function installProbe(): void {
  const LIMIT_MS = 10_000;
  let keyAt = 0;
  let tasks: number[] = [];
  window.addEventListener('keydown', (event) => (keyAt = event.timeStamp), { capture: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: 'longtask' });
  const ticketOf = (selector: string) => document.querySelector<HTMLElement>(selector)?.dataset['ticket'] ?? null;
  window.benchProbe = {
    armed: Promise.resolve(0),
    shown: () => {
      const [row, ...others] = [
        '[role="option"][aria-selected="true"]',
        '[data-zone="conversation"]',
        '[data-zone="case"]',
      ].map(ticketOf);
      return row !== undefined && others.every((other) => other === row) ? row : null;
    },
    painted: (holds) => {
      keyAt = Number.POSITIVE_INFINITY;
      const began = performance.now();
      return new Promise((resolve, reject) => {
        const look = (): void => {
          if (performance.now() - began > LIMIT_MS) return reject(new Error(`Not shown within 10 s: ${String(holds)}`));
          if (keyAt === Number.POSITIVE_INFINITY || !holds()) return void requestAnimationFrame(look);
          // What is posted in a frame's beginning is heard once that frame is laid out and painted.
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener('message', () => resolve(performance.now() - keyAt));
          port1.start();
          port2.postMessage(null);
        };
        requestAnimationFrame(look);
      });
    },
    longTasks: () => {
      const seen = tasks;
      tasks = [];
      return { count: seen.length, ms: seen.reduce((sum, ms) => sum + ms, 0) };
    },
  };
}
