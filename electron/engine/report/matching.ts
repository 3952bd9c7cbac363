import { sql } from 'kysely';
import { DECISIONS, ruleOf } from '../../../shared/domain/decision';
import type { DecisionId } from '../../../shared/domain/decision';
import { AGREEMENTS } from '../../../shared/domain/earned';
import type { Agreement } from '../../../shared/domain/earned';
import type { AgreementLine } from '../../../shared/domain/report';
import type { Db } from '../store/tickets-table';
import { countListed, table } from './figure-rows';
import type { Asked, FigureRows } from './figure-rows';

/** Tickets that came in and have no one purchase, by why (`UnmatchedReason`). */
export function unmatchedRows({ from, to }: Asked): FigureRows {
  return sql`
    select id as ticket_id, created_at as at, unmatched_reason as reason
    from ${table('ticket')} as ticket
    where unmatched_reason is not null and created_at >= ${from} and created_at < ${to}
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
  const pairs = DECISIONS.flatMap((decision) =>
    AGREEMENTS.map((agreement) => sql`(${sql.lit(decision)}, ${sql.lit(agreement)})`),
  );
  // A pair's cases lie together in an index, and are told apart here: grouping a year's takes SQLite three times as long.
  const found = await sql<{
    readonly decision: DecisionId;
    readonly agreement: Agreement;
    readonly tickets: string | null;
  }>`
    with pair (decision, agreement) as (values ${sql.join(pairs)})
    select decision, agreement, (
      select string_agg(ticket_id, ',') from (${agreementRows(asked)}) as cases
      where cases.decision = pair.decision and cases.agreement = pair.agreement) as tickets
    from pair`.execute(db);
  const lines = DECISIONS.map((decision): AgreementLine => {
    const of = found.rows.filter((row) => row.decision === decision);
    const byAgreement = Object.fromEntries(of.map((row) => [row.agreement, countListed(row.tickets)]));
    const changed = (byAgreement['other-reply'] ?? 0) + (byAgreement['corrected'] ?? 0);
    const all = Object.values(byAgreement).reduce((sum, count) => sum + count, 0);
    return { decision, rule: ruleOf(decision), all, changed, byAgreement };
  });
  return lines
    .filter(({ all }) => all > 0)
    .sort((one, other) => other.changed / other.all - one.changed / one.all || one.rule - other.rule);
}
