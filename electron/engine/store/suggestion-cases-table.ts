import type { ReviewView } from '../../../shared/contract/views';
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

/** A settled case as it counts. */
export type StoredSuggestionCase = {
  readonly decision: DecisionId;
  readonly agreement: Agreement;
  readonly requester: string;
  /** When the mail server took the reply, or the correction was made; epoch ms. */
  readonly at: number;
  readonly review: 'due' | 'right' | 'wrong' | null;
};

/** States of a reply that never left. */
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

/** Every case beside the reply that it came with; a correction has none. */
function casesWithReply(db: Db) {
  return db
    .selectFrom('suggestion_case')
    .leftJoin('outbox', (join) =>
      join.onRef('outbox.block', '=', 'suggestion_case.block').on('outbox.kind', '=', 'reply'),
    );
}

/** The newest cases of a decision that were settled by `until`, epoch ms, newest first; as many as count. */
export async function settledCases(
  db: Db,
  decision: DecisionId,
  until: number,
): Promise<readonly StoredSuggestionCase[]> {
  const rows = await casesWithReply(db)
    .select([
      'suggestion_case.decision',
      'suggestion_case.agreement',
      'suggestion_case.requester_folded as requester',
      'suggestion_case.review',
    ])
    .select((of) => of.fn.coalesce('outbox.accepted_at', 'suggestion_case.at').as('at'))
    .where('suggestion_case.decision', '=', decision)
    // A reply that was undone, held, refused or came back says nothing; a correction has none.
    .where((of) => of.or([of('suggestion_case.block', 'is', null), of('outbox.accepted_at', 'is not', null)]))
    .where((of) => of.or([of('outbox.delivery', 'is', null), of('outbox.delivery', '!=', 'failed')]))
    .where('suggestion_case.at', '<=', until)
    .where((of) => of.or([of('outbox.accepted_at', 'is', null), of('outbox.accepted_at', '<=', until)]))
    .orderBy('suggestion_case.at', 'desc')
    .orderBy('suggestion_case.id', 'desc')
    .limit(LATEST_CASES)
    .execute();
  return rows as readonly StoredSuggestionCase[];
}

/** Whether somebody settled a suggestion on this ticket since this time, epoch ms: one mail of a customer is one case. */
export async function hasCaseSince(db: Db, ticket: string, since: number): Promise<boolean> {
  const row = await casesWithReply(db)
    .select('suggestion_case.id')
    .where('suggestion_case.ticket_id', '=', ticket)
    .where('suggestion_case.at', '>=', since)
    .where((of) => of.or([of('outbox.state', 'is', null), of('outbox.state', 'not in', NEVER_SENT)]))
    .where((of) => of.or([of('outbox.delivery', 'is', null), of('outbox.delivery', '!=', 'failed')]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Makes a correction of the ticket's case since this time, where there is one: what was sent turned out wrong. */
export async function correctCaseSince(db: Db, ticket: string, decision: DecisionId, since: number): Promise<boolean> {
  const done = await db
    .updateTable('suggestion_case')
    .set({ agreement: 'corrected' satisfies Agreement })
    .where('ticket_id', '=', ticket)
    .where('decision', '=', decision)
    .where('at', '>=', since)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** Takes back what a correction said of a decision that stands again, where it was said since this time, epoch ms. */
export async function dropCorrected(db: Db, ticket: string, decision: DecisionId, since: number): Promise<void> {
  await db
    .deleteFrom('suggestion_case')
    .where('ticket_id', '=', ticket)
    .where('decision', '=', decision)
    .where('agreement', '=', 'corrected')
    .where('block', 'is', null)
    .where('at', '>=', since)
    .execute();
}

/** The replies that a lead is asked to look at, once they were sent, oldest first. */
export async function repliesToReview(db: Db, limit: number): Promise<readonly ReviewView[]> {
  const rows = await casesWithReply(db)
    .select([
      'suggestion_case.id',
      'suggestion_case.ticket_id as ticket',
      'suggestion_case.decision',
      'outbox.accepted_at as at',
      'suggestion_case.by',
      'outbox.subject',
      'outbox.body_text as text',
    ])
    .where('suggestion_case.review', '=', 'due')
    .where('outbox.accepted_at', 'is not', null)
    .orderBy('suggestion_case.at')
    .limit(limit)
    .execute();
  return rows as readonly ReviewView[];
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
    .where('review', '=', 'due')
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
