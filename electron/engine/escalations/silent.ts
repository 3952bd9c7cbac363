import type { SilentProducer } from '../../../shared/contract/escalations';
import { REPLY_LANGUAGES } from '../../../shared/domain/intent';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import { signatureOf } from '../../../shared/domain/reply-facts';
import { reminderText } from '../../../shared/domain/reminder';
import type { WorkingTime } from '../../../shared/domain/working-time';
import { producerTime } from '../clock/calendars';
import { clockSettings } from '../clock/clock-settings';
import type { EngineContext } from '../context';
import { UNDER_WAY } from '../outbox/states';
import type { Db } from '../store/tickets-table';
import { answeringMailbox } from '../tickets/answering-mailbox';

/** Cases of one reminder; a producer with more hears of the oldest first. */
const MOST_CASES = 50;

/** A case that waits for its producer. */
export type WaitingCase = Awaited<ReturnType<typeof waitingCases>>[number];

/** Cases whose producer has let somebody wait, the longest first. */
async function waitingCases(db: Db, ids: readonly string[] | null) {
  let query = db
    .selectFrom('escalation')
    .leftJoin('purchase', 'purchase.transaction_number', 'escalation.transaction_number')
    .innerJoin('ticket', 'ticket.id', 'escalation.ticket_id')
    .select(['escalation.id', 'escalation.ticket_id', 'escalation.transaction_number', 'escalation.producer_name'])
    .select([
      'escalation.producer_folded',
      'escalation.language',
      'escalation.waiting_since',
      'escalation.reminders',
      'escalation.reminded_at',
    ])
    .select(['purchase.product_name', 'purchase.ordered_at', 'purchase.buyer_email', 'ticket.language as spoken'])
    .select(['ticket.revision'])
    .where('escalation.state', '=', 'waiting')
    .where('escalation.waiting_since', 'is not', null)
    // Another mail is on its way to him.
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom('escalation_mail')
            .innerJoin('outbox', 'outbox.id', 'escalation_mail.outbox_id')
            .select('outbox.id')
            .whereRef('escalation_mail.escalation_id', '=', 'escalation.id')
            .where('outbox.state', 'in', UNDER_WAY),
        ),
      ),
    )
    .where('ticket.erased_at', 'is', null)
    .where('ticket.state', 'not in', ['done', 'ignored'])
    // The address as it was written to last: two mailboxes that differ by a tag are two.
    .select((of) =>
      of
        .selectFrom('escalation_mail')
        .innerJoin('outbox', 'outbox.id', 'escalation_mail.outbox_id')
        .select('outbox.envelope_to')
        .whereRef('escalation_mail.escalation_id', '=', 'escalation.id')
        .where('outbox.envelope_to', '!=', '')
        .orderBy('outbox.created_at', 'desc')
        .limit(1)
        .as('address'),
    );
  if (ids !== null) query = query.where('escalation.id', 'in', ids);
  return query.orderBy('escalation.waiting_since').orderBy('escalation.id').execute();
}

/**
 * Whether the next reminder of a case is due by the producer's calendar (casework.md, "Producers"), or all are used up. One that
 * went late moves those after it: nobody is reminded twice in a day.
 */
function isSilent(one: WaitingCase, now: number, { days, time }: ProducerClock): boolean {
  const { waiting_since: since, reminders, reminded_at: last } = one;
  const at = Math.min(reminders, days.length - 1);
  const due = days[at] ?? 0;
  const step = Math.max(1, due - (days[at - 1] ?? 0));
  return time.afterDays(since ?? now, due) <= now && (last === null || time.afterDays(last, step) <= now);
}

/** Working days without an answer after which each reminder is due, and by whose hours. */
type ProducerClock = { readonly days: readonly number[]; readonly time: WorkingTime };

async function producerClock(context: EngineContext, now: number): Promise<ProducerClock> {
  const clocks = await clockSettings(context);
  return { days: clocks.producerReminderDays, time: await producerTime(clocks, null, now) };
}

/** The cases (of these; null: of all) whose producer may be reminded now, with what that was counted by. */
async function dueNow(context: EngineContext, ids: readonly string[] | null) {
  const now = context.outside.clock.now();
  const clock = await producerClock(context, now);
  const waiting = await waitingCases(context.store.db, ids);
  return { now, clock, due: waiting.filter((one) => isSilent(one, now, clock)) };
}

/** Those of these cases whose producer may be reminded now. */
export async function dueCases(context: EngineContext, ids: readonly string[]): Promise<readonly WaitingCase[]> {
  return (await dueNow(context, ids)).due;
}

/** Where the case's side conversation is held. */
export function addressOf({ address, producer_folded }: WaitingCase): string {
  return address ?? producer_folded;
}

/** Producers who are silent past the limit, each with one drafted reminder for all of it. */
export async function silentProducers(context: EngineContext): Promise<readonly SilentProducer[]> {
  const { now, clock, due } = await dueNow(context, null);
  const producers = [...new Set(due.map(addressOf))];
  const drafted = producers.map(async (producer) => {
    const cases = due.filter((one) => addressOf(one) === producer).slice(0, MOST_CASES);
    return {
      producer: cases[0]?.producer_name ?? '',
      to: producer,
      cases: cases.map((one) => ({
        escalation: one.id,
        ticket: one.ticket_id,
        transaction: one.transaction_number,
        product: one.product_name ?? '',
        since: one.waiting_since ?? now,
        reminders: one.reminders,
        lead: one.reminders >= clock.days.length,
      })),
      ...(await draftReminder(context, cases)),
    };
  });
  return Promise.all(drafted);
}

/** The reminder about these cases of one producer. */
export async function draftReminder(
  context: EngineContext,
  cases: readonly WaitingCase[],
): Promise<{ readonly subject: string; readonly text: string; readonly language: ReplyLanguage }> {
  const desk = context.desk();
  const [first] = cases;
  const mailbox = await answeringMailbox(context.store.db, desk.mailboxes, first?.ticket_id ?? '');
  const spoken = [first?.language, first?.spoken];
  // What the producer answered in, else what his customer writes.
  const written = spoken.flatMap((one) => REPLY_LANGUAGES.find((language) => language === one) ?? []);
  const language = written[0] ?? mailbox?.language ?? desk.defaultLanguage;
  const signature = signatureOf({
    signature: mailbox?.signature ?? '',
    agentName: desk.agent.name,
    mailboxName: mailbox?.name ?? '',
    mailboxAddress: mailbox?.address ?? '',
  });
  const text = reminderText(context.macros, language, {
    producer: first?.producer_name ?? '',
    signature,
    cases: cases.map((one) => ({
      transaction: one.transaction_number,
      product: one.product_name ?? '',
      orderedAt: one.ordered_at,
      buyerEmail: one.buyer_email ?? '',
    })),
  });
  return { ...text, language };
}
