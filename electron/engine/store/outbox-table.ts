import { sql } from 'kysely';
import type { Selectable, Updateable } from 'kysely';
import { SportelloError } from '../../../shared/contract/errors';
import type { DraftFields } from '../../../shared/contract/compose';
import type { OutboxView, SentFile } from '../../../shared/contract/views';
import type { MailCopy } from '../../../shared/domain/recipients';
import type { DecisionId } from '../../../shared/domain/decision';
import type { DeliveryOutcome } from '../../../shared/domain/delivery-report';
import { OUTBOX_PROBLEMS, OUTBOX_WAITING } from '../../../shared/domain/outbox';
import type { OutboxKind, OutboxState } from '../../../shared/domain/outbox';
import type { TicketState } from '../../../shared/domain/ticket';
import { followEscalationMail } from './escalation-mails';
import type { OutboxTable } from './schema';
import { undelivered } from './returned-mail-table';
import type { Db } from './tickets-table';

export type OutboxRow = Readonly<Selectable<OutboxTable>> & { readonly state: OutboxState; readonly kind: OutboxKind };
/** Columns that are written when a server says what became of a mail. */
type DeliveryColumn = 'delivery' | 'delivery_code' | 'delivery_text' | 'delivery_at' | 'delivery_settled';
export type NewOutboxRow = Omit<OutboxRow, 'revision' | DeliveryColumn>;
export type OutboxChange = Omit<Updateable<OutboxTable>, 'id' | 'revision' | 'state' | 'raw' | 'message_id'>;

/** What undo and the stale check need of the time before acceptance. */
export type BeforeAcceptance = {
  readonly state: TicketState;
  readonly handedOver: boolean;
  readonly snoozedUntil: number | null;
  /** The ticket's revision that the agent saw. */
  readonly revision: number;
  /** The ticket's decision that the agent saw. */
  readonly decision: string | null;
  /** The state that acceptance set; undo leaves alone what moved since. */
  readonly set: TicketState;
  /** Text that the agent had typed and that undo gives back; null for a suggestion taken as it was. */
  readonly draft: string | null;
  /** Where it was typed, if not as the reply to the ticket: `new`, or `forward:T-…`. */
  readonly draftKey?: string;
  /** Recipients and subject as they were typed. */
  readonly fields?: DraftFields;
};

/** Recipient of a mail whose customer was erased: its state stays, and nothing is left of it that could be filed or sent. */
export const ERASED = '';

/** How many rows are in each state that goes on or asks for a person. */
export async function countUnsettled(
  db: Db,
): Promise<readonly { readonly state: OutboxState; readonly count: number }[]> {
  const rows = await db
    .selectFrom('outbox')
    .select((column) => ['state', column.fn.countAll<number>().as('count')] as const)
    .where('state', 'in', [...OUTBOX_WAITING, ...OUTBOX_PROBLEMS])
    .where('envelope_to', '!=', ERASED)
    .groupBy('state')
    .orderBy('state')
    .execute();
  return rows.map((row) => ({ state: row.state as OutboxState, count: Number(row.count) }));
}

/** Adds the rows of one accepted block. */
export async function addOutboxRows(db: Db, rows: readonly NewOutboxRow[]): Promise<void> {
  await db
    .insertInto('outbox')
    .values(rows.map((row) => ({ ...row, revision: 0 })))
    .execute();
}

/** @throws SportelloError `not-found` */
export async function readOutboxRow(db: Db, id: string): Promise<OutboxRow> {
  const row = await db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();
  if (row) return row as OutboxRow;
  throw new SportelloError('not-found', `There is no outbox row ${id}`, {
    reason: 'outbox',
    action: 'Look at the outbox again.',
  });
}

/** Rows of one block in the order they were accepted: the reply before the escalation. */
export async function readBlock(db: Db, block: string): Promise<readonly OutboxRow[]> {
  const rows = await db.selectFrom('outbox').selectAll().where('block', '=', block).orderBy('kind', 'desc').execute();
  return rows as OutboxRow[];
}

