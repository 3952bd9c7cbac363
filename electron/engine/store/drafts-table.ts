import type { Db } from './tickets-table';

/** Keeps what an agent is typing; an empty text takes the draft away. */
export async function saveDraft(
  db: Db,
  draft: { readonly ticket: string; readonly agent: string; readonly text: string; readonly at: number },
): Promise<void> {
  if (draft.text === '') {
    await db.deleteFrom('draft').where('ticket_id', '=', draft.ticket).where('agent', '=', draft.agent).execute();
    return;
  }
  const { text, at: updated_at } = draft;
  await db
    .insertInto('draft')
    .values({ ticket_id: draft.ticket, agent: draft.agent, text, updated_at })
    .onConflict((conflict) => conflict.columns(['ticket_id', 'agent']).doUpdateSet({ text, updated_at }))
    .execute();
}

/** What this agent was typing, '' where nothing. */
export async function readDraft(db: Db, ticket: string, agent: string): Promise<string> {
  const row = await db
    .selectFrom('draft')
    .select('text')
    .where('ticket_id', '=', ticket)
    .where('agent', '=', agent)
    .executeTakeFirst();
  return row?.text ?? '';
}

/** Which of these tickets this agent has a draft for. */
export async function draftedTickets(db: Db, tickets: readonly string[], agent: string): Promise<ReadonlySet<string>> {
  if (tickets.length === 0) return new Set();
  const rows = await db
    .selectFrom('draft')
    .select('ticket_id')
    .where('agent', '=', agent)
    .where('ticket_id', 'in', tickets)
    .execute();
  return new Set(rows.map((row) => row.ticket_id));
}
