import type { AnsweredCase, EscalationChoices, ProducerView, SideMail } from '../../../shared/contract/escalations';
import type { CaseFacts } from '../../../shared/domain/case-facts';
import { usualReason } from '../../../shared/domain/escalation';
import type { EscalationReason, MacroShelf } from '../../../shared/domain/macro';
import { planEscalation, planFollowUp } from '../../../shared/domain/suggest';
import type { ReplyContext } from '../../../shared/domain/suggest';
import type { OutboxState } from '../../../shared/domain/outbox';
import { newestEscalationOf } from '../store/escalations-table';
import type { Db } from '../store/tickets-table';

/** Mails of one side conversation that are shown: a producer who writes hundreds must not fill the panel. */
const MOST_MAILS = 100;
/** Characters of one of them. */
const MOST_CHARS = 20_000;

/** The newest side conversation of a ticket, its own or one on the same purchase, with its mails. */
export async function producerView(db: Db, ticket: string, removed: number): Promise<ProducerView | null> {
  const row = await newestEscalationOf(db, ticket);
  if (row === null) return null;
  const mails = [...(await ourMails(db, row.id)), ...(await theirMails(db, row.id))].sort((a, b) => a.at - b.at);
  const ours = mails.filter(({ from }) => from === 'us');
  return {
    id: row.id,
    state: row.state,
    reason: row.reason,
    producer: row.producer_name,
    to: ours.at(-1)?.address ?? row.producer_folded,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    waitingSince: row.waiting_since,
    answeredAt: row.answered_at,
    reminders: row.reminders,
    mails: mails.slice(-MOST_MAILS),
    removed,
    ownTicket: row.ticket_id,
  };
}

async function ourMails(db: Db, escalation: string): Promise<readonly SideMail[]> {
  const rows = await db
    .selectFrom('escalation_mail')
    .innerJoin('outbox', 'outbox.id', 'escalation_mail.outbox_id')
    .select(['outbox.id', 'outbox.created_by', 'outbox.envelope_to', 'outbox.created_at'])
    .select(['outbox.subject', 'outbox.body_text', 'outbox.state'])
    .where('escalation_mail.escalation_id', '=', escalation)
    .where('outbox.state', '!=', 'cancelled')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    from: 'us' as const,
    name: row.created_by,
    address: row.envelope_to,
    at: row.created_at,
    subject: row.subject,
    text: row.body_text,
    state: row.state as OutboxState,
    open: [],
  }));
}

async function theirMails(db: Db, escalation: string): Promise<readonly SideMail[]> {
  const rows = await db
    .selectFrom('escalation_answer')
    .innerJoin('message', 'message.id', 'escalation_answer.message_id')
    .select(['message.id', 'message.from_name', 'message.from_address', 'message.subject', 'message.new_text'])
    .select(['escalation_answer.at', 'escalation_answer.automatic', 'escalation_answer.settled'])
    .where('escalation_answer.escalation_id', '=', escalation)
    .orderBy('escalation_answer.at', 'desc')
    .limit(MOST_MAILS)
    .execute();
  const mails: SideMail[] = [];
  for (const row of rows) {
    const isOpen = row.settled === null;
    mails.push({
      id: row.id,
      from: row.automatic === 1 ? 'machine' : 'producer',
      name: row.from_name,
      address: row.from_address,
      at: row.at,
      subject: row.subject,
      text: row.new_text.slice(0, MOST_CHARS),
      state: null,
      open: isOpen ? await casesOfAnswer(db, row.id) : [],
    });
  }
  return mails;
}

/** The cases that an answer may be about and that nobody has said anything of, as the reminder numbers them. */
async function casesOfAnswer(db: Db, message: string): Promise<readonly AnsweredCase[]> {
  const rows = await db
    .selectFrom('escalation_answer')
    .innerJoin('escalation', 'escalation.id', 'escalation_answer.escalation_id')
    .leftJoin('purchase', 'purchase.transaction_number', 'escalation.transaction_number')
    .select(['escalation.id', 'escalation.ticket_id', 'escalation.transaction_number', 'purchase.buyer_name'])
    .select((of) =>
      of
        .selectFrom('escalation_mail')
        .select((max) => max.fn.max('escalation_mail.position').as('position'))
        .whereRef('escalation_mail.escalation_id', '=', 'escalation.id')
        .as('position'),
    )
    .where('escalation_answer.message_id', '=', message)
    .where('escalation_answer.settled', 'is', null)
    .where('escalation.state', '=', 'waiting')
    .execute();
  return rows
    .map((row) => ({
      escalation: row.id,
      ticket: row.ticket_id,
      transaction: row.transaction_number,
      buyer: row.buyer_name ?? '',
      position: Number(row.position ?? 0),
    }))
    .sort((a, b) => a.position - b.position);
}

/** What `P` may send for a ticket. */
export function escalationChoices(facts: CaseFacts, context: ReplyContext, macros: MacroShelf): EscalationChoices {
  const usual = usualReason(facts);
  if (context.producer !== null) return { usual, plans: null, followUp: planFollowUp(facts, context, macros) };
  const about = facts.purchase;
  const plan = (reason: EscalationReason) => planEscalation(facts, context, macros, { about, reason });
  return {
    usual,
    plans: {
      missing: plan('missing'),
      login: plan('login'),
      again: plan('again'),
      address: plan('address'),
      refund: plan('refund'),
    },
    followUp: null,
  };
}
