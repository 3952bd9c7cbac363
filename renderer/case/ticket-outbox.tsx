import type { TicketView } from '../../shared/contract/views';
import { useWords } from '../i18n/use-words';
import { isReturned, OutboxItem } from '../outbox/outbox-item';

/** Replies of this ticket that are on their way or need a person; sent ones are in the history. */
export function TicketOutbox(props: { readonly view: TicketView }) {
  const words = useWords();
  const open = props.view.outbox.filter(
    (item) =>
      !['accepted', 'filed', 'cancelled'].includes(item.state) ||
      isReturned(item) ||
      item.delivery?.outcome === 'delayed',
  );
  const returned = open.filter((item) => isReturned(item) && item.kind === 'reply');
  const mailbox = props.view.case?.match.purchase?.buyerEmail ?? '';
  const isOther = returned.some((item) => item.to.toLowerCase() !== mailbox.toLowerCase());
  if (open.length === 0) return null;
  return (
    <section
      className="case-part"
      data-returned={returned.length > 0 || undefined}
      aria-label={words.t('queue.outbox')}
    >
      <h2>{words.t('queue.outbox')}</h2>
      <ul className="outbox-items">
        {open.map((item) => (
          <OutboxItem key={item.id} item={item} compact />
        ))}
      </ul>
      {isOther && mailbox !== '' && (
        <p className="outbox-advice">{words.t('returned.purchase-mailbox', { address: mailbox })}</p>
      )}
    </section>
  );
}
