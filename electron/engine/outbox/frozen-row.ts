import { SportelloError } from '../../../shared/contract/errors';
import type { DecisionId } from '../../../shared/domain/decision';
import { foldAddress } from '../../../shared/domain/address';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import type { Party } from '../../../shared/domain/message';
import type { OutboxKind } from '../../../shared/domain/outbox';
import type { MailCopy } from '../../../shared/domain/recipients';
import { replyToken } from '../../../shared/domain/escalation';
import { USUAL_SERVER_BYTES } from '../../../shared/domain/attached-file';
import type { FileBytes } from '../store/draft-files-table';
import type { BeforeAcceptance, NewOutboxRow } from '../store/outbox-table';
import type { StoredTicket } from '../store/tickets-table';
import { composeMessage } from './message-bytes';
import type { AnsweredMessage } from './message-bytes';
import type { OutboxRoom } from './room';

/** One text to one address, as the agent saw it. */
export type AcceptedText = {
  readonly to: Party;
  readonly subject: string;
  /** Without quote; the mailbox's signature is added where it is missing. */
  readonly text: string;
  readonly language: ReplyLanguage;
  /** Who gets it besides. */
  readonly copies?: readonly MailCopy[];
  readonly files?: readonly FileBytes[];
};

/** What is frozen with a text beside its bytes. */
export type FrozenFacts = {
  readonly block: string;
  readonly kind: OutboxKind;
  readonly ticket: StoredTicket;
  /** The message that it answers, with its row id (null: a mail of ours); null starts a new thread. */
  readonly answers: (AnsweredMessage & { readonly row: string | null }) | null;
  readonly decision: DecisionId | null;
  readonly macro: string | null;
  readonly macroVersion: string | null;
  readonly rulesVersion: string;
  /** The ticket's revision once this is accepted. */
  readonly knownRevision: number;
  readonly knownLastMessage: string | null;
  readonly knownAnswered: 0 | 1;
  readonly before: BeforeAcceptance;
  readonly undoMs: number;
  readonly by: string;
};

/**
 * The outbox row of an accepted text: from here on nothing of it changes (design.md, invariant 2).
 * @throws SportelloError `reply-hole`, `reply-no-recipient`, `file-too-large`
 */
export async function frozenRow(room: OutboxRoom, text: AcceptedText, facts: FrozenFacts): Promise<NewOutboxRow> {
  const { outside, mailbox } = room;
  const { kind, ticket } = facts;
  const now = outside.clock.now();
  refuseHoles(text.text);
  const secret = outside.ids.secret();
  const message = await composeMessage({
    from: { name: mailbox.name, address: mailbox.address },
    to: text.to,
    subject: kind === 'escalation' ? withToken(text.subject, secret) : text.subject,
    text: text.text,
    signature: kind === 'escalation' ? '' : (mailbox.signature ?? ''),
    language: text.language,
    answers: facts.answers,
    copies: text.copies ?? [],
    files: text.files ?? [],
    now,
    secret,
    timeZone: room.timeZone,
  });
  refuseTooLarge(message.raw.byteLength, room);
  return {
    id: outside.ids.row(),
    block: facts.block,
    mailbox_id: room.mailboxId,
    ticket_id: ticket.id,
    kind,
    state: 'queued',
    decision: facts.decision,
    macro: facts.macro,
    macro_version: facts.macroVersion,
    rules_version: facts.rulesVersion,
    envelope_from: message.envelopeFrom,
    envelope_to: message.envelopeTo,
    to_name: message.toName,
    subject: message.subject,
    body_text: message.bodyText,
    message_id: message.messageId,
    raw: message.raw,
    answers_message: facts.answers?.row ?? null,
    known_revision: facts.knownRevision,
    known_last_message: facts.knownLastMessage,
    known_transaction: ticket.transaction_number,
    known_answered: facts.knownAnswered,
    requester_folded: kind === 'reply' ? foldAddress(text.to.address) : ticket.requester_folded,
    until_at: now + facts.undoMs,
    next_attempt_at: null,
    attempts: 0,
    first_attempt_at: null,
    error_code: null,
    error_text: null,
    held_reason: null,
    before_json: JSON.stringify(facts.before),
    accepted_at: null,
    filed_at: null,
    created_at: now,
    created_by: facts.by,
    copies_json: JSON.stringify(message.copies),
    files_json: JSON.stringify(message.files),
  };
}

/**
 * The reply token of a mail to a producer: the first 64 bits of its Message-ID, which stand in its subject, too. Some mail programs
 * drop `References`, and some people answer by a new mail with the old subject.
 */
function withToken(subject: string, secret: string): string {
  return `${subject} ${replyToken(secret)}`;
}

/** The last door: a text with a hole never becomes a mail, whoever asked for it. */
function refuseHoles(text: string): void {
  if (!/\{\{.*?\}\}|\{%.*?%\}/s.test(text)) return;
  throw new SportelloError('reply-hole', 'The reply still has a hole to fill in', {
    action: 'Fill in the marked place, then send it.',
  });
}

/** A server would refuse it only after the agent has gone on to other tickets. */
function refuseTooLarge(bytes: number, room: OutboxRoom): void {
  const most = room.smtp.maxBytes?.() ?? USUAL_SERVER_BYTES;
  if (bytes <= most) return;
  const sizes = { mb: Math.ceil(bytes / 1_048_576), most: Math.floor(most / 1_048_576) };
  throw new SportelloError('file-too-large', `The mail has ${sizes.mb} MB, the server takes ${sizes.most} MB`, {
    reason: 'mail',
    action: 'Take a file out, or send a link to it.',
    detail: sizes,
  });
}
