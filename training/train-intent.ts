import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { featureName, visitFeatures } from '../shared/domain/intent-features';
import { weigh } from '../shared/domain/intent-model';
import type { IntentChances, IntentModelFile } from '../shared/domain/intent-model';
import type { ScoredIntent } from '../shared/domain/intent-reading';
import { SCORED_INTENTS } from '../shared/domain/intent-rules';
import { ruledReading } from '../shared/domain/read-intent';
import { fit, predict } from './logistic-regression';
import type { Example, Fitted, Settings } from './logistic-regression';

/**
 * `npm run train`: learns `shared/domain/intent-model.json` from the mails of `training/mails` and prints how well
 * it does on fifths of them that it has not seen, beside the rules alone. The same mails always give the same file.
 * `npm run train -- --dry` only prints.
 */
const ROOT = resolve(__dirname, '../..');
const LABELS: readonly string[] = SCORED_INTENTS;
const SETTINGS: Settings = { epochs: 30, decay: 0.01, step: 0.05 };
const FOLDS = 5;
/** A word that one mail says teaches that mail, not what is wanted. */
const LEAST_MAILS = 2;
/** Weights below this, in hundredths, change nothing. */
const LEAST_WEIGHT = 4;

type Mail = { readonly language: string; readonly intent: string; readonly subject: string; readonly text: string };
type Seen = { readonly mail: Mail; readonly ruled: ScoredIntent; readonly features: readonly string[] };

function main(): void {
  const folder = join(ROOT, 'training/mails');
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort();
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'));
  const mails = texts.flatMap((text) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Mail),
  );
  const seen = shuffled(mails.filter(({ intent }) => LABELS.includes(intent)).map(look));
  validate(seen);
  if (process.argv.includes('--dry')) return;
  const names = featureNames(seen);
  const fitted = fit(examplesOf(seen, names), names.size, LABELS.length, SETTINGS);
  const digest = createHash('sha256');
  for (const text of texts) digest.update(text);
  const path = join(ROOT, 'shared/domain/intent-model.json');
  const model = modelFile(fitted, names, digest.digest('hex'));
  writeFileSync(path, `${JSON.stringify(model)}\n`);
  say(`${path}: ${Object.keys(model.weights).length} features of ${seen.length} mails`);
}

function look(mail: Mail): Seen {
  const reading = ruledReading({ subject: mail.subject, newText: mail.text, language: mail.language });
  const features = new Set<string>();
  visitFeatures(reading, (kind, first, second) => features.add(featureName(kind, first, second)));
  return { mail, ruled: reading.choice, features: [...features] };
}

function validate(seen: readonly Seen[]): void {
  const wrong = new Map<string, number>();
  let ruled = 0;
  let learned = 0;
  let answered = 0;
  let unanswered = 0;
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const test = seen.filter((_, at) => at % FOLDS === fold);
    const train = seen.filter((_, at) => at % FOLDS !== fold);
    const names = featureNames(train);
    const fitted = fit(examplesOf(train, names), names.size, LABELS.length, SETTINGS);
    for (const { mail, ruled: choice, features } of test) {
      const chances = predict(fitted, indexesOf(features, names));
      const named = Object.fromEntries(LABELS.map((label, at) => [label, chances[at]])) as IntentChances;
      const best = weigh(named, choice);
      if (mail.intent === 'other' && best !== 'other') answered += 1;
      if (mail.intent !== 'other' && best === 'other') unanswered += 1;
      if (choice === mail.intent) ruled += 1;
      if (best === mail.intent) learned += 1;
      else count(wrong, `${mail.intent} read as ${best}`);
    }
  }
  const share = (right: number) => `${((100 * right) / seen.length).toFixed(1)} %`;
  say(`${seen.length} mails: rules alone ${share(ruled)}, rules and model ${share(learned)}`);
  say(`  ${answered} other matters taken for access, ${unanswered} access mails for another matter`);
  for (const [what, times] of [...wrong].sort((a, b) => b[1] - a[1]).slice(0, 12)) say(`  ${times} ${what}`);
}

function featureNames(seen: readonly Seen[]): ReadonlyMap<string, number> {
  const mails = new Map<string, number>();
  for (const { features } of seen) for (const feature of features) count(mails, feature);
  const kept = [...mails].filter(([, times]) => times >= LEAST_MAILS).map(([feature]) => feature);
  return new Map(kept.sort().map((feature, at) => [feature, at]));
}

function examplesOf(seen: readonly Seen[], names: ReadonlyMap<string, number>): readonly Example[] {
  return seen.map(({ mail, features }) => ({
    features: indexesOf(features, names),
    label: LABELS.indexOf(mail.intent),
  }));
}

function indexesOf(features: readonly string[], names: ReadonlyMap<string, number>): readonly number[] {
  return features.flatMap((feature) => names.get(feature) ?? []);
}

function modelFile(fitted: Fitted, names: ReadonlyMap<string, number>, trainedOn: string): IntentModelFile {
  const hundredths = (row: Float64Array) => [...row].map((weight) => Math.round(weight * 100));
  const weights = [...names]
    .map(([feature, at]) => [feature, hundredths(fitted.weights[at] ?? new Float64Array())] as const)
    .filter(([, row]) => row.some((weight) => Math.abs(weight) >= LEAST_WEIGHT));
  return { labels: LABELS, bias: hundredths(fitted.bias), weights: Object.fromEntries(weights), trainedOn };
}

/** A fixed order in which languages and intents are mixed: a digest of each mail. */
function shuffled(seen: readonly Seen[]): readonly Seen[] {
  const keyed = seen.map((one) => ({ one, key: createHash('sha256').update(JSON.stringify(one.mail)).digest('hex') }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ one }) => one);
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main();
