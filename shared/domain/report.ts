import { DAY_MS } from './report-periods';
import type { Bucket } from './report-periods';

/**
 * The team lead's figures (ui.md, "Team lead"): which there are, by what each is told apart, and the arithmetic over what was
 * counted. Every figure is a set of tickets; its key says which, so that it can be opened.
 */

/** Upper ends of the age bands, days; whatever is older lies in one more. */
export const AGE_BANDS = [1, 2, 4, 8] as const;

/** Upper ends as ms, the last band without one. */
export const AGE_LIMITS_MS: readonly number[] = AGE_BANDS.map((days) => days * DAY_MS);

/** An access case that is unresolved so long before its guarantee ends is a breach, whoever owes (casework.md, "Other queues"). */
export const BREACH_BEFORE_MS = 2 * DAY_MS;

/** "This week", for guarantees that end; "last week", for the pace and for what customers wrote. */
export const WEEK_MS = 7 * DAY_MS;

/** Fewer cases than this say nothing of a producer. */
export const FEWEST_CASES = 5;

/** Every figure, with the words that its tickets are told apart by. */
export const FIGURE_WORDS = {
  unresolved: [
    'band',
    'decision',
    'product',
    'producer',
    'assignee',
    'debtor',
    'breached',
    'guarantee',
    'person',
    'reviewed',
  ],
  'came-in': [],
  resolved: [],
  'no-answer': [],
  'first-answer': [],
  answered: ['agent'],
  'wrote-again': ['macro'],
  trouble: ['trouble'],
  'put-aside': ['queue'],
  'silent-producers': ['producer'],
  producers: ['producer', 'silent', 'twice'],
  unmatched: ['reason'],
  agreement: ['decision', 'agreement'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type FigureId = keyof typeof FIGURE_WORDS;
export const FIGURES = Object.keys(FIGURE_WORDS) as [FigureId, ...FigureId[]];

/** Every word that a figure is told apart by. */
export const WORDS = [...new Set(Object.values(FIGURE_WORDS).flat())] as [FigureWord, ...FigureWord[]];
export type FigureWord = (typeof FIGURE_WORDS)[FigureId][number];

/** Some of a figure's tickets: those of which each of these words is so; null where a ticket has none. */
export type Among = Readonly<Partial<Record<FigureWord, string | null>>>;

/** What is asked for: tickets of `from` (included) to `to` (not included), as things stood at `at`; epoch ms. */
export type ReportAsk = {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly silentAfterDays: number;
};

/** Which tickets a figure counts: with `at` and `silentAfterDays` of its report it opens exactly them. */
export type FigureKey = {
  readonly figure: FigureId;
  readonly from: number;
  readonly to: number;
  readonly among: Among;
};

/** How many tickets share these words, and since when (epoch ms) the oldest of them is there. */
export type Group = {
  readonly words: Among;
  readonly count: number;
  readonly oldestAt: number | null;
};

/** How long something took, ms: how often it was taken, the middle, and what nine of ten stay below. */
export type Spread = { readonly count: number; readonly median: number | null; readonly p90: number | null };

/** Lines of Today, in this order. */
export const TODAY_LINES = [
  'came-in',
  'owed',
  'breached',
  'guarantees',
  'person',
  'held',
  'failed',
  'uncertain',
  'bounced',
  'wrote-again',
  'to-classify',
  'silent-producers',
  'put-aside',
] as const;
export type TodayLineId = (typeof TODAY_LINES)[number];

export type TodayLine = {
  readonly id: TodayLineId;
  readonly count: number;
  readonly oldestAt: number | null;
  readonly key: FigureKey;
  /** What it is made of, most first, where it says by what: by macro, product, producer or queue. */
  readonly parts: readonly { readonly word: FigureWord; readonly value: string | null; readonly count: number }[];
};

/**
 * What came in, was resolved, and was closed because its customer stayed silent (casework.md: counted apart from solved) in one
 * span of time, and how much was unresolved at its end.
 */
export type VolumeLine = Bucket & Moved & { readonly backlog: number };
export type Moved = { readonly cameIn: number; readonly resolved: number; readonly noAnswer: number };

/** How one producer delivers access: over the escalations that began in the range. */
export type ProducerLine = {
  /** '' where nobody knows the name. */
  readonly producer: string;
  readonly cases: number;
  readonly answer: Spread;
  /** Silent after `silentAfterDays`: answered later, or not at all and older than that. */
  readonly silent: number;
  /** Cases in which the customer wrote again meanwhile. */
  readonly twice: number;
  /** Median of the range before, as long as this one; null where nothing was answered in it. */
  readonly before: number | null;
  readonly judged: 'ranked' | 'too-few';
};

export type AgreementLine = {
  readonly decision: string;
  /** Row of the decision table. */
  readonly rule: number;
  readonly all: number;
  /** Suggestions that an agent changed: another reply, or a clue set right. */
  readonly changed: number;
  readonly byAgreement: Readonly<Record<string, number>>;
};

/** Words of an unresolved ticket that the report is broken down by, in the order of the page. */
export const BREAKDOWNS = ['band', 'debtor', 'decision', 'product', 'producer', 'assignee'] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

export type BreakdownLine = {
  readonly value: string | null;
  readonly count: number;
  readonly breached: number;
  /** By age band, the youngest first. */
  readonly bands: readonly number[];
};

/** All figures of a range, as they stood at `ask.at`. */
export type Report = {
  readonly ask: ReportAsk;
  readonly today: readonly TodayLine[];
  /** Hours until nothing is owed by us, at the pace of the last week; null where nothing was answered or closed in it. */
  readonly hoursToClear: number | null;
  readonly lastSyncAt: number | null;
  readonly lastImportAt: number | null;
  /** Tickets that a lead has looked at are left out of `unresolved` and `breakdowns`. */
  readonly withoutReviewed: boolean;
  readonly unresolved: { readonly count: number; readonly breached: number };
  readonly breakdowns: Readonly<Record<Breakdown, readonly BreakdownLine[]>>;
  readonly volume: readonly VolumeLine[];
  readonly cameIn: number;
  readonly resolved: number;
  readonly noAnswer: number;
  readonly firstAnswer: Spread;
  readonly resolution: Spread;
  readonly producers: readonly ProducerLine[];
  readonly unmatched: readonly Group[];
  readonly agreement: readonly AgreementLine[];
  /** Tickets that each agent answered, by name; null for whoever is no lead. */
  readonly agents: readonly { readonly agent: string; readonly count: number }[] | null;
  /** Names of the products that are spoken of, by id. */
  readonly products: Readonly<Record<string, string>>;
  /** Whose days, weeks and months `volume` has. */
  readonly timeZone: string;
};

/** How many of these groups' tickets have all these words. */
export function countAmong(groups: readonly Group[], among: Among): number {
  return groups.filter((group) => isAmong(group, among)).reduce((sum, group) => sum + group.count, 0);
}

/** Since when the oldest of them is there; null where there is none. */
export function oldestAmong(groups: readonly Group[], among: Among): number | null {
  const times = groups.filter((group) => isAmong(group, among)).flatMap(({ oldestAt }) => oldestAt ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

function isAmong({ words }: Group, among: Among): boolean {
  return Object.entries(among).every(([word, value]) => words[word as FigureWord] === value);
}

/** Groups summed up by one of their words, most first, then by the word. */
export function sumBy(
  groups: readonly Group[],
  word: FigureWord,
): readonly { readonly value: string | null; readonly count: number }[] {
  const sums = new Map<string | null, number>();
  for (const { words, count } of groups) {
    const value = words[word] ?? null;
    sums.set(value, (sums.get(value) ?? 0) + count);
  }
  return [...sums].map(([value, count]) => ({ value, count })).sort(mostFirst);
}

function mostFirst<Line extends { readonly value: string | null; readonly count: number }>(one: Line, other: Line) {
  return other.count - one.count || ((one.value ?? '') < (other.value ?? '') ? -1 : 1);
}

/** Unresolved tickets by one of their words: those with a breach first, then most first; age bands by age. */
export function breakDown(groups: readonly Group[], by: Breakdown): readonly BreakdownLine[] {
  const lines = new Map<string | null, { count: number; breached: number; bands: number[] }>();
  for (const { words, count } of groups) {
    const value = words[by] ?? null;
    const line = lines.get(value) ?? { count: 0, breached: 0, bands: Array.from(AGE_BANDS, () => 0).concat(0) };
    const band = Number(words.band);
    line.count += count;
    line.breached += words.breached === '1' ? count : 0;
    line.bands[band] = (line.bands[band] ?? 0) + count;
    lines.set(value, line);
  }
  const sorted = [...lines].map(([value, line]) => ({ value, ...line }));
  if (by === 'band') return sorted.sort((one, other) => Number(one.value) - Number(other.value));
  return sorted.sort((one, other) => other.breached - one.breached || mostFirst(one, other));
}

/** How many were unresolved at the end of each bucket, from how many are now and what came and went since. */
export function withBacklog(
  counted: readonly (Bucket & Moved)[],
  after: Moved & { readonly unresolved: number },
): readonly VolumeLine[] {
  let backlog = after.unresolved - after.cameIn + after.resolved + after.noAnswer;
  const lines: VolumeLine[] = [];
  // From the last one back: what is unresolved now is known.
  for (let index = counted.length - 1; index >= 0; index -= 1) {
    const bucket = counted[index];
    if (!bucket) continue;
    lines.push({ ...bucket, backlog: Math.max(0, backlog) });
    backlog += bucket.resolved + bucket.noAnswer - bucket.cameIn;
  }
  return lines.sort((one, other) => one.from - other.from);
}

/** Hours until what is owed is done, at this many tickets a week; null at a standstill. */
export function hoursToClear(owed: number, lastWeek: number): number | null {
  if (owed === 0) return 0;
  return lastWeek === 0 ? null : (owed / lastWeek) * 7 * 24;
}

/** Producers of enough cases by how late they deliver, the latest first; then those of too few, by name. */
export function rankProducers(lines: readonly ProducerLine[]): readonly ProducerLine[] {
  const lateness = ({ answer, silent, cases }: ProducerLine): number => answer.median ?? (silent / cases) * 1e15;
  return [...lines].sort((one, other) => {
    if (one.judged !== other.judged) return one.judged === 'ranked' ? -1 : 1;
    const later = one.judged === 'ranked' ? lateness(other) - lateness(one) : 0;
    return later || (one.producer < other.producer ? -1 : 1);
  });
}

/** Middle and ninth tenth, by nearest rank. */
export function spreadOf(times: readonly number[]): Spread {
  // Numbers alone are sorted several times as fast as an array of anything.
  const sorted = new Float64Array(times).sort();
  const at = (rank: number): number | null => sorted[rank - 1] ?? null;
  const count = sorted.length;
  return { count, median: at(Math.floor((count + 1) / 2)), p90: at(Math.floor((9 * count + 9) / 10)) };
}
