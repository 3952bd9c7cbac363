import type { PackedError } from './errors';

/**
 * Why a copy of the store was written. `daily`: by the schedule; `asked`: "Copy now"; `before-migration`: a newer program
 * was about to change the store's tables; `replaced`: the store as it was when a copy was restored over it; `damaged`: the
 * same, where that store was not sound.
 */
export const COPY_KINDS = ['daily', 'asked', 'before-migration', 'replaced', 'damaged'] as const;
export type CopyKind = (typeof COPY_KINDS)[number];

/** Kinds of which none is ever dropped by itself, only by a person. */
export const KEPT_KINDS: readonly CopyKind[] = ['replaced', 'damaged'];

/**
 * What a file is worth as a copy of this profile's store. `no-store`: something else than a store of this program;
 * `unreadable`: the system does not let it be read (rights, a broken disk, another program).
 */
export type CopyState = 'sound' | 'damaged' | 'other-key' | 'newer' | 'no-store' | 'unreadable';

/** One copy in the folder of copies. */
export type StoreCopy = {
  /** File name; a copy is named by it wherever the window asks for one. */
  readonly name: string;
  readonly path: string;
  readonly kind: CopyKind;
  /** When it was written, epoch ms. */
  readonly at: number;
  readonly bytes: number;
  readonly state: CopyState;
  /** How many it holds; null where it cannot be read. */
  readonly tickets: number | null;
  readonly messages: number | null;
};

/** All copies, newest first. */
export type CopiesView = {
  readonly folder: string;
  readonly copies: readonly StoreCopy[];
  /** Why the last daily copy could not be written; null while all is well. */
  readonly failure: PackedError | null;
};

/** A copy that was just written and checked. */
export type WrittenCopy = {
  readonly path: string;
  readonly at: number;
  readonly bytes: number;
  readonly tickets: number;
  readonly messages: number;
};

/** What a restore did. */
export type RestoreReport = {
  /** The file that was restored. */
  readonly file: string;
  /** When that copy was written, epoch ms. */
  readonly at: number;
  readonly tickets: number;
  readonly messages: number;
  /** Where the store that was replaced is kept; null where there was none. */
  readonly replaced: string | null;
};
