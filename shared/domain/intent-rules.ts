import type { Intent } from './intent';
import type { Concept } from './intent-lexicon';
import type { Hit, Sentence } from './intent-words';

/** What the sentences of a mail speak for, with the words that did. */
export type IntentScores = {
  readonly scores: Readonly<Record<ScoredIntent, number>>;
  readonly evidence: Readonly<Record<ScoredIntent, readonly string[]>>;
  /** Money back or an end asked for outright, not as a threat and not as a story. */
  readonly outright: boolean;
  /** The requester asks to get in: a wish, a question, a request to send; not only a complaint. */
  readonly asksAccess: boolean;
  /** A question before buying. */
  readonly presale: boolean;
  readonly thanks: boolean;
  readonly solved: boolean;
  readonly stepsTried: boolean;
  readonly blocked: boolean;
  readonly threat: boolean;
};
export type ScoredIntent = Exclude<Intent, 'auto'>;

const SCORED: readonly ScoredIntent[] = [
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
  const scores: Record<ScoredIntent, number> = Object.fromEntries(SCORED.map((intent) => [intent, 0])) as never;
  const evidence: Record<ScoredIntent, string[]> = Object.fromEntries(SCORED.map((intent) => [intent, []])) as never;
  let outright = false;
  let asksAccess = false;
  const hasMail = sentences.some(
    (sentence) => new Reading(sentence).has('email', 'plain') && new Reading(sentence).ownsMail(),
  );
  for (const sentence of sentences) {
    const weight = sentence.subject ? subjectWeight : 1;
    const reading = new Reading(sentence);
    const says = (intent: ScoredIntent, points: number, hits: readonly Hit[]): void => {
      scores[intent] += points * weight;
      for (const { words } of hits) {
        if (evidence[intent].length < MAX_EVIDENCE && !evidence[intent].includes(words)) evidence[intent].push(words);
      }
    };
    scorePassword(reading, says);
    scoreLink(reading, says);
    scoreMissing(reading, says);
    scoreFirst(reading, says, hasMail);
    scoreAccess(reading, says);
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
    presale: any('presale'),
    thanks: any('thanks'),
    solved: any('solved'),
    stepsTried: any('tried'),
    blocked: sentences.some((sentence) => sentence.hits.some((hit) => hit.concept === 'denied')),
    threat: sentences.some((sentence) => sentence.hits.some((hit) => hit.concept === 'threat')),
  };
}

type Says = (intent: ScoredIntent, points: number, hits: readonly Hit[]) => void;
type Polarity = 'any' | 'plain' | 'negated';

/** One sentence, asked for meanings and for pairs of meanings close together. */
class Reading {
  constructor(readonly sentence: Sentence) {}

  has(concept: Concept, polarity: Polarity = 'any'): boolean {
    return this.of(concept, polarity).length > 0;
  }

  of(concept: Concept, polarity: Polarity = 'any'): readonly Hit[] {
    return this.sentence.hits.filter(
      (hit) => hit.concept === concept && (polarity === 'any' || hit.negated === (polarity === 'negated')),
    );
  }

