import { type IntentInput, readAuto } from './auto-mail';
import { foldDoubled, foldPlain } from './fold-text';
import { type IntentReading, type IntentSignals, REPLY_LANGUAGES } from './intent';
import type { ModelInput } from './intent-features';
import type { Concept } from './intent-lexicon';
import { chancesOf, weigh, wordsFor } from './intent-model';
import type { ScoredIntent } from './intent-reading';
import { type IntentScores, scoreSentences, SCORED_INTENTS } from './intent-rules';
import { hasLexicon, readSentences, type Sentence } from './intent-words';
import { languageText } from './language';
import { isReplySubject, SUBJECT_PREFIX } from './reply-subject';

const NO_SIGNALS: IntentSignals = { stepsTried: false, blocked: false, threat: false, thanks: false, autoReason: null };
/** Least points of an intent that counts (see `scoreSentences`). */
const ENOUGH = 2;
/** From this chance on an intent is told as another way to read the mail. */
const POSSIBLE = 0.15;
/** From this chance on the words that the model went by are shown as what decided. */
const SAID = 0.6;
const MAX_EVIDENCE = 6;
/** A mail of so many words says what it wants where it mentions it. */
const MENTION_WORDS = 25;
/** Text in which the words that decided are looked up as they were written. */
const MAX_TEXT = 4000;

/** Reads what the requester wants (domain.md, "Intent"). Never throws, linear in the text. */
export function readIntent(input: IntentInput): IntentReading {
  const auto = readAuto(input);
  if (auto !== null) {
    return {
      intent: 'auto',
      evidence: [auto.evidence],
      alternatives: [],
      signals: { ...NO_SIGNALS, autoReason: auto.reason },
    };
  }
  const ruled = ruledReading(input);
  const { result, thanks, parcel, choice } = ruled;
  const { scores } = result;
  const chances = chancesOf(ruled);
  // Thanks without a question (casework.md), money back asked for outright (domain.md, "Cases decided") and a parcel are
  // another matter, whatever their words remind of.
  const isOther = choice === 'other' && (thanks || result.outright || parcel || result.beforehand);
  const intent = isOther ? choice : weigh(chances, choice);
  const alternatives = SCORED_INTENTS.filter(
    (other) => other !== intent && (scores[other] >= 1 || chances[other] >= POSSIBLE),
  ).sort((a, b) => chances[b] - chances[a] || scores[b] - scores[a]);
  const spoken = result.evidence[intent];
  // Where the model overrules the rules its words decided, however sure it is.
  const isLearned = spoken.length === 0 && (intent !== choice || chances[intent] >= SAID);
  const learned = isLearned ? wordsFor(ruled, intent, MAX_EVIDENCE) : [];
  return {
    intent,
    evidence: spoken.length > 0 ? spoken : asWritten(learned, input.newText),
    alternatives,
    signals: {
      stepsTried: result.stepsTried,
      blocked: result.blocked,
      threat: result.threat,
      thanks: thanks && wordCount(input.newText) <= 60,
      autoReason: null,
    },
  };
}

/** Whoever names a number of Hotmart's does not ask for a parcel, whatever he calls his order. */
const OUR_NUMBER = /\bHP[\s.-]{0,3}\d{4}/i;

/** What the rules alone make of a mail of a person. */
export type RuledReading = ModelInput & {
  /** Thanks or "solved", with nothing asked. */
  readonly thanks: boolean;
  /** About a parcel of another shop. */
  readonly parcel: boolean;
  readonly choice: ScoredIntent;
};

/** Reads a mail by the rules; `readIntent` weighs that against the model, and the model is trained with it. */
export function ruledReading(input: Pick<IntentInput, 'subject' | 'newText' | 'language'>): RuledReading {
  const { result, sentences } = bestReading(input);
  const { scores } = result;
  const access = Math.max(...ACCESS.map((intent) => scores[intent]));
  const question = /[?¿]/.test(input.newText);
  const settled = result.solved && result.thanks && !result.complains;
  const thanks =
    (result.thanks || result.solved) &&
    (access < ENOUGH || settled) &&
    !result.outright &&
    !question &&
    scores.other < 3;
  const parcel = result.parcel && !OUR_NUMBER.test(`${input.subject} ${input.newText.slice(0, MAX_TEXT)}`);
  const choice = thanks || parcel ? 'other' : chooseIntent(result, access, input);
  return { sentences, result, thanks, parcel, choice };
}

