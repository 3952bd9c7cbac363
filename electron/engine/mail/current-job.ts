/** Between two messages. */
export const NO_JOB = 0;

/**
 * Number of the message that the parser's thread reads now, in memory that both threads see: the host can tell which one
 * is to blame without an answer to each, even while the thread hangs.
 */
export type CurrentJob = {
  readonly memory: SharedArrayBuffer;
  /** Negative while what the message says is read, after it was parsed: a second piece of work with its own budget. */
  read(): number;
  write(id: number): void;
};

/** Makes the memory, or looks at it from the other thread. */
export function sharedCurrentJob(memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)): CurrentJob {
  const cell = new Int32Array(memory);
  return {
    memory,
    read: () => Atomics.load(cell, 0),
    write: (id) => void Atomics.store(cell, 0, id),
  };
}
