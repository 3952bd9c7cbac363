import type { CaseFacts } from '../../../shared/domain/case-facts';
import type { ReplyContext } from '../../../shared/domain/suggest';
import type { EngineContext } from '../context';
import { conversationRows } from '../store/thread-table';
import type { StoredTicket } from '../store/tickets-table';
import { runningClocks } from './clocks-of';
import { conversationOf, isUnreadable } from './conversation-of';
import { readReplyGround, replyContextOf } from './reply-context';

/** A past ticket as the rules of today read it. */
export type PastCase = {
  readonly facts: CaseFacts;
  /** For its texts as the first answer, as if none had been given; whether one may go at one key changes no word of it. */
  firstReply(): Promise<ReplyContext>;
};

/** Decides a past ticket anew, changing nothing; null for one that a person must read first. */
export async function pastCase(context: EngineContext, ticket: StoredTicket): Promise<PastCase | null> {
  const { source } = context;
  const { db } = context.store;
  const rows = await conversationRows(db, [ticket.id]);
  const conversation = isUnreadable(rows) ? null : conversationOf(ticket, rows, context.desk());
  if (!conversation) return null;
  const facts = await context.decide(conversation, source);
  return {
    facts,
    async firstReply() {
      const ground = await readReplyGround(
        db,
        ticket.id,
        context.outside.clock.now(),
        () => source.importedAt(),
        context.desk().mailboxes,
      );
      const reply = replyContextOf(context, { ticket, rows, facts }, ground, new Map(), {
        team: (await runningClocks(context)).calendars.team,
        reminderDue: false,
        longWait: false,
      });
      return { ...reply, earlier: [], ourReplies: 0, openEscalation: false, producer: null };
    },
  };
}
