import type { Concept } from './intent-lexicon';
import type { Reading, Says } from './intent-reading';
import type { Hit } from './intent-words';

/** What the other sentences of the mail say. */
export type MailFacts = {
  /** The access e-mail did come. */
  readonly hasMail: boolean;
  /** Something was bought or charged. */
  readonly hasBought: boolean;
};

/** What one sentence speaks for among the intents of getting in. */
export function scoreAccessIntents(reading: Reading, facts: MailFacts, says: Says): void {
  scorePassword(reading, says);
  if (reading.isAboutOther()) return;
  scoreLink(reading, says);
  scoreMissing(reading, facts, says);
  scoreFirst(reading, facts, says);
  scoreEntry(reading, says);
}

function scorePassword(reading: Reading, says: Says): void {
  const refused =
    reading.pair('password', ['forget', 'reset', 'wrong', 'lose'], 9) ??
    reading.pair('remember', ['password', 'logindata'], 8, 'negated') ??
    reading.joined('work', ['password'], 6, 'negated') ??
    reading.pair('reset', ['email', 'link', 'receive', 'cannot', 'wrong'], 8);
  const unknown =
    reading.joined('know', ['password'], 5, 'negated') ?? reading.joined('find', ['password'], 5, 'negated');
  const credentials =
    reading.pair('logindata', ['wrong', 'forget', 'lose'], 8) ??
    reading.pair('forget', ['access', 'enter', 'logindata'], 5);
  // "I have the password, not the page": only the rest of the sentence asks.
  const owned =
    (reading.joined('know', ['password'], 4, 'plain') ?? reading.joined('have', ['password'], 4, 'plain')) !== null &&
    !reading.has('cannot') &&
    !reading.has('problem');
  const notCome = reading.pair('receive', ['password', 'nothing', 'access', 'logindata'], 8, 'negated');
  // "Cambiare la password", "lost my password": one phrase that says it all.
  const phrase = [...reading.of('reset'), ...reading.of('forget')].find(({ words }) => words.includes(' '));
  if (phrase !== undefined) says('access.password', 4, [phrase]);
  else if (refused !== null) says('access.password', 4, refused);
  else if (unknown !== null) says('access.password', 4, unknown);
  else if (credentials !== null) says('access.password', 3, credentials);
  else if (owned || notCome !== null) return;
  else if (
    reading.pair('password', ['cannot', 'problem', 'how', 'change', 'work', 'which', 'what'], 10) !== null ||
    (reading.has('password') && (reading.has('enter', 'negated') || reading.has('create', 'negated')))
  )
    says('access.password', 2, reading.of('password'));
  else if (reading.has('password', 'plain'))
    says('access.password', reading.sentence.subject ? 1.5 : 1, reading.of('password'));
  else if (reading.has('reset') && reading.has('enter')) says('access.password', 2, reading.of('reset'));
}

function scoreLink(reading: Reading, says: Says): void {
  if (reading.has('activate') || reading.has('firsttime')) return;
  if (reading.pair('receive', ['link', 'nothing'], 8, 'negated') !== null) return;
  const strong =
    reading.pair('lose', ['link'], 8) ??
    reading.pair('find', ['link'], 7, 'negated') ??
    reading.pair('where', ['enter'], 5) ??
    reading.pair('which', ['enter'], 7) ??
    reading.pair('know', ['link', 'where'], 6, 'negated') ??
    reading.pair('remember', ['link', 'where'], 6, 'negated') ??
    reading.pair('have', ['link'], 4, 'negated');
  const opensWrong = reading.pair('wrongplace', ['open', 'link', 'enter', 'see', 'leads'], 12);
  const weaker =
    reading.pair('want', ['link'], 8, 'plain') ??
    reading.pair('send', ['link'], 6, 'plain') ??
    reading.pair('which', ['link'], 4) ??
    reading.pair('what', ['link'], 4) ??
    reading.pair('where', ['link', 'course', 'see'], 5) ??
    reading.pair('whereis', ['link'], 4) ??
    reading.pair('missing', ['link'], 5) ??
    reading.pair('find', ['course', 'where'], 5, 'negated') ??
    reading.pair('work', ['link'], 6, 'negated') ??
    reading.pair('broken', ['link'], 8) ??
    reading.pair('link', ['leads'], 6);
  const place = reading.of('whichlink')[0];
  if (strong !== null && !isLostCourse(reading, strong) && !(reading.has('email') && strong[0].concept === 'find'))
    says('access.link', 4, strong);
  else if (place !== undefined) says('access.link', 3.5, [place]);
  else if (opensWrong !== null) says('access.link', 3.5, opensWrong);
  else if (weaker !== null) says('access.link', 2.5, weaker);
  else if (reading.has('where', 'negated')) says('access.link', 2.5, reading.of('where'));
  else if (reading.has('wrongplace')) says('access.link', 1, reading.of('wrongplace'));
  else if (reading.has('link') && reading.sentence.subject) says('access.link', 1, reading.of('link'));
}

