import { sql } from 'kysely';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { assertNever } from '../../../shared/assert';
import { labelKey } from '../../../shared/domain/label';
import { OUTBOX_PROBLEMS } from '../../../shared/domain/outbox';
import { ERASED } from './outbox-table';
import type { HasValue, IsValue } from '../../../shared/domain/search-names';
import type { SearchFilter } from '../../../shared/domain/search-query';
import type { StoreTables } from './schema';
import type { TicketCondition } from './search-index';
import { LEFT } from './drafts-table';

type Of = ExpressionBuilder<StoreTables, 'ticket'>;
type Condition = Expression<SqlBool>;

/** Who searches, and when. */
export type Asking = {
  /** Every word that stands for the agent as an assignee. */
  readonly agent: readonly string[];
  /** Whose drafts are their own. */
  readonly drafts: string;
  readonly now: number;
};

/** A filter on a ticket's columns, with the ids and names that its words were found to mean. */
export type TicketFilter = { readonly not: boolean } & (
  | Exclude<SearchFilter, { readonly by: 'from' | 'to' | 'subject' | 'product' | 'assignee' }>
  | { readonly by: 'product'; readonly ids: readonly string[] }
  /** Came to one of these mailboxes. */
  | { readonly by: 'to'; readonly ids: readonly string[] }
  /** By any of these words; null: nobody. */
  | { readonly by: 'assignee'; readonly names: readonly string[] | null }
);

/** All of these filters as one condition; null where there is none. */
export function holdsAll(filters: readonly TicketFilter[], asking: Asking): TicketCondition | null {
  if (filters.length === 0) return null;
  return (of) =>
    of.and(
      filters.map((filter) => {
        const holds = conditionOf(of, filter, asking);
        // What is unknown of a ticket is not so either: `not` alone would leave it out.
        return filter.not ? sql<SqlBool>`(${holds}) is not true` : holds;
      }),
    );
}

/** What one filter asks of a ticket. */
function conditionOf(of: Of, filter: TicketFilter, asking: Asking): Condition {
  switch (filter.by) {
    case 'product':
      return oneOf(of, 'product_id', filter.ids);
    case 'to':
      return oneOf(of, 'mailbox_id', filter.ids);
    case 'transaction':
      return ofTransaction(of, filter.number);
    case 'decision':
      return oneOf(of, 'decision', filter.among);
    case 'intent':
      return oneOf(of, 'intent', filter.among);
    case 'language':
      return of('language', '=', filter.code);
    case 'queue':
      return queued(of, filter.among, asking);
    case 'label':
      return labelled(of, filter.text);
    case 'assignee':
      return filter.names === null ? unheld(of, asking) : heldBy(of, filter.names, asking);
    case 'is':
      return standing(of, filter.value, asking);
    case 'has':
      return having(of, filter.value, asking);
    case 'period':
      return within(of, filter);
    default:
      return assertNever(filter);
  }
}

function oneOf(
  of: Of,
  column: 'product_id' | 'mailbox_id' | 'decision' | 'intent' | 'queue',
  values: readonly string[],
): Condition {
  return values.length === 0 ? of.lit(false) : of(column, 'in', values);
}

/** This sale, or an item of this checkout. */
function ofTransaction(of: Of, number: string): Condition {
  return of.or([
    of('transaction_number', '=', number),
    of.and([of('transaction_number', '>=', `${number}C`), of('transaction_number', '<', `${number}D`)]),
  ]);
}

function queued(of: Of, queues: readonly string[], asking: Asking): Condition {
  const stored = oneOf(
    of,
    'queue',
    queues.filter((queue) => queue !== 'mine'),
  );
  if (!queues.includes('mine')) return stored;
  const mine = of.and([
    heldBy(of, asking.agent, asking),
    of('queue', 'in', ['inbox', 'support', 'classify', 'problems']),
  ]);
  return of.or([stored, mine]);
}

