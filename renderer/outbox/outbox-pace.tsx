import { useEngine } from '../engine-client';
import { useSecond } from '../i18n/use-now';
import { useWords } from '../i18n/use-words';

/**
 * How fast the outbox goes, the provider's limit, and when it will be done; loud while the provider wants nothing, and
 * while a restored store has not caught up with its mailbox.
 */
export function OutboxPaceLine() {
  const words = useWords();
  const now = useSecond();
  const status = useEngine('desk.status', {}).data;
  const pace = status?.outbox.pace ?? null;
  if (typeof status?.outbox.behindSince === 'number') {
    return (
      <output className="notice" data-tone="warn">
        {words.t('banner.behind')} {words.t('banner.behind.do')}
      </output>
    );
  }
  if (status === undefined || pace === null) return null;
  const { paused, sent, limit, due } = pace;
  // The status is as old as the last change: an end that has passed was none.
  const endsAt = pace.endsAt !== null && pace.endsAt > now ? pace.endsAt : null;
  if (paused !== null && paused.until > now) {
    return (
      <output className="notice" data-tone="warn">
        {words.t('outbox.paused', { when: words.clock(paused.until) })}{' '}
        {due > 0 && endsAt !== null && words.t('outbox.all-out', { when: words.clock(endsAt) })} {paused.text}
      </output>
    );
  }
  // A handful goes at once: nobody asks how fast.
  if (due === 0 || sent + due <= limit) return null;
  return (
    <p className="outbox-pace">
      {words.t('outbox.pace', { sent, limit })}
      {endsAt !== null && words.t('outbox.ends', { when: words.clock(endsAt) })}
    </p>
  );
}
