import { insertRows } from '../../electron/engine/store/insert-rows';
import type { NewOutboxRow } from '../../electron/engine/store/outbox-table';
import type { StoreTables } from '../../electron/engine/store/schema';
import type { Store } from '../../electron/engine/store/store';
import { queueOfTicket } from '../../electron/engine/store/tickets-table';
import type { StoredTicket } from '../../electron/engine/store/tickets-table';
import { AGREEMENTS } from '../../shared/domain/earned';
import type { OutboxState } from '../../shared/domain/outbox';
import { DECISIONS } from '../../shared/domain/decision';
import type { UnmatchedReason } from '../../shared/domain/unmatched';
import type { Insertable } from 'kysely';
import { seededRandom } from './seeded-random';

type Rows<T extends keyof StoreTables> = Insertable<StoreTables[T]>[];

/** Rows of a desk's year, as the engine would have written them; every figure finds something. */
export type MadeYear = {
  readonly from: number;
  readonly to: number;
  readonly tickets: StoredTicket[];
  readonly events: Rows<'ticket_event'>;
  readonly outbox: (NewOutboxRow & { readonly delivery: string | null; readonly delivery_settled: string | null })[];
  readonly messages: Rows<'message'>;
  readonly cases: Rows<'suggestion_case'>;
  readonly escalations: Rows<'escalation'>;
  readonly products: Rows<'product'>;
  readonly purchases: Rows<'purchase'>;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const REASONS: readonly UnmatchedReason[] = ['number-unknown', 'typo', 'perhaps-newer', 'address'];
const AGENTS = ['Anna Bruni', 'Bruno Neri', 'Carla Sousa', '=Dora'];
const PRODUCTS = 40;
const OUTBOX_STATES: readonly OutboxState[] = [
  'held',
  'refused',
  'failed_before_data',
  'outcome_unknown',
  'cancelled',
  'queued',
];
/** As long as the case panel's JSON is on average. */
const PADDING = 'x'.repeat(2500);

/** So many tickets, spread over the year before `to`; the same for the same seed. */
export function makeYear({ tickets, seed, to }: { tickets: number; seed: number; to: number }): MadeYear {
  const random = seededRandom(seed);
  const upTo = (most: number): number => Math.floor(random() * most);
  const oneOf = <T>(values: readonly T[]): T => values[upTo(values.length)] as T;
  const from = to - 365 * DAY;
  const year: MadeYear = { from, to, tickets: [], events: [], outbox: [], messages: [], cases: [], escalations: [], products: [], purchases: [] }; // prettier-ignore
  for (let index = 0; index < PRODUCTS; index += 1) {
    const producer = index % 5 === 0 ? '' : `Produttore ${String(index % 9)}`;
    year.products.push({
      product_id: `p${String(index)}`, name: `Corso ${String(index)}`, delivery: 'club', member_area_url: '',
      producer_name: producer, producer_email: '', delivery_source: 'catalogue', updated_at: from,
    }); // prettier-ignore
  }
  for (let index = 0; index < tickets; index += 1) {
    const id = `T-${String(index + 1)}`;
    const created = from + Math.floor(((index + random()) * (to - from)) / tickets);
    const address = `cliente.${String(upTo(tickets / 2))}@posta.example`;
    const decision = random() < 0.01 ? null : oneOf(DECISIONS);
    const age = to - created;
    const isOpen = random() < (age < 5 * DAY ? 0.5 : 0.015);
    const isAuto = decision === 'ignore';
    const hasSale = decision !== null && !decision.startsWith('ask.') && !isAuto && random() < 0.8;
    const product = hasSale ? oneOf(year.products).product_id : null;
    const state = isAuto ? 'ignored' : isOpen ? oneOf(['open', 'snoozed', 'waiting.customer', 'waiting.producer', 'waiting.hotmart']) : 'done'; // prettier-ignore
    const unmatched = decision === 'ask.which-product' ? 'several' : decision === 'ask.purchase-details' ? oneOf(REASONS) : null; // prettier-ignore
    const flags = `"needsPerson":${String(random() < 0.05)},"thanks":${String(random() < 0.1)},"perhapsNewer":${String(random() < 0.3)}`;
    const base = {
      id, number: index + 1, mailbox_id: 'main', requester_name: 'Cliente', requester_address: address, requester_folded: address,
      subject: 'Accesso', preview: '', language: 'it', state, snoozed_until: null,
    no_answer_at: null as number | null, handed_over: 0,
      junk: random() < 0.01 ? 1 : 0, problem: random() < 0.003 ? 1 : 0,
      assignee: random() < 0.4 ? oneOf(AGENTS) : null, claim_until: random() < 0.3 ? to + (upTo(3) - 1) * HOUR : null,
      filed_reason: null, unread: 0, intent: isAuto ? 'auto' : decision === 'route.support' ? 'other' : 'access.password',
      match_status: product === null ? 'unmatched' : 'matched', basis: null, identity: null,
      transaction_number: product === null ? null : `HP${String(3_000_000_000 + index)}`, product_id: product, delivery: null, decision, unmatched_reason: unmatched, undecided: 0,
      case_json: random() < 0.02 ? null : `{"flags":{${flags}},"more":"${PADDING}"${isAuto && random() < 0.5 ? ',"intentEvidence":["Auto-Submitted: auto-replied"]' : ''}}`,
      corrected_json: null, related_to: null, messages: 1, created_at: created, updated_at: created, last_inbound_at: created,
      last_outbound_at: null, answered_at: null as number | null, closed_at: null as number | null, erased_at: null, revision: 0,
    }; // prettier-ignore
    const ticket = { ...base, queue: queueOfTicket(base) };
    year.tickets.push(ticket);
    if (product !== null && random() < 0.9) {
      year.purchases.push({
        transaction_number: ticket.transaction_number ?? '', base_number: ticket.transaction_number ?? '', status_word: 'APPROVED', status: 'active',
        ordered_at: created - DAY, approved_at: null, product_id: product, product_name: 'Corso', producer_name: `Venditore ${String(index % 3)}`,
        buyer_name: '', buyer_email: address, buyer_folded: address, recurrence: null, price: '', currency: '', imported_at: created,
        guarantee_ends_at: random() < 0.7 ? created + (upTo(20) - 2) * DAY : null, parent_number: null, subscriber_code: null, import_id: null,
      }); // prettier-ignore
    }
    const event = (at: number, kind: string): void => {
      year.events.push({
        id: `e${String(year.events.length)}`,
        ticket_id: id,
        at,
        actor: oneOf(AGENTS),
        kind,
        detail: '{}',
      });
    };
    event(created, 'created');
    if (isAuto) continue;
    const block = `b${String(index)}`;
    const answered = created + Math.floor(random() ** 3 * 4 * DAY);
    const isAnswered = random() < 0.85 && answered < to;
    if (isAnswered) {
      const isSent = random() < 0.96;
      const mailState = isSent ? 'filed' : oneOf(OUTBOX_STATES);
      event(answered, 'accepted');
      year.outbox.push(mail(`o${String(index)}`, { block, ticket: id, address, state: mailState, at: answered, by: oneOf(AGENTS), macro: random() < 0.1 ? null : decision, isBounced: isSent && random() < 0.004 })); // prettier-ignore
      year.cases.push({
        id: `c${String(index)}`, ticket_id: id, decision: decision ?? 'route.support', agreement: oneOf(AGREEMENTS), block: random() < 0.95 ? block : null,
        requester_folded: address, at: answered, by: 'Anna Bruni', review: null, reviewed_by: null, reviewed_at: null,
      }); // prettier-ignore
    }
    ticket.answered_at = isAnswered || random() < 0.1 ? answered + 11_000 : null;
    if (random() < 0.3) year.messages.push(message(`mo${String(index)}`, id, 'outbound', 'support@corsi.example', created + upTo(3 * DAY))); // prettier-ignore
    if (random() < 0.3)
      year.messages.push(message(`mi${String(index)}`, id, 'inbound', address, created + upTo(12 * DAY)));
    if (state === 'done' && random() < 0.97)
      ticket.closed_at = Math.min(to - 1, Math.max(answered, created) + upTo(5 * DAY));
    if (state === 'done' && random() < 0.05) ticket.no_answer_at = ticket.closed_at;
    if (state === 'open' && random() < 0.1) ticket.closed_at = created + HOUR;
    if (random() < 0.08) {
      const started = answered + HOUR;
      const reply = started + upTo(9 * DAY);
      const isOver = random() < 0.7 && reply < to;
      year.escalations.push({
        id: `x${String(index)}`, ticket_id: id, transaction_number: '', product_id: '', producer_name: `Produttore ${String(index % 60 === 0 ? 99 : index % 9)}`,
        producer_folded: '', reason: 'missing', language: 'it', state: isOver ? 'answered' : 'waiting', opened_at: started, opened_by: 'Anna Bruni',
        started_at: random() < 0.95 ? started : null, waiting_since: isOver ? null : started, answered_at: isOver ? reply : null, reminders: 0,
        reminded_at: null, closed_at: null,
      }); // prettier-ignore
    }
  }
  return year;
}

/** Writes the rows into the store, straight into its tables. */
export async function putYear(store: Store, year: MadeYear): Promise<void> {
  await store.transaction(async (db) => {
    await insertRows(db, 'product', year.products);
    await insertRows(db, 'purchase', year.purchases);
    await insertRows(db, 'ticket', year.tickets);
    await insertRows(db, 'ticket_event', year.events);
    await insertRows(db, 'outbox', year.outbox);
    await insertRows(db, 'message', year.messages);
    await insertRows(db, 'suggestion_case', year.cases);
    await insertRows(db, 'escalation', year.escalations);
  });
}

type MailFacts = { block: string; ticket: string; address: string; state: OutboxState; at: number; by: string; macro: string | null; isBounced: boolean }; // prettier-ignore

function mail(id: string, facts: MailFacts): MadeYear['outbox'][number] {
  return {
    id, block: facts.block, mailbox_id: 'main', ticket_id: facts.ticket, kind: 'reply', state: facts.state, decision: null, macro: facts.macro,
    macro_version: null, rules_version: '', envelope_from: '', envelope_to: facts.address, to_name: '', subject: '', body_text: '', message_id: `${id}@desk`,
    raw: new Uint8Array(1500), answers_message: null, known_revision: 0, known_last_message: null, known_transaction: null, known_answered: 0,
    requester_folded: facts.address, until_at: facts.at, next_attempt_at: null, attempts: 0, first_attempt_at: null, error_code: null, error_text: null,
    held_reason: null, before_json: '{}', accepted_at: facts.state === 'filed' ? facts.at + 11_000 : null, filed_at: null, created_at: facts.at,
    created_by: facts.by, copies_json: '', files_json: '', delivery: facts.isBounced ? 'failed' : null, delivery_settled: null,
  }; // prettier-ignore
}

function message(
  id: string,
  ticket: string,
  direction: string,
  from: string,
  at: number,
): Insertable<StoreTables['message']> {
  return {
    id, mailbox_id: 'main', digest: id, same_mail: '', direction, ticket_id: ticket, message_id: null, from_name: '', from_address: from, from_folded: from, subject: '',
    sent_at: at, received_at: at, new_text: '', quoted_text: '', signature: '', parsed: '', html: null, parse_state: 'parsed', parse_attempts: 0, is_auto: 0,
  }; // prettier-ignore
}
