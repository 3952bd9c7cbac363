import type { ReactNode } from 'react';
import type { ClubMemberView, PurchaseAbout, SaleView, SubscriptionView } from '../../shared/contract/purchase-about';
import type { Provenance } from '../../shared/domain/purchase';
import { foldWord, meaningOf } from '../../shared/domain/status';
import { useEngine } from '../engine-client';
import { useNow } from '../i18n/use-now';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import './purchase-about.css';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Hotmart's word in plain words; one that nobody has seen yet is shown as it is. */
export function statusSentence(words: Words, statusWord: string): string {
  const meaning = meaningOf(statusWord);
  return meaning === null ? statusWord : words.t(`status-of.${meaning}`);
}

/** Where a fact came from and how old it is: "file vendite.csv, 12 Nov 2026", "Hotmart's API, 10m ago". */
export function provenanceText(words: Words, from: Provenance, now: number): string {
  const key = from.name === '' && from.source !== 'api' ? 'from.unnamed' : `from.${from.source}`;
  return `${words.t(key, { name: from.name })}, ${ageText(words, from.asOf, now)}`;
}

function ageText(words: Words, at: number, now: number): string {
  if (now - at >= DAY) return words.day(at);
  return now - at < MINUTE ? words.t('from.now') : words.t('from.ago', { age: words.age(at) });
}

function Fact(props: {
  readonly name: string;
  readonly from?: Provenance;
  /** Told together with the fact before it: its source stands there. */
  readonly isSameRow?: boolean;
  readonly children: ReactNode;
}) {
  const words = useWords();
  const now = useNow();
  const from = props.from && provenanceText(words, props.from, now);
  return (
    <div>
      <dt>{words.t(`fact.${props.name}`)}</dt>
      <dd title={from}>
        {props.children}
        {from !== undefined && props.isSameRow !== true && <span className="fact-from fact-line">{from}</span>}
      </dd>
    </div>
  );
}

function clubText(words: Words, club: ClubMemberView): string {
  return [enteredText(words, club), clubStatusText(words, club.statusWord)].filter((part) => part !== '').join(' · ');
}

function enteredText(words: Words, { firstAccessAt, lastAccessAt }: ClubMemberView): string {
  const last = lastAccessAt === null ? null : words.day(lastAccessAt);
  if (firstAccessAt === null) return last === null ? words.t('club.never') : words.t('club.last', { last });
  const first = words.day(firstAccessAt);
  return last === null || last === first
    ? words.t('club.first', { first })
    : words.t('club.first-last', { first, last });
}

/** That nothing keeps the member out needs no words. */
function clubStatusText(words: Words, statusWord: string): string {
  const folded = foldWord(statusWord);
  if (folded === 'active') return '';
  return words.has(`club-status.${folded}`) ? words.t(`club-status.${folded}`) : statusWord;
}

function subscriptionText(words: Words, subscription: SubscriptionView): string {
  const { status, statusWord, planName } = subscription;
  const state = status === 'unknown' ? statusWord : words.t(`subscription.${status}`);
  return [state, chargeText(words, subscription), planName].filter((part) => part !== '').join(' · ');
}

function chargeText(words: Words, { status, endedAt, nextChargeAt }: SubscriptionView): string {
  if (status === 'ended') return endedAt === null ? '' : words.t('subscription.since', { when: words.day(endedAt) });
  return nextChargeAt === null ? '' : words.t('subscription.next', { when: words.day(nextChargeAt) });
}

function guaranteeText(words: Words, endsAt: number, now: number): string {
  const when = words.day(endsAt);
  if (endsAt <= now) return words.t('guarantee.over', { when });
  const days = Math.floor((endsAt - now) / DAY);
  return days === 0 ? words.t('guarantee.last-day', { when }) : words.t('guarantee.left', { count: days, when });
}

function Sales(props: { readonly sales: readonly SaleView[] }) {
  const words = useWords();
  const now = useNow();
  return (
    <ul className="sales">
      {props.sales.map((sale) => (
        <li key={sale.transaction} title={provenanceText(words, sale.from, now)}>
          <strong>{sale.productName}</strong> <span>{words.day(sale.orderedAt)}</span>
          <span data-status={sale.status}>{statusSentence(words, sale.statusWord)}</span>
          <code>{sale.transaction}</code>
        </li>
      ))}
    </ul>
  );
}

function Facts(props: { readonly about: PurchaseAbout }) {
  const words = useWords();
  const now = useNow();
  const { sale, club, subscription, guaranteeEndsAt, checkout } = props.about;
  if (sale === null) return null;
  return (
    <dl className="facts" aria-label={words.t('about.facts')}>
      <Fact name="status" from={sale.from}>
        {statusSentence(words, sale.statusWord)}
      </Fact>
      {guaranteeEndsAt !== null && (
        <Fact name="guarantee" from={sale.from} isSameRow>
          {guaranteeText(words, guaranteeEndsAt, now)}
        </Fact>
      )}
      {club !== null && (
        <Fact name="club" from={club.from}>
          {clubText(words, club)}
        </Fact>
      )}
      {subscription !== null && (
        <Fact name="subscription" from={subscription.from}>
          {subscriptionText(words, subscription)}
        </Fact>
      )}
      {checkout.length > 0 && (
        <Fact name="checkout">
          <Sales sales={checkout} />
        </Fact>
      )}
    </dl>
  );
}

/** What else is known around the purchase, asked for on its own: the ticket is open before it is there. */
export function AboutPurchase(props: { readonly ticket: string }) {
  const words = useWords();
  const { data } = useEngine('purchases.about', { ticket: props.ticket });
  if (data === undefined) return null;
  return (
    <>
      <Facts about={data} />
      {data.sales > 0 && (
        <details className="purchase-history">
          <summary>{words.t(data.sale === null ? 'about.own' : 'about.history', { count: data.sales })}</summary>
          <Sales sales={data.history} />
          {data.history.length < data.sales && (
            <p className="case-quiet">{words.t('about.newest', { n: data.history.length })}</p>
          )}
        </details>
      )}
    </>
  );
}
