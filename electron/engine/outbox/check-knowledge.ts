import { sql } from 'kysely';
import { foldAddress } from '../../../shared/domain/address';
import type { Message } from '../../../shared/domain/message';
import { answeredOutside } from '../../../shared/domain/answered-outside';
import { assertNever } from '../../../shared/assert';
import { holderOf } from '../../../shared/domain/claim';
import { NOTICE_MACRO, noticeMacro } from '../../../shared/domain/incident';
import type { HeldReason } from '../../../shared/domain/outbox';
import type { HistoryEntry } from '../../../shared/contract/views';
import { markedMessages } from '../store/answered-table';
import { eventsAfter } from '../store/events-table';
import { runningNotices } from '../store/incident-notices-table';
import { readBefore } from '../store/outbox-table';
import type { OutboxRow } from '../store/outbox-table';
import { readMessages, threadRows } from '../store/thread-table';
import type { ThreadRow } from '../store/thread-table';
import type { Db } from '../store/tickets-table';

/** What became known about a ticket since its reply was accepted. */
export type Knowledge = {
  /** null: the ticket went up in another one. */
  readonly ticket: { readonly transaction: string | null; readonly decision: string | null } | null;
  readonly known: { readonly transaction: string | null; readonly decision: string | null };
  /** Messages that arrived after the newest one that the agent saw; `name` as its sender writes it. */
  readonly newer: readonly { readonly from: 'person' | 'machine' | 'colleague'; readonly name: string }[];
  /** Somebody answered with another mail program, which the agent could not know. */
  readonly answeredOutside: boolean;
  /** A bounce of the address that this reply goes to arrived since. */
  readonly bounced: boolean;
  /** It tells of an incident that is over. */
  readonly noticeEnded: boolean;
  /** The producer of the ticket, or of a case that this mail to him is about, has answered since. */
  readonly producerAnswered: boolean;
  /** A colleague who holds the ticket by somebody else's act after acceptance; null where nobody does. */
  readonly takenBy: string | null;
  /** Who linked another purchase since; null where a person did not. */
  readonly linkedBy: string | null;
};

/** Whose act held the reply back for this reason; null where nobody is known by name. */
export function winnerOf(knowledge: Knowledge, reason: HeldReason): string | null {
  const named = (from: 'person' | 'colleague') => knowledge.newer.findLast((one) => one.from === from)?.name || null;
  switch (reason) {
    case 'new-message':
      return named('person');
    case 'answered-elsewhere':
      return named('colleague');
    case 'taken-over':
      return knowledge.takenBy;
    case 'purchase-changed':
      return knowledge.linkedBy;
    case 'bounced':
    case 'notice-ended':
    case 'producer-answered':
    case 'decision-changed':
    case 'ticket-gone':
    case 'restart':
    case 'mailbox-gone':
    case 'tries-exhausted':
    case 'restored':
    case 'restored-not-in-sent':
      return null;
    default:
      return assertNever(reason);
  }
}

/**
 * Invariant 3: the first reason that holds the reply back, or null. Only a person's new message, a colleague's reply (or
 * the server's mark of one), a colleague who took the ticket over, a changed link or decision,
 * a bounce of the same address, the end of the incident that it tells of, or a producer's answer does; an out-of-office does not
 * (casework.md, "Shifts").
 */
export function judgeKnowledge(knowledge: Knowledge): HeldReason | null {
  const { ticket, known, newer } = knowledge;
  if (ticket === null) return 'ticket-gone';
  if (newer.some((message) => message.from === 'person')) return 'new-message';
  if (newer.some((message) => message.from === 'colleague')) return 'answered-elsewhere';
  if (knowledge.answeredOutside) return 'answered-elsewhere';
  if (knowledge.takenBy !== null) return 'taken-over';
  if (knowledge.bounced) return 'bounced';
  if (knowledge.noticeEnded) return 'notice-ended';
  if (knowledge.producerAnswered) return 'producer-answered';
  if (ticket.transaction !== known.transaction) return 'purchase-changed';
  // A machine's message may move the decision without saying anything about what was answered.
  const isMachineOnly = newer.some((message) => message.from === 'machine');
  return !isMachineOnly && ticket.decision !== known.decision ? 'decision-changed' : null;
}

