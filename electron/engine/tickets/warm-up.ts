import { SportelloError } from '../../../shared/contract/errors';
import type { EngineContext } from '../context';
import { agentNames } from '../desk-settings';
import { pageOfQueue } from '../store/tickets-table';
import { ticketView } from './ticket-view';

/** V8 compiles what has run some dozen times: the first ticket took 110 ms, the sixtieth 15. */
const WARM_TICKETS = 60;

/**
 * Opens the newest tickets without showing them to anybody, so that code is compiled and pages are read before a person waits for
 * them. Nobody counts as working on these. `mayGoOn` settles when the engine has nothing else to do: true, or false at its end.
 */
export async function warmUp(context: EngineContext, mayGoOn: () => Promise<boolean>): Promise<void> {
  try {
    const { rows } = await pageOfQueue(context.store, {
      queue: 'inbox',
      agent: agentNames(context.desk()),
      now: context.outside.clock.now(),
      offset: 0,
      limit: WARM_TICKETS,
    });
    for (const { id } of rows) {
      if (!(await mayGoOn())) return;
      await ticketView(context, id, Promise.resolve(new Map()));
    }
  } catch (error) {
    // Even a bug: one ticket that cannot be opened must not end the engine at every start. Whoever opens it is told.
    const code = error instanceof SportelloError ? error.code : 'internal';
    context.outside.log.warn('engine', 'warm-up.ended', { code, reason: error instanceof Error ? error.name : '' });
  }
}
