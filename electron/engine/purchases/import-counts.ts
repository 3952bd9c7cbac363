import type { ImportReport } from '../../../shared/contract/views';
import { KEPT_REFUSALS } from '../store/imports-table';

/** How many refused rows a report lists; the count counts all, and the store keeps KEPT_REFUSALS to download. */
export const LISTED_REFUSALS = 500;

/** What became of some rows. */
export type SavedRows = { readonly added: number; readonly changed: number; readonly unchanged: number };

/** Counts an import while it runs. read = added + changed + unchanged + refused. */
export class ImportCounts {
  #read = 0;
  #added = 0;
  #changed = 0;
  #unchanged = 0;
  #refused = 0;
  readonly #refusals: { readonly line: number; readonly reason: string }[] = [];

  refuse(row: { readonly line: number; readonly reason: string }): void {
    this.#read += 1;
    this.#refused += 1;
    if (this.#refusals.length < KEPT_REFUSALS) this.#refusals.push({ line: row.line, reason: row.reason });
  }

  save(saved: SavedRows): void {
    this.#read += saved.added + saved.changed + saved.unchanged;
    this.#added += saved.added;
    this.#changed += saved.changed;
    this.#unchanged += saved.unchanged;
  }

  /** The first KEPT_REFUSALS, by line. */
  refusals(): ImportReport['refusals'] {
    return [...this.#refusals].sort((one, other) => one.line - other.line);
  }

  /** As it stands, and with these besides, which are not counted yet. */
  report(besides: readonly SavedRows[] = []): ImportReport {
    const sum = (of: keyof SavedRows): number => besides.reduce((all, one) => all + one[of], 0);
    const [added, changed, unchanged] = [sum('added'), sum('changed'), sum('unchanged')];
    return {
      read: this.#read + added + changed + unchanged,
      added: this.#added + added,
      changed: this.#changed + changed,
      unchanged: this.#unchanged + unchanged,
      refused: this.#refused,
      refusals: this.refusals().slice(0, LISTED_REFUSALS),
    };
  }
}
