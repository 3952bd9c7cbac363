/** What a folder's STATUS says, and what the last pass left. Counts and UIDs as the server gives them. */
export type FolderGlance = {
  readonly uidValidity: string;
  readonly uidNext: number;
  readonly messages: number;
};

/** What the store knows of a folder in this epoch. */
export type KnownUids = {
  /** Stored and still listed at the last look. */
  readonly live: readonly number[];
  /** Stored, no longer listed at the last look. */
  readonly expunged: readonly number[];
  /** Put aside and not to be tried again now. */
  readonly quarantined: readonly number[];
};

/** What one pass over a folder has to do. */
export type FolderPlan = {
  /** UIDs to fetch, newest first, cut in batches. */
  readonly batches: readonly (readonly number[])[];
  /** Stored UIDs that the server no longer lists. */
  readonly vanished: readonly number[];
  /** Stored UIDs that the server lists again. */
  readonly returned: readonly number[];
  /** Listed UIDs that are accounted for already. */
  readonly known: number;
  readonly quarantined: number;
};

/** The first batch is small: the newest tickets are on the desk at once. */
const FIRST_BATCH = 20;
export const BATCH_MESSAGES = 200;

/**
 * Compares what the server lists with what is stored. A set difference, not a cursor: whatever a kill, a gap or
 * another client left undone is simply still to do (reliability.md, "Required design").
 *
 * @param listed UIDs of the server in any order
 */
export function planFolder(listed: readonly number[], known: KnownUids): FolderPlan {
  const live = new Set(known.live);
  const gone = new Set(known.expunged);
  const aside = new Set(known.quarantined);
  const present = new Set(listed);
  const missing: number[] = [];
  const returned: number[] = [];
  let quarantined = 0;
  for (const uid of present) {
    if (live.has(uid)) continue;
    if (gone.has(uid)) returned.push(uid);
    else if (aside.has(uid)) quarantined += 1;
    else missing.push(uid);
  }
  return {
    batches: cutBatches(missing),
    vanished: known.live.filter((uid) => !present.has(uid)),
    returned,
    known: present.size - missing.length - quarantined,
    quarantined,
  };
}

/** Newest (highest UID) first: a small batch, then full ones. */
export function cutBatches(uids: readonly number[]): readonly (readonly number[])[] {
  const newestFirst = [...uids].sort((a, b) => b - a);
  const batches: number[][] = [];
  for (let start = 0; start < newestFirst.length;) {
    const size = start === 0 ? FIRST_BATCH : BATCH_MESSAGES;
    batches.push(newestFirst.slice(start, start + size));
    start += size;
  }
  return batches;
}

/** What a look at a folder calls for: nothing, only what came on top, or a full comparison. */
export type PassKind = 'nothing' | 'new' | 'full';

/**
 * Decides from a STATUS whether the folder must be compared. `last` is the glance after the previous pass of this
 * connection, null before the first, which is always full: a message may have gone while nobody looked.
 */
export function choosePass(now: FolderGlance, last: FolderGlance | null): PassKind {
  if (last === null || now.uidValidity !== last.uidValidity || now.uidNext < last.uidNext) return 'full';
  if (now.uidNext === last.uidNext) return now.messages === last.messages ? 'nothing' : 'full';
  // Fewer messages than UIDs handed out: something vanished as well. Gaps below UIDNEXT are normal and cost a full look.
  return now.messages - last.messages === now.uidNext - last.uidNext ? 'new' : 'full';
}

/** Writes UIDs as an IMAP set, ranges joined: `1:3,7`. */
export function uidSet(uids: readonly number[]): string {
  const ascending = [...uids].sort((a, b) => a - b);
  const ranges: string[] = [];
  for (let start = 0; start < ascending.length;) {
    let end = start;
    while (ascending[end + 1] === (ascending[end] as number) + 1) end += 1;
    ranges.push(start === end ? String(ascending[start]) : `${String(ascending[start])}:${String(ascending[end])}`);
    start = end + 1;
  }
  return ranges.join(',');
}
