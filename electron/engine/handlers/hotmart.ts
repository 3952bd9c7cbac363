import { packError, SportelloError } from '../../../shared/contract/errors';
import type { CaseView } from '../../../shared/contract/views';
import type { LookUpOutcome } from '../../../shared/contract/hotmart';
import type { EngineContext } from '../context';
import type { HandlersOf } from './handler';
import { readTicket } from '../store/tickets-table';
import type { StoredTicket } from '../store/tickets-table';
import type { Wanted } from '../hotmart/look-up';

/** What Hotmart's API tells: all of it now and then, or of one ticket at once. */
export const hotmartHandlers = {
  'hotmart.state': (context) => context.hotmart.state(),

  'hotmart.check': async (context, { choice }) => ({ findings: await context.hotmart.check(choice) }),

  'hotmart.refresh': async (context) => {
    await context.hotmart.refresh();
    return context.hotmart.state();
  },

  'hotmart.lookUp': (context, { ticket }) => lookUpTicket(context, ticket),
} satisfies HandlersOf<'hotmart.state' | 'hotmart.check' | 'hotmart.refresh' | 'hotmart.lookUp'>;

async function lookUpTicket(context: EngineContext, id: string): Promise<LookUpOutcome> {
  const wanted = wantedOf(await readTicket(context.store.db, id));
  let outcome: LookUpOutcome;
  try {
    // also a ticket that is closed, which no round decides again
    outcome = await context.hotmart.lookUp(wanted, () => context.pipeline.decideAgain([id]));
  } catch (error) {
    if (!(error instanceof SportelloError) || error.code !== 'hotmart-off') throw error;
    return { kind: 'failed', error: packError(error) };
  }
  context.announcer.statusChanged();
  return outcome;
}

/** Numbers that the purchases lack, then the one that it is matched to, whose status may be another by now. */
function wantedOf(ticket: StoredTicket): Wanted {
  const view = ticket.case_json === null ? null : (JSON.parse(ticket.case_json) as CaseView);
  const unknown = (view?.match.hints ?? []).flatMap((hint) => (hint.kind === 'number-unknown' ? [hint.number] : []));
  const matched = ticket.transaction_number === null ? [] : [ticket.transaction_number];
  return {
    numbers: [...new Set([...unknown, ...matched])],
    address: ticket.requester_address === '' ? null : ticket.requester_address,
  };
}