/** "The course has vanished from the platform": the course is what is gone, not the way to it. */
function isLostCourse(reading: Reading, pair: readonly [Hit, Hit]): boolean {
  const course = reading.pair('lose', ['course'], 5);
  return course !== null && pair[0].concept === 'lose' && course[1].at < pair[1].at;
}

const THINGS: readonly Concept[] = ['email', 'access', 'logindata'];

function scoreMissing(reading: Reading, facts: MailFacts, says: Says): void {
  const notCome =
    reading.pair('receive', [...THINGS, 'link', 'nothing', 'password', 'course'], 10, 'negated') ??
    reading.pair('nothing', ['receive'], 10) ??
    leftOut(reading);
  const noSign =
    reading.pair('see', ['email', 'logindata'], 6, 'negated') ??
    reading.pair('find', ['email', 'logindata'], 6, 'negated') ??
    reading.pair('missing', [...THINGS, 'link'], 8) ??
    reading.pair('nothing', THINGS, 4) ??
    reading.pair('have', ['logindata', 'email'], 4, 'negated') ??
    reading.pair('nothing', ['buy', 'charge'], 6) ??
    reading.pair('nothing', ['have'], 3) ??
    (reading.has('cannot') ? null : reading.pair('activate', ['access', 'course'], 5, 'negated'));
  const paidFor = facts.hasBought ? reading.follows('want', ['access', 'logindata'], 5, 'plain') : null;
  const waits =
    reading.pair('wait', [...THINGS, 'link', 'course', 'send', 'receive'], 6) ??
    reading.pair('whereis', [...THINGS, 'course'], 4) ??
    reading.follows('where', ['logindata', 'email'], 3) ??
    reading.pair('send', ['logindata', 'access'], 6, 'plain') ??
    (reading.sentence.question || reading.has('again') ? reading.follows('send', ['email'], 5, 'plain') : null) ??
    promised(reading);
  if (notCome !== null) says('access.email_missing', 4, notCome);
  else if (noSign !== null && !reading.ownsMail()) says('access.email_missing', 3, noSign);
  else if (reading.has('notrace')) says('access.email_missing', 2.5, reading.of('notrace'));
  else if (reading.has('receive', 'negated') && !reading.has('thanks')) {
    says('access.email_missing', 2, reading.of('receive', 'negated'));
  } else if (waits !== null) says('access.email_missing', 2.5, waits);
  else if (paidFor !== null && !reading.has('enter')) says('access.email_missing', 2.5, paidFor);
}

/** "When will my data come", "I want to receive the access", "and my access, when?" */
function promised(reading: Reading): readonly [Hit, Hit] | null {
  const asked = reading.sentence.question || reading.has('want', 'plain');
  const comes =
    reading.pair('receive', [...THINGS, 'course'], 7, 'plain') ??
    reading.pair('send', [...THINGS, 'course'], 5, 'plain');
  if (comes !== null && reading.has('when') && asked) return comes;
  if (comes !== null && reading.follows('want', ['receive'], 4, 'plain') !== null) return comes;
  return reading.sentence.length <= 6 ? reading.pair('when', ['access', 'logindata'], 4) : null;
}

