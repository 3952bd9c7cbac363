/** One thing that one Undo takes back: a reply, a change of state, a correction. */
export type UndoBlock = {
  readonly id: string;
  /** Epoch ms after which it cannot be taken back any more; null = no end. */
  readonly until: number | null;
  readonly undo: () => Promise<void>;
};

export type UndoStack = {
  push(block: UndoBlock): void;
  /** Takes the newest block that can still be undone, or the named one; undefined when there is none. */
  take(now: number, id?: string): UndoBlock | undefined;
  size(): number;
};

const LONGEST = 200;

/** The one undo stack of the window; it survives a change of queue, not a restart. */
export function createUndoStack(): UndoStack {
  let blocks: readonly UndoBlock[] = [];
  return {
    push: (block) => {
      blocks = [...blocks.slice(-(LONGEST - 1)), block];
    },
    take: (now, id) => {
      const live = blocks.filter((block) => block.until === null || block.until > now);
      const taken = id === undefined ? live.at(-1) : live.find((block) => block.id === id);
      blocks = live.filter((block) => block !== taken);
      return taken;
    },
    size: () => blocks.length,
  };
}
