import { sql } from 'kysely';
import { AGREEMENTS } from '../../../shared/domain/earned';
import { ruleOf } from '../../../shared/domain/decision';
import type { AgreementLine } from '../../../shared/domain/report';
import type { Db } from '../store/tickets-table';
import { lines, table } from './figure-rows';
import type { Asked, FigureRows } from './figure-rows';

/**
 * Tickets that came in and have no one purchase, by why: `several` fit, the `number-unknown`, an address `typo` away from a buyer's,
 * `perhaps-newer` than our purchases, or nobody bought with that `address`.
 */
export function unmatchedRows({ from, to }: Asked): FigureRows {
  return sql`
    select id as ticket_id, created_at as at,
      case when decision = 'ask.which-product' then 'several'
        when case_json like '%"kind":"number-unknown"%' then 'number-unknown'
        when case_json like '%"kind":"address-typo"%' then 'typo'
        when case_json like '%"perhapsNewer":true%' then 'perhaps-newer'
        else 'address' end as reason
    from ${table('ticket')} as ticket
    where decision in ('ask.purchase-details', 'ask.which-product') and created_at >= ${from} and created_at < ${to}
      and state <> 'ignored' and queue <> 'junk'`;
}

/** What agents made of the first suggestion then; a reply that was taken back or refused says nothing. */
export function agreementRows({ from, to }: Asked): FigureRows {
  return sql`
    select c.ticket_id as ticket_id, c.at as at, c.decision as decision, c.agreement as agreement
    from ${table('suggestion_case')} as c
    where c.at >= ${from} and c.at < ${to}
      and (c.block is null
        or c.block not in (select block from ${table('outbox')} as outbox where kind = 'reply' and state in ('cancelled', 'refused')))`;
}

/** How often each decision's suggestion was changed, the most often first. */
export async function readAgreement(db: Db, asked: Asked): Promise<readonly AgreementLine[]> {
  // Told apart here: grouping a year's cases takes SQLite three times as long. Ids and these words hold neither gap nor comma.
  const found = await sql<{ readonly cases: string | null }>`
    select string_agg(decision || ' ' || agreement || ' ' || ticket_id, ',') as cases
    from (${agreementRows(asked)}) as cases`.execute(db);
  const tickets = new Map<string, Set<string>>();
  for (const line of lines(found.rows[0]?.cases)) {
    const end = line.lastIndexOf(' ');
    const words = line.slice(0, end);
    const among = tickets.get(words);
    if (among) among.add(line.slice(end + 1));
    else tickets.set(words, new Set([line.slice(end + 1)]));
  }
  const decisions = [...new Set([...tickets.keys()].map((words) => words.slice(0, words.indexOf(' '))))];
  const counted = decisions.map((decision): AgreementLine => {
    const byAgreement = Object.fromEntries(
      AGREEMENTS.map((agreement) => [agreement, tickets.get(`${decision} ${agreement}`)?.size ?? 0]),
    );
    const changed = (byAgreement['other-reply'] ?? 0) + (byAgreement['corrected'] ?? 0);
    const all = Object.values(byAgreement).reduce((sum, count) => sum + count, 0);
    return { decision, rule: ruleOf(decision), all, changed, byAgreement };
  });
  return counted.sort((one, other) => other.changed / other.all - one.changed / one.all || one.rule - other.rule);
}
