import type { ImportReport } from '../../../shared/contract/views';
import type { RefusedRow } from './read-sales-csv';

/** How many refused rows a report lists; the count counts all. */
export const LISTED_REFUSALS = 500;

/** Counts an import while it runs. read = added + changed + unchanged + refused. */
export class ImportCounts {
  #read = 0;
  #added = 0;
  #changed = 0;
  #unchanged = 0;
  #refused = 0;
  readonly #refusals: { line: number; reason: string }[] = [];

  refuse(row: Omit<RefusedRow, 'kind'>): void {
    this.#read += 1;
    this.#refused += 1;
    this.#refusals.push({ line: row.line, reason: row.reason });
  }

  save(saved: { readonly added: number; readonly changed: number; readonly unchanged: number }): void {
    this.#read += saved.added + saved.changed + saved.unchanged;
    this.#added += saved.added;
    this.#changed += saved.changed;
    this.#unchanged += saved.unchanged;
  }

  report(): ImportReport {
    return {
      read: this.#read,
      added: this.#added,
      changed: this.#changed,
      unchanged: this.#unchanged,
      refused: this.#refused,
      refusals: [...this.#refusals].sort((one, other) => one.line - other.line).slice(0, LISTED_REFUSALS),
    };
  }
}

/** Lets timers and requests have their turn between two pieces of long work. */
export function takeTurns(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
