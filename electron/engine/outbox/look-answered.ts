import type { OutboxRow } from '../store/outbox-table';
import type { OutboxRoom } from './room';

/** A reply does not wait longer than this for what is usually one quick command, ms: sending works without IMAP too. */
const LOOK_MS = 5000;

/**
 * Asks the server, just before a reply goes out, whether the mail that it answers was answered meanwhile (invariant 3). Null
 * where the server is away, is too slow, or has the mail no more: then what the last look said counts.
 */
export async function lookAnswered(room: OutboxRoom, row: OutboxRow): Promise<boolean | null> {
  const { sent, outside } = room;
  const message = row.answers_message;
  if (sent === null || row.kind !== 'reply' || message === null || row.known_answered === 1) return null;
  return new Promise((resolve) => {
    const unknown = (reason: string): void => {
      outside.log.warn('outbox', 'answered-not-looked', { id: row.id, reason });
      resolve(null);
    };
    const cancel = outside.clock.after(LOOK_MS, () => unknown('no answer in time'));
    sent
      .isAnswered(message)
      .then(resolve, (error: unknown) => unknown(String(error)))
      .finally(cancel);
  });
}
