import type { TicketRow } from '../../shared/contract/views';
import type { Delivery } from '../../shared/domain/purchase';
import { useWords } from '../i18n/use-words';

/** How sure the match is, in one sign: ✓ exact, ≈ by likeness, ✉≠ the sender is not the buyer, ? none. */
export type MatchSign = 'exact' | 'fuzzy' | 'not-buyer' | 'choose' | 'none';

const SIGNS: Readonly<Record<MatchSign, string>> = {
  exact: '✓',
  fuzzy: '≈',
  'not-buyer': '✉≠',
  choose: '⋯',
  none: '?',
};

/** The sign of a row or case. */
export function matchSign(match: {
  readonly matchStatus: TicketRow['matchStatus'];
  readonly basis: TicketRow['basis'];
  readonly identity: TicketRow['identity'];
}): MatchSign {
  if (match.matchStatus === null || match.matchStatus === 'unmatched') return 'none';
  if (match.matchStatus === 'ambiguous') return 'choose';
  if (match.identity === 'other') return 'not-buyer';
  return match.basis === 'transaction~email' ? 'fuzzy' : 'exact';
}

/** The match badge: sign and words, never colour alone. */
export function MatchBadge(props: { readonly sign: MatchSign; readonly label?: string }) {
  const words = useWords();
  return (
    <span className="badge" data-sign={props.sign} title={words.t(`sign.${props.sign}`)}>
      <span aria-hidden>{SIGNS[props.sign]}</span>
      {props.label === undefined ? '' : <span className="sr">{words.t(`sign.${props.sign}`)} </span>}
      {props.label ?? words.t(`sign.${props.sign}`)}
    </span>
  );
}

/** A lead has looked at it, and nothing happened since. */
export function ReviewedBadge(props: { readonly mark: TicketRow['reviewed'] }) {
  const words = useWords();
  const { mark } = props;
  if (mark === null) return null;
  const said = words.t('reviewed.by', { by: mark.by, when: words.moment(mark.at) });
  return (
    <span className="badge" data-reviewed title={mark.word === '' ? said : `${said}: ${mark.word}`}>
      <span aria-hidden>☑</span> {words.t('reviewed.mark')}
    </span>
  );
}

/** Where the product's content lives. */
export function DeliveryBadge(props: { readonly delivery: Delivery | null }) {
  const words = useWords();
  if (props.delivery === null) return null;
  return (
    <span className="badge" data-delivery-badge={props.delivery}>
      {words.t(`delivery.${props.delivery}`)}
    </span>
  );
}