/**
 * Reads what invariant 3 compares for one row at `now`, epoch ms. `isAnswered`: the server was just seen to mark the answered
 * mail as answered; false where it does not, or was not asked.
 */
export async function gatherKnowledge(db: Db, row: OutboxRow, now: number, isAnswered: boolean): Promise<Knowledge> {
  const known = { transaction: row.known_transaction, decision: readBefore(row).decision };
  const ticket = await db
    .selectFrom('ticket')
    .select(['transaction_number as transaction', 'decision', 'assignee', 'claim_until'])
    .where('id', '=', row.ticket_id)
    .executeTakeFirst();
  if (ticket === undefined) return { ...UNCHANGED, ticket: null, known };
  const after = await eventsAfter(db, row.ticket_id, row.known_revision);
  const last = row.known_last_message === null ? null : await readMoment(db, row.known_last_message);
  const rows = (await threadRows(db, [row.ticket_id])).filter((message) => isAfter(message, last));
  const ours = await writtenByOutbox(
    db,
    row,
    rows.flatMap((message) => (message.direction === 'outbound' ? [message.message_id ?? ''] : [])),
  );
  const newer = rows
    .filter((message) => !ours.has(message.message_id ?? ''))
    .map((message) => ({ from: authorOf(message), name: message.from_name || message.from_address }));
  return {
    ticket,
    known,
    newer,
    answeredOutside: row.known_answered === 0 && (await isAnsweredOutside(db, row, isAnswered ? now : null)),
    bounced: await hasBounced(db, row, last),
    noticeEnded: await tellsOfThePast(db, row.macro, now),
    producerAnswered: await producerAnswered(db, row, after),
    takenBy: takenBy(after, row.created_by, holderOf(ticket, now)),
    linkedBy: after.findLast(isLink)?.actor ?? null,
  };
}

/** Where nothing more is asked: the ticket itself is gone. */
const UNCHANGED = {
  newer: [],
  answeredOutside: false,
  bounced: false,
  noticeEnded: false,
  producerAnswered: false,
  takenBy: null,
  linkedBy: null,
} as const;

/** Whether this text is that of a notice which runs no more. */
async function tellsOfThePast(db: Db, macro: string | null, now: number): Promise<boolean> {
  if (macro?.startsWith(NOTICE_MACRO) !== true) return false;
  return !(await runningNotices(db, now)).some((notice) => noticeMacro(notice) === macro);
}

/**
 * Whether a person at the producer's answered after acceptance: in the ticket's own history, or about any of the cases that one reminder
 * numbers. A forward quotes a message and says nothing of the case.
 */
