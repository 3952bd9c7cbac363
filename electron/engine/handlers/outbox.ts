import type { HandlersOf } from '../dispatch';
import { neededOutbox } from '../needed';

/** What was accepted and is not proven sent. */
export const outboxHandlers = {
  'outbox.list': async (context) => (await context.outbox?.list()) ?? [],

  'outbox.resolve': async (context, { id, action }) => {
    const item = await neededOutbox(context).resolve(id, action, context.desk().agent.name);
    return { item };
  },

  'outbox.flush': async (context) => {
    await neededOutbox(context).flush();
    return { settled: true };
  },
} satisfies HandlersOf<'outbox.list' | 'outbox.resolve' | 'outbox.flush'>;
