import { SportelloError } from '../../../shared/contract/errors';
import type { EarnedView } from '../../../shared/contract/views';
import { REPLYING_DECISIONS } from '../../../shared/domain/earned';
import type { EngineContext } from '../context';
import { addAllowance, repliesToReview, settleReview } from '../store/suggestion-cases-table';
import type { HandlersOf } from './handler';

/** Sampled replies shown at once; the others follow when these are settled. */
const MOST_REVIEWS = 50;

/** Which decisions may go at one key, what a lead says of it, and the sample that a lead looks at (casework.md, "Green"). */
export const earnedHandlers = {
  'earned.list': (context) => earnedView(context),

  'earned.allow': async (context, { decision, allowed, reason }) => {
    if (!REPLYING_DECISIONS.includes(decision)) {
      throw new SportelloError('bad-params', 'This decision sends nothing that could go at one key', {
        reason: 'one-key',
        action: 'Choose a decision that replies.',
      });
    }
    const { outside, store } = context;
    await addAllowance(store.db, {
      id: outside.ids.row(),
      decision,
      allowed,
      reason,
      by: context.desk().agent.name,
      at: outside.clock.now(),
    });
    return earnedView(context);
  },

  'reviews.list': (context) => repliesToReview(context.store.db, MOST_REVIEWS),

  'reviews.settle': async (context, { id, verdict }) => {
    const { outside, store } = context;
    const by = context.desk().agent.name;
    const settled = await settleReview(store.db, { id, verdict, by, at: outside.clock.now() });
    return { settled };
  },
} satisfies HandlersOf<'earned.list' | 'earned.allow' | 'reviews.list' | 'reviews.settle'>;

async function earnedView(context: EngineContext): Promise<EarnedView> {
  const standings = await context.earned.now();
  return { bar: context.desk().earnedBar, standings: [...standings.values()] };
}
