/**
 * What is known of mails past `final_pending` where no engine runs to be asked. An engine counts as it closes; one that died, or that is
 * closing still, has counted nothing, and unknown is not none: no update is installed over it. The next engine that opens the same
 * profile counts for itself what an earlier one left.
 */
export type PastMark = {
  /** An engine has this profile open: from here on it is the one to ask. */
  opened(profileDir: string): void;
  /** The engine of this profile ended, or begins to end, without a count. */
  uncounted(profileDir: string): void;
  /** It closed in order and said how many it left, or null where it could not. */
  counted(profileDir: string, count: number | null): void;
  /** Of all profiles of this desk; null where one of them was not counted. */
  left(): number | null;
};

export function createPastMark(): PastMark {
  const left = new Map<string, number | null>();
  return {
    opened: (profileDir) => void left.delete(profileDir),
    uncounted: (profileDir) => void left.set(profileDir, null),
    counted: (profileDir, count) => void left.set(profileDir, count),
    left() {
      let sum = 0;
      for (const count of left.values()) {
        if (count === null) return null;
        sum += count;
      }
      return sum;
    },
  };
}
