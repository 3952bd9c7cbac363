import type { CaseView } from '../../../shared/contract/views';
import { foldAddress } from '../../../shared/domain/address';
import { answeredOutside } from '../../../shared/domain/answered-outside';
import type { CaseFacts } from '../../../shared/domain/case-facts';
import type { DecisionId } from '../../../shared/domain/decision';
import type { ProducerCase } from '../../../shared/domain/escalation';
import { noticeMacro, noticeOf } from '../../../shared/domain/incident';
import type { RunningNotice } from '../../../shared/domain/incident';
import { WAITING_MACRO } from '../../../shared/domain/macro-names';
import { machineBurst } from '../../../shared/domain/machine-pace';
import type { ReplyContext } from '../../../shared/domain/suggest';
import { REMINDER_MACRO } from '../../../shared/domain/ticket-turns';
import { readNumbers } from '../../../shared/domain/transaction-number';
import type { WorkingTime } from '../../../shared/domain/working-time';
import type { EngineContext } from '../context';
import { settingsAt } from '../desk-settings';
import type { DeskMailbox } from '../desk-settings';
import { producerCaseOf } from '../escalations/producer-case';
import { behindSince } from '../outbox/catch-up';
import { NEVER_SENT } from '../outbox/states';
import { readAround } from '../store/around-ticket';
import type { AroundTicket, OurMail } from '../store/around-ticket';
import { runningNotices } from '../store/incident-notices-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import { answeringMailbox } from './answering-mailbox';
import type { ConversationRow } from './conversation-of';
import type { Standings } from './earned';
import { FROZEN_MS } from './machine-pace';

/** How far back a reply to the same requester or purchase counts as "this decision already" (casework.md). */
const EARLIER_MS = 14 * 24 * 3_600_000;
/** Different numbers of others from one sender in a day, above which nothing goes at one key (domain.md, "No oracle"). */
const MAX_FOREIGN_NUMBERS = 5;
const DAY_MS = 24 * 3_600_000;

/** What the texts of a ticket rest on beside its own case, as the store knows it. */
export type ReplyGround = {
  readonly around: AroundTicket;
  /** Of what time the purchases are, epoch ms; null before the first import. */
  readonly lastImportAt: number | null;
  /** The store has not caught up with its mailbox since a copy was restored. */
  readonly isBehind: boolean;
  /** Notices of incidents that run. */
  readonly notices: readonly RunningNotice[];
  /** The side conversation with the producer, while it is not over. */
  readonly producer: ProducerCase | null;
  /** Which answers go out from; null where the desk has none. */
  readonly mailbox: DeskMailbox | null;
};

/** Reads that; asked by the ticket's id, so that it need not wait for the ticket. */
export async function readReplyGround(
  db: Db,
  ticket: string,
  now: number,
  importedAt: () => Promise<number | null>,
  mailboxes: readonly DeskMailbox[],
): Promise<ReplyGround> {
  const since = { mails: now - EARLIER_MS, recent: now - Math.max(DAY_MS, FROZEN_MS) };
  const [around, lastImportAt, behind, notices, producer, mailbox] = await Promise.all([
    readAround(db, ticket, since),
    importedAt(),
    behindSince(db),
    runningNotices(db, now),
    producerCaseOf(db, ticket),
    answeringMailbox(db, mailboxes, ticket),
  ]);
  return { around, lastImportAt, isBehind: behind !== null, notices, producer, mailbox };
}

/** What the texts of a ticket need to know beside its own case: the desk, the clock, and what was sent before. */
export function replyContextOf(
  context: Pick<EngineContext, 'outside' | 'desk'>,
  {
    ticket,
    rows,
    facts,
  }: { readonly ticket: StoredTicket; readonly rows: readonly ConversationRow[]; readonly facts: CaseFacts },
  { around, lastImportAt, isBehind, notices, producer, mailbox }: ReplyGround,
  standings: Standings,
  clock: { readonly team: WorkingTime; readonly reminderDue: boolean; readonly longWait: boolean },
): ReplyContext {
  const desk = context.desk();
  const now = context.outside.clock.now();
  const of = { ticket, mails: around.mails, said: around.said };
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
    defaultLanguage: settingsAt(desk, ticket.mailbox_id).defaultLanguage,
    earlier: earlierReplies(of, now),
    ourReplies: countOurReplies(of, rows),
    openEscalation: producer !== null,
    producer,
    newerMessage: false,
    answeredOutside: answeredOutside(around.marked(rows)),
    earned: (decision) => standings.get(decision)?.earned === true,
    enumeration: isEnumerating(ticket, around, facts, now),
    unreachable: unreachableAddresses(of, now),
    machine: writesLikeMachine(around, now),
    blocked: around.blocked,
    notice: noticeOf(facts, notices),
    behind: isBehind,
    ...clock,
  };
}

