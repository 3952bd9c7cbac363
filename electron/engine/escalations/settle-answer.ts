import { SportelloError } from '../../../shared/contract/errors';
import type { TicketState } from '../../../shared/domain/ticket';
import type { EngineContext } from '../context';
import { applyToTicket } from '../outbox/ticket-effect';
import { markAnswered, readEscalations } from '../store/escalations-table';
import type { Db } from '../store/tickets-table';
import { isUnresolved } from '../tickets/states';
import { ticketsOfCase } from './cases';

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
      .select(['escalation_answer.escalation_id', 'escalation_answer.at', 'escalation_answer.automatic'])
      .where('escalation_answer.message_id', '=', message)
      .where('escalation_answer.settled', 'is', null)
      .execute();
    if (rows.length === 0) {
      throw new SportelloError('not-found', 'This answer has been dealt with already', {
        reason: 'answer-settled',
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
      // Answered or closed meanwhile by something else: this says nothing more of it.
      if (!isDone && escalation.state !== 'waiting') continue;
      if (isDone) await markAnswered(db, escalation, { at: row.at, language: '' });
      for (const ticket of await ticketsOfCase(db, escalation)) {
        touched.push(ticket.id);
        const goesOn = isDone ? {} : await backToProducer(db, ticket.id, ticket.state);
        const isOurs = isDone && isUnresolved(ticket.state as TicketState);
        await applyToTicket(db, outside, ticket.id, {
          change: () => (isOurs ? { state: 'open', snoozed_until: null, unread: 1 } : goesOn),
          event: { actor: by, kind: 'producer-settled', detail: { done: isDone ? 'yes' : 'no' } },
          visible: true,
        });
      }
    }
    return [...new Set(touched)];
  });
}

/** Where nothing but this answer had made the ticket ours, the producer owes it still; a customer who wrote since is not put away. */
async function backToProducer(db: Db, ticket: string, state: string): Promise<{ readonly state?: 'waiting.producer' }> {
  const last = await db
    .selectFrom('ticket_event')
    .select('kind')
    .where('ticket_id', '=', ticket)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return state === 'open' && last?.kind === 'producer-answered' ? { state: 'waiting.producer' } : {};
}
