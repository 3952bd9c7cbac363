import { assertNever } from '../../../shared/assert';
import type { PackedError } from '../../../shared/contract/errors';
import { packError, SportelloError } from '../../../shared/contract/errors';
import type { HistoryEntry } from '../../../shared/contract/views';
import { maskAddress } from '../../../shared/domain/mask-text';
import type { OutboxState } from '../../../shared/domain/outbox';
import { authFailure } from '../mail/smtp-transport';
import type { SendOutcome } from '../mail/smtp-transport';
import { DESK_ACTOR } from '../store/events-table';
import { leaseLost } from '../store/leases';
import { copiesOfRow, moveOutboxRow, readBefore, readOutboxRow } from '../store/outbox-table';
import type { OutboxChange, OutboxRow } from '../store/outbox-table';
import type { Db, StoredTicket, TicketChange } from '../store/tickets-table';
import { gatherKnowledge, judgeKnowledge, winnerOf } from './check-knowledge';
import { isSlowDown } from './pace';
import { lookAnswered } from './look-answered';
import type { OutboxRoom } from './room';
import { nextAttemptAt, nextState } from './states';
import type { OutboxEvent } from './states';
import { applyToTicket, backToOpen } from './ticket-effect';

/** What one attempt means for the queue. */
export type SendResult =
  | { readonly kind: 'moved'; readonly state: OutboxState }
  /** The server says that we send too much: the whole queue waits. */
  | { readonly kind: 'slow-down'; readonly text: string }
  /** Not due, or somebody else moved it. */
  | { readonly kind: 'left-alone' }
  /** The server refused the login: nothing can be sent. */
  | { readonly kind: 'stop'; readonly error: PackedError };

/**
 * Takes one due row through check and SMTP. Each state is committed before the step that it names, so that a process
 * that dies anywhere leaves a row that says what may have happened (design.md, invariants 2 and 3).
 */
export async function sendRow(room: OutboxRoom, id: string): Promise<SendResult> {
  const { outside, store } = room;
  const claimed = await store.transaction(async (db) => {
    const row = await readOutboxRow(db, id);
    const now = outside.clock.now();
    if (row.until_at > now || (row.next_attempt_at ?? 0) > now) return null;
    return (await move(db, row, { kind: 'due' })) ? row : null;
  });
  if (claimed === null) return { kind: 'left-alone' };
  room.onChanged([claimed.ticket_id]);
  const isAnswered = await lookAnswered(room, claimed);
  const checked = await store.transaction((db) => check(db, room, id, isAnswered));
  room.onChanged([checked.ticket_id]);
  if (checked.state !== 'sending') return { kind: 'moved', state: checked.state };
  outside.log.info('outbox', 'sending', { id, attempt: checked.attempts, to: maskAddress(checked.envelope_to) });
  const outcome = await room.smtp.send({
    from: checked.envelope_from,
    to: checked.envelope_to,
    copies: copiesOfRow(checked).map(({ address }) => address),
    raw: checked.raw,
    beforeLast: () =>
      store
        .transaction(async (db) => {
          const row = await readOutboxRow(db, id);
          // Without the mark the last bytes stay here: throwing is what keeps them.
          if (!(await move(db, row, { kind: 'last-bytes-next' }))) throw new Error(`Outbox row ${id} is ${row.state}`);
        })
        .then(() => {
          // Paused after the mark, this process would release them late: another one may have looked into Sent by now.
          if (!room.mayGo()) throw leaseLost('outbox', '');
        }),
  });
  const after = await settleSurely(room, id, outcome);
  outside.log.info('outbox', 'attempted', { id, outcome: outcome.kind, state: after.state });
  room.onChanged([after.ticket_id]);
  if (outcome.kind === 'auth') {
    return { kind: 'stop', error: packError(outcome.failure ?? authFailure(room.mailbox.smtp, outcome.text)) };
  }
  if (outcome.kind === 'failed_before_data' && isSlowDown(outcome.smtpCode, outcome.text)) {
    return { kind: 'slow-down', text: outcome.text };
  }
  return { kind: 'moved', state: after.state };
}

/** Between two tries to write down what a mail server said, and how often: ten minutes. Then the row itself says that nobody knows. */
const SETTLE_AGAIN_MS = 1_000;
const MOST_SETTLE_TRIES = 600;

/** Writes down what became of an attempt, also where the store is away at that moment: a server says "accepted" only once. */
async function settleSurely(room: OutboxRoom, id: string, outcome: SendOutcome): Promise<OutboxRow> {
  const isWord = outcome.kind === 'accepted' || outcome.kind === 'refused';
  for (let tries = 1; ; tries += 1) {
    try {
      return await (isWord ? room.wordStore : room.store).transaction(async (db) => {
        await settle(db, room, await readOutboxRow(db, id), outcome);
        return readOutboxRow(db, id);
      });
    } catch (error) {
      const isPassing = error instanceof SportelloError && isWord && STORE_PASSING.has(error.code);
      if (!isPassing || tries >= MOST_SETTLE_TRIES) throw error;
      await new Promise<void>((resolve) => void room.outside.clock.after(SETTLE_AGAIN_MS, resolve));
    }
  }
}

