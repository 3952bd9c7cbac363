import type { ReviewResults } from '../../../shared/contract/review';
import { ownName } from '../tickets/claims';
import { reviewTickets } from '../tickets/reviewing';
import type { HandlersOf } from './handler';
import { refuseUnlessLead } from './may-lead';

/** A lead says that tickets were looked at. */
export const reviewHandlers = {
  'tickets.review': async (context, { changes }) => {
    const { outside, store } = context;
    refuseUnlessLead(store, 'mark tickets reviewed');
    const by = ownName(context.desk());
    const back = await store.transaction((db) => reviewTickets(db, { outside, by }, changes));
    context.announcer.ticketsChanged(back.map(({ ticket }) => ticket));
    return { back };
  },
} satisfies HandlersOf<keyof ReviewResults>;
