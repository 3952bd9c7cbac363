import { type IntentInput, readAuto } from './auto-mail';
import { type Intent, type IntentReading, type IntentSignals, INTENTS, REPLY_LANGUAGES } from './intent';
import type { Concept } from './intent-lexicon';
import { type IntentScores, scoreSentences } from './intent-rules';
import { hasLexicon, readSentences } from './intent-words';
import { languageText } from './language';
import { isReplySubject, SUBJECT_PREFIX } from './reply-subject';

const NO_SIGNALS: IntentSignals = { stepsTried: false, blocked: false, threat: false, thanks: false, autoReason: null };
/** Least points of an intent that counts (see `scoreSentences`). */
const ENOUGH = 2;

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
  const result = bestReading(input);
  const { scores } = result;
  const access = Math.max(...ACCESS.map((intent) => scores[intent]));
  const question = /[?¿]/.test(input.newText);
  const thanks =
    (result.thanks || result.solved) && access < ENOUGH && !result.outright && !question && scores.other < 3;
  const intent = thanks ? 'other' : chooseIntent(result, access, input);
  const alternatives = INTENTS.filter((other) => other !== intent && other !== 'auto' && scores[other] >= 1).sort(
    (a, b) => (b === 'auto' ? 0 : scores[b]) - (a === 'auto' ? 0 : scores[a]),
  );
  return {
    intent,
    evidence: intent === 'auto' ? [] : result.evidence[intent],
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
function bestReading(input: IntentInput): IntentScores {
  const weight = isReplySubject(input.subject) ? 0.4 : 1;
  const read = (language: string): IntentScores =>
    scoreSentences(
      [
        ...readSentences(input.subject.replace(SUBJECT_PREFIX, ''), language, true),
        ...readSentences(input.newText, language, false),
      ],
      weight,
    );
  const known = input.language !== null && hasLexicon(input.language);
  const first = read(known ? (input.language ?? 'en') : 'en');
  if (known && Math.max(...Object.values(first.scores)) >= 1) return first;
  let best = first;
  for (const language of REPLY_LANGUAGES) {
    if (language === input.language) continue;
    const other = read(language);
    if (Math.max(...Object.values(other.scores)) > Math.max(...Object.values(best.scores))) best = other;
  }
  return best;
}

/** The first of the precedence that is asked for; an outright refund or cancellation unless he still wants to get in. */
function chooseIntent(result: IntentScores, access: number, input: IntentInput): Intent {
  const { scores, outright, asksAccess } = result;
  if (outright && !(access >= ENOUGH && asksAccess)) return 'other';
  if (result.presale && access < 3) return 'other';
  if (access >= ENOUGH && !(scores.other >= 3 && access < 2.5 && !asksAccess)) {
    return ACCESS.find((intent) => scores[intent] >= Math.max(ENOUGH, 0.5 * access)) ?? 'access.other';
  }
  if (scores.other >= ENOUGH) return 'other';
  // A mention of getting in, and of nothing else, is what this desk is for.
  const strongest = ACCESS.filter((intent) => scores[intent] >= 0.6 && scores[intent] === access)[0];
  if (strongest !== undefined && access >= scores.other) return strongest;
  if (result.likeliest !== null && scores.other < 0.5) return result.likeliest;
  // Only a number or an address, or nothing: what this desk is asked for.
  return wordCount(input.newText) <= 2 && scores.other < 1 ? 'access.other' : 'other';
}

function wordCount(text: string): number {
  return languageText(text).match(/\p{L}{2,}/gu)?.length ?? 0;
}
