import { SportelloError } from '../../../shared/contract/errors';
import type { EngineContext } from '../context';
import { applyToTicket } from '../outbox/ticket-effect';
import { markAnswered, readEscalations } from '../store/escalations-table';
import { ticketsOfCase } from './answers';

/**
 * A person says for which cases an answer counts: their tickets come back to us, the clocks of the others run on (casework.md,
 * "Producers"). Answers the tickets that changed.
 * @throws SportelloError `not-found` where nothing of the answer is open any more
 */
export async function settleAnswer(
  context: EngineContext,
  { message, done }: { readonly message: string; readonly done: readonly string[] },
): Promise<readonly string[]> {
  const { outside } = context;
  const by = context.desk().agent.name;
  return context.store.transaction(async (db) => {
    const rows = await db
      .selectFrom('escalation_answer')
      .innerJoin('message', 'message.id', 'escalation_answer.message_id')
      .select(['escalation_answer.escalation_id', 'escalation_answer.at'])
      .where('escalation_answer.message_id', '=', message)
      .where('escalation_answer.settled', 'is', null)
      .where('escalation_answer.automatic', '=', 0)
      .execute();
    if (rows.length === 0) {
      throw new SportelloError('not-found', 'This answer has been dealt with already', {
        action: 'Look at the ticket again.',
      });
    }
    const touched: string[] = [];
    for (const row of rows) {
      const isDone = done.includes(row.escalation_id);
      await db
        .updateTable('escalation_answer')
        .set({ settled: isDone ? 'done' : 'open' })
        .where('message_id', '=', message)
        .where('escalation_id', '=', row.escalation_id)
        .execute();
      const [escalation] = await readEscalations(db, [row.escalation_id]);
      if (escalation === undefined) continue;
      if (isDone) await markAnswered(db, escalation, { at: row.at, language: '' });
      for (const ticket of await ticketsOfCase(db, escalation)) {
        touched.push(ticket.id);
        const isOurs = isDone && ticket.state !== 'done' && ticket.state !== 'ignored';
        await applyToTicket(db, outside, ticket.id, {
          change: () => (isOurs ? { state: 'open', snoozed_until: null, unread: 1 } : goesOn(ticket.state)),
          event: { actor: by, kind: 'producer-settled', detail: { done: isDone ? 'yes' : 'no' } },
          visible: true,
        });
      }
    }
    return [...new Set(touched)];
  });
}

/** The answer had made the ticket ours; it was about others, so the producer still owes this one. */
function goesOn(state: string): { readonly state?: 'waiting.producer' } {
  return state === 'open' ? { state: 'waiting.producer' } : {};
}
