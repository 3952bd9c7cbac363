import { IconSend } from '@tabler/icons-react';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { Page } from '../desk/page';
import { isReturned, OutboxItem } from './outbox-item';
import { OutboxPaceLine } from './outbox-pace';

/** Every reply that is not yet proven sent, then the ones that just were. */
export function OutboxPage() {
  const words = useWords();
  const { data, isPending } = useEngine('outbox.list', {});
  const items = data ?? [];
  const sent = items.filter((item) => (item.state === 'accepted' || item.state === 'filed') && !isReturned(item));
  const open = items.filter((item) => !sent.includes(item) && item.state !== 'cancelled');
  return (
    <Page title={words.t('queue.outbox')} lead={words.t('outbox.lead')}>
      <OutboxPaceLine />
      {open.length === 0 && !isPending && (
        <div className="page-empty">
          <IconSend size={34} stroke={1.2} aria-hidden />
          <p>{words.t('outbox.empty')}</p>
        </div>
      )}
      <ul className="outbox-items">
        {open.map((item) => (
          <OutboxItem key={item.id} item={item} />
        ))}
      </ul>
      {sent.length > 0 && <h2>{words.t('outbox.sent')}</h2>}
      <ul className="outbox-items">
        {sent.slice(0, 50).map((item) => (
          <OutboxItem key={item.id} item={item} />
        ))}
      </ul>
    </Page>
  );
}
