import type { Selectable } from 'kysely';
import type { EscalationState } from '../../../shared/domain/escalation';
import type { EscalationReason } from '../../../shared/domain/macro-names';
import { debtorOf } from '../../../shared/domain/ticket';
import type { TicketState } from '../../../shared/domain/ticket';
import type { EscalationTable } from './schema';
import type { Db } from './tickets-table';

export type Escalation = Readonly<Selectable<EscalationTable>> & {
  readonly state: EscalationState;
  readonly reason: EscalationReason;
};

/** A new side conversation: its mail is accepted in the same transaction. */
export type NewEscalation = {
  readonly id: string;
  readonly ticket: string;
  readonly transaction: string;
  readonly productId: string;
  readonly producerName: string;
  /** Folded. */
  readonly producer: string;
  readonly reason: EscalationReason;
  readonly language: string;
  readonly at: number;
  readonly by: string;
};

/** Ids in one statement, below SQLite's limit of parameters. */
const IDS_PER_STATEMENT = 500;

function* lists(values: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < values.length; at += IDS_PER_STATEMENT) yield values.slice(at, at + IDS_PER_STATEMENT);
}

export async function addEscalation(db: Db, made: NewEscalation): Promise<void> {
  await db
    .insertInto('escalation')
    .values({
      id: made.id,
      ticket_id: made.ticket,
      transaction_number: made.transaction,
      product_id: made.productId,
      producer_name: made.producerName,
      producer_folded: made.producer,
      reason: made.reason,
      language: made.language,
      state: 'queued',
      opened_at: made.at,
      opened_by: made.by,
      started_at: null,
      waiting_since: null,
      answered_at: null,
      reminders: 0,
      reminded_at: null,
      closed_at: null,
      closed_by: null,
      closed_state: null,
      closed_waiting: null,
    })
    .execute();
}

/** Says which cases a mail of ours is about, in its own order. */
export async function addEscalationMail(db: Db, outbox: string, escalations: readonly string[]): Promise<void> {
  await db
    .insertInto('escalation_mail')
    .values(escalations.map((id, at) => ({ outbox_id: outbox, escalation_id: id, position: at + 1 })))
    .execute();
}

export async function readEscalations(db: Db, ids: readonly string[]): Promise<readonly Escalation[]> {
  const found: Escalation[] = [];
  for (const some of lists(ids)) {
    const rows = await db.selectFrom('escalation').selectAll().where('id', 'in', some).execute();
    found.push(...(rows as Escalation[]));
  }
  return found;
}

/** The side conversations of a ticket, its own and those about the same purchase, newest first. */
function ofTicket(db: Db, ticket: string) {
  return db
    .selectFrom('escalation')
    .selectAll()
    .where((of) =>
      of.or([
        of('ticket_id', '=', ticket),
        of.and([
          of('transaction_number', '!=', ''),
          of('transaction_number', '=', of.selectFrom('ticket').select('transaction_number').where('id', '=', ticket)),
        ]),
      ]),
    )
    .orderBy('opened_at', 'desc')
    .limit(1);
}

/**
 * The newest of them that is not over and is about the purchase that the ticket is linked to now: what was asked about another
 * one, before somebody corrected the link, says nothing of this one.
 */
export async function openEscalationOf(db: Db, ticket: string): Promise<Escalation | null> {
  const row = await ofTicket(db, ticket)
    .where('state', '!=', 'closed')
    .where((of) =>
      of.or([
        of('transaction_number', '=', ''),
        of('transaction_number', '=', of.selectFrom('ticket').select('transaction_number').where('id', '=', ticket)),
      ]),
    )
    .executeTakeFirst();
  return (row as Escalation | undefined) ?? null;
}

/** The newest of them, over or not. */
export async function newestEscalationOf(db: Db, ticket: string): Promise<Escalation | null> {
  return ((await ofTicket(db, ticket).executeTakeFirst()) as Escalation | undefined) ?? null;
}

/** A mail of a side conversation that another mail names. */
export type NamedMail = { readonly messageId: string; readonly escalation: string; readonly ticket: string };