async function producerAnswered(
  db: Db,
  { id, kind, created_at }: OutboxRow,
  after: readonly HistoryEntry[],
): Promise<boolean> {
  if (kind === 'forward') return false;
  if (after.some((entry) => entry.kind === 'producer-answered' && entry.detail['by'] === 'person')) return true;
  const row = await db
    .selectFrom('escalation_mail')
    .innerJoin('escalation_answer', 'escalation_answer.escalation_id', 'escalation_mail.escalation_id')
    .select('escalation_answer.message_id')
    .where('escalation_mail.outbox_id', '=', id)
    .where('escalation_answer.automatic', '=', 0)
    .where('escalation_answer.at', '>=', created_at)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const HOLDING: readonly HistoryEntry['kind'][] = ['claimed', 'taken-over', 'assigned', 'handed-over', 'given-back'];

/**
 * The holder, where somebody else than who accepted made it so. Who hands his own ticket on after he accepted a reply wants
 * that reply to go.
 */
function takenBy(after: readonly HistoryEntry[], by: string, holder: string | null): string | null {
  if (holder === null || holder === by) return null;
  const act = after.findLast((entry) => HOLDING.includes(entry.kind));
  return act === undefined || act.actor === by ? null : holder;
}

function isLink({ kind, detail }: HistoryEntry): boolean {
  return kind === 'corrected' && (detail['field'] === 'transaction' || detail['field'] === 'refused');
}

async function isAnsweredOutside(db: Db, row: OutboxRow, answeredAt: number | null): Promise<boolean> {
  const stored = await markedMessages(db, row.ticket_id);
  const marked = stored.map((message) =>
    answeredAt !== null && message.id === row.answers_message && message.answered === null
      ? { ...message, answered: { since: answeredAt } }
      : message,
  );
  return answeredOutside(marked) !== null;
}

/** The newest of a ticket's messages by arrival, which is the server's clock for all of them; null where none is. */
export function newestMessage<Row extends Pick<ThreadRow, 'id' | 'received_at'>>(rows: readonly Row[]): Row | null {
  return rows.reduce<Row | null>((newest, row) => (newest === null || isAfter(row, newest) ? row : newest), null);
}

type Moment = Pick<ThreadRow, 'id' | 'received_at'>;

function isAfter(row: Moment, than: Moment | null): boolean {
  if (than === null) return true;
  return row.received_at === than.received_at ? row.id > than.id : row.received_at > than.received_at;
}

async function readMoment(db: Db, id: string): Promise<Moment | null> {
  const row = await db.selectFrom('message').select(['id', 'received_at']).where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

function authorOf(row: ThreadRow): 'person' | 'machine' | 'colleague' {
  if (row.direction === 'outbound') return 'colleague';
  return row.is_auto === 1 ? 'machine' : 'person';
}

async function writtenByOutbox(db: Db, row: OutboxRow, messageIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (messageIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('outbox')
    .select(['message_id', 'kind', 'block', 'accepted_at'])
    .where('message_id', 'in', messageIds)
    .execute();
  return new Set(rows.filter((other) => !turnedOutSent(other, row)).map((other) => other.message_id));
}

/**
 * A mail of ours that nobody knew to be sent when this one was accepted in its place (of a restored copy, or without an
 * answer of the server), and that lies in Sent: it answers the ticket as a colleague's would.
 */
function turnedOutSent(
  other: Readonly<Record<'kind' | 'block', string>> & { readonly accepted_at: number | null },
  row: OutboxRow,
): boolean {
  if (other.kind !== row.kind || other.block === row.block) return false;
  return other.accepted_at === null || other.accepted_at > row.created_at;
}

/** A bounce comes from the mail system, and may be of a mail of another client: it is known by the address it names. */
async function hasBounced(db: Db, row: OutboxRow, last: Moment | null): Promise<boolean> {
  // It may come to any mailbox of the desk. Named, for the index begins with it.
  const read = await db.selectFrom('folder').select('mailbox_id').distinct().execute();
  const mailboxes = [...new Set([row.mailbox_id, ...read.map(({ mailbox_id }) => mailbox_id)])];
  const machines = await db
    .selectFrom('message')
    .select(['id', 'received_at', 'parsed'])
    .where('mailbox_id', 'in', mailboxes)
    .where('direction', '=', 'inbound')
    // Written out: with a parameter SQLite would not use the partial index.
    .where('is_auto', '=', sql.lit(1))
    // Without an earlier message nothing can have bounced before this reply.
    .where('received_at', '>=', last?.received_at ?? row.created_at)
    .orderBy('received_at', 'desc')
    .limit(200)
    .execute();
  const bounces = machines.filter((message) => isAfter(message, last) && isBounce(message.parsed));
  const texts = await readMessages(
    db,
    bounces.map((message) => message.id),
  );
  const address = row.envelope_to.toLowerCase();
  const folded = foldAddress(address);
  return texts.some((message) => {
    // An out-of-office may come without a return path too, but it comes from the address itself.
    if (message.from_folded === folded) return false;
    const text = `${message.new_text}\n${message.quoted_text}\n${message.parsed}`.toLowerCase();
    return text.includes(address) || text.includes(folded);
  });
}

function isBounce(parsed: string): boolean {
  if (parsed === '') return false;
  const { marks, report } = JSON.parse(parsed) as Pick<Message, 'marks' | 'report'>;
  // A report that it is late, or that it arrived, says that the address is right.
  if (report) return report.recipients.length === 0 || report.recipients.some(({ outcome }) => outcome === 'failed');
  return marks.reportType.toLowerCase() === 'delivery-status' || marks.nullReturnPath;
}
