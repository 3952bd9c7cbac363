import { once } from '../once';
import { visitFeatures } from './intent-features';
import type { ModelInput } from './intent-features';
import type { ScoredIntent } from './intent-reading';
import { SCORED_INTENTS } from './intent-rules';
import file from './intent-model.json?raw';

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

/** Numbers of the features of one kind: by its one word, and by its first and second. */
type Table = { readonly single: Map<string, number>; readonly pairs: Map<string, Map<string, number>> };

/**
 * The model as it is asked: features by kind, then by word, for a mail has hundreds of them and none needs its name put
 * together. All weights stand in one piece, those of feature `n` from `n * labels` on: twenty thousand small lists would be
 * walked by every collection of garbage while mail is read.
 */
type Loaded = {
  readonly labels: readonly string[];
  readonly bias: readonly number[];
  readonly tables: ReadonlyMap<string, Table>;
  readonly weights: Int16Array;
  /** For each feature the last mail that it was counted for. */
  readonly countedFor: Uint32Array;
};

/**
 * Made when first asked for: the thread that files mail gets it read by another one. The file is a text until then, and again after it:
 * as part of the program it would be compiled at every start, and stay.
 */
const model = once(() => loadModel(JSON.parse(file) as IntentModelFile));

function loadModel({ weights, labels, bias }: IntentModelFile): Loaded {
  const rows = Object.entries(weights);
  const tables = new Map<string, Table>();
  const all = new Int16Array(rows.length * labels.length);
  for (const [number, [name, row]] of rows.entries()) {
    all.set(row, number * labels.length);
    const [kind = '', first = '', second = ''] = name.split(' ');
    const table = tables.get(kind) ?? {
      single: new Map<string, number>(),
      pairs: new Map<string, Map<string, number>>(),
    };
    tables.set(kind, table);
    if (second === '') table.single.set(first, number);
    else {
      const seconds = table.pairs.get(first) ?? new Map<string, number>();
      table.pairs.set(first, seconds);
      seconds.set(second, number);
    }
  }
  return { labels, bias, tables, weights: all, countedFor: new Uint32Array(rows.length) };
}

/** The number of a feature; undefined where the model has none of this name. */
function featureOf({ tables }: Loaded, kind: string, first: string, second: string): number | undefined {
  const table = tables.get(kind);
  return second === '' ? table?.single.get(first) : table?.pairs.get(first)?.get(second);
}

/** Mails read so far: a feature counts once a mail. */
let mail = 0;

/**
 * What a small logistic regression makes of the features of a mail. It was trained on invented mails that the rules were
 * not written around (`npm run train`), so it knows where the rules tend to be wrong.
 */
export function chancesOf(input: ModelInput): IntentChances {
  const loaded = model();
  const { weights, countedFor, labels, bias } = loaded;
  const hundredths = [...bias];
  mail += 1;
  visitFeatures(input, (kind, first, second) => {
    const feature = featureOf(loaded, kind, first, second);
    if (feature === undefined || countedFor[feature] === mail) return;
    countedFor[feature] = mail;
    const at = feature * hundredths.length;
    for (let label = 0; label < hundredths.length; label += 1)
      hundredths[label] = (hundredths[label] ?? 0) + (weights[at + label] ?? 0);
  });
  const most = Math.max(...hundredths);
  const powers = hundredths.map((sum) => Math.exp((sum - most) / 100));
  const all = powers.reduce((sum, power) => sum + power, 0);
  return Object.fromEntries(labels.map((label, at) => [label, (powers[at] ?? 0) / all])) as IntentChances;
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
  const loaded = model();
  const label = loaded.labels.indexOf(intent);
  const weights = new Map<string, number>();
  visitFeatures(input, (kind, first, second) => {
    if (kind !== 'w' && kind !== 'b') return;
    const feature = featureOf(loaded, kind, first, second);
    const weight = feature === undefined ? 0 : (loaded.weights[feature * loaded.labels.length + label] ?? 0);
    if (weight > 0) weights.set(second === '' ? first : `${first} ${second}`, weight);
  });
  return [...weights]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([words]) => words);
}
