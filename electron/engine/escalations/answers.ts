import { joinedWith } from '../../../shared/domain/case-links';
import { foldAddress } from '../../../shared/domain/address';
import { readTokens } from '../../../shared/domain/escalation';
import { isOnlyThanks } from '../../../shared/domain/only-thanks';
import type { TicketState } from '../../../shared/domain/ticket';
import type { Outside } from '../outside';
import { applyToTicket } from '../outbox/ticket-effect';
import { blankMessages } from '../privacy/blank-rows';
import { DESK_ACTOR } from '../store/events-table';
import {
  addAnswers,
  escalationMailsAmong,
  escalationsNamed,
  escalationsOfToken,
  hasEscalations,
  markAnswered,
  readEscalations,
  sideMessages,
} from '../store/escalations-table';
import type { Escalation, NamedMail, NewAnswer } from '../store/escalations-table';
import { linksAround } from '../store/case-links-table';
import { readTickets } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import type { Arrival } from '../tickets/file-messages';
import { isUnresolved } from '../tickets/states';
import { ticketsOfCase } from './cases';

/** An arrival that belongs to side conversations, and to which. */
export type ProducerMail = { readonly arrival: Arrival; readonly cases: readonly string[] };

/** What of a batch belongs to side conversations: by row id. Copies of our own mails to producers are of no case: the outbox has them. */
export type ProducerMails = ReadonlyMap<string, ProducerMail>;

/**
 * Finds what producers answered (domain.md: "a producer's answer joins its escalation by token"), from whatever address: it names
 * a Message-ID of our mail or of an answer in References or In-Reply-To, or the token in its subject or text. Nobody but the
 * producer knows either. A customer whom the producer put in copy stays a customer: his mail goes to his ticket.
 */
export async function findProducerMails(
  db: Db,
  ownAddresses: readonly string[],
  arrivals: readonly Arrival[],
): Promise<ProducerMails> {
  if (!(await hasEscalations(db))) return new Map();
  const incoming = arrivals.filter(({ row, returned }) => row.direction === 'inbound' && returned === null);
  const known = await sideMessages(
    db,
    incoming.map(({ row }) => row.id),
  );
  const outgoing = arrivals.filter(({ row }) => row.direction === 'outbound' && row.ticket_id === null);
  const named = await escalationsNamed(db, [
    ...new Set([...incoming, ...outgoing].flatMap((arrival) => arrival.named)),
  ]);
  const found = new Map<Arrival, readonly NamedMail[]>();
  for (const arrival of incoming) {
    const { row } = arrival;
    if (row.ticket_id !== null || ownAddresses.includes(row.from_folded)) continue;
    const byName = casesNamed(named, arrival);
    const cases = byName.length > 0 ? nearest(arrival.named, byName) : await byToken(db, arrival);
    if (cases.length > 0 || known.has(row.id)) found.set(arrival, cases);
  }
  const ours = new Map(outgoing.map((arrival) => [arrival, casesNamed(named, arrival)]));
  const of = [...found.values(), ...ours.values()].flat().map(({ ticket }) => ticket);
  const tickets = await readTickets(db, [...new Set(of)]);
  const customers = await customersOf(db, tickets);
  const copies = await escalationMailsAmong(
    db,
    outgoing.flatMap(({ row }) => row.message_id ?? []),
  );
  const mails = new Map<string, ProducerMail>();
  for (const [arrival, cases] of ours) {
    const isCopy = copies.has(arrival.row.message_id ?? '');
    if (isCopy || isToProducer(arrival, cases, tickets)) mails.set(arrival.row.id, { arrival, cases: [] });
  }
  for (const [arrival, cases] of found) {
    if (cases.some(({ ticket }) => customers.get(ticket)?.has(arrival.row.from_folded) === true)) continue;
    mails.set(arrival.row.id, { arrival, cases: [...new Set(cases.map(({ escalation }) => escalation))] });
  }
  return mails;
}

function casesNamed(mails: readonly NamedMail[], arrival: Arrival): readonly NamedMail[] {
  return mails.filter(({ messageId }) => arrival.named.includes(messageId));
}

/**
 * Who is a customer of these tickets' cases, folded, by ticket: who asked, who bought, and who asked about the same purchase in
 * another ticket or in one that an agent joined. What they write is their own, whatever mail it names; so it stays where an agent parted
 * theirs, for a customer's mail is never a producer's answer.
 */
