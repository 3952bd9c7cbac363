import type { LabelView, TeamLabel } from '../../../shared/contract/labels';
import { labelColour } from '../../../shared/domain/label';
import type { LabelColour } from '../../../shared/domain/label';
import { insertRows } from './insert-rows';
import type { Db } from './tickets-table';

/** Who puts a label on, and when (epoch ms). */
export type Labeller = { readonly by: string; readonly at: number };

/** The labels of each of these tickets, by name; a ticket without any is absent. */
export async function labelsOf(db: Db, tickets: readonly string[]): Promise<ReadonlyMap<string, readonly LabelView[]>> {
  const labels = new Map<string, LabelView[]>();
  if (tickets.length === 0) return labels;
  const rows = await db
    .selectFrom('ticket_label')
    .innerJoin('label', 'label.key', 'ticket_label.label')
    .select(['ticket_label.ticket_id as ticket', 'label.name', 'label.colour'])
    .where('ticket_label.ticket_id', 'in', tickets)
    .orderBy('label.key')
    .execute();
  for (const { ticket, name, colour } of rows) {
    const view = { name, colour: colour as LabelColour };
    const known = labels.get(ticket);
    if (known) known.push(view);
    else labels.set(ticket, [view]);
  }
  return labels;
}

/** Keys of the labels that a ticket carries. */
export async function labelKeysOf(db: Db, ticket: string): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('ticket_label').select('label').where('ticket_id', '=', ticket).execute();
  return new Set(rows.map((row) => row.label));
}

/** Every label that some ticket carries, by name, with how many of `tickets` carry it. */
export async function teamLabels(db: Db, tickets: readonly string[]): Promise<readonly TeamLabel[]> {
  const counted = await db
    .selectFrom('ticket_label')
    .innerJoin('label', 'label.key', 'ticket_label.label')
    .select((of) => ['label.key', 'label.name', 'label.colour', of.fn.countAll<number>().as('count')])
    .groupBy(['label.key', 'label.name', 'label.colour'])
    .orderBy('label.key')
    .execute();
  const on = new Map<string, number>();
  if (tickets.length > 0) {
    const rows = await db
      .selectFrom('ticket_label')
      .select((of) => ['label', of.fn.countAll<number>().as('count')])
      .where('ticket_id', 'in', tickets)
      .groupBy('label')
      .execute();
    for (const { label, count } of rows) on.set(label, Number(count));
  }
  return counted.map(({ key, name, colour, count }) => ({
    name,
    colour: colour as LabelColour,
    tickets: Number(count),
    on: on.get(key) ?? 0,
  }));
}

/** Makes those of these labels that are missing; whose name was first is how it is written. */
export async function makeLabels(db: Db, named: ReadonlyMap<string, string>, { by, at }: Labeller): Promise<void> {
  const keys = [...named.keys()];
  if (keys.length === 0) return;
  const known = await db.selectFrom('label').select('key').where('key', 'in', keys).execute();
  const missing = [...named].filter(([key]) => !known.some((row) => row.key === key));
  if (missing.length === 0) return;
  const made = await db
    .selectFrom('label')
    .select((of) => of.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const rows = missing.map(([key, name], index) => ({
    key,
    name,
    colour: labelColour(Number(made.count) + index),
    by,
    at,
  }));
  await insertRows(db, 'label', rows);
}

/** Puts these labels, which it does not carry, on a ticket. */
export async function putLabels(db: Db, ticket: string, keys: readonly string[], { by, at }: Labeller): Promise<void> {
  if (keys.length === 0) return;
  await insertRows(
    db,
    'ticket_label',
    keys.map((label) => ({ ticket_id: ticket, label, by, at })),
  );
}

/** Takes these labels off a ticket. */
export async function takeLabels(db: Db, ticket: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await db.deleteFrom('ticket_label').where('ticket_id', '=', ticket).where('label', 'in', keys).execute();
}