/** "The invoice came, but not the access", "the access did not": the verb stands only once. */
function leftOut(reading: Reading): readonly [Hit, Hit] | null {
  const came = reading.of('receive', 'plain')[0];
  if (came === undefined) return null;
  const but = reading.of('but')[0];
  for (const thing of reading.sentence.hits) {
    if (!THINGS.includes(thing.concept) || thing.at < came.end) continue;
    const neg = reading
      .of('neg')
      .find((hit) =>
        hit.end <= thing.at
          ? but !== undefined && hit.at >= but.at && thing.at - hit.end <= 2
          : hit.at - thing.end <= 1 && hit.end === reading.sentence.length,
      );
    if (neg !== undefined) return [neg, thing];
  }
  return null;
}

function scoreFirst(reading: Reading, facts: MailFacts, says: Says): void {
  if (reading.has('tried')) return;
  const lost = reading.has('understand', 'negated') || reading.has('know', 'negated') || reading.has('how');
  const extra = facts.hasMail ? 1.5 : 0;
  const activate = reading.pair('activate', ['how', 'understand', 'cannot', 'know', 'problem'], 8);
  const broken = reading.pair('work', ['activate', 'account'], 8, 'negated') ?? reading.pair('cannot', ['activate'], 6);
  const first = reading.pair(
    'firsttime',
    ['enter', 'access', 'activate', 'how', 'account', 'course', 'password', 'cannot', 'know', 'understand'],
    12,
  );
  const make = reading.pair('create', ['account', 'password', 'logindata', 'enter'], 5);
  const howIn = reading.pair('how', ['enter', 'access', 'start'], 5);
  if (first !== null) says('access.first_login', 3.5 + extra, first);
  else if (activate !== null || broken !== null) says('access.first_login', 3.5 + extra, activate ?? broken ?? []);
  else if (make !== null && (lost || reading.sentence.question)) says('access.first_login', 3 + extra, make);
  else if (howIn !== null && !reading.has('again') && !reading.has('denied'))
    says('access.first_login', 2 + extra, howIn);
  else if (
    reading.has('understand', 'negated') &&
    (reading.has('enter') || reading.has('email') || reading.has('how'))
  ) {
    says('access.first_login', 2 + extra, reading.of('understand'));
  } else if (facts.hasMail && reading.has('how') && !reading.has('password'))
    says('access.first_login', 2.5, reading.of('how'));
  else if (reading.has('firsttime')) says('access.first_login', 1.5, reading.of('firsttime'));
  else if (reading.has('activate') && (reading.sentence.question || reading.has('want'))) {
    says('access.first_login', 1.5, reading.of('activate'));
  }
}

function scoreEntry(reading: Reading, says: Says): void {
  const cannot =
    reading.pair('cannot', ['enter', 'access', 'open', 'account', 'link'], 9) ??
    reading.pair('cannot', ['course', 'work'], 6);
  const gone =
    reading.pair('see', ['wholecourse'], 5, 'negated') ??
    reading.pair('lose', ['wholecourse'], 5) ??
    reading.pair('missing', ['wholecourse'], 5) ??
    reading.pair('have', ['wholecourse'], 1, 'negated') ??
    (reading.has('see') ? reading.pair('wholecourse', ['neg'], 1) : null);
  const denied = reading.of('denied');
  const again = reading.pair('how', ['enter', 'access'], 5) !== null && reading.has('again');
  const wants =
    reading.pair('want', ['enter', 'access'], 6, 'plain') ??
    reading.pair('problem', ['enter', 'access'], 6) ??
    reading.pair('work', ['enter', 'access', 'logindata', 'account'], 5, 'negated');
  if (cannot !== null) says('access.other', 3, cannot);
  else if (denied.length > 0) says('access.other', 2.5, denied);
  else if (reading.has('enter', 'negated')) says('access.other', 2.5, reading.of('enter', 'negated'));
  else if (reading.pair('have', ['access'], 4, 'negated') !== null) says('access.other', 2.5, reading.of('access'));
  else if (again) says('access.other', 2.5, reading.of('enter'));
  else if (gone !== null) says('access.other', 2.5, gone);
  else if (wants !== null) says('access.other', 2, wants);
  else if (reading.has('access', 'plain') || reading.has('enter', 'plain') || reading.has('cannot')) {
    const hits = [...reading.of('access', 'plain'), ...reading.of('enter', 'plain'), ...reading.of('cannot')];
    says('access.other', reading.sentence.subject ? 1.5 : 0.7, hits);
  }
}
