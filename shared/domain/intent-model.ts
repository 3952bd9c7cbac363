import type { IntentFeatures } from './intent-features';
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
const WEIGHTS: ReadonlyMap<string, readonly number[]> = new Map(Object.entries(MODEL.weights));

/**
 * What a small logistic regression makes of the features of a mail. It was trained on invented mails that the rules were
 * not written around (`npm run train`), so it knows where the rules tend to be wrong.
 */
export function chancesOf(features: IntentFeatures): IntentChances {
  const sums = MODEL.bias.map((bias) => bias / 100);
  for (const feature of features) {
    const weights = WEIGHTS.get(feature);
    if (weights === undefined) continue;
    for (let label = 0; label < sums.length; label += 1) sums[label] = (sums[label] ?? 0) + (weights[label] ?? 0) / 100;
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

/** The words of the mail that speak most for an intent, strongest first: for showing why. */
export function wordsFor(features: IntentFeatures, intent: ScoredIntent, most: number): readonly string[] {
  const label = MODEL.labels.indexOf(intent);
  return features
    .filter((feature) => feature.startsWith('w ') || feature.startsWith('b '))
    .map((feature) => ({ feature, weight: WEIGHTS.get(feature)?.[label] ?? 0 }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most)
    .map(({ feature }) => feature.slice(2));
}
