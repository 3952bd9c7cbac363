import { assertNever } from '../../../shared/assert';
import { SportelloError } from '../../../shared/contract/errors';
import type { OutboxView } from '../../../shared/contract/views';
import { answeredOutside } from '../../../shared/domain/answered-outside';
import { isHeldByRestore } from '../../../shared/domain/outbox';
import { reopenOfTicket } from '../escalations/asking';
import { markedMessages } from '../store/answered-table';
import { moveOutboxRow, outboxView, readBefore, readOutboxRow } from '../store/outbox-table';
import type { OutboxChange, OutboxRow } from '../store/outbox-table';
import { settleDeliveries } from '../store/returned-mail-table';
import { conversationRows } from '../store/thread-table';
import type { Db } from '../store/tickets-table';
import { newestMessage } from './check-knowledge';
import type { OutboxRoom } from './room';
import { nextState } from './states';
import type { OutboxEvent } from './states';
import { applyToTicket, backToOpen } from './ticket-effect';
import { giveBackText, restoreTicket } from './undo';

/**
 * What an agent decides about one row. `send-now`: the rest of the wait is skipped; `retry`: it goes again, on what is
 * known now; `sent`: it did arrive; `discard`: it never goes, the text becomes a draft again; `seen`: that it came back is
 * known and dealt with.
 */
export type OutboxAction = 'send-now' | 'retry' | 'sent' | 'discard' | 'seen';

/**
 * Carries out an agent's decision. `by` is written in the history.
 * @throws SportelloError `not-found`, `not-allowed` where the action does not fit the state
 */
export async function resolveRow(
  room: OutboxRoom,
  id: string,
  action: OutboxAction,
  by: string | null,
): Promise<OutboxView> {
  const row = await room.store.transaction(async (db) => {
    const row = await readOutboxRow(db, id);
    await act(db, room, row, action, by ?? row.created_by);
    return readOutboxRow(db, id);
  });
  room.onChanged([row.ticket_id]);
  return outboxView(row);
}

async function act(db: Db, room: OutboxRoom, row: OutboxRow, action: OutboxAction, by: string): Promise<void> {
  const now = room.outside.clock.now();
  switch (action) {
    case 'send-now':
    case 'retry':
      if (row.held_reason === 'restored') throw notCompared();
      await again(db, room, row, action, by);
      return;
    case 'sent':
      if (row.state === 'held' && !isHeldByRestore(row.held_reason)) throw unfit(row);
      await must(db, row, { kind: 'agent-says-sent' }, { accepted_at: now, next_attempt_at: null, held_reason: null });
      await applyToTicket(db, room.outside, row.ticket_id, {
        change: () => ({ last_outbound_at: now }),
        event: { actor: by, kind: 'sent', detail: { kind: row.kind, evidence: 'agent' } },
        visible: true,
      });
      return;
    case 'discard':
      await must(db, row, { kind: 'agent-discards' }, { next_attempt_at: null });
      if (row.state === 'queued') {
        await restoreTicket(db, room, row, by);
        return;
      }
      await reopenOfTicket(db, row);
      if (row.kind !== 'escalation') await giveBackText(db, room, row, row.body_text);
      await applyToTicket(db, room.outside, row.ticket_id, {
        change: (ticket) => backToOpen(ticket, readBefore(row).set),
        event: { actor: by, kind: 'undone', detail: { block: row.block } },
        visible: true,
      });
      return;
    case 'seen':
      if (row.delivery !== 'failed') throw unfit(row);
      await settleDeliveries(db, [row.ticket_id], [row.kind], 'seen');
      await applyToTicket(db, room.outside, row.ticket_id, { event: null, visible: true });
      return;
    default:
      assertNever(action);
  }
}

async function again(db: Db, room: OutboxRoom, row: OutboxRow, action: OutboxAction, by: string): Promise<void> {
  const now = room.outside.clock.now();
  if (row.state === 'file_failed') {
    await moveOutboxRow(db, row, 'file_failed', { next_attempt_at: now });
    return;
  }
  const ticket = await db.selectFrom('ticket').selectAll().where('id', '=', row.ticket_id).executeTakeFirst();
  const wasQueued = row.state === 'queued';
  const change: OutboxChange = { until_at: now, next_attempt_at: null };
  // An agent who looked at a held reply and sends it knows what is there now: that is what the check compares with.
  const knowing: OutboxChange =
    wasQueued || ticket === undefined
      ? {}
      : {
          attempts: 0,
          first_attempt_at: null,
          held_reason: null,
          error_code: null,
          error_text: null,
          known_revision: ticket.revision + 1,
          known_last_message: newestMessage(await conversationRows(db, [ticket.id]))?.id ?? null,
          known_transaction: ticket.transaction_number,
          known_answered: (await knowsOfAnswer(db, row)) ? 1 : 0,
          before_json: JSON.stringify({ ...readBefore(row), decision: ticket.decision }),
        };
  await must(db, row, { kind: 'agent-retries' }, { ...change, ...knowing });
  if (wasQueued || ticket === undefined) return;
  const { set } = readBefore(row);
  await applyToTicket(db, room.outside, row.ticket_id, {
    change: (current) => (current.state === 'open' ? { state: set } : {}),
    event: { actor: by, kind: 'accepted', detail: { kind: row.kind, again: action } },
    visible: true,
  });
}

/** What held it is known, also where only the server itself said so: else the same would hold it again. */
async function knowsOfAnswer(db: Db, row: OutboxRow): Promise<boolean> {
  if (row.known_answered === 1 || row.held_reason === 'answered-elsewhere') return true;
  return answeredOutside(await markedMessages(db, row.ticket_id)) !== null;
}

async function must(db: Db, row: OutboxRow, event: OutboxEvent, change: OutboxChange): Promise<void> {
  const to = nextState(row.state, event);
  if (to !== null && (await moveOutboxRow(db, row, to, change))) return;
  throw unfit(row);
}

function unfit(row: OutboxRow): SportelloError {
  return new SportelloError('not-allowed', `This mail is ${row.state}: that cannot be done with it now`, {
    reason: 'mail-state',
    action: 'Look at the outbox again.',
    detail: { state: row.state },
  });
}

function notCompared(): SportelloError {
  return new SportelloError('not-allowed', 'This reply comes from a restored copy and was not compared with Sent yet', {
    reason: 'not-compared',
    action:
      'Wait until the mailbox is connected and the Sent folder was searched: it may have been sent already. Or say that it arrived, or discard it.',
    retryable: true,
  });
}
