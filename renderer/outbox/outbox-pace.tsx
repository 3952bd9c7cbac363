import { useEngine } from '../engine-client';
import { useSecond } from '../i18n/use-now';
import { useWords } from '../i18n/use-words';

const MINUTE_MS = 60_000;

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
  const { paused, sent, limit } = pace;
  const { waiting } = status.outbox;
  if (paused !== null && paused.until > now) {
    return (
      <output className="notice" data-tone="warn">
        {words.t('outbox.paused', { when: words.clock(paused.until) })} {paused.text}
      </output>
    );
  }
  // A handful goes at once: nobody asks how fast.
  if (waiting <= limit) return null;
  const ends = now + Math.ceil(waiting / limit) * MINUTE_MS;
  return (
    <p className="outbox-pace">
      {words.t('outbox.pace', { sent, limit })}
      {words.t('outbox.ends', { when: words.clock(ends) })}
    </p>
  );
}