  /** The first pair of two meanings at most `reach` words apart, in either order; null when there is none. */
  pair(a: Concept, b: readonly Concept[], reach: number, polarity: Polarity = 'any'): readonly [Hit, Hit] | null {
    for (const one of this.of(a, polarity)) {
      for (const two of this.sentence.hits) {
        if (two === one || !b.includes(two.concept)) continue;
        const gap = two.at >= one.end ? two.at - one.end : one.at - two.end;
        if (gap <= reach && (two.at !== one.at || two.end !== one.end)) return [one, two];
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
    const pair =
      this.pair('receive', ['email', 'logindata'], 6, 'plain') ?? this.pair('have', ['email', 'logindata'], 5, 'plain');
    return pair !== null && !this.has('receive', 'negated') && !this.has('nothing');
  }

  asksAccess(): boolean {
    const asks = this.sentence.question || this.has('want', 'plain') || this.has('how') || this.has('where');
    if (!asks || this.follows('send', ['access', 'logindata', 'enter'], 6, 'negated') !== null) return false;
    return (
      this.pair('how', ['enter', 'access', 'activate', 'see'], 6) !== null ||
      this.pair('where', ['enter', 'course', 'link'], 6) !== null ||
      this.follows('want', ['enter', 'access', 'logindata', 'link', 'activate'], 8, 'plain') !== null ||
      this.pair('send', ['access', 'logindata', 'link', 'email', 'password'], 8, 'plain') !== null ||
      this.has('reset') ||
      (this.sentence.question && (this.has('enter') || this.has('access')))
    );
  }
}

function scorePassword(reading: Reading, says: Says): void {
  const strong =
    reading.pair('password', ['forget', 'reset', 'wrong', 'lose'], 9) ??
    reading.pair('remember', ['password', 'logindata'], 8, 'negated') ??
    reading.pair('know', ['password'], 5, 'negated') ??
    reading.pair('work', ['password'], 5, 'negated') ??
    reading.pair('find', ['password'], 5, 'negated');
  const credentials =
    reading.pair('logindata', ['wrong', 'forget', 'lose'], 8) ??
    reading.pair('forget', ['access', 'enter', 'logindata'], 5);
  const fine =
    reading.pair('know', ['password'], 4, 'plain') !== null && !reading.has('forget') && !reading.has('wrong');
  const notCome = reading.pair('receive', ['password', 'nothing', 'access', 'logindata'], 8, 'negated');
  // "Cambiare la password", "lost my password": one phrase that says it all.
  const phrase = [...reading.of('reset'), ...reading.of('forget')].find(({ words }) => words.includes(' '));
  if (phrase !== undefined) says('access.password', 4, [phrase]);
  else if (strong !== null && !(fine && !reading.has('reset'))) says('access.password', 4, strong);
  else if (credentials !== null) says('access.password', 3, credentials);
  else if (fine || notCome !== null) return;
  else if (reading.pair('password', ['cannot', 'problem', 'how', 'change'], 8) !== null)
    says('access.password', 2, reading.of('password'));
  else if (reading.has('password', 'plain'))
    says('access.password', reading.sentence.subject ? 1.5 : 1, reading.of('password'));
  else if (reading.has('reset') && reading.has('enter')) says('access.password', 2, reading.of('reset'));
}

function scoreLink(reading: Reading, says: Says): void {
  if (aboutOther(reading) || reading.has('activate')) return;
  if (reading.pair('receive', ['link', 'nothing'], 8, 'negated') !== null) return;
  const strong =
    reading.pair('lose', ['link'], 8) ??
    reading.pair('find', ['link'], 7, 'negated') ??
    reading.pair('where', ['enter'], 5) ??
    reading.pair('which', ['enter'], 7) ??
    reading.pair('know', ['link', 'where', 'which'], 6, 'negated') ??
    reading.pair('remember', ['link', 'where', 'which'], 6, 'negated') ??
    reading.pair('have', ['link'], 4, 'negated');
  const opensWrong = reading.pair('wrongplace', ['open', 'link', 'course', 'enter', 'see', 'find'], 12);
  const weaker =
    reading.pair('want', ['link'], 8, 'plain') ??
    reading.pair('send', ['link'], 6, 'plain') ??
    reading.pair('which', ['link'], 4) ??
    reading.pair('where', ['link', 'course', 'see'], 5) ??
    reading.pair('find', ['course', 'where'], 5, 'negated') ??
    reading.pair('work', ['link'], 4, 'negated');
  if (strong !== null && !(reading.has('email') && strong[0].concept === 'find')) says('access.link', 4, strong);
  else if (opensWrong !== null) says('access.link', 3.5, opensWrong);
  else if (reading.has('wrongplace')) says('access.link', 2, reading.of('wrongplace'));
  else if (weaker !== null) says('access.link', 2.5, weaker);
  else if (reading.has('link') && reading.sentence.subject) says('access.link', 1, reading.of('link'));
}

function scoreMissing(reading: Reading, says: Says): void {
  if (aboutOther(reading)) return;
  const objects: readonly Concept[] = ['email', 'access', 'logindata', 'link', 'nothing', 'password', 'course'];
  const notCome = reading.pair('receive', objects, 10, 'negated') ?? reading.pair('nothing', ['receive'], 5);
  const noSign =
    reading.pair('see', ['email', 'logindata'], 6, 'negated') ??
    reading.pair('find', ['email', 'logindata'], 6, 'negated') ??
    reading.pair('missing', ['email', 'access', 'logindata', 'link'], 6) ??
    reading.pair('nothing', ['email', 'access', 'logindata'], 4) ??
    reading.pair('have', ['logindata', 'email'], 4, 'negated') ??
    reading.pair('nothing', ['buy'], 6) ??
    reading.pair('nothing', ['have'], 3) ??
    (reading.has('cannot') ? null : reading.pair('activate', ['access', 'course'], 5, 'negated'));
  const waits =
    reading.pair('wait', ['email', 'access', 'logindata', 'link'], 6) ??
    reading.follows('where', ['logindata', 'email', 'access'], 3) ??
    reading.pair('send', ['logindata', 'access'], 6, 'plain');
  if (notCome !== null) says('access.email_missing', 4, notCome);
  else if (noSign !== null && !reading.ownsMail()) says('access.email_missing', 3, noSign);
  else if (reading.has('receive', 'negated') && !reading.has('thanks')) {
    says('access.email_missing', 2, reading.of('receive', 'negated'));
  } else if (waits !== null) says('access.email_missing', 2.5, waits);
}

function scoreFirst(reading: Reading, says: Says, hasMail: boolean): void {
  if (aboutOther(reading)) return;
  const lost = reading.has('understand', 'negated') || reading.has('know', 'negated') || reading.has('how');
  const extra = hasMail ? 1.5 : 0;
  const activate = reading.pair('activate', ['how', 'understand', 'cannot', 'know', 'problem'], 8);
  const broken = reading.pair('work', ['activate', 'account'], 8, 'negated') ?? reading.pair('cannot', ['activate'], 5);
  const first = reading.pair(
    'firsttime',
    ['enter', 'access', 'activate', 'how', 'account', 'course', 'password', 'cannot'],
    12,
  );
  const make = reading.pair('create', ['account', 'password'], 5);
  const howIn = reading.pair('how', ['enter', 'access'], 5);
  if (first !== null) says('access.first_login', 3.5 + extra, first);
  else if (activate !== null || broken !== null) says('access.first_login', 3.5 + extra, activate ?? broken ?? []);
  else if (make !== null && lost) says('access.first_login', 3 + extra, make);
  else if (howIn !== null && !reading.has('again') && !reading.has('denied'))
    says('access.first_login', 2 + extra, howIn);
  else if (reading.has('understand', 'negated') && (reading.has('enter') || reading.has('email'))) {
    says('access.first_login', 2 + extra, reading.of('understand'));
  } else if (reading.has('firsttime')) says('access.first_login', 1.5, reading.of('firsttime'));
  else if (reading.has('activate') && (reading.sentence.question || reading.has('want'))) {
    says('access.first_login', 1.5, reading.of('activate'));
  }
}

function scoreAccess(reading: Reading, says: Says): void {
  if (aboutOther(reading)) return;
  const cannot =
    reading.pair('cannot', ['enter', 'access', 'open', 'account', 'link'], 9) ?? reading.pair('cannot', ['course'], 6);
  const denied = reading.of('denied');
  const again = reading.pair('how', ['enter', 'access'], 5) !== null && reading.has('again');
  const wants =
    reading.pair('want', ['enter', 'access'], 6, 'plain') ?? reading.pair('problem', ['enter', 'access'], 6);
  if (cannot !== null) says('access.other', 3, cannot);
  else if (denied.length > 0) says('access.other', 2.5, denied);
  else if (reading.has('enter', 'negated')) says('access.other', 2.5, reading.of('enter', 'negated'));
  else if (reading.pair('have', ['access'], 4, 'negated') !== null) says('access.other', 2.5, reading.of('access'));
  else if (again) says('access.other', 2.5, reading.of('enter'));
  else if (wants !== null) says('access.other', 2, wants);
  else if (reading.has('access', 'plain') || reading.has('enter', 'plain') || reading.has('cannot')) {
    const hits = [...reading.of('access', 'plain'), ...reading.of('enter', 'plain'), ...reading.of('cannot')];
    says('access.other', reading.sentence.subject ? 1.5 : 0.7, hits);
  }
}

/** Concepts that take a "not received", "cannot" or "where" away from the access: it is about them. */
const OTHER_OBJECTS: readonly Concept[] = ['invoice', 'certificate', 'video', 'refund', 'content', 'sound'];

function aboutOther(reading: Reading): boolean {
  // "The course works, send me no instructions."
  if (reading.follows('send', ['access', 'logindata', 'enter'], 6, 'negated') !== null) return true;
  const access = reading.has('enter') || reading.has('access') || reading.has('logindata') || reading.has('password');
  return !access && OTHER_OBJECTS.some((concept) => reading.has(concept));
}

/** Answers whether money back or an end is asked for outright. */
function scoreOther(reading: Reading, says: Says): boolean {
  const asks =
    reading.sentence.question ||
    reading.has('want') ||
    reading.has('how') ||
    reading.has('send') ||
    reading.sentence.length <= 4;
  let outright = false;
  for (const concept of ['refund', 'cancel'] as const) {
    const hit = reading.of(concept, 'plain')[0];
    if (hit === undefined) continue;
    if (isConditional(reading, hit)) says('other', 0.5, [hit]);
    else if (reading.pair(concept, ['past'], 4) !== null) says('other', 1.5, [hit]);
    else if (concept === 'refund' || asks || hit.at <= 2) {
      says('other', 4, [hit]);
      outright = true;
    } else says('other', 1.5, [hit]);
  }
  const charged =
    reading.pair('charge', ['double', 'wrong', 'problem', 'cannot'], 10) ?? reading.pair('double', ['buy'], 6);
  if (charged !== null) says('other', 3.5, charged);
  const troubled =
    reading.pair('video', ['sound', 'cannot', 'problem', 'work'], 10) ??
    reading.pair('sound', ['cannot', 'neg', 'course', 'content'], 8);
  if (troubled !== null) says('other', 3, troubled);
  if (reading.has('sound', 'negated') && troubled === null) says('other', 2, reading.of('sound'));
  for (const concept of ['invoice', 'certificate', 'partner', 'presale', 'change'] as const) {
    const hits = reading.of(concept);
    if (hits.length === 0) continue;
    const sure = concept === 'presale' || concept === 'partner' || asks || reading.sentence.subject || hits.length > 1;
    says('other', sure || hits.some((hit) => hit.negated) ? 3 : 1.5, hits);
  }
  const content = reading.of('content');
  if (content.length > 0) says('other', reading.has('cannot') || asks || content.length > 1 ? 2 : 1, content);
  if (reading.has('charge') && charged === null) says('other', asks ? 1.5 : 0.7, reading.of('charge'));
  if (reading.has('thanks') && reading.sentence.length <= 12 && !asks) says('other', 0.5, []);
  if (reading.has('solved', 'plain')) says('other', 2, reading.of('solved'));
  return outright;
}

/** "If I cannot get in I want my money back", "otherwise refund me": a threat, not the wish. */
function isConditional(reading: Reading, refund: Hit): boolean {
  if (reading.of('else').some((hit) => hit.at < refund.at)) return true;
  return reading.of('if').some((hit) => {
    const [from, to] = hit.at < refund.at ? [hit.end, refund.at] : [hit.end, reading.sentence.length];
    return reading.sentence.hits.some(
      (other) =>
        other.at >= from &&
        other.at < to &&
        other !== refund &&
        ['neg', 'cannot', 'enter', 'access', 'receive', 'work', 'solved', 'send'].includes(other.concept),
    );
  });
}
