import type { ProductView } from '../../shared/contract/catalogue';
import type { DeliveryEvidence } from '../../shared/domain/delivery-evidence';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import './evidence-list.css';

/** One piece of evidence as a sentence; who said it where somebody is known. */
export function evidenceSentence(words: Words, evidence: DeliveryEvidence): string {
  const { kind, by, times: count, delivery } = evidence;
  const values = { by, count, where: words.t(`delivery.${delivery}`) };
  const sentence = `ledger.${kind}`;
  return words.t(by === '' && words.has(`${sentence}.unnamed`) ? `${sentence}.unnamed` : sentence, values);
}

/** When: one day, or from when to when; a word that was said more than once also how often. */
function evidenceTime(words: Words, evidence: DeliveryEvidence): string {
  const { kind, times, firstAt, lastAt } = evidence;
  const [first, last] = [words.day(firstAt), words.day(lastAt)];
  if (times > 1 && (kind === 'ruling' || kind === 'catalogue')) {
    return words.t('ledger.times', { n: times, first, last });
  }
  return first === last ? last : words.t('ledger.from-to', { first, last });
}

/** The ledger of a product in plain words, the strongest first; what contradicts the delivery that stands is marked. */
export function EvidenceList(props: { readonly product: Pick<ProductView, 'evidence' | 'conflicts'> }) {
  const words = useWords();
  const { evidence, conflicts } = props.product;
  if (evidence.length === 0) return <p className="case-quiet">{words.t('ledger.nothing')}</p>;
  const contradicts = new Set(conflicts.map(({ kind }) => kind));
  return (
    <ul className="ledger" aria-label={words.t('ledger.title')}>
      {evidence.map((one) => (
        <li key={one.kind} data-conflict={contradicts.has(one.kind) || undefined}>
          {evidenceSentence(words, one)} <span className="fact-from">{evidenceTime(words, one)}</span>
          {contradicts.has(one.kind) && <strong>{words.t('ledger.contradicts')}</strong>}
        </li>
      ))}
    </ul>
  );
}
