/** One stretch of two texts, in the order in which they are read. */
export type DiffPart = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string };

/** Pairs of words that are compared at most: two texts of 2,000 words each, far above any letter; beyond it all counts as changed. */
const MOST_PAIRS = 4_000_000;

/** What became of one text in another, word by word; the parts that are not `added` make the first, those not `removed` the second. */
export function diffWords(before: string, after: string): readonly DiffPart[] {
  const one = before.match(/\s+|\S+/g) ?? [];
  const other = after.match(/\s+|\S+/g) ?? [];
  let head = 0;
  while (head < one.length && head < other.length && one[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(one.length, other.length) - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  const middle = diffMiddle(one.slice(head, one.length - tail), other.slice(head, other.length - tail));
  return joined([
    { kind: 'same', text: one.slice(0, head).join('') },
    ...middle,
    { kind: 'same', text: one.slice(one.length - tail).join('') },
  ]);
}

// Longest common subsequence, from the end: `longest[i][j]` of what follows both places.
function diffMiddle(one: readonly string[], other: readonly string[]): readonly DiffPart[] {
  if (one.length * other.length > MOST_PAIRS || one.length === 0 || other.length === 0) {
    return [
      { kind: 'removed', text: one.join('') },
      { kind: 'added', text: other.join('') },
    ];
  }
  const width = other.length + 1;
  const longest = new Uint16Array((one.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = one[i] === other[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const parts: DiffPart[] = [];
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      parts.push({ kind: 'same', text: one[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= other.length || (i < one.length && at(i + 1, j) >= at(i, j + 1))) {
      parts.push({ kind: 'removed', text: one[i] ?? '' });
      i += 1;
    } else {
      parts.push({ kind: 'added', text: other[j] ?? '' });
      j += 1;
    }
  }
  return parts;
}

function joined(parts: readonly DiffPart[]): readonly DiffPart[] {
  const out: DiffPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part.text === '') continue;
    if (last?.kind === part.kind) out[out.length - 1] = { kind: part.kind, text: last.text + part.text };
    else out.push(part);
  }
  return out;
}