async function customersOf(
  db: Db,
  tickets: readonly StoredTicket[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const numbers = [...new Set(tickets.flatMap(({ transaction_number }) => transaction_number ?? []))];
  const [buyers, others] = await Promise.all([
    numbers.length === 0
      ? []
      : db
          .selectFrom('purchase')
          .select(['transaction_number', 'buyer_folded as who'])
          .where('transaction_number', 'in', numbers)
          .execute(),
    numbers.length === 0
      ? []
      : db
          .selectFrom('ticket')
          .select(['transaction_number', 'requester_folded as who'])
          .where('transaction_number', 'in', numbers)
          .execute(),
  ]);
  const joined = await requestersJoined(db, tickets);
  return new Map(
    tickets.map((ticket) => {
      const same = [...buyers, ...others].filter((one) => one.transaction_number === ticket.transaction_number);
      return [
        ticket.id,
        new Set(
          [ticket.requester_folded, ...same.map(({ who }) => who), ...(joined.get(ticket.id) ?? [])].filter(
            (who) => who !== '',
          ),
        ),
      ];
    }),
  );
}

/** Whose tickets agents joined with these, by way of others too, whatever their state; by ticket. */
async function requestersJoined(
  db: Db,
  tickets: readonly StoredTicket[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const links = await linksAround(
    db,
    tickets.map(({ id }) => id),
  );
  const ids = new Map(tickets.map(({ id }) => [id, joinedWith(id, links)]));
  const rows = await readTickets(db, [...new Set([...ids.values()].flatMap((joined) => [...joined]))]);
  const requester = new Map(rows.map((row) => [row.id, row.requester_folded]));
  return new Map([...ids].map(([id, joined]) => [id, [...joined].map((one) => requester.get(one) ?? '')]));
}

/** A colleague wrote to the producer with another mail program: no message of the customer's conversation. */
function isToProducer({ message }: Arrival, cases: readonly NamedMail[], tickets: readonly StoredTicket[]): boolean {
  const recipients = [...message.to, ...message.cc].map(({ address }) => foldAddress(address));
  const of = tickets.filter(({ id }) => cases.some(({ ticket }) => ticket === id));
  return cases.length > 0 && !of.some(({ requester_folded }) => recipients.includes(requester_folded));
}

/** Those of the mail that is named nearest: a long thread names the cases of every reminder before. */
function nearest(ids: readonly string[], mails: readonly NamedMail[]): readonly NamedMail[] {
  const id = ids.find((one) => mails.some(({ messageId }) => messageId === one));
  return mails.filter(({ messageId }) => messageId === id);
}

async function byToken(db: Db, { row }: Arrival): Promise<readonly NamedMail[]> {
  // What stands in the subject is the mail that was answered; quotes may hold older ones.
  for (const text of [row.subject, row.new_text, row.quoted_text]) {
    for (const token of readTokens(text)) {
      const cases = await escalationsOfToken(db, token);
      if (cases.length > 0) return cases;
    }
  }
  return [];
}

/**
 * Writes what came back, once its messages are saved. A person's answer to one case ends the producer's wait and makes its tickets
 * ours; one to several waits for a person to tick them, and the clocks run on (casework.md, "Producers"). A machine's word
 * is kept and moves nothing, and so is thanks for what the customer was told already. Saying the same again changes nothing. Answers the
 * tickets that changed.
 */
export async function noteProducerMails(db: Db, outside: Outside, mails: ProducerMails): Promise<readonly string[]> {
  const escalations = await readEscalations(db, [...new Set([...mails.values()].flatMap(({ cases }) => cases))]);
  const voices = voicesOf(mails, escalations);
  const answers = [...mails.values()].flatMap(({ arrival: { row }, cases }) =>
    cases.map((escalation) => {
      const voice = voices.get(row.id);
      const isOfThis = voice === 'thanks' || (voice === 'person' && cases.length === 1);
      const settled = isOfThis ? ('done' as const) : null;
      return { message: row.id, escalation, at: row.received_at, automatic: voice === 'machine', settled };
    }),
  );
  if (answers.length === 0) return [];
  const touched = new Set<string>();
  const fresh = await addAnswers(db, answers);
  const tickets = await readTickets(db, [...new Set(escalations.map(({ ticket_id }) => ticket_id))]);
  const erased = await blankErased(db, mails, escalations, tickets);
  const shown = shownCases(mails, escalations, tickets);
  for (const answer of fresh) {
    const escalation = escalations.find(({ id }) => id === answer.escalation);
    if (escalation === undefined || erased.has(escalation.ticket_id)) continue;
    const { arrival, cases = [] } = mails.get(answer.message) ?? {};
    const by = voices.get(answer.message) ?? 'person';
    if (by === 'person' && answer.settled === 'done') {
      await markAnswered(db, escalation, { at: answer.at, language: arrival?.reading?.language ?? '' });
    }
    // Of several cases one ticket comes back, to be ticked by; the others when somebody has said that the answer is theirs.
    if (by === 'person' && answer.settled === null && shown.get(answer.message) !== answer.escalation) continue;
    for (const ticket of await ticketsOfCase(db, escalation)) {
      touched.add(ticket.id);
      await applyToTicket(db, outside, ticket.id, {
        ...(by === 'person' ? { change: (row) => ours(row, answer.settled) } : {}),
        event: {
          actor: DESK_ACTOR,
          kind: 'producer-answered',
          detail: { by, cases: cases.length },
        },
        visible: by === 'person',
      });
    }
  }
  return [...touched];
}

/** Who speaks in what came back. `thanks`: a person, who says nothing else and has nothing to hear, for the customer was told. */
type Voice = 'machine' | 'thanks' | 'person';

/** By row id of the mail. */
function voicesOf(mails: ProducerMails, escalations: readonly Escalation[]): ReadonlyMap<string, Voice> {
  const told = new Set(escalations.filter(({ closed_by }) => closed_by === 'told').map(({ id }) => id));
  const voiceOf = ({ arrival: { row, reading }, cases }: ProducerMail): Voice => {
    if (row.is_auto === 1) return 'machine';
    const isOver = cases.every((one) => told.has(one));
    return isOver && isOnlyThanks(row.new_text, reading?.language ?? null) ? 'thanks' : 'person';
  };
  return new Map([...mails].map(([id, mail]) => [id, voiceOf(mail)]));
}

/** What comes back about a customer who was erased is taken out at once; only that it came is left. Answers the erased tickets. */
async function blankErased(
  db: Db,
  mails: ProducerMails,
  escalations: readonly Escalation[],
  tickets: readonly StoredTicket[],
): Promise<ReadonlySet<string>> {
  const erased = new Set(tickets.filter(({ erased_at }) => erased_at !== null).map(({ id }) => id));
  const ticketOf = new Map(escalations.map(({ id, ticket_id }) => [id, ticket_id]));
  const gone = [...mails.values()].filter(
    ({ cases }) => cases.length > 0 && cases.every((id) => erased.has(ticketOf.get(id) ?? '')),
  );
  await blankMessages(
    db,
    gone.map(({ arrival }) => arrival.row.id),
  );
  return erased;
}

/** Of each answer to several cases the first one whose ticket is not put away: there its tick list is seen. */
function shownCases(
  mails: ProducerMails,
  escalations: readonly Escalation[],
  tickets: readonly StoredTicket[],
): ReadonlyMap<string, string> {
  const isOpen = (id: string): boolean => {
    const of = escalations.find((one) => one.id === id)?.ticket_id;
    const ticket = tickets.find((one) => one.id === of);
    return ticket !== undefined && isUnresolved(ticket.state as TicketState);
  };
  return new Map([...mails].map(([message, { cases }]) => [message, cases.find(isOpen) ?? cases[0] ?? '']));
}

/**
 * The customer waits for us now. An answer to one case opens its ticket again where that was done, as the customer's own mail
 * would: nobody has told him yet. Not what was filed, and not by an answer to several cases, which waits for its ticks.
 */
function ours(
  { state }: StoredTicket,
  settled: NewAnswer['settled'],
): Partial<Pick<StoredTicket, 'state' | 'snoozed_until' | 'unread'>> {
  const isAnswered = state === 'done' && settled === 'done';
  if (!isAnswered && !isUnresolved(state as TicketState)) return {};
  return { state: 'open', snoozed_until: null, unread: 1 };
}
