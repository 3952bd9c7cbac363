import { visitFeatures } from './intent-features';
import type { ModelInput } from './intent-features';
import type { ScoredIntent } from './intent-reading';
import { SCORED_INTENTS } from './intent-rules';
import file from './intent-model.json' with { type: 'json' };

/** The model as its file holds it: weights in hundredths, one for each label in their order. */
export type IntentModelFile = {
  readonly labels: readonly string[];
  readonly bias: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
  /** sha256 of the mails that it was trained on, so that a test sees when they changed. */
  readonly trainedOn: string;
};

/** How likely each intent is, 0 to 1, all six together 1. */
export type IntentChances = Readonly<Record<ScoredIntent, number>>;

const MODEL: IntentModelFile = file;

type Row = readonly number[];

/** Weights of one kind of feature: by its one word, and by its first and second. */
type Table = { readonly single: Map<string, Row>; readonly pairs: Map<string, Map<string, Row>> };

/**
 * By kind, then by word: a mail has hundreds of features, and none needs its name put together. Made when first asked for:
 * the thread that files mail gets it read by another one.
 */
let tables: ReadonlyMap<string, Table> | null = null;

function tablesOf({ weights }: IntentModelFile): ReadonlyMap<string, Table> {
  const made = new Map<string, Table>();
  for (const [name, row] of Object.entries(weights)) {
    const [kind = '', first = '', second = ''] = name.split(' ');
    const table = made.get(kind) ?? { single: new Map<string, Row>(), pairs: new Map<string, Map<string, Row>>() };
    made.set(kind, table);
    if (second === '') table.single.set(first, row);
    else {
      const rows = table.pairs.get(first) ?? new Map<string, Row>();
      table.pairs.set(first, rows);
      rows.set(second, row);
    }
  }
  return made;
}

function rowOf(kind: string, first: string, second: string): Row | undefined {
  tables ??= tablesOf(MODEL);
  const table = tables.get(kind);
  return second === '' ? table?.single.get(first) : table?.pairs.get(first)?.get(second);
}

/**
 * What a small logistic regression makes of the features of a mail. It was trained on invented mails that the rules were
 * not written around (`npm run train`), so it knows where the rules tend to be wrong.
 */
export function chancesOf(input: ModelInput): IntentChances {
  const seen = new Set<Row>();
  visitFeatures(input, (kind, first, second) => {
    const row = rowOf(kind, first, second);
    if (row !== undefined) seen.add(row);
  });
  const sums = MODEL.bias.map((bias) => bias / 100);
  for (const row of seen) {
    for (let label = 0; label < sums.length; label += 1) sums[label] = (sums[label] ?? 0) + (row[label] ?? 0) / 100;
  }
  const most = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - most));
  const all = powers.reduce((sum, power) => sum + power, 0);
  return Object.fromEntries(MODEL.labels.map((label, at) => [label, (powers[at] ?? 0) / all])) as IntentChances;
}

/** Below this chance the model only guesses, and what the rules say stands. */
const LIKELY = 0.4;
/**
 * From this chance on a mail is taken for another matter, even if one of the intents of getting in is likelier: an access
 * text to somebody who wants his money back is worse than a look by a person.
 */
const OTHER_MATTER = 0.25;

/** What the model and the rules together take a mail for; `ruled` is what the rules alone say. */
export function weigh(chances: IntentChances, ruled: ScoredIntent): ScoredIntent {
  if (chances.other >= OTHER_MATTER) return 'other';
  const likeliest = SCORED_INTENTS.reduce((best, one) => (chances[one] > chances[best] ? one : best));
  return chances[likeliest] < LIKELY ? ruled : likeliest;
}

/** The folded words of the mail that speak most for an intent, strongest first: for showing why. */
export function wordsFor(input: ModelInput, intent: ScoredIntent, most: number): readonly string[] {
  const label = MODEL.labels.indexOf(intent);
  const weights = new Map<string, number>();
  visitFeatures(input, (kind, first, second) => {
    if (kind !== 'w' && kind !== 'b') return;
    const weight = rowOf(kind, first, second)?.[label] ?? 0;
    if (weight > 0) weights.set(second === '' ? first : `${first} ${second}`, weight);
  });
  return [...weights]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([words]) => words);
}
