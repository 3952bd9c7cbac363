import type { ExpressionBuilder } from 'kysely';
import type { CaseView } from '../../../shared/contract/views';
import { foldAddress } from '../../../shared/domain/address';
import { answeredOutside } from '../../../shared/domain/answered-outside';
import type { CaseFacts } from '../../../shared/domain/case-facts';
import type { DecisionId } from '../../../shared/domain/decision';
import type { OutboxState } from '../../../shared/domain/outbox';
import type { ReplyContext } from '../../../shared/domain/suggest';
import { readNumbers } from '../../../shared/domain/transaction-number';
import type { EngineContext } from '../context';
import { behindSince } from '../outbox/catch-up';
import { failedAddresses } from '../store/returned-mail-table';
import type { StoreTables } from '../store/schema';
import { markedMessages } from '../store/answered-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import { writesLikeMachine } from './machine-pace';
import type { ConversationRow } from './conversation-of';
import type { Standings } from './earned';

/** How far back a reply to the same requester or purchase counts as "this decision already" (casework.md). */
const EARLIER_MS = 14 * 24 * 3_600_000;
/** Different numbers of others from one sender in a day, above which nothing goes at one key (domain.md, "No oracle"). */
const MAX_FOREIGN_NUMBERS = 5;
const DAY_MS = 24 * 3_600_000;
/** States in which a reply never left and never will by itself. */
const NEVER_SENT: readonly OutboxState[] = ['cancelled', 'refused'];

/** A mail that came back says nothing to anybody: it is no earlier reply and no open question. */
function hasNotFailed(of: ExpressionBuilder<StoreTables, 'outbox'>) {
  return of.or([of('delivery', 'is', null), of('delivery', '!=', 'failed')]);
}

/**
 * What the texts of a ticket need to know beside its own case: the desk, the clock, and what was sent before. It asks while the
 * case is still being decided: a team's server is asked over a network.
 */
export async function gatherReplyContext(
  context: EngineContext,
  ticket: StoredTicket,
  rows: readonly ConversationRow[],
  deciding: Promise<CaseFacts>,
  standing: Promise<Standings>,
): Promise<ReplyContext> {
  const { outside, store, source } = context;
  const desk = context.desk();
  const now = outside.clock.now();
  const mailbox = desk.mailboxes.find((one) => one.id === ticket.mailbox_id);
  const [sent, lastImportAt, ourReplies, openEscalation, marked, enumeration, failed, machine, behind, standings] =
    await Promise.all([
      sentBefore(store.db, ticket, now),
      source.importedAt(),
      countOurReplies(store.db, ticket, rows),
      hasOpenEscalation(store.db, ticket),
      markedMessages(store.db, ticket.id),
      isEnumerating(store.db, ticket, deciding, now),
      failedAddresses(store.db, ticket.requester_folded, now - EARLIER_MS),
      writesLikeMachine(store.db, ticket, now),
      behindSince(store.db),
      standing,
    ]);
  return {
    now,
    agentName: desk.agent.name,
    mailboxAddress: mailbox?.address ?? '',
    mailboxName: mailbox?.name ?? '',
    signature: mailbox?.signature ?? '',
    supportAddress: desk.supportAddress,
    supportAnswersBy: desk.supportAnswersBy,
    ownAddresses: desk.ownAddresses,
    lastImportAt,
    defaultLanguage: desk.defaultLanguage,
    earlier: sent
      .filter((row) => row.kind === 'reply' && row.decision !== null)
      .map((row) => ({
        decision: row.decision as DecisionId,
        macro: row.macro,
        at: row.created_at,
        by: row.created_by,
        ticket: row.ticket_id,
        sameTicket: row.ticket_id === ticket.id,
        sameRequester: row.requester_folded === ticket.requester_folded,
      })),
    ourReplies,
    openEscalation,
    newerMessage: false,
    answeredOutside: answeredOutside(marked),
    earned: (decision) => standings.get(decision)?.earned === true,
    enumeration,
    unreachable: failed.map(foldAddress),
    machine,
    behind: behind !== null,
  };
}

