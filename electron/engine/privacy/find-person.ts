import { setImmediate } from 'node:timers/promises';
import type { ErasureCount } from '../../../shared/contract/erasures';
import { namesPerson, OVER } from '../../../shared/domain/erasure';
import type { OutboxState } from '../../../shared/domain/outbox';
import type { Db } from '../store/tickets-table';
import { countMentions } from './mentions';
import { rowsNaming } from './naming-rows';
import type { Person } from './naming-rows';

/**
 * The buyers of a transaction number, folded: of that item alone where `C<n>` names one (of a checkout each item may have been
 * bought for somebody else), else of the whole checkout.
 */
export async function buyersOf(db: Db, transaction: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('purchase')
    .select('buyer_folded')
    .where((row) => row.or([row('transaction_number', '=', transaction), row('base_number', '=', transaction)]))
    .where('buyer_folded', '!=', '')
    .execute();
  return [...new Set(rows.map((row) => row.buyer_folded))];
}

/** Ids of the person's tickets that still hold something, oldest first. */
export async function ticketsOf(db: Db, { folded, upTo }: Person): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where('requester_folded', '=', folded)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('message')
            .select('message.id')
            .whereRef('message.ticket_id', '=', 'ticket.id')
            .where('message.received_at', '>', upTo),
        ),
      ),
    )
    .orderBy('number')
    .execute();
  return rows.map((row) => row.id);
}

/** Messages of these tickets, and those that the person wrote in others. */
export async function messagesOf(
  db: Db,
  { folded, upTo }: Person,
  tickets: readonly string[],
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('message')
    .select('id')
    .where('parse_state', '!=', 'erased')
    .where('received_at', '<=', upTo)
    .where((row) =>
      row.or([row('from_folded', '=', folded), ...(tickets.length > 0 ? [row('ticket_id', 'in', tickets)] : [])]),
    )
    .execute();
  return rows.map((row) => row.id);
}

/** A mail of ours, as far as an erasure asks. */
export type FoundReply = { readonly id: string; readonly ticket_id: string; readonly state: OutboxState };

/** Mails of ours in these tickets or to the person. */
export async function repliesOf(db: Db, person: Person, tickets: readonly string[]): Promise<readonly FoundReply[]> {
  const named = (await rowsNaming(db, 'outbox', person)).map((row) => row.id);
  const rows = await db
    .selectFrom('outbox')
    .select(['id', 'ticket_id', 'state'])
    .where('created_at', '<=', person.upTo)
    .where('envelope_to', '!=', '')
    .where((row) =>
      row.or([
        row('requester_folded', '=', person.folded),
        ...(tickets.length > 0 ? [row('ticket_id', 'in', tickets)] : []),
        ...(named.length > 0 ? [row('id', 'in', named)] : []),
      ]),
    )
    .execute();
  return rows as readonly FoundReply[];
}

/** Mail that was put aside and names the person: the header of a mail is plain text. */
export async function putAsideOf(db: Db, { folded, upTo }: Person): Promise<readonly { readonly id: string }[]> {
  const rows = await db
    .selectFrom('quarantine')
    .select('id')
    .where('bytes', 'is not', null)
    .where('at', '<=', upTo)
    .execute();
  const found: { readonly id: string }[] = [];
  for (const { id } of rows) {
    // One at a time: each may be as large as a mail can be.
    const row = await db.selectFrom('quarantine').select('bytes').where('id', '=', id).executeTakeFirst();
    if (row?.bytes && namesPerson(Buffer.from(row.bytes).toString('latin1'), new Set([folded]))) found.push({ id });
    await setImmediate();
  }
  return found;
}

/** When the newest message came, by its server's clock, epoch ms; 0 where there is none. */
export async function newestMessageAt(db: Db): Promise<number> {
  const row = await db
    .selectFrom('message')
    .select((of) => of.fn.max('received_at').as('at'))
    .executeTakeFirst();
  return Number(row?.at ?? 0);
}

/** How much there is of a person. */
export async function countPerson(db: Db, person: Person): Promise<ErasureCount> {
  const { folded } = person;
  const tickets = await ticketsOf(db, person);
  const messages = await messagesOf(db, person, tickets);
  const replies = await repliesOf(db, person, tickets);
  const none = ['-'];
  const of = tickets.length === 0 ? none : tickets;
  const [notes, drafts, purchases, subscriptions, members] = await Promise.all([
    db.selectFrom('note').select('id').where('ticket_id', 'in', of).execute(),
    db
      .selectFrom('draft')
      .select('agent')
      .where('ticket_id', 'in', [...of, ...of.map((id) => `forward:${id}`)])
      .execute(),
    db
      .selectFrom('purchase')
      .select('transaction_number')
      .where('buyer_folded', '=', folded)
      .where('ordered_at', '<=', person.upTo)
      .execute(),
    db
      .selectFrom('subscription')
      .select('subscriber_code')
      .where('buyer_folded', '=', folded)
      .where((row) => row.or([row('started_at', 'is', null), row('started_at', '<=', person.upTo)]))
      .execute(),
    db
      .selectFrom('club_access')
      .select('area')
      .where('member_folded', '=', folded)
      .where((row) => row.or([row('first_access_at', 'is', null), row('first_access_at', '<=', person.upTo)]))
      .execute(),
  ]);
  const mentions = await countMentions(db, person, { tickets, messages });
  const aside = await putAsideOf(db, person);
  return {
    address: folded,
    counts: {
      tickets: tickets.length,
      messages: messages.length,
      replies: replies.length,
      notes: notes.length,
      drafts: drafts.length,
      purchases: purchases.length,
      memberships: subscriptions.length + members.length,
      unreadable: aside.length,
      mentions,
    },
    waiting: [...new Set(replies.filter((row) => !OVER.includes(row.state)).map((row) => row.ticket_id))],
  };
}
