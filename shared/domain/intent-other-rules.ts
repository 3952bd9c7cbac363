import type { Reading, Says } from './intent-reading';
import type { Hit } from './intent-words';

/** Answers whether money back or an end is asked for outright. */
export function scoreOther(reading: Reading, says: Says): boolean {
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
  if (reading.follows('buy', ['wrongplace'], 4) !== null) says('other', 3, reading.of('wrongplace'));
  if (reading.cannotPay() && reading.isAboutOther()) says('other', 3, [...reading.of('buy'), ...reading.of('charge')]);
  const troubled =
    reading.pair('video', ['sound', 'cannot', 'problem', 'work'], 10) ??
    reading.pair('sound', ['cannot', 'neg', 'course', 'content'], 8);
  if (troubled !== null) says('other', 3, troubled);
  if (reading.has('sound', 'negated') && troubled === null) says('other', 2, reading.of('sound'));
  for (const concept of ['invoice', 'certificate', 'partner', 'presale', 'change', 'parcel'] as const) {
    const hits = reading.of(concept);
    if (hits.length === 0) continue;
    const sure =
      ['presale', 'partner', 'parcel'].includes(concept) || asks || reading.sentence.subject || hits.length > 1;
    says('other', sure || hits.some((hit) => hit.negated) ? 3 : 1.5, hits);
  }
  const content = reading.of('content');
  if (content.length > 0) says('other', reading.has('cannot') || asks || content.length > 1 ? 2 : 1, content);
  if (reading.has('opinion')) says('other', 1.5, reading.of('opinion'));
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
