import type { EngineContext } from '../context';
import { handOver, shiftOf, takeBack } from '../tickets/hand-over';
import { claimRoom } from './claims';
import type { HandlersOf } from './handler';

/** What an agent leaves to the others at the end of a shift (casework.md, "Shifts"). */
export const shiftHandlers = {
  'shift.mine': (context) => shiftOf(context.store.db, claimRoom(context)),

  'shift.handOver': async (context, order) => {
    const moved = await context.store.transaction((db) => handOver(db, claimRoom(context), order));
    tell(
      context,
      moved.map(({ ticket }) => ticket),
    );
    return { moved };
  },

  'shift.takeBack': async (context, order) => {
    const tickets = await context.store.transaction((db) => takeBack(db, claimRoom(context), order));
    tell(context, tickets);
    return { tickets };
  },
} satisfies HandlersOf<'shift.mine' | 'shift.handOver' | 'shift.takeBack'>;

function tell(context: EngineContext, tickets: readonly string[]): void {
  context.claimsChanged();
  context.announcer.ticketsChanged(tickets);
  context.announcer.toldChanged();
}
