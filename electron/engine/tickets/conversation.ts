import type { Intent } from '../../../shared/domain/intent';
import type { BodyParts, Message } from '../../../shared/domain/message';
import type { Delivery } from '../../../shared/domain/purchase';
import type { MessageReading } from './message-reading';

/** One message of a ticket as the rules read it. */
export type ConversationMessage = {
  readonly message: Message;
  readonly parts: BodyParts;
  /** Whether we wrote it. */
  readonly ours: boolean;
  /** Date header or INTERNALDATE, epoch ms. */
  readonly at: number;
  /** What it says by itself, where that was read before. */
  readonly reading?: MessageReading;
};

/** What a decision is made from: the messages of one ticket, oldest first, and what agents set by hand. */
export type Conversation = {
  readonly messages: readonly ConversationMessage[];
  /** Id of the mailbox that the ticket came to; absent in a dry run, which has none. */
  readonly mailbox?: string;
  readonly corrected: {
    readonly intent: Intent | null;
    readonly transaction: string | null;
    readonly delivery: Delivery | null;
    /** Purchases that it is not about: "not this one". */
    readonly refused: readonly string[];
  };
};
