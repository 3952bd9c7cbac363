import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { CLOSED, OVER, retentionLimit } from '../../../shared/domain/erasure';
import type { RetentionView } from '../../../shared/contract/erasures';
import { TEAM_SETTING_PREFIX } from '../store/postgres/table-rights';
import { DESK_ACTOR } from '../store/events-table';
import { joinedWithOthersThan } from '../store/case-links-table';
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
  let tickets = 0;
  let oldest: number | null = null;
  if (months === null) return { months, tickets, oldest };
  const before = retentionLimit(now, months);
  for await (const span of spansUntil(db, before)) {
    const row = await overdue(db, before, span)
      .select((of) => [of.fn.countAll<number>().as('tickets'), of.fn.min('ticket.created_at').as('oldest')])
      .executeTakeFirstOrThrow();
    tickets += Number(row.tickets);
    if (row.oldest !== null) oldest = Math.min(oldest ?? Number.POSITIVE_INFINITY, Number(row.oldest));
  }
  return { months, tickets, oldest };
}

/** When tickets were last active, epoch ms: from `since` on, up to but not with `until`. */
type Span = { readonly since: number; readonly until: number };

/** Tickets that are looked through in one statement, some ms of them: everything else of the engine has its turn in between. */
const TICKETS_AT_ONCE = 1000;

/** All of the time until then, oldest first, in spans of about so many tickets. */
async function* spansUntil(db: Db, before: number): AsyncGenerator<Span> {
  const first = await db
    .selectFrom('ticket')
    .select((of) => of.fn.min('updated_at').as('at'))
    .executeTakeFirst();
  for (let since = Number(first?.at ?? before); since < before;) {
    const next = await db
      .selectFrom('ticket')
      .select('updated_at')
      .where('updated_at', '>', since)
      .where('updated_at', '<', before)
      .orderBy('updated_at')
      .offset(TICKETS_AT_ONCE)
      .limit(1)
      .executeTakeFirst();
    const until = next === undefined ? before : Number(next.updated_at);
    yield { since, until };
    since = until;
    await setImmediate();
  }
}

/**
 * Closed tickets in which nobody wrote or did anything since this moment, epoch ms: none of a case of which another ticket is open (of the same
 * requester or purchase, or joined with it by an agent, an escalation among them), none with a mail of ours that is not over, and none for which somebody is typing.
 */
function overdue(db: Db, before: number, { since, until }: Span) {
  return (
    db
      .selectFrom('ticket')
      .where('ticket.state', 'in', CLOSED)
      .where('ticket.erased_at', 'is', null)
      .where('ticket.updated_at', '>=', since)
      .where('ticket.updated_at', '<', until)
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
              .selectFrom('draft')
              .select('draft.agent')
              .where('draft.ticket_id', 'in', [of.ref('ticket.id'), sql<string>`'forward:' || ticket.id`])
              .where('draft.updated_at', '>=', before),
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
      .where('ticket.id', 'not in', joinedWithOthersThan(db, CLOSED))
  );
}

/** Tickets of one look: between two looks others have their turn. */
export const TICKETS_A_LOOK = 20;

/** Erases the oldest of what is overdue, each ticket in a transaction of its own; answers them. */
export async function eraseOverdue({ store, outside }: ErasureRoom, by: string): Promise<readonly string[]> {
  const months = await retentionMonths(store.db);
  if (months === null) return [];
  const before = retentionLimit(outside.clock.now(), months);
  const tickets: { readonly id: string }[] = [];
  for await (const span of spansUntil(store.db, before)) {
    const most = TICKETS_A_LOOK - tickets.length;
    const found = overdue(store.db, before, span).select('ticket.id').orderBy('ticket.updated_at').limit(most);
    tickets.push(...(await found.execute()));
    if (tickets.length === TICKETS_A_LOOK) break;
  }
  const erased: string[] = [];
  for (const { id } of tickets) {
    const isErased = await store.transaction(async (db) => {
      // Somebody may have written to it since it was listed.
      const still = await overdue(db, before, { since: 0, until: before })
        .select('ticket.id')
        .where('ticket.id', '=', id)
        .executeTakeFirst();
      if (still) await eraseTicket({ db, store, outside, waiting: 'stops' }, id, by);
      return still !== undefined;
    });
    if (isErased) erased.push(id);
  }
  return erased;
}

/** When the store's files were last written anew after retention, epoch ms. */
const SCRUBBED_AT = 'scrubbed_at';
/**
 * How rarely that is, ms: it holds the desk for a second and more on each 50 MB, and what was erased is overwritten in its rows
 * anyhow. A person who asked for it is gone from the files at once (`finishErasure`).
 */
const SCRUB_AGAIN_MS = 7 * 86_400_000;
/** Retention has erased since: the words may still stand in a corner of a page. */
const UNSCRUBBED = 'unscrubbed';

/** Notes that words of tickets were erased, of which the files may still hold parts. */
export async function noteUnscrubbed(db: Db): Promise<void> {
  await writeSetting(db, UNSCRUBBED, '1');
}

/** Writes the store anew where retention has erased and it was not for a week. */
export async function scrubWhenDue({ store, outside }: Pick<ErasureRoom, 'store' | 'outside'>): Promise<void> {
  if (store.kind !== 'file' || (await readSetting(store.db, UNSCRUBBED)) === null) return;
  const now = outside.clock.now();
  if (now - Number(await readSetting(store.db, SCRUBBED_AT)) < SCRUB_AGAIN_MS) return;
  await store.scrub();
  await store.transaction(async (db) => {
    await db.deleteFrom('setting').where('name', '=', UNSCRUBBED).execute();
    await writeSetting(db, SCRUBBED_AT, String(now));
  });
}

/** The audit row of what retention erased: how much, never of whom. */
export async function noteRetention(store: Store, id: string, at: number, by: string, tickets: number): Promise<void> {
  const detail = JSON.stringify({ tickets });
  await store.db.insertInto('team_act').values({ id, at, actor: by, kind: 'retention', detail }).execute();
}
