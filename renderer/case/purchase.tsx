import type { CaseView, PurchaseView, TicketView } from '../../shared/contract/views';
import type { MatchEvidence, MatchHint } from '../../shared/domain/match';
import { commandNamed } from '../desk/commands';
import { correct, refusePurchase } from '../desk/casework';
import { useDesk } from '../desk/desk-context';
import { KeyCap } from '../desk/key-cap';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import { DeliveryBadge, MatchBadge, matchSign } from '../tickets/badges';
import { ClassifyProduct } from './classify-product';
import { LookUp } from './look-up';
import { PictureCrop } from './picture-crop';
import { AboutPurchase } from './purchase-about';

function Facts(props: { readonly purchase: PurchaseView; readonly view: CaseView }) {
  const { purchase } = props;
  const words = useWords();
  const rows: readonly (readonly [string, string])[] = [
    ['product', purchase.productName],
    ['buyer', [purchase.buyerName, purchase.buyerEmail].filter((part) => part !== '').join(' · ')],
    ['ordered', words.day(purchase.orderedAt)],
    ['producer', [purchase.producerName, purchase.producerEmail].filter((part) => part !== '').join(' · ')],
    ['area', purchase.memberAreaUrl],
    ['price', words.money(purchase.price, purchase.currency)],
  ];
  return (
    <dl className="facts">
      {rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{words.t(`fact.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** One piece of evidence as a sentence. */
export function evidenceText(words: Words, evidence: MatchEvidence): string {
  switch (evidence.kind) {
    case 'number':
      return words.t('evidence.number', { written: evidence.written, place: words.t(`place.${evidence.place}`) });
    case 'address':
      return words.t(`evidence.address.${evidence.from}`, { address: evidence.address });
    case 'product-named':
      return words.t('evidence.product-named', { words: evidence.words });
    case 'only-active':
      return words.t('evidence.only-active');
    case 'linked-by-agent':
      return words.t('evidence.linked-by-agent', { agent: evidence.agent });
  }
}

function hintText(words: Words, hint: MatchHint): string {
  const { kind, ...values } = hint;
  return words.t(`hint.${kind}`, values);
}

/** Takes a wrong match off the ticket; it sticks, and Undo puts it back. */
function NotThisOne(props: { readonly ticket: string; readonly view: CaseView; readonly transaction: string }) {
  const desk = useDesk();
  const words = useWords();
  return (
    <button
      type="button"
      className="quiet-button"
      onClick={() => void refusePurchase(desk, props.ticket, props.transaction, props.view.corrected)}
    >
      {words.t('purchase.not-this')}
    </button>
  );
}

function Candidates(props: { readonly ticket: string; readonly view: CaseView }) {
  const desk = useDesk();
  const words = useWords();
  if (props.view.match.candidates.length === 0) return null;
  return (
    <ul className="candidates">
      {props.view.match.candidates.map((candidate) => (
        <li key={candidate.transaction}>
          <button
            type="button"
            onClick={() =>
              void correct(
                desk,
                props.ticket,
                { field: 'transaction', value: candidate.transaction },
                props.view.corrected.transaction,
              )
            }
          >
            <strong>{candidate.productName}</strong>
            <span>
              {candidate.transaction} · {words.t(`purchase-status.${candidate.status}`)} ·{' '}
              {words.day(candidate.orderedAt)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Which purchase it is about, on what evidence, and whether the requester is its buyer. */
export function Purchase(props: { readonly view: TicketView }) {
  const desk = useDesk();
  const words = useWords();
  const view = props.view.case;
  if (view === null) {
    return (
      <section className="case-part" aria-label={words.t('zone.purchase')}>
        <h2>{words.t('zone.purchase')}</h2>
        <p className="case-quiet">{words.t('case.unread')}</p>
      </section>
    );
  }
  const { match } = view;
  const sign = matchSign({ matchStatus: match.status, basis: match.basis, identity: match.identity });
  const hints = match.hints.filter((hint) => hint.kind !== 'dmarc-unverified');
  return (
    <section
      className="case-part"
      aria-label={words.t('zone.purchase')}
      data-match-status={match.status}
      data-identity={match.identity}
      data-delivery={view.delivery ?? undefined}
    >
      <h2>
        {words.t('zone.purchase')}
        <button type="button" className="quiet-button" onClick={() => void commandNamed('link-purchase').run(desk)}>
          {words.t(match.purchase === null ? 'purchase.link' : 'purchase.change')} <KeyCap of="link-purchase" />
        </button>
      </h2>
      {match.purchase !== null && (
        <p className="transaction">
          <strong>{match.purchase.transaction}</strong>
          <span className="badge" data-status={match.purchase.status}>
            {words.t(`purchase-status.${match.purchase.status}`)} · {match.purchase.statusWord}
          </span>
          <NotThisOne ticket={props.view.row.id} view={view} transaction={match.purchase.transaction} />
        </p>
      )}
      <p className="case-badges">
        <MatchBadge sign={sign} />
        {match.status === 'matched' && sign !== 'not-buyer' && (
          <span className="badge" data-identity-badge={match.identity}>
            {words.t(`identity.${match.identity}`)}
          </span>
        )}
        <DeliveryBadge delivery={view.delivery} />
      </p>
      {view.flags.perhapsNewer && (
        <p className="notice" data-tone="warn">
          {view.flags.lastImportAt === null
            ? words.t('case.no-import')
            : words.t('case.perhaps-newer', { when: words.moment(view.flags.lastImportAt) })}{' '}
          <LookUp ticket={props.view.row.id} />
        </p>
      )}
      {match.purchase !== null && <Facts purchase={match.purchase} view={view} />}
      <AboutPurchase ticket={props.view.row.id} />
      <Candidates ticket={props.view.row.id} view={view} />
      <ul className="evidence">
        {match.evidence.map((evidence) => {
          const text = evidenceText(words, evidence);
          return (
            <li key={text}>
              {text}
              {evidence.kind === 'number' && evidence.place === 'attachment-text' && (
                <PictureCrop view={props.view} written={evidence.written} />
              )}
            </li>
          );
        })}
        {hints.map((hint) => {
          const text = hintText(words, hint);
          return (
            <li key={text} data-hint>
              {text}
            </li>
          );
        })}
      </ul>
      {view.decision.id === 'classify.product' && match.purchase !== null && (
        <ClassifyProduct purchase={match.purchase} />
      )}
    </section>
  );
}
