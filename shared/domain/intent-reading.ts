import type { Intent } from './intent';
import type { Concept } from './intent-lexicon';
import type { Hit, Sentence } from './intent-words';

/** Intents that words speak for; `auto` has rules of its own. */
export type ScoredIntent = Exclude<Intent, 'auto'>;

/** Books points for an intent, with the words that gave them. */
export type Says = (intent: ScoredIntent, points: number, hits: readonly Hit[]) => void;

/** Which hits of a meaning count: all, those without a negation, those with one. */
export type Polarity = 'any' | 'plain' | 'negated';

/** Concepts that take a "not received", "cannot" or "where" away from the access: it is about them. */
const OTHER_OBJECTS: readonly Concept[] = ['invoice', 'certificate', 'video', 'refund', 'content', 'sound', 'parcel'];

const COMPLAINTS: readonly Concept[] = [
  'neg',
  'cannot',
  'nothing',
  'missing',
  'wait',
  'but',
  'problem',
  'broken',
  'when',
];

const NONE: readonly Hit[] = [];

/** One sentence, asked for meanings and for pairs of meanings close together: some hundred times for each mail. */
export class Reading {
  readonly #byConcept = new Map<Concept, Hit[]>();

  constructor(readonly sentence: Sentence) {
    for (const hit of sentence.hits) {
      const same = this.#byConcept.get(hit.concept);
      if (same === undefined) this.#byConcept.set(hit.concept, [hit]);
      else same.push(hit);
    }
  }

  has(concept: Concept, polarity: Polarity = 'any'): boolean {
    return this.of(concept, polarity).length > 0;
  }

  of(concept: Concept, polarity: Polarity = 'any'): readonly Hit[] {
    const hits = this.#byConcept.get(concept) ?? NONE;
    if (polarity === 'any' || hits.length === 0) return hits;
    return hits.filter((hit) => hit.negated === (polarity === 'negated'));
  }

  /** The first pair of two meanings at most `reach` words apart, in either order; null when there is none. */
  pair(a: Concept, b: readonly Concept[], reach: number, polarity: Polarity = 'any'): readonly [Hit, Hit] | null {
    for (const one of this.of(a, polarity)) {
      for (const two of this.sentence.hits) {
        if (b.includes(two.concept) && gapOf(one, two) <= reach) return [one, two];
      }
    }
    return null;
  }

  /** As `pair`, both in one clause: no comma, colon or dash between them. */
  joined(a: Concept, b: readonly Concept[], reach: number, polarity: Polarity = 'any'): readonly [Hit, Hit] | null {
    for (const one of this.of(a, polarity)) {
      for (const two of this.sentence.hits) {
        if (b.includes(two.concept) && one.clause === two.clause && gapOf(one, two) <= reach) return [one, two];
      }
    }
    return null;
  }

  /** As `pair`, with the second meaning after the first. */
  follows(a: Concept, b: readonly Concept[], reach: number, polarity: Polarity = 'any'): readonly [Hit, Hit] | null {
    for (const one of this.of(a, polarity)) {
      const two = this.sentence.hits.find(
        (hit) => b.includes(hit.concept) && hit.at >= one.end && hit.at - one.end <= reach,
      );
      if (two !== undefined) return [one, two];
    }
    return null;
  }

  /** "I have the mail", "I received the mail": it did come. */
  ownsMail(): boolean {
    if (this.has('receive', 'negated') || this.has('have', 'negated') || this.has('nothing')) return false;
    return (
      this.pair('receive', ['email', 'logindata'], 6, 'plain') !== null ||
      this.pair('have', ['email', 'logindata'], 5, 'plain') !== null
    );
  }

  /** "I get in without problems": what follows is about something else. */
  isFine(): boolean {
    if (this.has('cannot') || this.has('denied')) return false;
    return (
      this.pair('fine', ['enter', 'access', 'logindata'], 5) !== null &&
      !this.has('enter', 'negated') &&
      !this.has('receive', 'negated')
    );
  }

  cannotPay(): boolean {
    return this.follows('cannot', ['buy', 'charge'], 3) !== null;
  }

  /** A sentence about an invoice, a video, a refund, or one that wants no access sent: its words say nothing of getting in. */
  isAboutOther(): boolean {
    if (this.has('dontsend') || this.isFine() || this.follows('buy', ['wrongplace'], 4) !== null) return true;
    const access = this.has('enter') || this.has('access') || this.has('logindata') || this.has('password');
    return !access && (this.cannotPay() || OTHER_OBJECTS.some((concept) => this.has(concept)));
  }

  /** Something is not as it should be: a negation, an absence, a "but", waiting. */
  complains(): boolean {
    return COMPLAINTS.some((concept) => this.has(concept));
  }

  /** A wish, a question, a request to send; not only a complaint. */
  asksAccess(): boolean {
    const asks = this.sentence.question || this.has('want', 'plain') || this.has('how') || this.has('where');
    if (!asks || this.has('dontsend') || this.isFine()) return false;
    return (
      this.pair('how', ['enter', 'access', 'activate', 'see'], 6) !== null ||
      this.pair('where', ['enter', 'course', 'link'], 6) !== null ||
      this.has('whichlink') ||
      this.pair('whereis', ['access', 'logindata', 'email', 'course', 'link'], 4) !== null ||
      this.follows('want', ['enter', 'access', 'logindata', 'link', 'activate'], 8, 'plain') !== null ||
      this.pair('send', ['access', 'logindata', 'link', 'email', 'password'], 8, 'plain') !== null ||
      this.has('reset') ||
      (this.sentence.question && (this.has('enter') || this.has('access')))
    );
  }
}

/** Words between two hits; more than any reach where they stand on the same words. */
function gapOf(one: Hit, two: Hit): number {
  if (one.at === two.at && one.end === two.end) return Infinity;
  return two.at >= one.end ? two.at - one.end : one.at - two.end;
}
