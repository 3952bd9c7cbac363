import type { Clock } from '../outside';

/** Does what falls due with time: opens what was snoozed, clears claims that are over. */
export type DueTimer = {
  /** Settles what is due and sleeps until the next one; called at start and after every change of what may fall due. */
  look(): void;
  /** Settles when nothing of it uses the store any more. */
  close(): Promise<void>;
};

/** `next` answers when something falls due again, epoch ms; `failed` hears of a failure that nobody waits for. */
export function createDueTimer(options: {
  readonly clock: Clock;
  /** Does what is due and answers the tickets that it changed. */
  readonly settle: () => Promise<readonly string[]>;
  readonly next: () => Promise<number | null>;
  readonly changed: (tickets: readonly string[]) => void;
  readonly failed: (error: unknown) => void;
}): DueTimer {
  const { clock } = options;
  let cancel: () => void = () => undefined;
  let closed = false;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    if (closed) return;
    options.changed(await options.settle());
    const next = await options.next();
    if (closed || next === null) return;
    cancel();
    cancel = clock.after(Math.max(0, next - clock.now()), look);
  }

  function look(): void {
    running = running.then(run).catch(options.failed);
  }

  return {
    look,
    async close() {
      closed = true;
      cancel();
      await running;
    },
  };
}
