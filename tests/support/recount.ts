import { SECOND_MAIL_MS } from '../../shared/domain/earned';
import { AGE_LIMITS_MS, BREACH_BEFORE_MS, WEEK_MS, spreadOf } from '../../shared/domain/report';
import type { Among, FigureKey, ReportAsk, Spread } from '../../shared/domain/report';
import type { MadeYear } from './made-year';

/** One ticket of a figure, in the words that it is told apart by; the figures counted over plain rows, without a store. */
export type Counted = { readonly ticket: string; readonly words: Among; readonly took?: number | null };

const DAY = 86_400_000;
const TROUBLE: Readonly<Record<string, string>> = {
  held: 'held', outcome_unknown: 'uncertain', refused: 'failed', failed_before_data: 'failed', file_failed: 'failed',
}; // prettier-ignore
const DEBTORS: Readonly<Record<string, string>> = {
  'waiting.customer': 'customer', 'waiting.producer': 'producer', 'waiting.hotmart': 'hotmart',
}; // prettier-ignore

/** What a figure counts, by reading every row. */
export function recount(year: MadeYear, key: Omit<FigureKey, 'among'>, ask: ReportAsk): readonly Counted[] {
  const { at } = ask;
  const within = (time: number | null | undefined): boolean =>
    time !== null && time !== undefined && time >= key.from && time < key.to;
  const work = year.tickets.filter(({ state, queue }) => state !== 'ignored' && queue !== 'junk');
  const answers = year.outbox.filter((row) => row.kind === 'reply' && within(row.accepted_at));
  switch (key.figure) {
    case 'came-in':
      return work.filter(({ created_at }) => within(created_at)).map(({ id }) => ({ ticket: id, words: {} }));
    case 'no-answer':
      return work
        .filter(({ state, closed_at, no_answer_at }) => state === 'done' && within(closed_at) && no_answer_at !== null)
        .map(({ id }) => ({ ticket: id, words: {} }));
    case 'resolved':
      return work
        .filter(({ state, closed_at, no_answer_at }) => state === 'done' && within(closed_at) && no_answer_at === null)
        .map(({ id, closed_at, created_at }) => ({
          ticket: id,
          words: {},
          took: Math.max(0, (closed_at ?? 0) - created_at),
        }));
    case 'first-answer':
      return work
        .filter(({ created_at, answered_at }) => within(created_at) && answered_at !== null)
        .map(({ id, answered_at, created_at }) => ({
          ticket: id,
          words: {},
          took: Math.max(0, (answered_at ?? 0) - created_at),
        }));
    case 'unresolved': {
      const producers = new Map(year.products.map((row) => [row.product_id, row.producer_name]));
      const sales = new Map(year.purchases.map((row) => [row.transaction_number, row]));
      return work
        .filter(({ state }) => state !== 'done')
        .map((ticket) => {
          const sale = sales.get(ticket.transaction_number ?? '');
          const ends = sale?.guarantee_ends_at ?? null;
          const band = AGE_LIMITS_MS.findIndex((limit) => at - ticket.created_at < limit);
          const isBreach = ends !== null && ticket.created_at < ends && ends <= at + BREACH_BEFORE_MS;
          return {
            ticket: ticket.id,
            words: {
              band: String(band < 0 ? AGE_LIMITS_MS.length : band),
              decision: ticket.decision,
              product: ticket.product_id,
              producer: producers.get(ticket.product_id ?? '') || sale?.producer_name || null,
              reviewed: '0',
              assignee: ticket.claim_until !== null && ticket.claim_until <= at ? null : ticket.assignee,
              debtor: DEBTORS[ticket.state] ?? 'us',
              breached: flag(isBreach && ticket.intent !== 'other'),
              guarantee: flag(ends !== null && ends >= at && ends < at + WEEK_MS),
              person: flag(ticket.case_json?.includes('"needsPerson":true') ?? false),
            },
          };
        });
    }
    case 'answered':
      return answers.map((row) => ({ ticket: row.ticket_id, words: { agent: row.created_by } }));
    case 'wrote-again': {
      const cases = new Map(year.tickets.map((ticket) => [ticket.id, ticket.case_json ?? '']));
      const mails = inbound(year, 'from_folded');
      return answers
        .filter(({ ticket_id }) => !cases.get(ticket_id)?.includes('"thanks":true'))
        .filter(({ requester_folded, accepted_at }) =>
          (mails.get(requester_folded) ?? []).some(
            ({ received_at }) => received_at > (accepted_at ?? 0) && received_at <= (accepted_at ?? 0) + SECOND_MAIL_MS,
          ),
        )
        .map((row) => ({ ticket: row.ticket_id, words: { macro: row.macro ?? '' } }));
    }
    case 'trouble':
      return year.outbox.flatMap(({ ticket_id: ticket, state, delivery }) => [
        ...(TROUBLE[state] === undefined ? [] : [{ ticket, words: { trouble: TROUBLE[state] } }]),
        ...(delivery === 'failed' ? [{ ticket, words: { trouble: 'bounced' } }] : []),
      ]);
    case 'put-aside': {
      const buyers = new Set(year.purchases.map(({ buyer_folded }) => buyer_folded));
      return year.tickets
        .filter(
          ({ queue, updated_at }) =>
            queue === 'problems' || (['junk', 'filed'].includes(queue) && updated_at >= at - WEEK_MS),
        )
        .filter(
          ({ transaction_number, requester_folded }) => transaction_number !== null || buyers.has(requester_folded),
        )
        .filter(({ intent, case_json }) => intent !== 'auto' || !(case_json ?? '').includes('Auto-Submitted:'))
        .map(({ id, queue }) => ({ ticket: id, words: { queue } }));
    }
    case 'silent-producers':
      return year.escalations
        .filter(
          ({ state, waiting_since }) => state === 'waiting' && (waiting_since ?? at) < at - ask.silentAfterDays * DAY,
        )
        .map((row) => ({ ticket: row.ticket_id, words: { producer: row.producer_name } }));
    case 'producers': {
      const mails = inbound(year, 'ticket_id');
      return year.escalations
        .filter(({ started_at }) => within(started_at))
        .map((row) => {
          const [started, until] = [row.started_at ?? 0, row.answered_at ?? at];
          const again = (mails.get(row.ticket_id) ?? []).some(
            (mail) => mail.received_at > started && mail.received_at <= until,
          );
          const words = {
            producer: row.producer_name,
            silent: flag(until - started > ask.silentAfterDays * DAY),
            twice: flag(again),
          };
          return { ticket: row.ticket_id, words, took: row.answered_at ? row.answered_at - started : null };
        });
    }
    case 'unmatched':
      return work
        .filter(({ decision }) => decision === 'ask.purchase-details' || decision === 'ask.which-product')
        .filter(({ created_at }) => within(created_at))
        .map(({ id, unmatched_reason: reason }) => ({ ticket: id, words: { reason } }));
    case 'agreement': {
      const never = new Set(
        year.outbox.filter(({ state }) => ['cancelled', 'refused'].includes(state)).map(({ block }) => block),
      );
      return year.cases
        .filter(({ at: settled, block }) => within(settled) && !never.has(block ?? ''))
        .map((row) => ({ ticket: row.ticket_id, words: { decision: row.decision, agreement: row.agreement } }));
    }
  }
}

/** What customers wrote, by sender or by ticket. */
function inbound(year: MadeYear, by: 'from_folded' | 'ticket_id'): ReadonlyMap<string, MadeYear['messages']> {
  const found = new Map<string, MadeYear['messages']>();
  for (const mail of year.messages) {
    if (mail.direction !== 'inbound') continue;
    const key = mail[by] ?? '';
    const own = found.get(key) ?? [];
    own.push(mail);
    found.set(key, own);
  }
  return found;
}

/** How many different tickets have all these words. */
export function ticketsAmong(counted: readonly Counted[], among: Among): number {
  const fitting = counted.filter(({ words }) =>
    Object.entries(among).every(([word, value]) => words[word as keyof Among] === value),
  );
  return new Set(fitting.map(({ ticket }) => ticket)).size;
}

/** The spread of what they took. */
export function spreadAmong(counted: readonly Counted[]): Spread {
  return spreadOf(counted.flatMap(({ took }) => took ?? []));
}

function flag(is: boolean): string {
  return is ? '1' : '0';
}
