import { NO_FIELDS } from '../../../shared/contract/limits';
import type { DraftFields } from '../../../shared/contract/compose';
import type { Db } from './tickets-table';

/** Whose draft it is that somebody left on a ticket when handing it over: whoever goes on with the ticket takes it. */
export const LEFT = '';

/** What is typed, by whom and for what; without `fields` those that are there stay, unless the text goes. */
export type TypedDraft = {
  /** A ticket, `forward:T-…` or `new`. */
  readonly ticket: string;
  readonly agent: string;
  readonly text: string;
  readonly at: number;
  readonly fields?: DraftFields | undefined;
};

/**
 * Keeps what an agent is typing; where nothing is typed any more the draft goes. A draft that was left on the ticket is in
 * the agent's composer by then, so it is nobody else's any more. Its files are theirs to keep or to drop (`draft-files-table.ts`).
 */
export async function saveDraft(db: Db, draft: TypedDraft): Promise<void> {
  const hasFields = draft.fields !== undefined && Object.values(draft.fields).some((typed) => typed !== '');
  if (draft.text === '' && !hasFields) {
    await db
      .deleteFrom('draft')
      .where('ticket_id', '=', draft.ticket)
      .where('agent', 'in', [draft.agent, LEFT])
      .execute();
    return;
  }
  await put(db, draft);
  if (draft.agent !== LEFT) {
    await db.deleteFrom('draft').where('ticket_id', '=', draft.ticket).where('agent', '=', LEFT).execute();
  }
}

/** What this agent was typing, else what somebody left on the ticket; '' where nothing. */
export async function readDraft(db: Db, ticket: string, agent: string): Promise<string> {
  const rows = await db
    .selectFrom('draft')
    .select(['agent', 'text'])
    .where('ticket_id', '=', ticket)
    .where('agent', 'in', [agent, LEFT])
    .execute();
  return (rows.find((row) => row.agent === agent) ?? rows[0])?.text ?? '';
}

/** Recipients and subject of this agent's draft, as typed. */
export async function readDraftFields(db: Db, ticket: string, agent: string): Promise<DraftFields> {
  const row = await db
    .selectFrom('draft')
    .select('fields')
    .where('ticket_id', '=', ticket)
    .where('agent', '=', agent)
    .executeTakeFirst();
  return row === undefined || row.fields === '' ? NO_FIELDS : (JSON.parse(row.fields) as DraftFields);
}

/** Which of these tickets this agent has a draft for, or has one lying on it for whoever goes on. */
export async function draftedTickets(db: Db, tickets: readonly string[], agent: string): Promise<ReadonlySet<string>> {
  if (tickets.length === 0) return new Set();
  const rows = await db
    .selectFrom('draft')
    .select('ticket_id')
    .where('agent', 'in', [agent, LEFT])
    .where('ticket_id', 'in', tickets)
    .execute();
  const withFiles = await db
    .selectFrom('draft_file')
    .select('ticket_id')
    .where('agent', 'in', [agent, LEFT])
    .where('ticket_id', 'in', tickets)
    .where('removed', '=', 0)
    .execute();
  return new Set([...rows, ...withFiles].map((row) => row.ticket_id));
}

/** Tickets on which this agent has a draft. */
export async function draftsOf(db: Db, agent: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('draft')
    .select('ticket_id')
    .where('agent', '=', agent)
    .where('ticket_id', 'like', 'T-%')
    .orderBy('ticket_id')
    .execute();
  const withFiles = await db
    .selectFrom('draft_file')
    .select('ticket_id')
    .where('agent', '=', agent)
    .where('removed', '=', 0)
    .where('ticket_id', 'like', 'T-%')
    .execute();
  return [...new Set([...rows, ...withFiles].map((row) => row.ticket_id))].sort();
}

/**
 * Leaves an agent's draft on its ticket for whoever goes on with it, below one that lies there already. Answers whether there
 * was one.
 */
export async function leaveDraft(db: Db, ticket: string, agent: string): Promise<boolean> {
  return move(db, ticket, agent, LEFT);
}

/** Undo of that, where nobody has gone on with it. */
export async function takeDraftBack(db: Db, ticket: string, agent: string): Promise<boolean> {
  return move(db, ticket, LEFT, agent);
}

async function move(db: Db, ticket: string, from: string, to: string): Promise<boolean> {
  const files = await db
    .updateTable('draft_file')
    .set({ agent: to })
    .where('ticket_id', '=', ticket)
    .where('agent', '=', from)
    .where('removed', '=', 0)
    .executeTakeFirst();
  const rows = await db
    .selectFrom('draft')
    .selectAll()
    .where('ticket_id', '=', ticket)
    .where('agent', 'in', [from, to])
    .execute();
  const moved = rows.find((row) => row.agent === from);
  if (moved === undefined) return files.numUpdatedRows > 0n;
  const there = rows.find((row) => row.agent === to);
  const text = there === undefined ? moved.text : `${there.text}\n\n${moved.text}`;
  await db.deleteFrom('draft').where('ticket_id', '=', ticket).where('agent', '=', from).execute();
  await put(db, { ticket, agent: to, text, at: moved.updated_at });
  return true;
}

async function put(db: Db, { ticket, agent, text, at: updated_at, fields: typed }: TypedDraft): Promise<void> {
  const fields = typed === undefined ? {} : { fields: JSON.stringify(typed) };
  await db
    .insertInto('draft')
    .values({ ticket_id: ticket, agent, text, updated_at, ...fields })
    .onConflict((conflict) => conflict.columns(['ticket_id', 'agent']).doUpdateSet({ text, updated_at, ...fields }))
    .execute();
}