/** "Answered 2 h ago by Anna", where another ticket of this requester or purchase was answered. */
export function answeredElsewhere(context: ReplyContext): CaseView['answered'] {
  const newest = context.earlier
    .filter((reply) => !reply.sameTicket)
    .reduce<ReplyContext['earlier'][number] | null>((best, one) => (best && best.at >= one.at ? best : one), null);
  return newest && { at: newest.at, by: newest.by, ticket: newest.ticket };
}

async function sentBefore(db: Db, ticket: StoredTicket, now: number) {
  return (
    db
      .selectFrom('outbox')
      .select(['kind', 'decision', 'macro', 'created_at', 'created_by', 'ticket_id', 'requester_folded'])
      .where('created_at', '>=', now - EARLIER_MS)
      // Shown to somebody else, a message answers nobody.
      .where('kind', '!=', 'forward')
      .where('state', 'not in', NEVER_SENT)
      .where(hasNotFailed)
      .where((of) =>
        of.or([
          of('requester_folded', '=', ticket.requester_folded),
          ...(ticket.transaction_number === null ? [] : [of('known_transaction', '=', ticket.transaction_number)]),
        ]),
      )
      .orderBy('created_at', 'desc')
      .limit(200)
      .execute()
  );
}

// From the outbox and from Sent, each reply once.
async function countOurReplies(db: Db, ticket: StoredTicket, rows: readonly ConversationRow[]): Promise<number> {
  const sent = await db
    .selectFrom('outbox')
    .select(['message_id', 'kind', 'state', 'delivery'])
    .where('ticket_id', '=', ticket.id)
    .execute();
  const hasFailed = (row: (typeof sent)[number]): boolean => row.delivery === 'failed';
  const queued = sent.filter(
    (row) => row.kind === 'reply' && !NEVER_SENT.some((state) => state === row.state) && !hasFailed(row),
  );
  const uncounted = sent.filter((row) => row.kind !== 'reply' || hasFailed(row));
  const others = new Set(uncounted.map((row) => row.message_id));
  const outbound = rows.filter((row) => row.direction === 'outbound' && !others.has(row.message_id ?? ''));
  return new Set([...queued.map((row) => row.message_id), ...outbound.map((row) => row.message_id ?? row.id)]).size;
}

/** Whether the producer has been asked about this ticket and has not been found out to be unreachable. */
export async function hasOpenEscalation(db: Db, ticket: StoredTicket): Promise<boolean> {
  const row = await db
    .selectFrom('outbox')
    .select('id')
    .where('kind', '=', 'escalation')
    .where('state', 'not in', NEVER_SENT)
    .where(hasNotFailed)
    .where((of) =>
      of.or([
        of('ticket_id', '=', ticket.id),
        ...(ticket.transaction_number === null ? [] : [of('known_transaction', '=', ticket.transaction_number)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function isEnumerating(
  db: Db,
  ticket: StoredTicket,
  deciding: Promise<CaseFacts>,
  now: number,
): Promise<boolean> {
  if (ticket.requester_folded === '') return false;
  const asked = db
    .selectFrom('message')
    .select(['subject', 'new_text', 'quoted_text'])
    .where('from_folded', '=', ticket.requester_folded)
    .where('received_at', '>=', now - DAY_MS)
    .orderBy('received_at', 'desc')
    .limit(200)
    .execute();
  const [recent, { clues }] = await Promise.all([asked, deciding]);
  const written = recent
    .flatMap((row) => readNumbers(`${row.subject}\n${row.new_text}\n${row.quoted_text}`))
    .filter((number) => !number.bare)
    .map((number) => number.number);
  const named = new Set([...written, ...clues.numbers.filter((clue) => !clue.bare).map((clue) => clue.number)]);
  if (named.size <= MAX_FOREIGN_NUMBERS) return false;
  const own = await db
    .selectFrom('purchase')
    .select('transaction_number')
    .where('buyer_folded', '=', ticket.requester_folded)
    .execute();
  for (const row of own) named.delete(row.transaction_number);
  return named.size > MAX_FOREIGN_NUMBERS;
}