/** A label that is called so, or begins so: it may still be half typed. */
function labelled(of: Of, label: string): Condition {
  const key = labelKey(label);
  if (key === '') return of.lit(false);
  const labels = of
    .selectFrom('ticket_label')
    .select('ticket_label.ticket_id')
    .where('ticket_label.label', '>=', key)
    .where('ticket_label.label', '<', `${key}\u{10FFFF}`);
  return of('ticket.id', 'in', labels);
}

function heldBy(of: Of, names: readonly string[], { now }: Asking): Condition {
  if (names.length === 0) return of.lit(false);
  const holds = of.or([of('claim_until', 'is', null), of('claim_until', '>', now)]);
  return of.and([of('assignee', 'in', names), holds]);
}

function unheld(of: Of, { now }: Asking): Condition {
  return of.or([of('assignee', 'is', null), of('claim_until', '<=', now)]);
}

function standing(of: Of, value: IsValue, asking: Asking): Condition {
  switch (value) {
    case 'open':
    case 'done':
    case 'snoozed':
      return of('state', '=', value);
    case 'waiting':
      return of('state', 'in', ['waiting.customer', 'waiting.producer', 'waiting.hotmart']);
    case 'unread':
      return of('unread', '=', 1);
    case 'mine':
      return heldBy(of, asking.agent, asking);
    case 'unclaimed':
      return unheld(of, asking);
    case 'failed':
      return failed(of);
    case 'spam':
      return of('queue', '=', 'junk');
    case 'reviewed':
      return of('ticket.id', 'in', of.selectFrom('reviewed_ticket').select('reviewed_ticket.ticket_id'));
    default:
      return assertNever(value);
  }
}

/** A mail of ours did not go out, is held, may be lost, or came back and nobody has dealt with it. */
function failed(of: Of): Condition {
  const inTrouble = of
    .selectFrom('outbox')
    .select('outbox.ticket_id')
    .where('outbox.state', 'in', OUTBOX_PROBLEMS)
    .where('outbox.envelope_to', '!=', ERASED);
  const returned = of
    .selectFrom('outbox')
    .select('outbox.ticket_id')
    // Written out: with a parameter SQLite would not use the partial index.
    .where('outbox.delivery', '=', sql.lit<string>('failed'))
    .where('outbox.delivery_settled', 'is', null);
  return of.or([of('ticket.id', 'in', inTrouble), of('ticket.id', 'in', returned)]);
}

function having(of: Of, value: HasValue, { drafts }: Asking): Condition {
  switch (value) {
    case 'note':
      return of('ticket.id', 'in', of.selectFrom('note').select('note.ticket_id'));
    case 'draft': {
      const whose = [drafts, LEFT];
      const typed = of.selectFrom('draft').select('draft.ticket_id').where('draft.agent', 'in', whose);
      const files = of
        .selectFrom('draft_file')
        .select('draft_file.ticket_id')
        .where('draft_file.agent', 'in', whose)
        .where('draft_file.removed', '=', 0);
      return of.or([of('ticket.id', 'in', typed), of('ticket.id', 'in', files)]);
    }
    case 'attachment':
      throw new Error('Files are found by the text of a ticket');
    default:
      return assertNever(value);
  }
}

/** A message came or went then. A ticket's own times say it alone where the period has one end. */
function within(of: Of, { from, until }: { readonly from: number | null; readonly until: number | null }): Condition {
  const parts: Condition[] = [];
  if (from !== null) parts.push(of('updated_at', '>=', from));
  if (until !== null) parts.push(of('created_at', '<', until));
  if (from !== null && until !== null) {
    const message = of
      .selectFrom('message')
      .select('message.id')
      .whereRef('message.ticket_id', '=', 'ticket.id')
      .where('message.received_at', '>=', from)
      .where('message.received_at', '<', until);
    parts.push(of.exists(message));
  }
  return of.and(parts);
}
