import type { Db } from './tickets-table';

/** Whose draft it is that somebody left on a ticket when handing it over: whoever goes on with the ticket takes it. */
const LEFT = '';

/**
 * Keeps what an agent is typing; an empty text takes the draft away. A draft that was left on the ticket is in the agent's
 * composer by then, so it is nobody else's any more.
 */
export async function saveDraft(
  db: Db,
  draft: { readonly ticket: string; readonly agent: string; readonly text: string; readonly at: number },
): Promise<void> {
  if (draft.text === '') {
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

/** Which of these tickets this agent has a draft for, or has one lying on it for whoever goes on. */
export async function draftedTickets(db: Db, tickets: readonly string[], agent: string): Promise<ReadonlySet<string>> {
  if (tickets.length === 0) return new Set();
  const rows = await db
    .selectFrom('draft')
    .select('ticket_id')
    .where('agent', 'in', [agent, LEFT])
    .where('ticket_id', 'in', tickets)
    .execute();
  return new Set(rows.map((row) => row.ticket_id));
}

/** Tickets on which this agent has a draft. */
export async function draftsOf(db: Db, agent: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('draft')
    .select('ticket_id')
    .where('agent', '=', agent)
    .orderBy('ticket_id')
    .execute();
  return rows.map((row) => row.ticket_id);
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
  const rows = await db
    .selectFrom('draft')
    .selectAll()
    .where('ticket_id', '=', ticket)
    .where('agent', 'in', [from, to])
    .execute();
  const moved = rows.find((row) => row.agent === from);
  if (moved === undefined) return false;
  const there = rows.find((row) => row.agent === to);
  const text = there === undefined ? moved.text : `${there.text}\n\n${moved.text}`;
  await db.deleteFrom('draft').where('ticket_id', '=', ticket).where('agent', '=', from).execute();
  await put(db, { ticket, agent: to, text, at: moved.updated_at });
  return true;
}

async function put(
  db: Db,
  {
    ticket,
    agent,
    text,
    at: updated_at,
  }: Readonly<Record<'ticket' | 'agent' | 'text', string>> & { readonly at: number },
): Promise<void> {
  await db
    .insertInto('draft')
    .values({ ticket_id: ticket, agent, text, updated_at })
    .onConflict((conflict) => conflict.columns(['ticket_id', 'agent']).doUpdateSet({ text, updated_at }))
    .execute();
}
