import type { FreshMessages } from './intake';

/** New messages on their way to who reads them. */
export type HandOn = {
  /**
   * Hands a batch on, in order; the next is handed on while one is being worked on, not more. Settles when the one before
   * those is done: fetching waits for it, or a large mailbox would pile up in memory.
   */
  next(stored: FreshMessages): Promise<void>;
  /** Settles when all were worked on; rejects with what one of them failed by. */
  done(): Promise<void>;
  /** Waits for what is under way, and forgets what became of it: a batch that fails, fails its own pass, and none after it. */
  startAnew(): Promise<void>;
};

/** `onStored` gets the row ids and bytes of a batch, and is called again while one earlier call is under way. */
export function createHandOn(
  onStored: (messageRowIds: readonly string[], fresh: FreshMessages) => Promise<void>,
): HandOn {
  let handing: readonly [Promise<void>, Promise<void>] = [Promise.resolve(), Promise.resolve()];
  return {
    next(stored) {
      const [before, last] = handing;
      const turn = before.then(() => onStored([...stored.keys()], stored));
      handing = [last, turn];
      // its failure is thrown by the pass that awaits `done`
      turn.catch(() => undefined);
      return before;
    },
    async done() {
      await Promise.all(handing);
    },
    async startAnew() {
      await Promise.allSettled(handing);
      handing = [Promise.resolve(), Promise.resolve()];
    },
  };
}
