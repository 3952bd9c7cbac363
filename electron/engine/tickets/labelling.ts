import type { Labelling } from '../../../shared/contract/labels';
import { SportelloError } from '../../../shared/contract/errors';
import { MAX_LABELS_OF_TICKET, labelKey, labelName } from '../../../shared/domain/label';
import type { Outside } from '../outside';
import { addEvents } from '../store/events-table';
import type { NewEvent } from '../store/events-table';
import { labelKeysOf, makeLabels, putLabels, takeLabels } from '../store/labels-table';
import type { Labeller } from '../store/labels-table';
import { changeTicket, readTicket } from '../store/tickets-table';
import type { Db } from '../store/tickets-table';

type Room = { readonly outside: Outside; readonly labeller: Labeller };

/**
 * Puts labels on tickets and takes others off, with an event for each; answers what takes it back. A label is no change that
 * holds a reply back: no revision rises.
 * @throws SportelloError `not-found`; `bad-params` where a ticket would carry more than 20
 */
export async function putLabelsOn(db: Db, room: Room, changes: readonly Labelling[]): Promise<readonly Labelling[]> {
  const { outside, labeller } = room;
  const named = byKey(changes.flatMap(({ add }) => add));
  await makeLabels(db, named, labeller);
  const back: Labelling[] = [];
  const events: NewEvent[] = [];
  for (const { ticket: id, add, remove } of changes) {
    const ticket = await readTicket(db, id);
    const carried = await labelKeysOf(db, id);
    const added = [...byKey(add)].filter(([key]) => !carried.has(key));
    const removed = [...byKey(remove)].filter(([key]) => carried.has(key));
    if (added.length === 0 && removed.length === 0) continue;
    if (carried.size + added.length - removed.length > MAX_LABELS_OF_TICKET) throw tooMany(id);
    await putLabels(
      db,
      id,
      added.map(([key]) => key),
      labeller,
    );
    await takeLabels(
      db,
      id,
      removed.map(([key]) => key),
    );
    // Nothing of the row changes, but every desk that shows it hears of it.
    await changeTicket(db, ticket, { unread: ticket.unread }, { visible: false });
    const event = (kind: 'labelled' | 'unlabelled', names: readonly string[]): NewEvent[] =>
      names.map((label) => ({ ticket: id, actor: labeller.by, kind, detail: { label } }));
    const names = { add: added.map(([, name]) => name), remove: removed.map(([, name]) => name) };
    events.push(...event('labelled', names.add), ...event('unlabelled', names.remove));
    back.push({ ticket: id, add: names.remove, remove: names.add });
  }
  await addEvents(db, outside, events);
  return back;
}

function byKey(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    names.map((name): [string, string] => [labelKey(name), labelName(name)]).filter(([key]) => key !== ''),
  );
}

function tooMany(ticket: string): SportelloError {
  return new SportelloError('bad-params', `Ticket ${ticket} would carry more than ${MAX_LABELS_OF_TICKET} labels`, {
    reason: 'labels',
    action: 'Take a label off it first.',
    detail: { most: MAX_LABELS_OF_TICKET, ticket },
  });
}
