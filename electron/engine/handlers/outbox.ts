import { SportelloError } from '../../../shared/contract/errors';
import type { HandlersOf } from './handler';
import { neededOutbox } from '../needed';

/** What was accepted and is not proven sent. */
export const outboxHandlers = {
  'outbox.list': async (context) => (await context.outbox?.list()) ?? [],

  'outbox.resolve': async (context, { id, action }) => {
    const item = await neededOutbox(context).resolve(id, action, context.desk().agent.name);
    return { item };
  },

  'outbox.flush': async (context) => {
    const outbox = neededOutbox(context);
    if (context.secrets.smtpPassword === null) throw noPassword();
    await outbox.flush();
    return { settled: true };
  },
} satisfies HandlersOf<'outbox.list' | 'outbox.resolve' | 'outbox.flush'>;

function noPassword(): SportelloError {
  return new SportelloError('secret-unavailable', 'The password of the outgoing server was not given', {
    action: 'Set SPORTELLO_SMTP_PASSWORD, or SPORTELLO_IMAP_PASSWORD where both are the same.',
  });
}
