import { SportelloError } from '../../../shared/contract/errors';
import { LATEST_SEND_MS } from '../../../shared/contract/limits';
import type { AcceptedBlock } from '../../../shared/contract/views';
import { foldAddress } from '../../../shared/domain/address';
import type { DecisionId } from '../../../shared/domain/decision';
import { mayTellOfWait } from '../../../shared/domain/long-wait';
import { PRODUCER_REPLIES } from '../../../shared/domain/macro';
import { WAITING_MACRO } from '../../../shared/domain/macro-names';
import type { Party } from '../../../shared/domain/message';
import { copiesOf } from '../../../shared/domain/recipients';
import { isOwn } from '../../../shared/domain/reply-facts';
import type { EngineContext } from '../context';
import { neededOutbox } from '../needed';
import type { AcceptInput } from '../outbox/accept';
import { replySubject } from '../outbox/message-bytes';
import { draftFiles } from '../store/draft-files-table';
import { guardAudience } from '../tickets/guard-recipients';
import { refuseMachine } from '../tickets/refuse-reply';
import type { OpenCase } from '../tickets/ticket-view';

/** What an agent typed, and to whom and when it goes. */
export type Typed = {
  readonly text: string;
  readonly macro: string | null;
  readonly decision: DecisionId | null;
  readonly again?: boolean | undefined;
  readonly to?: string | undefined;
  readonly cc?: readonly string[] | undefined;
  readonly bcc?: readonly string[] | undefined;
  readonly sendAt?: number | undefined;
  readonly resolve?: boolean | undefined;
};

/**
 * Sends a typed reply: to the requester, or to the address that was typed instead, and to those who get a copy. To another
 * address it begins a thread of its own and quotes nothing.
 */
export async function sendTyped(
  context: EngineContext,
  open: OpenCase,
  typed: Typed,
  block: Pick<
    AcceptInput,
    'ticket' | 'revision' | 'macroVersion' | 'rulesVersion' | 'by' | 'settles' | 'undoMs' | 'sleepUntil'
  >,
): Promise<AcceptedBlock> {
  refuseMachine(open.facts, open.ticket.id);
  const requester = open.facts.recipient.party;
  const party: Party | null = typed.to === undefined ? usualParty(open, typed.macro) : namedParty(open, typed.to);
  refuseOthers(open, typed.macro, party);
  refuseSecondWord(open, typed.macro);
  if (!party || (isOwn(party.address, open.replyContext) && typed.to === undefined)) {
    throw new SportelloError('reply-no-recipient', `Ticket ${open.ticket.id} has nobody to answer to`, {
      action: 'The mail gives no address of a customer: look at the original.',
      detail: { ticket: open.ticket.id },
    });
  }
  const isRequester = requester !== null && foldAddress(party.address) === foldAddress(requester.address);
  const copies = copiesOf(party.address, typed.cc ?? [], typed.bcc ?? []);
  const subject = open.view.suggestions[0]?.subject || replySubject(open.ticket.subject);
  const files = await draftFiles(context.store.db, open.ticket.id, block.by);
  await guardAudience(
    context,
    open,
    { to: party.address, copies: copies.map(({ address }) => address) },
    { text: said(open, typed, party), subject, fileNames: files.map(({ fileName }) => fileName) },
  );
  return neededOutbox(context).accept({
    ...block,
    undoMs: waitOf(context, typed.sendAt, block.undoMs),
    decision: typed.decision,
    macro: typed.macro,
    source: 'typed',
    thread: isRequester ? 'reply' : 'new',
    reply: { to: party, subject, text: typed.text, language: open.facts.replyLanguage, copies },
    escalation: null,
    again: typed.again === true,
    resolve: typed.resolve === true,
  });
}

/** Who gets it where nobody was typed: the requester; of a producer's answer the buyer, whoever wrote to us. */
function usualParty(open: OpenCase, macro: string | null): Party | null {
  const buyer = open.facts.purchase?.purchase.buyerEmail;
  if (macro === null || !PRODUCER_REPLIES.includes(macro) || buyer === undefined) return open.facts.recipient.party;
  return namedParty(open, buyer);
}

/** @throws SportelloError `reply-privacy` for a text of a producer's answer to anybody but the buyer */
function refuseOthers({ facts, ticket }: OpenCase, macro: string | null, party: Party | null): void {
  if (macro === null || !PRODUCER_REPLIES.includes(macro) || party === null) return;
  if (facts.purchase !== null && foldAddress(party.address) === facts.purchase.purchase.buyerFolded) return;
  throw new SportelloError('reply-privacy', 'What a producer answered goes to the buyer alone', {
    reason: 'producer-answer',
    action: 'Write to the purchase e-mail, or begin a text of your own.',
    detail: { ticket: ticket.id },
  });
}

/** @throws SportelloError `not-allowed` for word of a long wait where none is due, or somebody told the customer already */
function refuseSecondWord({ facts, replyContext, ticket }: OpenCase, macro: string | null): void {
  if (macro !== WAITING_MACRO || mayTellOfWait(facts, replyContext)) return;
  throw new SportelloError('not-allowed', 'The customer was told already that the producer stays silent', {
    reason: 'told-already',
    action: 'Wait for the producer, or write a text of your own.',
    detail: { ticket: ticket.id },
  });
}

/**
 * What the guard looks at: all of it, but for whole lines of the producer's answer that are passed on to the buyer alone. They were
 * freed from everybody else's data (`producer-words.ts`), and access data in them are the producer's to send.
 */
function said({ facts, replyContext }: OpenCase, { text, macro, cc, bcc }: Typed, to: Party): string {
  const isBuyer = facts.purchase !== null && foldAddress(to.address) === facts.purchase.purchase.buyerFolded;
  const words = replyContext.producer?.answer?.words.text ?? '';
  if (macro !== 'producer.forward' || !isBuyer || [...(cc ?? []), ...(bcc ?? [])].length > 0) return text;
  const theirs = new Set(words.split('\n').map((line) => line.trim()));
  return text
    .split('\n')
    .filter((line) => !theirs.has(line.trim()))
    .join('\n');
}

/**
 * How long a mail waits, ms: until the time that was chosen, at least as long as it can be undone.
 * @throws SportelloError `bad-params` for a time that is over or too far away
 */
export function waitOf(context: EngineContext, sendAt: number | undefined, undoMs: number): number {
  if (sendAt === undefined) return undoMs;
  const wait = sendAt - context.outside.clock.now();
  if (wait <= 0 || wait > LATEST_SEND_MS) {
    throw new SportelloError('bad-params', 'A mail can be sent within the next 31 days', {
      reason: 'send-later',
      action: 'Choose a time within them, or send it now.',
    });
  }
  return Math.max(wait, undoMs);
}

function namedParty(open: OpenCase, address: string): Party {
  const purchase = open.facts.purchase?.purchase;
  const isBuyer = purchase !== undefined && foldAddress(address) === purchase.buyerFolded;
  const requester = open.facts.recipient.party;
  if (requester !== null && foldAddress(address) === foldAddress(requester.address)) return requester;
  return { name: isBuyer ? purchase.buyerName : '', address };
}