const STORE_PASSING: ReadonlySet<string> = new Set(['store-away', 'store-unsure', 'store-busy']);

/** Moves a row by an event, if the event belongs to its state. */
export async function move(db: Db, row: OutboxRow, event: OutboxEvent, change: OutboxChange = {}): Promise<boolean> {
  const to = nextState(row.state, event);
  return to !== null && moveOutboxRow(db, row, to, change);
}

async function check(db: Db, room: OutboxRoom, id: string, isAnswered: boolean | null): Promise<OutboxRow> {
  const row = await readOutboxRow(db, id);
  const now = room.outside.clock.now();
  const knowledge = await gatherKnowledge(db, row, now, isAnswered === true);
  const reason = judgeKnowledge(knowledge);
  if (reason === null) {
    const first_attempt_at = row.first_attempt_at ?? now;
    await move(db, row, { kind: 'check-passed' }, { attempts: row.attempts + 1, first_attempt_at, held_reason: null });
  } else {
    await hold(db, room, row, { kind: 'knowledge-stale' }, reason, winnerOf(knowledge, reason));
  }
  return readOutboxRow(db, id);
}

/** Holds a row for an agent and says so on its ticket; `who` is whose act held it, where that is known. */
export async function hold(
  db: Db,
  room: OutboxRoom,
  row: OutboxRow,
  event: OutboxEvent,
  reason: string,
  who: string | null = null,
): Promise<void> {
  const words = who === null ? {} : { error_code: null, error_text: who };
  if (!(await move(db, row, event, { held_reason: reason, next_attempt_at: null, ...words }))) return;
  await tell(db, room, row, 'send-failed', { reason: 'held', why: reason, ...(who === null ? {} : { who }) });
}

async function settle(db: Db, room: OutboxRoom, row: OutboxRow, outcome: SendOutcome): Promise<void> {
  const now = room.outside.clock.now();
  switch (outcome.kind) {
    case 'accepted': {
      const change = { accepted_at: now, next_attempt_at: null, error_code: null, error_text: null };
      if (!(await move(db, row, { kind: 'server-accepted' }, change))) return;
      await tell(db, room, row, 'sent', {}, () => ({ last_outbound_at: now }));
      return;
    }
    case 'failed_before_data': {
      const error = { error_code: outcome.code, error_text: outcome.text };
      const next = nextAttemptAt(row.attempts, row.first_attempt_at ?? now, now);
      if (!(await move(db, row, { kind: 'failed-safely' }, { ...error, next_attempt_at: next }))) return;
      if (next === null) {
        await hold(db, room, await readOutboxRow(db, row.id), { kind: 'tries-exhausted' }, 'tries-exhausted');
      }
      return;
    }
    case 'refused': {
      const error = { error_code: String(outcome.smtpCode), error_text: outcome.text, next_attempt_at: null };
      if (!(await move(db, row, { kind: 'server-refused' }, error))) return;
      await tell(db, room, row, 'send-failed', { reason: 'refused', code: outcome.smtpCode }, (ticket) =>
        backToOpen(ticket, readBefore(row).set),
      );
      return;
    }
    case 'outcome_unknown': {
      const error = { error_code: 'outcome-unknown', error_text: outcome.text, next_attempt_at: now };
      if (!(await move(db, row, { kind: 'answer-missing' }, error))) return;
      await tell(db, room, row, 'send-failed', { reason: 'unknown' });
      return;
    }
    case 'auth': {
      // It waits as it did before: nothing of it was tried, so the try does not count.
      const attempts = row.attempts - 1;
      const error = { error_code: outcome.failure?.code ?? 'smtp-auth', error_text: outcome.text, attempts };
      await move(db, row, { kind: 'login-refused' }, error);
      return;
    }
    default:
      assertNever(outcome);
  }
}

/** Writes the event of a row and its effect on the ticket. */
export async function tell(
  db: Db,
  room: Pick<OutboxRoom, 'outside'>,
  row: OutboxRow,
  kind: HistoryEntry['kind'],
  detail: HistoryEntry['detail'],
  change?: (ticket: StoredTicket) => TicketChange,
): Promise<void> {
  const exists = await db.selectFrom('ticket').select('id').where('id', '=', row.ticket_id).executeTakeFirst();
  // Taken up by another ticket: the row itself still says what happened.
  if (exists === undefined) return;
  await applyToTicket(db, room.outside, row.ticket_id, {
    ...(change === undefined ? {} : { change }),
    event: { actor: DESK_ACTOR, kind, detail: { kind: row.kind, ...detail } },
    visible: kind !== 'sent',
  });
}
