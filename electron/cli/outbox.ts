import type { OutboxView } from '../../shared/contract/views';
import { EXIT } from './command';
import type { Command } from './command';
import { openProfile } from './open-profile';
import { columns, isoTime, plain } from './table-text';

/** `outbox`: what was accepted and where it stands; `--flush` sends what is due and waits until it is settled. */
export const outboxCommand: Command = {
  usage: 'outbox --profile DIR [--flush] [--json]',
  shape: { options: ['profile'], flags: ['flush', 'json'], words: [] },
  async run(given, line) {
    const profile = await openProfile(given.needed('profile'), line, { network: given.has('flush') });
    try {
      if (given.has('flush')) await profile.client.call('outbox.flush', {});
      const items = await profile.client.call('outbox.list', {});
      const lines = given.has('json') ? items.map(outboxJson) : columns(items.map(outboxCells));
      for (const text of lines) line.print(text);
      const status = await profile.client.call('desk.status', {});
      if (status.outbox.stopped === null) return EXIT.done;
      line.complain(`${status.outbox.stopped.message}. ${status.outbox.stopped.action}`);
      return EXIT.failed;
    } finally {
      await profile.close();
    }
  },
};

function outboxJson(item: OutboxView): string {
  const { id, ticket, state, to, messageId, attempts } = item;
  return JSON.stringify({
    id,
    ticket,
    state,
    to,
    messageId,
    until: isoTime(item.until),
    attempts,
    error: errorOf(item),
  });
}

function outboxCells(item: OutboxView): readonly string[] {
  const { id, ticket, state, to, attempts } = item;
  return [id, ticket, state, plain(to), isoTime(item.until), `${attempts} tries`, errorOf(item) ?? ''];
}

// One sentence in a line of its own kind: what the server said, or why it is held.
function errorOf(item: OutboxView): string | null {
  if (item.error) return plain(`${item.error.code}: ${item.error.text}`);
  return item.heldReason;
}
