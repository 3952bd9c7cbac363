import { Button } from '@mantine/core';
import type { ParamsOf } from '../../shared/contract/engine-api';
import type { OutboxView } from '../../shared/contract/views';
import { assertNever } from '../../shared/assert';
import { failureCause } from '../../shared/domain/delivery-report';
import { isHeldByRestore } from '../../shared/domain/outbox';
import type { OutboxState } from '../../shared/domain/outbox';
import { useDesk } from '../desk/desk-context';
import { FAR_MS } from '../desk/sending';
import { useRights } from '../desk/rights';
import { TicketButton } from '../desk/ticket-button';
import { useSecond } from '../i18n/use-now';
import { useWords } from '../i18n/use-words';
import { SendFailure } from './send-failure';
import './outbox.css';

type Action = ParamsOf<'outbox.resolve'>['action'] | 'undo';

/** A mail that came back and that nobody has dealt with. */
export function isReturned(item: OutboxView): boolean {
  return item.delivery !== null && item.delivery.outcome === 'failed' && !item.delivery.settled;
}

/** What a person can do about a reply in each state. */
function actionsOf({ state, heldReason }: Pick<OutboxView, 'state' | 'heldReason'>): readonly Action[] {
  switch (state) {
    case 'queued':
      return ['undo', 'send-now'];
    case 'held':
      // Until it was compared with Sent, nobody may send it; a person may know what became of it.
      if (heldReason === 'restored') return ['sent', 'discard'];
      return isHeldByRestore(heldReason) ? ['sent', 'retry', 'discard'] : ['retry', 'discard'];
    case 'refused':
    case 'failed_before_data':
      return ['retry', 'discard'];
    case 'outcome_unknown':
      return ['sent', 'retry', 'discard'];
    case 'file_failed':
      return ['retry', 'sent'];
    case 'checking':
    case 'sending':
    case 'final_pending':
    case 'accepted':
    case 'filed':
    case 'cancelled':
      return [];
    default:
      return assertNever(state);
  }
}

function tone(state: OutboxState): 'good' | 'warn' | 'bad' | 'plain' {
  if (state === 'accepted' || state === 'filed') return 'good';
  if (state === 'held' || state === 'failed_before_data' || state === 'outcome_unknown') return 'warn';
  return state === 'refused' || state === 'file_failed' ? 'bad' : 'plain';
}

/** One reply until it is proven sent: to whom, in which state, and what to do about it. */
export function OutboxItem(props: { readonly item: OutboxView; readonly compact?: boolean }) {
  const { item } = props;
  const desk = useDesk();
  const words = useWords();
  const now = useSecond();
  const decides = useRights().decides(item.by);
  const offered = actionsOf(item);
  const act = async (action: Action): Promise<void> => {
    try {
      if (action === 'undo') {
        await desk.engine.call('replies.undo', { block: item.block });
        desk.others.tellAll({ kind: 'undone', block: item.block });
        if (item.ticket !== null) desk.others.tellAll({ kind: 'draft', draft: item.ticket });
        desk.toast({ sentence: { key: 'toast.reply-undone' } });
      } else {
        await desk.engine.call('outbox.resolve', { id: item.id, action });
        desk.toast({ sentence: { key: `toast.outbox.${action}` } });
      }
    } catch (error) {
      desk.complain(error);
    }
  };
  const left = Math.max(0, Math.floor((item.until - now) / 1000));
  return (
    <li className="outbox-item" data-tone={isReturned(item) ? 'bad' : tone(item.state)}>
      <p className="outbox-head">
        <strong>{item.toName === '' ? item.to : item.toName}</strong>
        {!props.compact && item.toName !== '' && <span>{item.to}</span>}
        {item.kind !== 'reply' && <span className="badge">{words.t(`outbox.${item.kind}`)}</span>}
        <span className="outbox-state">
          {item.state === 'queued' && left > 0
            ? left * 1000 > FAR_MS
              ? words.t('outbox.goes-at', { when: words.moment(item.until) })
              : words.t('outbox.sends-in', { n: left })
            : item.delivery?.outcome === 'failed'
              ? words.t('returned.outcome.failed')
              : words.t(`outbox.state.${item.state}`)}
        </span>
      </p>
      {!props.compact && <p className="outbox-subject">{item.subject}</p>}
      <Besides item={item} />
      {item.heldReason !== null && <p className="outbox-why">{heldWords(words, item.heldReason, item.heldBy)}</p>}
      <SendFailure item={item} />
      {item.nextAttemptAt !== null && item.state === 'failed_before_data' && (
        <p className="outbox-why">
          {words.t('outbox.next', { when: words.moment(item.nextAttemptAt), count: item.attempts })}
        </p>
      )}
      <Delivery item={item} />
      <div className="outbox-actions">
        {!decides && offered.length > 0 && <p className="outbox-why">{words.t('rights.reply', { who: item.by })}</p>}
        {[...(decides ? offered : []), ...(isReturned(item) ? (['seen'] as const) : [])].map((action) => (
          <Button key={action} size="compact-xs" variant="default" onClick={() => void act(action)}>
            {words.t(`outbox.action.${action}`)}
          </Button>
        ))}
        {!props.compact && <TicketButton ticket={item.ticket} />}
      </div>
    </li>
  );
}

/** Who gets it besides, and what goes with it. */
function Besides(props: { readonly item: OutboxView }) {
  const { copies, files } = props.item;
  const words = useWords();
  const named = (kind: 'cc' | 'bcc'): string =>
    copies.flatMap((copy) => (copy.kind === kind ? [copy.address] : [])).join(', ');
  const lines = [
    ...(['cc', 'bcc'] as const).flatMap((kind) => {
      const addresses = named(kind);
      return addresses === '' ? [] : [`${words.t(`letter.${kind}`)}: ${addresses}`];
    }),
    ...(files.length === 0 ? [] : [files.map(({ fileName, size }) => `${fileName} (${words.size(size)})`).join(', ')]),
  ];
  return lines.length === 0 ? null : <p className="outbox-besides">{lines.join(' · ')}</p>;
}

/** What the recipient's server said of a mail after ours had taken it, and what to do about it. */
function Delivery(props: { readonly item: OutboxView }) {
  const { delivery, kind } = props.item;
  const words = useWords();
  if (delivery === null) return null;
  const advice = kind === 'escalation' ? 'producer' : failureCause(delivery.code, delivery.text);
  return (
    <>
      <p className="outbox-why">
        {words.t(`returned.outcome.${delivery.outcome}`)}, {words.moment(delivery.at)}
        {delivery.code !== '' && !delivery.text.includes(delivery.code) && ` · ${delivery.code}`}
        {delivery.text !== '' && (
          <>
            {' · '}
            {words.t('sending.server-says')} <q className="outbox-quoted">{delivery.text}</q>
          </>
        )}
      </p>
      {isReturned(props.item) && <p className="outbox-advice">{words.t(`returned.do.${advice}`)}</p>}
    </>
  );
}

function heldWords(words: ReturnType<typeof useWords>, reason: string, who: string | null): string {
  if (who !== null && words.has(`held.${reason}.who`)) return words.t(`held.${reason}.who`, { who });
  const key = `held.${reason}`;
  return words.has(key) ? words.t(key) : words.t('held.other', { reason });
}