/** "Answered 2 h ago by Anna", where another ticket of this requester or purchase was answered. */
export function answeredElsewhere(context: ReplyContext): CaseView['answered'] {
  const newest = context.earlier
    .filter((reply) => !reply.sameTicket)
    .reduce<ReplyContext['earlier'][number] | null>((best, one) => (best && best.at >= one.at ? best : one), null);
  return newest && { at: newest.at, by: newest.by, ticket: newest.ticket };
}

/** The incident as the window shows it. */
export function noticeShown({ notice, earlier }: ReplyContext): CaseView['notice'] {
  if (notice === null) return null;
  const told = earlier.some(({ sameTicket, macro }) => sameTicket && macro === noticeMacro(notice));
  return { ...notice, told };
}

type Mails = { readonly ticket: StoredTicket; readonly mails: readonly OurMail[]; readonly said: AroundTicket['said'] };

/** A mail that came back, or never went, says nothing to anybody: it is no earlier reply and no open question. */
function saysSomething(mail: OurMail): boolean {
  return !NEVER_SENT.some((state) => state === mail.state) && mail.delivery !== 'failed';
}

function isOfRequester({ ticket }: Mails, mail: OurMail): boolean {
  return ticket.requester_folded !== '' && mail.requester_folded === ticket.requester_folded;
}

function isOfPurchase({ ticket }: Mails, mail: OurMail): boolean {
  return ticket.transaction_number !== null && mail.known_transaction === ticket.transaction_number;
}

/** In this ticket's case, as far as a second mail goes: by requester and purchase, and above both by what agents said (domain.md, "ticket"). */
function isOfCase(of: Mails, mail: OurMail): boolean {
  if (mail.ticket_id === of.ticket.id) return true;
  if (of.said.parted.has(mail.ticket_id)) return false;
  return of.said.joined.has(mail.ticket_id) || isOfRequester(of, mail) || isOfPurchase(of, mail);
}

function earlierReplies(of: Mails, now: number): ReplyContext['earlier'] {
  return of.mails
    .filter((mail) => mail.kind === 'reply' && mail.decision !== null && mail.created_at >= now - EARLIER_MS)
    .filter((mail) => saysSomething(mail) && isOfCase(of, mail))
    .map((mail) => ({
      decision: mail.decision as DecisionId,
      macro: mail.macro,
      at: mail.created_at,
      by: mail.created_by,
      ticket: mail.ticket_id,
      sameTicket: mail.ticket_id === of.ticket.id,
      sameRequester: mail.requester_folded === of.ticket.requester_folded,
    }));
}

// From the outbox and from Sent, each reply once.
function countOurReplies({ ticket, mails }: Mails, rows: readonly ConversationRow[]): number {
  const sent = mails.filter((mail) => mail.ticket_id === ticket.id);
  const isReply = ({ kind, macro }: OurMail): boolean =>
    kind === 'reply' && macro !== REMINDER_MACRO && macro !== WAITING_MACRO;
  const queued = sent.filter((mail) => isReply(mail) && saysSomething(mail));
  const uncounted = sent.filter((mail) => !isReply(mail) || mail.delivery === 'failed');
  const others = new Set(uncounted.map((mail) => mail.message_id));
  const outbound = rows.filter((row) => row.direction === 'outbound' && !others.has(row.message_id ?? ''));
  return new Set([...queued.map((mail) => mail.message_id), ...outbound.map((row) => row.message_id ?? row.id)]).size;
}

/** Folded addresses at which a mail to this requester failed. */
function unreachableAddresses(of: Mails, now: number): readonly string[] {
  return of.mails
    .filter((mail) => mail.delivery === 'failed' && mail.created_at >= now - EARLIER_MS && isOfRequester(of, mail))
    .map((mail) => foldAddress(mail.envelope_to));
}

/** Whether nothing of this ticket may go at one key, because a machine may be behind it. */
function writesLikeMachine({ recent }: AroundTicket, now: number): boolean {
  const mails = recent.filter((mail) => mail.direction === 'inbound' && mail.received_at >= now - FROZEN_MS);
  return machineBurst(mails.map((mail) => ({ at: mail.received_at, text: mail.new_text }))) > 0;
}

function isEnumerating(
  ticket: StoredTicket,
  { recent, bought }: AroundTicket,
  { clues }: CaseFacts,
  now: number,
): boolean {
  if (ticket.requester_folded === '') return false;
  const written = recent
    .filter((mail) => mail.received_at >= now - DAY_MS)
    .flatMap((mail) => readNumbers(`${mail.subject}\n${mail.new_text}\n${mail.quoted_text}`))
    .filter((number) => !number.bare)
    .map((number) => number.number);
  const named = new Set([...written, ...clues.numbers.filter((clue) => !clue.bare).map((clue) => clue.number)]);
  for (const { transaction } of bought) named.delete(transaction);
  return named.size > MAX_FOREIGN_NUMBERS;
}
