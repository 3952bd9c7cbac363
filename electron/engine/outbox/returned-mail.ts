import type { ReturnNotice } from '../../../shared/contract/views';
import { foldAddress } from '../../../shared/domain/address';
import type { DeliveryOutcome, DeliveryReport, ReportedRecipient } from '../../../shared/domain/delivery-report';
import type { Outside } from '../outside';
import { DESK_ACTOR } from '../store/events-table';
import { ticketsOfCase } from '../escalations/cases';
import { reopenOfTicket } from '../escalations/asking';
import { failEscalationMail } from '../store/escalation-mails';
import { moveOutboxRow, readOutboxRow } from '../store/outbox-table';
import type { OutboxRow } from '../store/outbox-table';
import { saveDelivery, sentMailOfToken, sentMails } from '../store/returned-mail-table';
import type { SentMail } from '../store/returned-mail-table';
import { readTickets } from '../store/tickets-table';
import type { Db, StoredTicket, TicketChange } from '../store/tickets-table';
import { nextState } from './states';
import { applyToTicket } from './ticket-effect';

/** A report that names a mail which we really sent, to the recipient that we sent it to. */
export type ReturnedMail = {
  readonly mail: SentMail;
  readonly outcome: DeliveryOutcome;
  readonly code: string;
  readonly text: string;
  /** When the report came, epoch ms. */
  readonly at: number;
};

/** A report as it arrived. */
export type ArrivedReport = {
  /** Row id of its message. */
  readonly id: string;
  readonly report: DeliveryReport;
  readonly receivedAt: number;
};

/**
 * Which mails of ours these reports are about, by row id of the report. Anybody can write a report: it counts only where
 * it names one of our Message-IDs (128 random bits) and its very recipient, so a forged one can at most come from him. In which of the
 * desk's mailboxes it arrives does not matter: a provider may report to the account's first address.
 */
export async function findReturned(
  db: Db,
  reports: readonly ArrivedReport[],
): Promise<ReadonlyMap<string, ReturnedMail>> {
  const ids = reports.flatMap(({ report }) => report.mails.map(({ messageId }) => messageId));
  const sent = await sentMails(db, [...new Set(ids)]);
  const found = new Map<string, ReturnedMail>();
  for (const { id, report, receivedAt } of reports) {
    for (const { messageId, to } of report.mails) {
      const mail = sent.get(messageId);
      if (mail === undefined) continue;
      const recipient = recipientOf(report, mail, to);
      if (recipient === null) continue;
      found.set(id, { mail, ...recipient, at: receivedAt });
      break;
    }
    for (const token of found.has(id) ? [] : report.tokens) {
      const mail = await sentMailOfToken(db, token);
      const recipient = mail && recipientOf(report, mail, []);
      if (mail && recipient) found.set(id, { mail, ...recipient, at: receivedAt });
    }
  }
  return found;
}

function recipientOf(
  report: DeliveryReport,
  mail: SentMail,
  returnedTo: readonly string[],
): Pick<ReturnedMail, 'outcome' | 'code' | 'text'> | null {
  const address = foldAddress(mail.to);
  const named = report.recipients.find(({ addresses }) => addresses.includes(address));
  if (named) return { outcome: named.outcome, code: named.code, text: named.text };
  // A mailbox that forwards: its server names the address that it forwarded to, and gives back the mail that we wrote.
  const [other] = report.recipients;
  if (!other || !returnedTo.includes(address)) return null;
  return { outcome: other.outcome, code: other.code, text: forwarded(other) };
}

function forwarded(recipient: ReportedRecipient): string {
  return `<${recipient.addresses.join(', ')}> ${recipient.text}`.trim();
}

/**
 * Writes what the reports say beside the mails, once their messages lie in the tickets: a failed one makes the next step
 * ours and stands under Problems, all others are a note. Saying the same again changes nothing. Answers what an agent has
 * to hear of, and the tickets that changed.
 */
export async function noteReturned(
  db: Db,
  outside: Outside,
  returned: readonly ReturnedMail[],
): Promise<readonly ReturnNotice[]> {
  const notices: ReturnNotice[] = [];
  for (const { mail, outcome, code, text, at } of returned) {
    const row = await readOutboxRow(db, mail.id);
    // Two servers may say it; and after "failed" nothing that was said earlier and arrives later counts.
    if (row.delivery === outcome || row.delivery === 'failed') continue;
    // A server that reports on it had it: the outcome is unknown no more.
    const accepted = nextState(row.state, { kind: 'server-accepted' });
    if (row.state === 'outcome_unknown' && accepted !== null) {
      const now = outside.clock.now();
      const change = { accepted_at: now, next_attempt_at: null, error_code: null, error_text: null };
      await moveOutboxRow(db, row, accepted, change);
    }
    await saveDelivery(db, mail.id, { outcome, code, text, at });
    const [ticket] = await readTickets(db, [mail.ticket]);
    if (!ticket) continue;
    const isFailed = outcome === 'failed';
    const asked = isFailed && mail.kind === 'escalation' ? await failedTickets(db, row, at) : [];
    if (isFailed && mail.kind === 'reply') await reopenOfTicket(db, row);
    await applyToTicket(db, outside, mail.ticket, {
      ...(isFailed ? { change: owed } : {}),
      event: { actor: DESK_ACTOR, kind: 'returned', detail: { kind: mail.kind, outcome, code, to: mail.to } },
      visible: isFailed,
    });
    // A reminder was about several tickets: none of them waits for somebody who cannot be reached.
    for (const other of asked) if (other !== mail.ticket) await comesBack(db, outside, other, mail, code);
    outside.log.info('outbox', 'reported', { id: mail.id, outcome, code });
    if (isFailed) {
      notices.push({ ticket: mail.ticket, kind: mail.kind, name: mail.toName, address: mail.to, code });
    }
  }
  return notices;
}

/** The tickets of all cases that the mail was about. */
async function failedTickets(db: Db, row: OutboxRow, at: number): Promise<readonly string[]> {
  const cases = await failEscalationMail(db, { id: row.id, writtenAt: row.created_at }, at);
  const tickets: string[] = [];
  for (const one of cases) tickets.push(...(await ticketsOfCase(db, one)).map(({ id }) => id));
  return [...new Set(tickets)];
}

async function comesBack(db: Db, outside: Outside, ticket: string, mail: SentMail, code: string): Promise<void> {
  await applyToTicket(db, outside, ticket, {
    change: (one) => (one.state === 'waiting.producer' ? owed(one) : {}),
    event: { actor: DESK_ACTOR, kind: 'returned', detail: { kind: mail.kind, outcome: 'failed', code, to: mail.to } },
    visible: true,
  });
}

/** The customer, or the producer, never had it: whatever the ticket waited for, the next step is ours. */
function owed(ticket: StoredTicket): TicketChange {
  return ticket.state === 'open' ? { unread: 1 } : { state: 'open', snoozed_until: null, unread: 1 };
}
