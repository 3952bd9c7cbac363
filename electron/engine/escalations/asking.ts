import { foldAddress } from '../../../shared/domain/address';
import { PRODUCER_REPLIES } from '../../../shared/domain/macro';
import type { Message } from '../../../shared/domain/message';
import type { OutboxKind } from '../../../shared/domain/outbox';
import type { AcceptedEscalation } from '../outbox/accept';
import type { AnsweredMessage } from '../outbox/message-bytes';
import {
  addEscalation,
  addEscalationMail,
  closeEscalations,
  openEscalationOf,
  reopenEscalations,
} from '../store/escalations-table';
import type { NewOutboxRow } from '../store/outbox-table';
import type { Db } from '../store/tickets-table';

/** Writes down what a mail to a producer is about, in the transaction that accepts it. */
export async function noteAsked(db: Db, mail: NewOutboxRow, asked: AcceptedEscalation): Promise<void> {
  if (asked.follows.length > 0) return addEscalationMail(db, mail.id, asked.follows);
  // Opened by its first mail: its id says so, and nothing else could be opened by the same one.
  await addEscalation(db, {
    id: mail.id,
    ticket: mail.ticket_id,
    transaction: asked.transaction,
    productId: asked.productId,
    producerName: mail.to_name,
    producer: foldAddress(mail.envelope_to),
    reason: asked.reason,
    language: '',
    at: mail.created_at,
    by: mail.created_by,
  });
  await addEscalationMail(db, mail.id, [mail.id]);
}

/**
 * What one more mail in a side conversation answers: the producer's newest, else our own newest. One about several cases begins a
 * thread of its own: its answer is for all of them.
 */
export async function answeredBySide(
  db: Db,
  follows: readonly string[],
): Promise<(AnsweredMessage & { readonly row: string | null }) | null> {
  const [escalation, ...more] = follows;
  if (escalation === undefined || more.length > 0) return null;
  const theirs = await db
    .selectFrom('escalation_answer')
    .innerJoin('message', 'message.id', 'escalation_answer.message_id')
    .select(['message.id', 'message.message_id', 'message.parsed', 'message.from_name', 'message.from_address'])
    .select(['message.sent_at', 'message.received_at', 'message.new_text'])
    .where('escalation_answer.escalation_id', '=', escalation)
    .where('escalation_answer.automatic', '=', 0)
    .orderBy('escalation_answer.at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (theirs) {
    const read = theirs.parsed === '' ? null : (JSON.parse(theirs.parsed) as Pick<Message, 'references' | 'inReplyTo'>);
    const references = read === null ? [] : read.references.length > 0 ? read.references : read.inReplyTo;
    return {
      row: theirs.id,
      messageId: theirs.message_id,
      references,
      fromName: theirs.from_name,
      fromAddress: theirs.from_address,
      at: theirs.sent_at ?? theirs.received_at,
      text: theirs.new_text,
    };
  }
  const ours = await db
    .selectFrom('escalation_mail')
    .innerJoin('outbox', 'outbox.id', 'escalation_mail.outbox_id')
    .select(['outbox.message_id', 'outbox.envelope_from', 'outbox.created_at', 'outbox.body_text'])
    .where('escalation_mail.escalation_id', '=', escalation)
    .where('outbox.state', 'not in', ['cancelled', 'refused'])
    .orderBy('outbox.created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!ours) return null;
  const { message_id: messageId, envelope_from: fromAddress, created_at: at, body_text: text } = ours;
  return { row: null, messageId, references: [], fromName: '', fromAddress, at, text };
}

/**
 * A reply of ours to the customer: what the producer answered is dealt with, whether the text is the desk's or the agent's own. One
 * that says what the producer answered ends the side conversation wherever it stands.
 */
export async function closeByReply(
  db: Db,
  reply: { readonly ticket: string; readonly macro: string | null; readonly at: number },
): Promise<void> {
  const open = await openEscalationOf(db, reply.ticket);
  if (open === null) return;
  const tells = reply.macro !== null && PRODUCER_REPLIES.includes(reply.macro);
  if (tells || open.state === 'answered') await closeEscalations(db, [open.id], 'told', reply.at);
}

/** Undo of the reply that ended it, or it never arrived. */
export async function reopenOfTicket(
  db: Db,
  {
    ticket_id,
    created_at,
    kind,
  }: { readonly ticket_id: string; readonly created_at: number; readonly kind: OutboxKind },
): Promise<void> {
  if (kind !== 'reply') return;
  const rows = await db
    .selectFrom('escalation')
    .select('escalation.id')
    .where((of) =>
      of.or([
        of('ticket_id', '=', ticket_id),
        of('transaction_number', '=', of.selectFrom('ticket').select('transaction_number').where('id', '=', ticket_id)),
      ]),
    )
    .where('state', '=', 'closed')
    .where('closed_by', '=', 'told')
    .where('closed_at', '=', created_at)
    .execute();
  await reopenEscalations(
    db,
    rows.map(({ id }) => id),
  );
}
