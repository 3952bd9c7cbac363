import type { ProducerCase } from '../../../shared/domain/escalation';
import { WAITING_MACRO } from '../../../shared/domain/macro-names';
import { producerTime } from '../clock/calendars';
import { clockSettings } from '../clock/clock-settings';
import type { EngineContext } from '../context';
import { NEVER_SENT } from '../outbox/states';
import { readEscalations } from '../store/escalations-table';
import type { Escalation } from '../store/escalations-table';
import type { Db, StoredTicket } from '../store/tickets-table';

/**
 * Whether the customer of a ticket that waits for its producer is to be told that it takes long: the producer is silent beyond the
 * team's limit by the producer's calendar (casework.md, "Producers"), and nobody told the customer in this side conversation yet.
 */
export async function isLongWait(
  context: Pick<EngineContext, 'store' | 'profile' | 'outside'>,
  ticket: StoredTicket,
  producer: Pick<ProducerCase, 'id' | 'state'> | null,
): Promise<boolean> {
  if (ticket.state !== 'waiting.producer' || producer?.state !== 'waiting') return false;
  const { db } = context.store;
  const [escalation] = await readEscalations(db, [producer.id]);
  const since = escalation?.waiting_since ?? null;
  if (escalation === undefined || since === null) return false;
  const now = context.outside.clock.now();
  const clocks = await clockSettings(context);
  const time = await producerTime(clocks, null, now);
  return time.afterDays(since, clocks.producerSilentDays) <= now && !(await wasTold(db, escalation));
}

/** A text that says so went, or is on its way, since the side conversation began: in its ticket or in one on the same purchase. */
async function wasTold(db: Db, { ticket_id, transaction_number, opened_at }: Escalation): Promise<boolean> {
  const row = await db
    .selectFrom('outbox')
    .innerJoin('ticket', 'ticket.id', 'outbox.ticket_id')
    .select('outbox.id')
    .where('outbox.macro', '=', WAITING_MACRO)
    .where('outbox.created_at', '>=', opened_at)
    .where('outbox.state', 'not in', NEVER_SENT)
    .where('outbox.delivery', 'is distinct from', 'failed')
    .where((of) => {
      const own = of('ticket.id', '=', ticket_id);
      return transaction_number === '' ? own : of.or([own, of('ticket.transaction_number', '=', transaction_number)]);
    })
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
