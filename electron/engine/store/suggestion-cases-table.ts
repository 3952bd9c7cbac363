import type { DecisionId } from '../../../shared/domain/decision';
import { LATEST_CASES } from '../../../shared/domain/earned';
import type { Agreement, Allowance } from '../../../shared/domain/earned';
import type { OutboxState } from '../../../shared/domain/outbox';
import type { Db } from './tickets-table';

/** What a person made of a suggestion, as it is written down. */
export type NewSuggestionCase = {
  readonly id: string;
  readonly ticket: string;
  readonly decision: DecisionId;
  readonly agreement: Agreement;
  /** The accepted block; null for a correction. */
  readonly block: string | null;
  readonly requester: string;
  readonly at: number;
  readonly by: string;
  /** Whether a lead is asked to look at it. */
  readonly sampled: boolean;
};

/** A case as it counts. */
export type StoredSuggestionCase = {
  readonly id: string;
  readonly ticket: string;
  readonly decision: DecisionId;
  readonly agreement: Agreement;
  readonly requester: string;
  readonly at: number;
  readonly by: string;
  readonly block: string | null;
  readonly review: 'due' | 'right' | 'wrong' | null;
};

/** More than the newest cases that count, since some may not be settled yet. */
const MOST_READ = 2 * LATEST_CASES;
/** Replies that never left say nothing of the suggestion. */
const NEVER_SENT: readonly OutboxState[] = ['cancelled', 'refused'];

export async function addSuggestionCase(db: Db, one: NewSuggestionCase): Promise<void> {
  const { ticket, requester, sampled, ...row } = one;
  await db
    .insertInto('suggestion_case')
    .values({
      ...row,
      ticket_id: ticket,
      requester_folded: requester,
      review: sampled ? 'due' : null,
      reviewed_by: null,
      reviewed_at: null,
    })
    .execute();
}

/** The newest cases of a decision, newest first, without those whose reply was taken back or never left. */
export async function newestCases(db: Db, decision: DecisionId): Promise<readonly StoredSuggestionCase[]> {
  const rows = await db
    .selectFrom('suggestion_case')
    .selectAll()
    .where('decision', '=', decision)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_READ)
    .execute();
  const gone = await blocksThatNeverLeft(
    db,
    rows.flatMap((row) => row.block ?? []),
  );
  return rows.filter((row) => row.block === null || !gone.has(row.block)).map(stored);
}

async function blocksThatNeverLeft(db: Db, blocks: readonly string[]): Promise<ReadonlySet<string>> {
  if (blocks.length === 0) return new Set();
  const rows = await db
    .selectFrom('outbox')
    .select('block')
    .where('block', 'in', blocks)
    .where('kind', '=', 'reply')
    .where('state', 'in', NEVER_SENT)
    .execute();
  return new Set(rows.map((row) => row.block));
}

/** Takes back what a correction said of a decision that stands again. */
export async function dropCorrected(db: Db, ticket: string, decision: DecisionId): Promise<void> {
  await db
    .deleteFrom('suggestion_case')
    .where('ticket_id', '=', ticket)
    .where('decision', '=', decision)
    .where('agreement', '=', 'corrected')
    .execute();
}

/** The cases that a lead is asked to look at, oldest first. */
export async function casesToReview(db: Db, limit: number): Promise<readonly StoredSuggestionCase[]> {
  const rows = await db
    .selectFrom('suggestion_case')
    .selectAll()
    .where('review', '=', 'due')
    .orderBy('at')
    .limit(limit)
    .execute();
  const gone = await blocksThatNeverLeft(
    db,
    rows.flatMap((row) => row.block ?? []),
  );
  return rows.filter((row) => row.block === null || !gone.has(row.block)).map(stored);
}

/** Writes a lead's verdict; answers whether such a case was waiting for one. */
export async function settleReview(
  db: Db,
  review: { readonly id: string; readonly verdict: 'right' | 'wrong'; readonly by: string; readonly at: number },
): Promise<boolean> {
  const done = await db
    .updateTable('suggestion_case')
    .set({ review: review.verdict, reviewed_by: review.by, reviewed_at: review.at })
    .where('id', '=', review.id)
    .where('review', 'is not', null)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** What the leads allowed, by decision: the newest word on each. */
export async function allowances(db: Db): Promise<ReadonlyMap<DecisionId, Allowance>> {
  const rows = await db.selectFrom('allowance').selectAll().orderBy('at').orderBy('id').execute();
  const found = new Map<DecisionId, Allowance>();
  for (const { decision, allowed, by, at, reason } of rows) {
    if (allowed === 1) found.set(decision as DecisionId, { by, at, reason });
    else found.delete(decision as DecisionId);
  }
  return found;
}

export async function addAllowance(
  db: Db,
  one: Allowance & { readonly id: string; readonly decision: DecisionId; readonly allowed: boolean },
): Promise<void> {
  await db
    .insertInto('allowance')
    .values({ ...one, allowed: one.allowed ? 1 : 0 })
    .execute();
}

function stored(row: {
  id: string;
  ticket_id: string;
  decision: string;
  agreement: string;
  requester_folded: string;
  at: number;
  by: string;
  block: string | null;
  review: string | null;
}): StoredSuggestionCase {
  return {
    id: row.id,
    ticket: row.ticket_id,
    decision: row.decision as DecisionId,
    agreement: row.agreement as Agreement,
    requester: row.requester_folded,
    at: row.at,
    by: row.by,
    block: row.block,
    review: row.review as StoredSuggestionCase['review'],
  };
}
