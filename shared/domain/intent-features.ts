import type { IntentScores } from './intent-rules';
import type { Intent } from './intent';
import type { Sentence } from './intent-words';

/** What the model of `intent-model.ts` looks at in one mail: names of features, each once. */
export type IntentFeatures = readonly string[];

/** Longer mails are looked at to here: what is wanted is said early, and the cost stays bounded. */
const MAX_WORDS = 300;
/** Words with the same beginning are often forms, or slips, of one word. */
const STEM = 5;

/**
 * The features of a mail: its words and pairs of words, the meanings that the lexicon found and their order, and what the
 * rules made of them. Meanings are the same in every language, so that a mail in one teaches for the others. Linear in
 * the text.
 */
export function intentFeatures(sentences: readonly Sentence[], ruled: IntentScores, choice: Intent): IntentFeatures {
  const found = new Set<string>([`rule ${choice}`]);
  for (const [intent, score] of Object.entries(ruled.scores)) {
    if (score > 0) found.add(`score ${intent} ${score >= 4 ? 4 : score >= 2 ? 2 : 0}`);
  }
  if (ruled.outright) found.add('outright');
  if (ruled.asksAccess) found.add('asks');
  if (ruled.presale) found.add('presale');
  if (ruled.likeliest !== null) found.add(`likeliest ${ruled.likeliest}`);
  let words = 0;
  for (const sentence of sentences) {
    if (words >= MAX_WORDS) break;
    words += sentence.length;
    addWords(found, sentence);
    addMeanings(found, sentence);
  }
  found.add(`length ${words <= 4 ? 4 : words <= 12 ? 12 : words <= 40 ? 40 : 99}`);
  return [...found];
}

function addWords(found: Set<string>, { words, subject }: Sentence): void {
  let before = '';
  for (const word of words.slice(0, MAX_WORDS)) {
    // Numbers, addresses and names of years say nothing of what is wanted.
    if (!/^[a-z]+$/.test(word)) {
      before = '';
      continue;
    }
    found.add(`w ${word}`);
    if (subject) found.add(`s ${word}`);
    if (word.length > STEM) found.add(`x ${word.slice(0, STEM)}`);
    if (before !== '') found.add(`b ${before} ${word}`);
    before = word;
  }
}

function addMeanings(found: Set<string>, { hits, question }: Sentence): void {
  let before = '';
  for (const hit of hits) {
    const meaning = hit.negated ? `not-${hit.concept}` : hit.concept;
    found.add(`m ${meaning}`);
    if (question) found.add(`q ${meaning}`);
    if (before !== '') found.add(`n ${before} ${meaning}`);
    before = meaning;
  }
}
