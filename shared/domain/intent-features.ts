import type { IntentScores } from './intent-rules';
import type { Intent } from './intent';
import type { Sentence } from './intent-words';

/** What the rules made of a mail, and its sentences: what the model of `intent-model.ts` looks at. */
export type ModelInput = {
  readonly sentences: readonly Sentence[];
  readonly result: IntentScores;
  readonly choice: Intent;
};

/** Is told a feature by its kind and its one or two words; the same feature may come several times. */
export type FeatureVisitor = (kind: string, first: string, second: string) => void;

/** Longer mails are looked at to here: what is wanted is said early, and the cost stays bounded. */
const MAX_WORDS = 300;
/** Words with the same beginning are often forms, or slips, of one word. */
const STEM = 5;

/** The name of a feature in the model's file. */
export function featureName(kind: string, first: string, second: string): string {
  return second === '' ? `${kind} ${first}` : `${kind} ${first} ${second}`;
}

/**
 * The features of a mail: its words and pairs of words, the meanings that the lexicon found and their order, and what the
 * rules made of them. Meanings are the same in every language, so that a mail in one teaches for the others. Linear in
 * the text.
 */
export function visitFeatures({ sentences, result, choice }: ModelInput, visit: FeatureVisitor): void {
  visit('rule', choice, '');
  for (const [intent, score] of Object.entries(result.scores)) {
    if (score > 0) visit('score', intent, score >= 4 ? '4' : score >= 2 ? '2' : '0');
  }
  if (result.outright) visit('said', 'outright', '');
  if (result.asksAccess) visit('said', 'asks', '');
  if (result.presale) visit('said', 'presale', '');
  if (result.likeliest !== null) visit('likeliest', result.likeliest, '');
  let words = 0;
  for (const sentence of sentences) {
    if (words >= MAX_WORDS) break;
    words += sentence.length;
    visitWords(sentence, visit);
    visitMeanings(sentence, visit);
  }
  visit('length', words <= 4 ? '4' : words <= 12 ? '12' : words <= 40 ? '40' : '99', '');
}

function visitWords({ words, subject }: Sentence, visit: FeatureVisitor): void {
  let before = '';
  for (const word of words.slice(0, MAX_WORDS)) {
    // Numbers, addresses and names of years say nothing of what is wanted.
    if (!/^[a-z]+$/.test(word)) {
      before = '';
      continue;
    }
    visit('w', word, '');
    if (subject) visit('s', word, '');
    if (word.length > STEM) visit('x', word.slice(0, STEM), '');
    if (before !== '') visit('b', before, word);
    before = word;
  }
}

function visitMeanings({ hits, question }: Sentence, visit: FeatureVisitor): void {
  let before = '';
  for (const hit of hits) {
    const meaning = hit.negated ? `not-${hit.concept}` : hit.concept;
    visit('m', meaning, '');
    if (question) visit('q', meaning, '');
    if (before !== '') visit('n', before, meaning);
    before = meaning;
  }
}
