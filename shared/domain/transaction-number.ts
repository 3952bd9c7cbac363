/** One number as a text gave it. */
export type WrittenNumber = {
  /** `HP` + digits, `C<n>` kept. */
  readonly number: string;
  readonly written: string;
  /** Digits without `HP`. */
  readonly bare: boolean;
  /** The same run cut where other digits may follow it, longest first: tried when `number` is not known. */
  readonly shorter: readonly string[];
};

/** Lengths of well-formed numbers: current 10, older 14 and 15 (reference/hotmart.md §1). */
export const WELL_FORMED_LENGTHS: readonly number[] = [10, 14, 15];
const MIN_DIGITS = 9;
const MAX_DIGITS = 16;
/** Hostile texts hold thousands of runs; nobody asks about more than a few purchases. */
const MAX_NUMBERS = 50;
/** Prefixes looked at: a bomb of them is not read to its end. */
const MAX_PREFIXES = 2000;

const PREFIX = /(?<![\p{L}\p{N}])h[\s.]?p(?=[\s.:#\-–—_*=]{0,3}(?:n[°º.o]{0,2}\s?)?[\dOoIl|])/giu;
const AFTER_PREFIX = /^[\s.:#\-–—_*=]{0,3}(?:n[°º.o]{0,2}\s?)?/iu;
/** One written group: digits, O for zero, I or l for one, and the suffix of a checkout's item. */
const GROUP = /^([\dOoIl|]{1,17})(?:C(\d{1,2}))?(?![\p{L}\p{N}])/iu;
const BETWEEN = /^[\s.\-–—_]{1,3}/;
const SUFFIX = /^[\s.\-–—_]?C(\d{1,2})(?![\p{L}\p{N}])/iu;
const BARE = /(?<![\p{L}\p{N}+])\d{1,16}(?:[ .\-–]\d{1,16}){0,6}(?:[ .-]?C\d{1,2})?(?![\p{L}\p{N}])/giu;

/** Full-width digits folded; characters that mail programs scatter inside words and nobody sees, dropped. */
export function foldForNumbers(text: string): string {
  return text.normalize('NFKC').replace(/[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]/g, '');
}

/** The number without the suffix of a checkout's item: `HP3618221025C2` → `HP3618221025`. */
export function baseNumber(number: string): string {
  return number.replace(/C\d{1,2}$/, '');
}

/** How many digits a normalised number has, its suffix not counted. */
export function digitsOf(number: string): string {
  return baseNumber(number).slice(2);
}

/** Whether this is a length that Hotmart gives out. */
export function isWellFormed(number: string): boolean {
  return WELL_FORMED_LENGTHS.includes(digitsOf(number).length);
}

/** A cell or word that is one number and nothing else, normalised; null when it is not. */
export function normalizeNumber(text: string): string | null {
  const match = /^\s*HP[\s.:#\-–—_]{0,3}([\d\s.\-–—_]{9,30})(?:C(\d{1,2}))?\s*$/i.exec(foldForNumbers(text));
  if (match === null) return null;
  const digits = (match[1] ?? '').replace(/\D/g, '');
  if (digits.length < MIN_DIGITS || digits.length > MAX_DIGITS) return null;
  return `HP${digits}${match[2] === undefined ? '' : `C${Number(match[2])}`}`;
}

/** All transaction numbers in a text, in the order written, each once; then digit runs without `HP`. Linear. */
export function readNumbers(text: string): readonly WrittenNumber[] {
  const folded = foldForNumbers(text);
  const found = new Map<string, WrittenNumber>();
  let rest = '';
  let from = 0;
  let looked = 0;
  for (const prefix of folded.matchAll(PREFIX)) {
    looked += 1;
    if (found.size >= MAX_NUMBERS || looked > MAX_PREFIXES) break;
    if (prefix.index < from) continue;
    const run = readRun(folded, prefix.index + prefix[0].length);
    if (run === null) continue;
    const clue = numberOfRun(run.groups, run.suffix, folded.slice(prefix.index, run.end).trim());
    if (clue === null) continue;
    if (!found.has(clue.number)) found.set(clue.number, clue);
    rest += `${folded.slice(from, prefix.index)}\n`;
    from = run.end;
  }
  rest += folded.slice(from);
  for (const match of rest.matchAll(BARE)) {
    if (found.size >= MAX_NUMBERS) break;
    for (const clue of bareNumbers(match[0])) if (!found.has(clue.number)) found.set(clue.number, clue);
  }
  return [...found.values()];
}

type Run = { readonly groups: readonly string[]; readonly suffix: string; readonly end: number };

function readRun(text: string, start: number): Run | null {
  let at = start + (AFTER_PREFIX.exec(text.slice(start, start + 12))?.[0].length ?? 0);
  const groups: string[] = [];
  let length = 0;
  while (length <= MAX_DIGITS + 8) {
    const ahead = text.slice(at, at + 24);
    const gap = groups.length === 0 ? '' : (BETWEEN.exec(ahead)?.[0] ?? '');
    if (groups.length > 0 && gap === '') break;
    const group = GROUP.exec(ahead.slice(gap.length));
    // A group of letters alone ("lo", "Il") is a word, not part of the number.
    if (group === null || !/\d/.test(group[1] ?? '')) break;
    const digits = (group[1] ?? '').replace(/o/gi, '0').replace(/[il|]/gi, '1');
    groups.push(digits);
    length += digits.length;
    at += gap.length + group[0].length;
    if (group[2] !== undefined) return { groups, suffix: `C${Number(group[2])}`, end: at };
  }
  if (groups.length === 0) return null;
  const suffix = SUFFIX.exec(text.slice(at, at + 6));
  if (suffix === null) return { groups, suffix: '', end: at };
  return { groups, suffix: `C${Number(suffix[1])}`, end: at + suffix[0].length };
}

function numberOfRun(groups: readonly string[], suffix: string, written: string): WrittenNumber | null {
  const cuts: string[] = [];
  let digits = '';
  for (const [index, group] of groups.entries()) {
    digits += group;
    if (digits.length > MAX_DIGITS) break;
    if (digits.length >= MIN_DIGITS) cuts.unshift(`HP${digits}${index === groups.length - 1 ? suffix : ''}`);
  }
  const number = cuts.find((cut) => isWellFormed(cut)) ?? cuts[0];
  if (number === undefined) return null;
  return { number, written, bare: false, shorter: cuts.filter((cut) => cut !== number) };
}

function bareNumbers(written: string): readonly WrittenNumber[] {
  const suffix = /C(\d{1,2})$/i.exec(written);
  const body = suffix === null ? written : written.slice(0, suffix.index);
  const groups = body.split(/\D+/).filter((group) => group !== '');
  const tail = suffix === null ? '' : `C${Number(suffix[1])}`;
  const whole = groups.join('');
  const texts = new Set(
    groups.length > 1
      ? [`${whole}${tail}`, ...groups.map((group, i) => (i === groups.length - 1 ? group + tail : group))]
      : [whole + tail],
  );
  return [...texts]
    .filter((digits) => {
      const length = digits.replace(/C\d+$/, '').length;
      return length >= MIN_DIGITS && length <= MAX_DIGITS;
    })
    .map((digits) => ({ number: `HP${digits}`, written: written.trim(), bare: true, shorter: [] }));
}