/** Which cases these Message-IDs belong to: ours to producers, and what producers answered. */
export async function escalationsNamed(db: Db, messageIds: readonly string[]): Promise<readonly NamedMail[]> {
  const found: NamedMail[] = [];
  for (const some of lists(messageIds)) {
    const ours = await db
      .selectFrom('outbox')
      .innerJoin('escalation_mail', 'escalation_mail.outbox_id', 'outbox.id')
      .innerJoin('escalation', 'escalation.id', 'escalation_mail.escalation_id')
      .select(['outbox.message_id as messageId', 'escalation.id as escalation', 'escalation.ticket_id as ticket'])
      .where('outbox.message_id', 'in', some)
      .orderBy('escalation_mail.position')
      .execute();
    const theirs = await db
      .selectFrom('message')
      .innerJoin('escalation_answer', 'escalation_answer.message_id', 'message.id')
      .innerJoin('escalation', 'escalation.id', 'escalation_answer.escalation_id')
      .select(['message.message_id as messageId', 'escalation.id as escalation', 'escalation.ticket_id as ticket'])
      .where('message.message_id', 'in', some)
      .execute();
    found.push(...ours, ...theirs.map((row) => ({ ...row, messageId: row.messageId ?? '' })));
  }
  return found;
}

/** Which cases the mail with this reply token is about: the token is the beginning of its Message-ID. */
export async function escalationsOfToken(db: Db, token: string): Promise<readonly NamedMail[]> {
  return (
    db
      .selectFrom('outbox')
      .innerJoin('escalation_mail', 'escalation_mail.outbox_id', 'outbox.id')
      .innerJoin('escalation', 'escalation.id', 'escalation_mail.escalation_id')
      .select(['outbox.message_id as messageId', 'escalation.id as escalation', 'escalation.ticket_id as ticket'])
      // `g` follows the last hexadecimal digit: one range of the index.
      .where('outbox.message_id', '>=', token)
      .where('outbox.message_id', '<', `${token}g`)
      .where('outbox.kind', '=', 'escalation')
      .orderBy('escalation_mail.position')
      .execute()
  );
}

/** Which of these Message-IDs are mails of ours to producers. */
export async function escalationMailsAmong(db: Db, messageIds: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const some of lists(messageIds)) {
    const rows = await db
      .selectFrom('outbox')
      .select('message_id')
      .where('message_id', 'in', some)
      .where('kind', '=', 'escalation')
      .execute();
    for (const row of rows) found.add(row.message_id);
  }
  return found;
}

/** What came back, for each case that it may be about. `settled`: `done` where it certainly answers this one. */
export type NewAnswer = {
  readonly message: string;
  readonly escalation: string;
  readonly at: number;
  readonly automatic: boolean;
  readonly settled: 'done' | null;
};

/** Adds what is not there yet, and answers what was new. */
export async function addAnswers(db: Db, answers: readonly NewAnswer[]): Promise<readonly NewAnswer[]> {
  const known = await knownAnswers(
    db,
    answers.map(({ message }) => message),
  );
  const fresh = answers.filter(({ message, escalation }) => !known.has(`${message} ${escalation}`));
  if (fresh.length === 0) return [];
  const values = fresh.map(({ message, escalation, at, automatic, settled }) => ({
    message_id: message,
    escalation_id: escalation,
    at,
    automatic: automatic ? 1 : 0,
    settled,
  }));
  await db.insertInto('escalation_answer').values(values).execute();
  return fresh;
}

async function knownAnswers(db: Db, messages: readonly string[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const some of lists(messages)) {
    const rows = await db
      .selectFrom('escalation_answer')
      .select(['message_id', 'escalation_id'])
      .where('message_id', 'in', some)
      .execute();
    for (const row of rows) known.add(`${row.message_id} ${row.escalation_id}`);
  }
  return known;
}

/** The tickets whose side conversations this message of a producer belongs to. */
export async function ticketsOfAnswer(db: Db, message: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('escalation_answer as answer')
    .innerJoin('escalation', 'escalation.id', 'answer.escalation_id')
    .select('escalation.ticket_id as ticket')
    .where('answer.message_id', '=', message)
    .orderBy('escalation.id')
    .execute();
  return rows.map(({ ticket }) => ticket);
}

/** Which of these messages lie in side conversations. */
export async function sideMessages(db: Db, messages: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set([...(await knownAnswers(db, messages))].map((key) => key.split(' ')[0] ?? ''));
}

