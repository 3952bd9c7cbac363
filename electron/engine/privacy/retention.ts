import { CLOSED, OVER, retentionLimit } from '../../../shared/domain/erasure';
import type { RetentionView } from '../../../shared/contract/erasures';
import { TEAM_SETTING_PREFIX } from '../store/postgres/table-rights';
import { DESK_ACTOR } from '../store/events-table';
import { readSetting, writeSetting } from '../store/settings-table';
import type { Store } from '../store/store';
import type { Db } from '../store/tickets-table';
import { eraseTicket } from './erase-ticket';
import type { ErasureRoom } from './erase-person';

/** How long closed tickets are kept: a choice of the team, off until somebody makes it. */

const SETTING = `${TEAM_SETTING_PREFIX}retention-months`;

/** After how many months closed tickets are erased; null: never. */
export async function retentionMonths(db: Db): Promise<number | null> {
  const value = Number(await readSetting(db, SETTING));
  return value > 0 ? value : null;
}

/** Sets it, or (null) turns it off. */
export async function saveRetention(db: Db, months: number | null): Promise<void> {
  await writeSetting(db, SETTING, String(months ?? 0));
}

/** What these months would erase now; null: nothing. */
export async function countRetention(db: Db, months: number | null, now: number): Promise<RetentionView> {
  if (months === null) return { months, tickets: 0, oldest: null };
  const row = await overdue(db, retentionLimit(now, months))
    .select((of) => [of.fn.countAll<number>().as('tickets'), of.fn.min('ticket.created_at').as('oldest')])
    .executeTakeFirstOrThrow();
  return { months, tickets: Number(row.tickets), oldest: row.oldest === null ? null : Number(row.oldest) };
}

/**
 * Closed tickets in which nobody wrote or did anything since this moment, epoch ms: none of a case of which another ticket is open (of the same
 * requester or purchase, an escalation among them), and none with a mail of ours that is not over.
 */
function overdue(db: Db, before: number) {
  return (
    db
      .selectFrom('ticket')
      .where('ticket.state', 'in', CLOSED)
      .where('ticket.erased_at', 'is', null)
      .where('ticket.updated_at', '<', before)
      .where((of) =>
        of.not(
          of.exists(
            of
              .selectFrom('ticket_event')
              .select('ticket_event.id')
              .whereRef('ticket_event.ticket_id', '=', 'ticket.id')
              .where('ticket_event.at', '>=', before)
              .where('ticket_event.actor', '!=', DESK_ACTOR),
          ),
        ),
      )
      // A ticket's own times are those that its mails claim.
      .where((of) =>
        of.not(
          of.exists(
            of
              .selectFrom('message')
              .select('message.id')
              .whereRef('message.ticket_id', '=', 'ticket.id')
              .where('message.received_at', '>=', before),
          ),
        ),
      )
      .where((of) =>
        of.not(
          of.exists(
            of
              .selectFrom('outbox')
              .select('outbox.id')
              .whereRef('outbox.ticket_id', '=', 'ticket.id')
              .where('outbox.state', 'not in', OVER),
          ),
        ),
      )
      .where((of) =>
        of.not(
          of.exists(
            of
              .selectFrom('ticket as other')
              .select('other.id')
              .where('other.state', 'not in', CLOSED)
              .where((join) =>
                join.or([
                  join.and([
                    join('other.requester_folded', '=', join.ref('ticket.requester_folded')),
                    join('ticket.requester_folded', '!=', ''),
                  ]),
                  join('other.transaction_number', '=', join.ref('ticket.transaction_number')),
                  join('other.related_to', '=', join.ref('ticket.id')),
                  join('other.id', '=', join.ref('ticket.related_to')),
                ]),
              ),
          ),
        ),
      )
  );
}

/** Tickets of one look: between two looks others have their turn. */
export const TICKETS_A_LOOK = 20;

/** Erases the oldest of what is overdue, each ticket in a transaction of its own; answers them. */
export async function eraseOverdue({ store, outside }: ErasureRoom, by: string): Promise<readonly string[]> {
  const months = await retentionMonths(store.db);
  if (months === null) return [];
  const before = retentionLimit(outside.clock.now(), months);
  const tickets = await overdue(store.db, before)
    .select('ticket.id')
    .orderBy('ticket.updated_at')
    .limit(TICKETS_A_LOOK)
    .execute();
  const erased: string[] = [];
  for (const { id } of tickets) {
    const isErased = await store.transaction(async (db) => {
      // Somebody may have written to it since it was listed.
      const still = await overdue(db, before).select('ticket.id').where('ticket.id', '=', id).executeTakeFirst();
      if (still) await eraseTicket({ db, store, outside, waiting: 'stops' }, id, by);
      return still !== undefined;
    });
    if (isErased) erased.push(id);
  }
  return erased;
}

/** The audit row of what retention erased: how much, never of whom. */
export async function noteRetention(store: Store, id: string, at: number, by: string, tickets: number): Promise<void> {
  const detail = JSON.stringify({ tickets });
  await store.db.insertInto('team_act').values({ id, at, actor: by, kind: 'retention', detail }).execute();
}
