import { SportelloError } from '../../../shared/contract/errors';
import type { HandlersOf } from '../dispatch';

/** The demo inbox. Its own process brings new mail; the engine only sees it arrive. */
export const demoHandlers = {
  'demo.deliver': (context) => {
    if (context.desk().demo) return { delivered: false };
    throw new SportelloError('not-allowed', 'Only the demo inbox delivers invented mail', {
      action: 'Start the demo inbox.',
    });
  },
} satisfies HandlersOf<'demo.deliver'>;