/**
 * Moves a row from the state it was read in to the next one, with what changes beside it. Answers whether the row was
 * still in that state: a second process or a double click finds it moved and must leave it alone.
 */
export async function moveOutboxRow(
  db: Db,
  row: Pick<OutboxRow, 'id' | 'state' | 'revision' | 'kind' | 'created_at'>,
  to: OutboxState,
  change: OutboxChange = {},
): Promise<boolean> {
  const done = await db
    .updateTable('outbox')
    .set({ ...change, state: to, revision: row.revision + 1 })
    .where('id', '=', row.id)
    .where('state', '=', row.state)
    .where('revision', '=', row.revision)
    .executeTakeFirst();
  const moved = done.numUpdatedRows === 1n;
  if (moved && row.kind === 'escalation') {
    await followEscalationMail(db, {
      id: row.id,
      to,
      at: change.accepted_at ?? row.created_at,
      writtenAt: row.created_at,
    });
  }
  return moved;
}

/** Ids of rows of these mailboxes in these states, those due first first; `dueAt` leaves out what is due later, epoch ms. */
export async function outboxIds(
  db: Db,
  mailbox: string | readonly string[],
  states: readonly OutboxState[],
  dueAt: number | null,
): Promise<readonly string[]> {
  let query = db
    .selectFrom('outbox')
    .select('id')
    .where('mailbox_id', 'in', typeof mailbox === 'string' ? [mailbox] : mailbox)
    .where('state', 'in', states)
    .where('envelope_to', '!=', ERASED);
  if (dueAt !== null) {
    query = query
      .where('until_at', '<=', dueAt)
      .where((of) => of.or([of('next_attempt_at', 'is', null), of('next_attempt_at', '<=', dueAt)]));
  }
  const rows = await query.orderBy('until_at').orderBy('created_at').orderBy('kind', 'desc').orderBy('id').execute();
  return rows.map((row) => row.id);
}

/** When the next row of these states is due, epoch ms; null where nothing waits. */
export async function nextDueAt(db: Db, mailbox: string, states: readonly OutboxState[]): Promise<number | null> {
  if (states.length === 0) return null;
  const rows = await db
    .selectFrom('outbox')
    .select(['until_at', 'next_attempt_at'])
    .where('mailbox_id', '=', mailbox)
    .where('state', 'in', states)
    .where('envelope_to', '!=', ERASED)
    .execute();
  if (rows.length === 0) return null;
  return Math.min(...rows.map((row) => Math.max(row.until_at, row.next_attempt_at ?? 0)));
}

/** Rows of a ticket in these states. */
export async function outboxOfTicket(
  db: Db,
  ticket: string,
  states: readonly OutboxState[],
): Promise<readonly OutboxRow[]> {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('ticket_id', '=', ticket)
    .where('state', 'in', states)
    .where('envelope_to', '!=', ERASED)
    .orderBy('created_at')
    .execute();
  return rows as OutboxRow[];
}