/** Folded words as the mail writes them. */
function asWritten(folded: readonly string[], text: string): readonly string[] {
  const written = text.slice(0, MAX_TEXT).match(/[\p{L}\p{N}]+/gu) ?? [];
  const plain = written.map((word) => foldDoubled(foldPlain(word)));
  return folded.flatMap((words) => {
    const wanted = words.split(' ');
    const at = plain.findIndex((_, start) => wanted.every((word, offset) => plain[start + offset] === word));
    return at < 0 ? [] : [written.slice(at, at + wanted.length).join(' ')];
  });
}

/** The sentences of a mail that ask for something: they say which of two named products is meant. */
export function askingSentences(text: string, language: string | null): string {
  return readSentences(text, language !== null && hasLexicon(language) ? language : 'en', false)
    .filter(
      ({ hits, question }) => question || hits.some(({ concept, negated }) => negated || ASKING.includes(concept)),
    )
    .map((sentence) => sentence.text)
    .join('\n');
}

const ASKING: readonly Concept[] = [
  'cannot',
  'want',
  'how',
  'where',
  'denied',
  'missing',
  'forget',
  'lose',
  'wrongplace',
];
const ACCESS = [
  'access.password',
  'access.link',
  'access.email_missing',
  'access.first_login',
  'access.other',
] as const;

/** The lexicon of the detected language; where that says nothing, the other ones: short mails mix and mislead. */
function bestReading(input: Pick<IntentInput, 'subject' | 'newText' | 'language'>): {
  readonly result: IntentScores;
  readonly sentences: readonly Sentence[];
} {
  const weight = isReplySubject(input.subject) ? 0.4 : 1;
  const read = (language: string) => {
    const sentences = [
      ...readSentences(input.subject.replace(SUBJECT_PREFIX, ''), language, true),
      ...readSentences(input.newText, language, false),
    ];
    const result = scoreSentences(sentences, weight);
    return { result, sentences, best: Math.max(...Object.values(result.scores)) };
  };
  const known = input.language !== null && hasLexicon(input.language);
  const first = read(known ? (input.language ?? 'en') : 'en');
  if (known && first.best >= 1) return first;
  let best = first;
  for (const language of REPLY_LANGUAGES) {
    if (language === input.language) continue;
    const other = read(language);
    if (other.best > best.best) best = other;
  }
  return best;
}

/** The first of the precedence that is asked for; an outright refund or cancellation unless he still wants to get in. */
function chooseIntent(result: IntentScores, access: number, input: Pick<IntentInput, 'newText'>): ScoredIntent {
  const { scores, outright, asksAccess } = result;
  if (outright && !(access >= ENOUGH && asksAccess)) return 'other';
  if (result.presale && access < 3) return 'other';
  if (result.beforehand) return 'other';
  if (access >= ENOUGH && !(scores.other >= 3 && access < 2.5 && !asksAccess)) {
    return ACCESS.find((intent) => scores[intent] >= Math.max(ENOUGH, 0.5 * access)) ?? 'access.other';
  }
  if (scores.other >= ENOUGH) return 'other';
  // A mention of getting in, and of nothing else, is what this desk is for; in a long story it is a word like others.
  const strongest = ACCESS.filter((intent) => scores[intent] >= 0.6 && scores[intent] === access)[0];
  const isShort = wordCount(input.newText) <= MENTION_WORDS;
  if (strongest !== undefined && access >= scores.other && (isShort || result.complains || result.asksAccess))
    return strongest;
  if (result.likeliest !== null && scores.other < 0.5) return result.likeliest;
  // Only a number or an address, or nothing: what this desk is asked for.
  return wordCount(input.newText) <= 2 && scores.other < 1 ? 'access.other' : 'other';
}

function wordCount(text: string): number {
  return languageText(text).match(/\p{L}{2,}/gu)?.length ?? 0;
}
