import { senderName } from '../../../shared/domain/message';
import type { Message } from '../../../shared/domain/message';
import type { StoredMessage } from '../store/thread-table';
import type { NewTicket } from '../store/tickets-table';
import { messageMoment } from './summary';

/** The ticket that a message opens: undecided, unread, owed by us. `role` is that of the message's folder. */
export function newTicket(
  number: number,
  row: StoredMessage,
  message: Pick<Message, 'from' | 'nameAlone' | 'subject'>,
  role: string,
  relatedTo: string | null,
): NewTicket {
  return {
    ...blankTicket(number, row.mailbox_id, messageMoment(row).at),
    requester_name: senderName(message),
    requester_address: message.from?.address ?? '',
    requester_folded: row.from_folded,
    subject: message.subject,
    junk: role === 'junk' ? 1 : 0,
    unread: 1,
    undecided: 1,
    related_to: relatedTo,
  };
}

/** An open ticket of nobody, about which nothing is known and nothing is to be decided; `at` in epoch ms. */
export function blankTicket(number: number, mailbox: string, at: number): NewTicket {
  return {
    id: `T-${number}`,
    number,
    mailbox_id: mailbox,
    requester_name: '',
    requester_address: '',
    requester_folded: '',
    subject: '',
    preview: '',
    language: null,
    state: 'open',
    snoozed_until: null,
    handed_over: 0,
    junk: 0,
    problem: 0,
    assignee: null,
    claim_until: null,
    filed_reason: null,
    no_answer_at: null,
    unread: 0,
    intent: null,
    match_status: null,
    basis: null,
    identity: null,
    transaction_number: null,
    product_id: null,
    delivery: null,
    decision: null,
    unmatched_reason: null,
    undecided: 0,
    case_json: null,
    erased_at: null,
    answered_at: null,
    closed_at: null,
    corrected_json: null,
    related_to: null,
    messages: 0,
    created_at: at,
    updated_at: at,
    last_inbound_at: null,
    last_outbound_at: null,
  };
}
