import { teamLabels } from '../store/labels-table';
import { ownName } from '../tickets/claims';
import { putLabelsOn } from '../tickets/labelling';
import type { HandlersOf } from './handler';

/** Labels on tickets. */
export const labelHandlers = {
  'labels.list': ({ store }, { tickets }) => teamLabels(store.db, tickets),

  'labels.put': async (context, { changes }) => {
    const { outside, store } = context;
    const labeller = { by: ownName(context.desk()), at: outside.clock.now() };
    const back = await store.transaction((db) => putLabelsOn(db, { outside, labeller }, changes));
    if (back.length > 0) context.announcer.ticketsChanged(back.map(({ ticket }) => ticket));
    return { back };
  },
} satisfies HandlersOf<'labels.list' | 'labels.put'>;