/** How many replies a mail server took since then. */
export async function countTaken(db: Db, since: number): Promise<number> {
  const row = await db
    .selectFrom('outbox')
    .select((of) => of.fn.countAll<number>().as('count'))
    // Written out: with a parameter SQLite would not use the partial index.
    .where('kind', '=', sql.lit('reply'))
    .where('accepted_at', '>', since)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** Mails to this address that were accepted since this time, epoch ms, and neither taken back nor returned. */
export async function sentSince(db: Db, address: string, since: number) {
  return db
    .selectFrom('outbox')
    .select(['ticket_id', 'body_text', 'created_at'])
    .where('created_at', '>=', since)
    .where('envelope_to', '=', address)
    .where('state', 'not in', ['cancelled', 'refused'])
    .where((of) => of.or([of('delivery', 'is', null), of('delivery', '!=', 'failed')]))
    .execute();
}

const VIEW_COLUMNS = [
  'id',
  'mailbox_id',
  'block',
  'ticket_id',
  'kind',
  'state',
  'decision',
  'to_name',
  'envelope_to',
  'copies_json',
  'files_json',
  'subject',
  'body_text',
  'message_id',
  'until_at',
  'next_attempt_at',
  'attempts',
  'error_code',
  'error_text',
  'held_reason',
  'created_at',
  'created_by',
  'delivery',
  'delivery_code',
  'delivery_text',
  'delivery_at',
  'delivery_settled',
] as const;

type ViewColumn = (typeof VIEW_COLUMNS)[number];
/** A row that was accepted just now has no word of any server yet. */
type ViewRow = Pick<Selectable<OutboxTable>, Exclude<ViewColumn, DeliveryColumn>> &
  Partial<Pick<Selectable<OutboxTable>, DeliveryColumn>>;

/** The outbox as it is shown, newest first: all that is not over, and the newest `over` of what is; nothing erased. */
export async function listOutbox(db: Db, over: number): Promise<readonly OutboxView[]> {
  const isOver = ['filed', 'cancelled'];
  const live = await db
    .selectFrom('outbox')
    .select(VIEW_COLUMNS)
    .where('state', 'not in', isOver)
    .where('envelope_to', '!=', ERASED)
    .execute();
  const returned = await undelivered(db).select(VIEW_COLUMNS).where('state', 'in', isOver).execute();
  const past = await db
    .selectFrom('outbox')
    .select(VIEW_COLUMNS)
    .where('state', 'in', isOver)
    .where('envelope_to', '!=', ERASED)
    .orderBy('created_at', 'desc')
    .limit(over)
    .execute();
  const listed = new Set(returned.map((row) => row.id));
  return [...live, ...returned, ...past.filter((row) => !listed.has(row.id))]
    .sort((one, other) => other.created_at - one.created_at)
    .map(outboxView);
}

/** The rows of one ticket as they are shown, oldest first. */
export async function outboxViewsOfTicket(db: Db, ticket: string): Promise<readonly OutboxView[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(VIEW_COLUMNS)
    .where('ticket_id', '=', ticket)
    .orderBy('created_at')
    .orderBy('kind', 'desc')
    .execute();
  return rows.map(outboxView);
}

/** One row as it is shown. */
export function outboxView(row: ViewRow): OutboxView {
  return {
    id: row.id,
    mailbox: row.mailbox_id,
    block: row.block,
    ticket: row.ticket_id,
    kind: row.kind as OutboxKind,
    state: row.state as OutboxState,
    decision: row.decision as DecisionId | null,
    toName: row.to_name,
    to: row.envelope_to,
    copies: copiesOfRow(row),
    files: JSON.parse(row.files_json) as readonly SentFile[],
    subject: row.subject,
    text: row.body_text,
    messageId: row.message_id,
    until: row.until_at,
    nextAttemptAt: row.next_attempt_at,
    attempts: row.attempts,
    error: row.error_code === null ? null : { code: row.error_code, text: row.error_text ?? '' },
    heldReason: row.held_reason,
    heldBy: row.held_reason !== null && row.error_code === null ? row.error_text : null,
    createdAt: row.created_at,
    by: row.created_by,
    delivery: deliveryView(row),
  };
}

function deliveryView(row: ViewRow): OutboxView['delivery'] {
  const { delivery, delivery_code, delivery_text, delivery_at, delivery_settled } = row;
  if (typeof delivery !== 'string') return null;
  return {
    outcome: delivery as DeliveryOutcome,
    code: delivery_code ?? '',
    text: delivery_text ?? '',
    at: delivery_at ?? row.created_at,
    settled: typeof delivery_settled === 'string',
  };
}

/** Who gets the mail besides its recipient. */
export function copiesOfRow(row: Pick<OutboxRow, 'copies_json'>): readonly MailCopy[] {
  return JSON.parse(row.copies_json) as readonly MailCopy[];
}

export function readBefore(row: Pick<OutboxRow, 'before_json'>): BeforeAcceptance {
  return JSON.parse(row.before_json) as BeforeAcceptance;
}
