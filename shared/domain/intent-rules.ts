import { scoreAccessIntents } from './intent-access-rules';
import type { Concept } from './intent-lexicon';
import { scoreOther } from './intent-other-rules';
import { Reading, type Says, type ScoredIntent } from './intent-reading';
import type { Sentence } from './intent-words';

/** What the sentences of a mail speak for, with the words that did. */
export type IntentScores = {
  readonly scores: Readonly<Record<ScoredIntent, number>>;
  readonly evidence: Readonly<Record<ScoredIntent, readonly string[]>>;
  /** Money back or an end asked for outright, not as a threat and not as a story. */
  readonly outright: boolean;
  /** The requester asks to get in: a wish, a question, a request to send; not only a complaint. */
  readonly asksAccess: boolean;
  /** About a parcel, and no word of a course or of getting in. */
  readonly parcel: boolean;
  /** Two sentences are of somebody who has not bought yet, or wants to do business: a course that he would get into. */
  readonly beforehand: boolean;
  /** A question before buying. */
  readonly presale: boolean;
  /** Where nothing was said in so many words: what a complaint about these things is likeliest about; null for no complaint. */
  readonly likeliest: ScoredIntent | null;
  /** Something is not as it should be. */
  readonly complains: boolean;
  readonly thanks: boolean;
  readonly solved: boolean;
  readonly stepsTried: boolean;
  readonly blocked: boolean;
  readonly threat: boolean;
};

/** Intents that words speak for, in their precedence (domain.md, "Intent"). */
export const SCORED_INTENTS: readonly ScoredIntent[] = [
  'access.password',
  'access.link',
  'access.email_missing',
  'access.first_login',
  'access.other',
  'other',
];
const MAX_EVIDENCE = 6;

/** Adds up what every sentence speaks for. Weights: 1 a mention, 2 enough to be the intent, 4 said in so many words. */
export function scoreSentences(sentences: readonly Sentence[], subjectWeight: number): IntentScores {
  const scores: Record<ScoredIntent, number> = Object.fromEntries(SCORED_INTENTS.map((intent) => [intent, 0])) as never;
  const evidence: Record<ScoredIntent, string[]> = Object.fromEntries(
    SCORED_INTENTS.map((intent) => [intent, []]),
  ) as never;
  let outright = false;
  let asksAccess = false;
  // A sentence without a meaning speaks for nothing.
  const readings = sentences.filter(({ hits }) => hits.length > 0).map((sentence) => new Reading(sentence));
  const facts = {
    hasMail: readings.some((reading) => reading.has('email', 'plain') && reading.ownsMail()),
    hasBought: readings.some((reading) => reading.has('buy') || reading.has('charge')),
  };
  for (const reading of readings) {
    const weight = reading.sentence.subject ? subjectWeight : 1;
    const says: Says = (intent, points, hits) => {
      scores[intent] += points * weight;
      for (const { words } of hits) {
        if (evidence[intent].length < MAX_EVIDENCE && !evidence[intent].includes(words)) evidence[intent].push(words);
      }
    };
    scoreAccessIntents(reading, facts, says);
    outright = scoreOther(reading, says) && weight > 0.5 ? true : outright;
    asksAccess ||= reading.asksAccess() && weight > 0.5;
  }
  const any = (concept: Concept): boolean =>
    sentences.some((sentence) => sentence.hits.some((hit) => hit.concept === concept && !hit.negated));
  return {
    scores,
    evidence,
    outright,
    asksAccess,
    parcel: any('parcel') && !DIGITAL.some((concept) => readings.some((reading) => reading.has(concept))),
    beforehand: readings.filter((reading) => reading.has('presale') || reading.has('partner')).length >= 2,
    presale: any('presale'),
    likeliest: likeliestOf(readings, facts.hasBought),
    complains: readings.some((reading) => reading.complains()),
    thanks: any('thanks'),
    solved: any('solved'),
    stepsTried: any('tried'),
    blocked: readings.some((reading) => reading.has('denied')),
    threat: readings.some((reading) => reading.has('threat')),
  };
}

/** What is delivered here: a mail that names none of it and a parcel is about another shop's. */
const DIGITAL: readonly Concept[] = [
  'email',
  'access',
  'logindata',
  'password',
  'enter',
  'link',
  'course',
  'wholecourse',
  'activate',
];

const PLACES: readonly Concept[] = ['link', 'account', 'enter', 'access', 'see', 'open', 'work', 'again', 'cannot'];

/** Somebody who paid and complains waits for the access; somebody for whom a page or an account does not work cannot get in. */
function likeliestOf(readings: readonly Reading[], hasBought: boolean): ScoredIntent | null {
  const complaints = readings.some((reading) => reading.complains());
  if (!complaints || readings.some((reading) => reading.has('want', 'negated'))) return null;
  if (readings.some((reading) => reading.complains() && PLACES.some((place) => reading.has(place))))
    return 'access.other';
  const expects = readings.some(
    (reading) => reading.has('email') || reading.has('logindata') || reading.has('receive'),
  );
  return hasBought || expects ? 'access.email_missing' : null;
}
