import type { Reviewing } from '../../../shared/contract/review';
import type { Outside } from '../outside';
import { addEvents } from '../store/events-table';
import type { NewEvent } from '../store/events-table';
import { markReviewed, reviewsOf, unmarkReviewed } from '../store/reviewed-tickets-table';
import { changeTicket, noTicket, readTickets, staleRevision } from '../store/tickets-table';
import type { Db } from '../store/tickets-table';

/**
 * Marks tickets reviewed, or takes the mark off, with an event for each; answers what takes it back. Like a label it raises no
 * revision. What changed since it was seen was not looked at, and stays unmarked.
 * @throws SportelloError `not-found`; `stale-revision` where all of them changed
 */
export async function reviewTickets(
  db: Db,
  { outside, by }: { readonly outside: Outside; readonly by: string },
  changes: readonly Reviewing[],
): Promise<readonly Reviewing[]> {
  const ids = changes.map(({ ticket }) => ticket);
  const rows = new Map((await readTickets(db, ids)).map((row) => [row.id, row]));
  const marks = await reviewsOf(db, ids);
  const at = outside.clock.now();
  const back: Reviewing[] = [];
  const events: NewEvent[] = [];
  let seen = 0;
  for (const { ticket: id, revision, word } of new Map(changes.map((one) => [one.ticket, one])).values()) {
    const row = rows.get(id);
    if (row === undefined) throw noTicket(id);
    if (row.revision !== revision) continue;
    seen += 1;
    const was = marks.get(id)?.word ?? null;
    if (was === word) continue;
    if (word === null) await unmarkReviewed(db, [id]);
    else await markReviewed(db, id, { word, by, at });
    // Nothing of the row changes, but every desk that shows it hears of it.
    await changeTicket(db, row, { unread: row.unread }, { visible: false });
    back.push({ ticket: id, revision, word: was });
    events.push({
      ticket: id,
      actor: by,
      kind: word === null ? 'unreviewed' : 'reviewed',
      detail: word === null || word === '' ? {} : { word },
    });
  }
  await addEvents(db, outside, events);
  const [first] = changes;
  if (seen === 0 && first !== undefined) throw staleRevision(first.ticket);
  return back;
}
