import { OUTBOX_STATES } from '../../../shared/domain/outbox';
import { holdsUpdateBack } from '../../../shared/domain/update-rules';
import { outboxIds } from '../store/outbox-table';
import type { DeskOutbox } from '../outbox/desk-outbox';
import { LONGEST_UNDO_MS } from '../outbox/states';
import type { EngineContext } from '../context';
import type { Lease } from '../team/lease';
import type { HandlersOf } from './handler';

/** What the person decides about replies that are still in their undo window when the desk closes (casework.md, Shifts). */
export const partingHandlers = {
  'outbox.leave': async (context, { choice }) => {
    const waiting = await waitingHere(context);
    const { outbox } = context;
    if (outbox === null || waiting.length === 0 || choice === 'ask') return { waiting: waiting.length };
    if (choice === 'hold') {
      await outbox.holdWaiting();
    } else {
      const by = context.desk().agent.name;
      for (const id of waiting) await outbox.resolve(id, 'send-now', by);
      await outbox.flush();
    }
    return { waiting: (await waitingHere(context)).length };
  },

  'outbox.pastMark': async (context) => ({ count: await pastMark(context) }),
} satisfies HandlersOf<'outbox.leave' | 'outbox.pastMark'>;

/**
 * Mails that are handed over and not over. Where another desk is known to send for the team and nothing of ours is under way, none are
 * this engine's. A seat that was lost with nobody known to have it says nothing: the rows do. Rejects where they cannot be read.
 */
export async function pastMark({
  store,
  seats,
  outbox,
}: {
  readonly store: Pick<EngineContext['store'], 'db'>;
  readonly seats: { readonly outbox: Pick<Lease, 'isHeld' | 'holder'> };
  readonly outbox: Pick<DeskOutbox, 'isUnderWay' | 'mailboxes'> | null;
}): Promise<number> {
  if (outbox === null) return 0;
  if (!seats.outbox.isHeld() && seats.outbox.holder() !== null && !outbox.isUnderWay()) return 0;
  return (await outboxIds(store.db, outbox.mailboxes, OUTBOX_STATES.filter(holdsUpdateBack), null)).length;
}

/** Queued replies that nobody else sends: where another desk of the team sends for all, they go out without this one. */
async function waitingHere({ store, seats, outbox, outside }: EngineContext): Promise<readonly string[]> {
  if (outbox === null || !seats.outbox.isHeld()) return [];
  return outboxIds(store.db, outbox.mailboxes, ['queued'], outside.clock.now() + LONGEST_UNDO_MS);
}
