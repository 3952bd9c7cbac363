import { outboxIds } from '../store/outbox-table';
import { LONGEST_UNDO_MS } from '../outbox/states';
import type { EngineContext } from '../context';
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
} satisfies HandlersOf<'outbox.leave'>;

/** Queued replies that nobody else sends: where another desk of the team sends for all, they go out without this one. */
async function waitingHere({ store, desk, seats, outbox, outside }: EngineContext): Promise<readonly string[]> {
  const mailbox = desk().mailboxes[0]?.id;
  if (outbox === null || mailbox === undefined || !seats.outbox.isHeld()) return [];
  return outboxIds(store.db, mailbox, ['queued'], outside.clock.now() + LONGEST_UNDO_MS);
}
