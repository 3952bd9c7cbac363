import type { SportelloError } from '../../../shared/contract/errors';
import type { OutboxState } from '../../../shared/domain/outbox';
import type { EngineContext } from '../context';
import type { DeskMailbox } from '../desk-settings';
import type { HandlersOf } from './handler';
import { missingOutgoingPassword, neededOutbox } from '../needed';
import { outboxIds } from '../store/outbox-table';

/** What was accepted and is not proven sent. */
export const outboxHandlers = {
  'outbox.list': async (context) => (await context.outbox?.list()) ?? [],

  'outbox.resolve': async (context, { id, action }) => {
    const item = await neededOutbox(context).resolve(id, action, context.desk().agent.name);
    return { item };
  },

  'outbox.flush': async (context) => {
    const outbox = neededOutbox(context);
    if (!outbox.canSend()) throw mustBeGiven(context, outbox.mute);
    if (await context.seats.outbox.obtain(OWN_TURN_MS)) await outbox.flush();
    else await settledElsewhere(context, outbox.mailboxes);
    const unsent = await withDueMails(context, outbox.mute);
    if (unsent.length > 0) throw mustBeGiven(context, unsent);
    return { settled: true };
  },
} satisfies HandlersOf<'outbox.list' | 'outbox.resolve' | 'outbox.flush'>;

/** As long as a holder that died keeps its seat, and some. */
const OWN_TURN_MS = 20_000;
const LOOK_EVERY_MS = 1_000;
/** A colleague's desk sends what is due at once; after this it is said where it stands. */
const LONGEST_WAIT_MS = 120_000;
const ON_THEIR_WAY: readonly OutboxState[] = ['queued', 'checking', 'sending', 'final_pending'];

function mustBeGiven(context: EngineContext, mailboxes: readonly DeskMailbox[]): SportelloError {
  return missingOutgoingPassword(context.mailboxes.all.length === 1 ? null : mailboxes);
}

/** Those of these mailboxes whose mails should have gone by now. */
async function withDueMails(
  { store, outside: { clock } }: EngineContext,
  mailboxes: readonly DeskMailbox[],
): Promise<readonly DeskMailbox[]> {
  const found: DeskMailbox[] = [];
  for (const mailbox of mailboxes) {
    if ((await outboxIds(store.db, mailbox.id, ON_THEIR_WAY, clock.now())).length > 0) found.push(mailbox);
  }
  return found;
}

/** Another desk sends for the team: waits until nothing is due any more. */
async function settledElsewhere(
  { store, outside: { clock } }: EngineContext,
  mailboxes: readonly string[],
): Promise<void> {
  const until = clock.now() + LONGEST_WAIT_MS;
  while (clock.now() < until) {
    if ((await outboxIds(store.db, mailboxes, ON_THEIR_WAY, clock.now())).length === 0) return;
    await new Promise<void>((resolve) => void clock.after(LOOK_EVERY_MS, resolve));
  }
}
