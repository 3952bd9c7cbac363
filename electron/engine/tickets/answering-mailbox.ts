import { foldAddress } from '../../../shared/domain/address';
import type { Message } from '../../../shared/domain/message';
import type { DeskMailbox } from '../desk-settings';
import type { Db } from '../store/tickets-table';

/** Messages that are looked at for an address of ours, newest first: a long conversation names it in each. */
const MOST_MESSAGES = 20;

/**
 * The mailbox that answers to a ticket go out from: that of the ticket. Where the profile has it no more, it may have been added again
 * under another id: then the one in which the ticket's newest mail lies, else the one whose address wrote it or was written to, else the
 * first; null where the profile has none.
 */
export async function answeringMailbox(
  db: Db,
  mailboxes: readonly DeskMailbox[],
  ticket: string,
): Promise<DeskMailbox | null> {
  const [first = null, ...others] = mailboxes;
  if (others.length === 0) return first;
  const of = (id: string): DeskMailbox | readonly [] => mailboxes.find((one) => one.id === id) ?? [];
  const row = await db.selectFrom('ticket').select('mailbox_id').where('id', '=', ticket).executeTakeFirst();
  const [own] = row ? [of(row.mailbox_id)].flat() : [];
  if (own) return own;
  const places = await db
    .selectFrom('message_location')
    .innerJoin('message', 'message.id', 'message_location.message_id')
    .select('message_location.mailbox_id')
    .where('message.ticket_id', '=', ticket)
    .where('message.direction', '=', 'inbound')
    .where('message_location.expunged_at', 'is', null)
    .orderBy('message.received_at', 'desc')
    .execute();
  const [live] = places.flatMap(({ mailbox_id }) => of(mailbox_id));
  return live ?? (await namedIn(db, mailboxes, ticket)) ?? first;
}

async function namedIn(db: Db, mailboxes: readonly DeskMailbox[], ticket: string): Promise<DeskMailbox | undefined> {
  const messages = await db
    .selectFrom('message')
    .select(['direction', 'from_folded', 'parsed'])
    .where('ticket_id', '=', ticket)
    .orderBy('received_at', 'desc')
    .limit(MOST_MESSAGES)
    .execute();
  const addresses = messages.flatMap(({ direction, from_folded, parsed }) =>
    direction === 'outbound' ? [from_folded] : recipientsOf(parsed),
  );
  const named = addresses.flatMap((named) => mailboxes.find(({ address }) => foldAddress(address) === named) ?? []);
  return named[0];
}

function recipientsOf(parsed: string): readonly string[] {
  if (parsed === '') return [];
  const { to, cc } = JSON.parse(parsed) as Pick<Message, 'to' | 'cc'>;
  return [...to, ...cc].map(({ address }) => foldAddress(address));
}