/** Messages of the ticket's side conversations alone: what came back, and the copies of ours in Sent. */
export async function answersAbout(db: Db, ticket: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('escalation_answer as answer')
    .innerJoin('escalation', 'escalation.id', 'answer.escalation_id')
    .select('answer.message_id')
    .where('escalation.ticket_id', '=', ticket)
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom('escalation_answer as other')
            .innerJoin('escalation as foreign', 'foreign.id', 'other.escalation_id')
            .select('other.message_id')
            .whereRef('other.message_id', '=', 'answer.message_id')
            .innerJoin('ticket', 'ticket.id', 'foreign.ticket_id')
            .where('ticket.erased_at', 'is', null)
            .where('foreign.ticket_id', '!=', ticket),
        ),
      ),
    )
    .execute();
  const copies = await db
    .selectFrom('message')
    .innerJoin('outbox', 'outbox.message_id', 'message.message_id')
    .select('message.id')
    .where('outbox.ticket_id', '=', ticket)
    .where('outbox.kind', '=', 'escalation')
    .where('message.ticket_id', 'is', null)
    .execute();
  return [...new Set([...rows.map((row) => row.message_id), ...copies.map((row) => row.id)])];
}

/** The first answer by a person ends the wait; a later one only says so again. */
export async function markAnswered(
  db: Db,
  { id, answered_at }: Pick<Escalation, 'id' | 'answered_at'>,
  answer: { readonly at: number; readonly language: string },
): Promise<void> {
  await db
    .updateTable('escalation')
    .set({
      state: 'answered',
      waiting_since: null,
      reminders: 0,
      answered_at: answered_at ?? answer.at,
      ...OPEN,
      ...(answer.language === '' ? {} : { language: answer.language }),
    })
    .where('id', '=', id)
    .execute();
}

/** Nothing closed it. */
export const OPEN = { closed_at: null, closed_by: null, closed_state: null, closed_waiting: null } as const;

/** Why a side conversation is over. */
export type ClosedBy = 'told' | 'ticket' | 'mail';

/** Ends what is not over, and keeps where it stood. */
export async function closeEscalations(db: Db, ids: readonly string[], by: ClosedBy, at: number): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('escalation')
    .set((of) => ({
      closed_state: of.ref('state'),
      closed_waiting: of.ref('waiting_since'),
      state: 'closed',
      closed_at: at,
      closed_by: by,
      waiting_since: null,
    }))
    .where('id', 'in', ids)
    .where('state', '!=', 'closed')
    .execute();
}

/** Undo of that: it stands as it stood. */
export async function reopenEscalations(db: Db, ids: readonly string[]): Promise<void> {
  for (const { id, closed_state, closed_waiting } of await readEscalations(db, ids)) {
    if (closed_state === null) continue;
    await db
      .updateTable('escalation')
      .set({ state: closed_state, waiting_since: closed_waiting, ...OPEN })
      .where('id', '=', id)
      .execute();
  }
}

/**
 * Brings side conversations in step with their tickets, after these were closed, filed or put back: a case that is over asks its
 * producer nothing any more, and a ticket that is worked on again has the side conversation that it had. Another ticket on
 * the same purchase that still waits for the producer keeps it open.
 */
export async function followTickets(db: Db, tickets: readonly string[], at: number): Promise<void> {
  for (const some of lists(tickets)) {
    const rows = await db
      .selectFrom('escalation')
      .innerJoin('ticket', 'ticket.id', 'escalation.ticket_id')
      .select(['escalation.id', 'escalation.ticket_id', 'escalation.state', 'escalation.closed_by'])
      .select('ticket.state as ticket_state')
      .select((of) =>
        of
          .selectFrom('ticket as other')
          .select((count) => count.fn.countAll<number>().as('count'))
          .whereRef('other.transaction_number', '=', 'escalation.transaction_number')
          .where('escalation.transaction_number', '!=', '')
          .where('other.state', '=', 'waiting.producer')
          .whereRef('other.id', '!=', 'escalation.ticket_id')
          .as('others'),
      )
      .where('escalation.ticket_id', 'in', some)
      .orderBy('escalation.opened_at', 'desc')
      .execute();
    const isAway = (state: string): boolean => debtorOf(state as TicketState) === 'nobody';
    const over = rows.filter((row) => isAway(row.ticket_state) && Number(row.others ?? 0) === 0);
    await closeEscalations(
      db,
      over.map(({ id }) => id),
      'ticket',
      at,
    );
    const back = rows.filter((row) => !isAway(row.ticket_state));
    // The newest of each ticket, if that is what ended with it.
    const newest = back.filter((row, index) => back.findIndex((one) => one.ticket_id === row.ticket_id) === index);
    await reopenEscalations(
      db,
      newest.filter(({ closed_by }) => closed_by === 'ticket').map(({ id }) => id),
    );
  }
}

/** Whether the desk ever asked a producer anything: most mail is filed where it did not. */
export async function hasEscalations(db: Db): Promise<boolean> {
  return (await db.selectFrom('escalation').select('id').limit(1).executeTakeFirst()) !== undefined;
}
