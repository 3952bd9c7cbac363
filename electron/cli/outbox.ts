import type { OutboxView } from '../../shared/contract/views';
import type { OutboxState } from '../../shared/domain/outbox';
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
      const before = await profile.client.call('outbox.list', {});
      if (given.has('flush')) await profile.client.call('outbox.flush', {});
      const items = given.has('flush') ? await profile.client.call('outbox.list', {}) : before;
      const lines = given.has('json') ? items.map(outboxJson) : columns(items.map(outboxCells));
      for (const text of lines) line.print(text);
      const status = await profile.client.call('desk.status', {});
      if (status.outbox.stopped !== null) {
        line.complain(sentence(status.outbox.stopped.message, status.outbox.stopped.action));
        return EXIT.failed;
      }
      const paused = status.outbox.pace?.paused ?? null;
      if (given.has('flush') && paused !== null) {
        const until = isoTime(paused.until);
        line.complain(sentence(`The server wants fewer mails: ${plain(paused.text)}`, `The rest goes after ${until}.`));
      }
      if (given.has('flush') && status.outbox.behindSince !== null) {
        line.complain(
          sentence(
            'A copy was restored and the mailbox was not read through since: nothing is sent.',
            'Run `sync` first, so that nobody is answered twice.',
          ),
        );
        return EXIT.failed;
      }
      const unsent = given.has('flush') ? items.filter((item) => isUnsent(item, before)) : [];
      for (const item of unsent) {
        line.complain(
          sentence(`${item.id} to ${plain(item.to)} did not go out: ${errorOf(item) ?? ''}`, ADVICE[item.state]),
        );
      }
      return unsent.length === 0 ? EXIT.done : EXIT.failed;
    } finally {
      await profile.close();
    }
  },
};

/** What to do about a mail that a flush did not bring out. */
const ADVICE: Readonly<Partial<Record<OutboxState, string>>> = {
  failed_before_data: 'It is tried again when it is due; nothing of it was sent.',
  held: 'Look at it in the desk: send it, or discard it.',
  refused: 'The server refuses it for good: check the address.',
  outcome_unknown:
    'It may have arrived: look in the Sent folder, and decide in the desk. It is never sent again by itself.',
};

/** A mail that this flush should have brought out and did not; what was in trouble before is no news. */
function isUnsent(item: OutboxView, before: readonly OutboxView[]): boolean {
  if (ADVICE[item.state] === undefined) return false;
  const was = before.find((one) => one.id === item.id);
  return was === undefined || was.state !== item.state || was.attempts !== item.attempts;
}

function sentence(text: string, advice = ''): string {
  return `${/[.!?]$/.test(text) ? text : `${text}.`} ${advice}`.trimEnd();
}

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
