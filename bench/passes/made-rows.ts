import { readOneMessage } from '../../electron/engine/mail/read-one-message';
import { readRow } from '../../electron/engine/store/messages-table';
import type { MessageRow } from '../../electron/engine/store/messages-table';
import { mirrored } from '../../electron/engine/store/purchases-table';
import { queueOfTicket } from '../../electron/engine/store/tickets-table';
import { newTicket } from '../../electron/engine/tickets/new-ticket';
import { foldAddress } from '../../shared/domain/address';
import type { DecisionId } from '../../shared/domain/decision';
import { makeMail } from '../../tests/support/mail-maker';
import { nameOf, numberOf, senderOf } from './made-people';

/** Tickets in quantity as rows, the same for the same number: what the engine would write of the mails of `makeMail`. */

/** Different mails of `makeMail` by their words; all else in them is told apart by number. */
const MADE_MAILS = 70;

/** What the mails of `makeMail` ask for, in their order. */
const DECISIONS: readonly DecisionId[] = [
  'club.first-access',
  'club.password-reset',
  'club.product-link',
  'classify.product',
  'route.support',
];

/** One ticket with its mail; `text` is what it is found by. */
export type MadeRows = ReturnType<typeof rowsOfTicket>;

/** The mails that all tickets are made from, read as the parser reads them. */
export async function readMails(): Promise<readonly MessageRow[]> {
  const rows: MessageRow[] = [];
  for (let index = 0; rows.length < MADE_MAILS; index += 1) {
    // Those that answer another one have no ticket of their own.
    if (index % 7 === 6) continue;
    const read = await readOneMessage(Buffer.from(makeMail(index)), { authservId: null, depth: 'text' });
    const fromFolded = foldAddress(read.message.from?.address ?? '');
    rows.push(readRow(EMPTY, { ...read, fromFolded, isAuto: false }));
  }
  return rows;
}

/** Rows of the ticket with this number, whose mail came at `at` (epoch ms). `isBought`: its requester has a purchase. */
export function rowsOfTicket(
  made: readonly MessageRow[],
  index: number,
  { at, isOpen, isBought }: { readonly at: number; readonly isOpen: boolean; readonly isBought: boolean },
) {
  const template = made[index % made.length];
  if (!template) throw new Error('There is no mail');
  const id = `T-${String(index + 1)}`;
  const message = renumbered(template, index, id, at);
  const decision = DECISIONS[index % DECISIONS.length] ?? 'club.first-access';
  const party = { name: message.from_name, address: message.from_address };
  const opened = newTicket(index + 1, message, { from: party, subject: message.subject }, 'inbox', null);
  const number = numberOf(index);
  const ticket = {
    ...opened,
    preview: message.new_text.slice(0, 160),
    language: 'it',
    state: isOpen ? 'open' : 'done',
    unread: isOpen ? 1 : 0,
    intent: 'access.first_login',
    match_status: isBought ? 'matched' : 'unmatched',
    transaction_number: isBought ? number : null,
    product_id: isBought ? String(4_000_100 + (index % 10)) : null,
    decision,
    undecided: 0,
    messages: 1,
    last_inbound_at: at,
  };
  return {
    ticket: { ...ticket, queue: queueOfTicket(ticket), revision: 1 },
    message,
    event: { id: `E-${id}`, ticket_id: id, at, actor: '', kind: 'created', detail: '{}' },
    purchase: isBought ? purchaseOf(index, number, message, at) : null,
    text: [id, message.subject, party.name, party.address, number, message.new_text].join('\n'),
  };
}

/** The mail as another person would have written it, to another ticket. */
function renumbered(template: MessageRow, index: number, ticket: string, at: number): MessageRow {
  const [address, name] = [senderOf(index), nameOf(index)];
  const other = (text: string): string =>
    text
      .replaceAll(template.from_address, address)
      .replaceAll(template.from_name, name)
      .replaceAll(/HP30\d{8}/g, numberOf(index));
  return {
    ...template,
    id: `M-${String(index)}`,
    digest: `D-${String(index)}`,
    ticket_id: ticket,
    message_id: `${String(index)}.mail@mail.example`,
    from_name: name,
    from_address: address,
    from_folded: foldAddress(address),
    sent_at: at,
    received_at: at,
    new_text: other(template.new_text),
    signature: other(template.signature),
    parsed: other(template.parsed),
  };
}

function purchaseOf(index: number, number: string, message: MessageRow, at: number) {
  return {
    transaction_number: number,
    base_number: number,
    status_word: 'APPROVED',
    status: 'active',
    ordered_at: at - 3_600_000,
    approved_at: at - 3_600_000,
    product_id: String(4_000_100 + (index % 10)),
    product_name: `Corso di prova ${String((index % 10) + 1)}`,
    producer_name: `Produttore ${String(index % 10)}`,
    buyer_name: message.from_name,
    buyer_email: message.from_address,
    buyer_folded: message.from_folded,
    buyer_mirrored: mirrored(message.from_folded),
    recurrence: null,
    price: '49.00',
    currency: 'EUR',
    guarantee_ends_at: null,
    parent_number: null,
    subscriber_code: null,
    payment_word: '',
    as_of: at,
    import_id: null,
    imported_at: at,
  };
}

const EMPTY: MessageRow = {
  id: '',
  mailbox_id: 'main',
  digest: '',
  same_mail: '',
  direction: 'inbound',
  ticket_id: null,
  message_id: null,
  from_name: '',
  from_address: '',
  from_folded: '',
  subject: '',
  sent_at: null,
  received_at: 0,
  new_text: '',
  quoted_text: '',
  signature: '',
  parsed: '',
  html: null,
  parse_state: 'pending',
  parse_attempts: 0,
  is_auto: 0,
};
