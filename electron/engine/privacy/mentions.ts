import { namesPerson } from '../../../shared/domain/erasure';
import type { Db } from '../store/tickets-table';
import { rowsNaming } from './naming-rows';
import type { Person } from './naming-rows';

/** Rows that people typed and that name a person: few of each table, of no time. */
export async function typedNaming(db: Db, who: ReadonlySet<string>) {
  const drafts = await db.selectFrom('draft').selectAll().execute();
  const labels = await db.selectFrom('label').select(['key', 'name']).execute();
  const refusals = await db.selectFrom('import_refusal').selectAll().execute();
  const reviews = await db.selectFrom('reviewed_ticket').selectAll().where('word', '!=', '').execute();
  return {
    drafts: drafts.filter((draft) => namesPerson(`${draft.text}\n${draft.fields}`, who)),
    labels: labels.filter((label) => namesPerson(label.name, who)),
    refusals: refusals.filter((refusal) => namesPerson(refusal.reason, who)),
    reviews: reviews.filter((review) => namesPerson(review.word, who)),
  };
}

/** How many rows name the person outside of these tickets and messages, which are the person's own. */
export async function countMentions(
  db: Db,
  person: Person,
  own: { readonly tickets: readonly string[]; readonly messages: readonly string[] },
): Promise<number> {
  const tickets = new Set(own.tickets);
  const messages = new Set(own.messages);
  const inMessages = (await rowsNaming(db, 'message', person)).filter(({ id }) => !messages.has(id));
  const inTickets = (await rowsNaming(db, 'ticket', person)).filter(({ id }) => !tickets.has(id));
  const inRuns = await rowsNaming(db, 'import_run', person);
  let count = inMessages.length + inTickets.length + inRuns.length;
  for (const table of ['note', 'ticket_event'] as const) {
    const ids = (await rowsNaming(db, table, person)).map(({ id }) => id);
    if (ids.length === 0) continue;
    const rows = await db.selectFrom(table).select('ticket_id').where('id', 'in', ids).execute();
    count += rows.filter((row) => !tickets.has(row.ticket_id)).length;
  }
  const { drafts, labels, refusals, reviews } = await typedNaming(db, new Set([person.folded]));
  const others = drafts.filter((draft) => !tickets.has(draft.ticket_id.replace('forward:', '')));
  return (
    count +
    others.length +
    labels.length +
    refusals.length +
    reviews.filter((one) => !tickets.has(one.ticket_id)).length
  );
}
