import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Notices that the body of a transaction uses the store's own handle: on one connection it would wait for itself, on several
 * it would not see its own writes.
 */
export class TransactionGuard {
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>();

  /** Runs the body of a transaction. */
  async inside<T>(work: () => Promise<T>): Promise<T> {
    const holder = { open: true };
    try {
      return await this.#inside.run(holder, work);
    } finally {
      holder.open = false;
    }
  }

  /** Throws where the caller runs inside a transaction. */
  refuseNesting(): void {
    if (this.#inside.getStore()?.open) {
      throw new Error('Inside a transaction only its own handle may be used');
    }
  }
}
