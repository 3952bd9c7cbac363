import { areParted, joinedWith } from '../../../shared/domain/case-links';
import type { MarkedMessage } from '../../../shared/domain/answered-outside';
import type { Purchase } from '../../../shared/domain/purchase';
import { markMessages, placesOfTicket } from './answered-table';
import { linksAround } from './case-links-table';
import { newestFirst, purchaseOf } from './purchases-table';
import type { Db } from './tickets-table';

/**
 * What lies around a ticket in the store, asked in one go before the ticket itself is known: whose it is and what it is matched to
 * are looked up within each statement. A team's server is asked over a network, and what needs no answer need not wait for one.
 */
export type AroundTicket = {
  /**
   * Mails of ours on this ticket, whatever became of them, and those of late to its requester, about its purchase or on a ticket that
   * was joined with it; newest first.
   */
  readonly mails: readonly OurMail[];
  /** Other tickets that agents joined with it, and those that they parted from it. */
  readonly said: { readonly joined: ReadonlySet<string>; readonly parted: ReadonlySet<string> };
  /** What the requester's address wrote since `recentSince`, newest first. */
  readonly recent: readonly RecentMail[];
  /** All purchases of the requester's address, newest order first. */
  readonly bought: readonly Purchase[];
  /** Mail of the requester's address is filed. */
  readonly blocked: boolean;
  /** The ticket's messages (of these rows) with what the mail server says of them. */
  readonly marked: (rows: readonly MessageMark[]) => readonly MarkedMessage[];
};

type MessageMark = Parameters<typeof markMessages>[0][number];

/** A mail of the outbox, as far as it says what was said before. */
export type OurMail = Awaited<ReturnType<typeof ourMails>>[number];

/** A mail of the requester's address. */
export type RecentMail = Awaited<ReturnType<typeof recentMails>>[number];

/** Newest mails of an address that are looked at: a flood must not be read whole at every opening. */
const MOST_RECENT = 200;
/** More mails of ours than anybody gets in the time; what is older is dropped first. */
const MOST_MAILS = 500;

/** How far back is looked, epoch ms each. */
export type AroundSince = { readonly mails: number; readonly recent: number };

export async function readAround(db: Db, ticket: string, since: AroundSince): Promise<AroundTicket> {
  const [own, joined, recent, bought, places, blocked] = await Promise.all([
    ourMails(db, ticket, since.mails),
    mailsOfJoined(db, ticket, since.mails),
    recentMails(db, ticket, since.recent),
    db.selectFrom('purchase').selectAll().where('buyer_folded', '=', requesterOf(db, ticket)).execute(),
    placesOfTicket(db, ticket),
    db.selectFrom('blocked_sender').select('address').where('address', '=', requesterOf(db, ticket)).executeTakeFirst(),
  ]);
  const known = new Set(own.map(({ message_id }) => message_id));
  const added = joined.mails.filter(({ message_id }) => !known.has(message_id));
  const mails = [...own, ...added].sort((one, other) => other.created_at - one.created_at);
  const answered = mails.filter(
    (mail) => mail.ticket_id === ticket && mail.kind === 'reply' && mail.accepted_at !== null,
  );
  const repliedTo = new Set(answered.map((mail) => mail.answers_message));
  return {
    mails,
    said: joined.said,
    recent,
    bought: newestFirst(bought.map(purchaseOf)),
    blocked: blocked !== undefined,
    marked: (rows) => markMessages(rows, places, repliedTo),
  };
}

// '' is nobody: it must not join all tickets without a requester.
function requesterOf(db: Db, ticket: string) {
  return db
    .selectFrom('ticket')
    .select('requester_folded')
    .where('id', '=', ticket)
    .where('requester_folded', '!=', '');
}

/** What agents said of its case, and our mails on what they joined; one question where they said nothing, as of nearly every ticket. */
async function mailsOfJoined(
  db: Db,
  ticket: string,
  since: number,
): Promise<{ readonly said: AroundTicket['said']; readonly mails: readonly OurMail[] }> {
  const links = await linksAround(db, [ticket]);
  const others = links.flatMap(({ one, other }) => [one, other]).filter((id) => id !== ticket);
  const parted = new Set(others.filter((id) => areParted(ticket, id, links)));
  const joined = [...joinedWith(ticket, links)].filter((id) => id !== ticket && !parted.has(id));
  const mails =
    joined.length === 0
      ? []
      : await mailColumns(db)
          .where('ticket_id', 'in', joined)
          .where('created_at', '>=', since)
          .orderBy('created_at', 'desc')
          .limit(MOST_MAILS)
          .execute();
  return { said: { joined: new Set(joined), parted }, mails };
}

function mailColumns(db: Db) {
  return db
    .selectFrom('outbox')
    .select([
      'kind',
      'state',
      'delivery',
      'decision',
      'macro',
      'created_at',
      'created_by',
      'accepted_at',
      'ticket_id',
      'requester_folded',
      'known_transaction',
      'envelope_to',
      'message_id',
      'answers_message',
    ]);
}

async function ourMails(db: Db, ticket: string, since: number) {
  return mailColumns(db)
    .where((of) =>
      of.or([
        of('ticket_id', '=', ticket),
        of('requester_folded', '=', requesterOf(db, ticket)),
        of('known_transaction', '=', of.selectFrom('ticket').select('transaction_number').where('id', '=', ticket)),
      ]),
    )
    .where((of) => of.or([of('created_at', '>=', since), of('ticket_id', '=', ticket)]))
    .orderBy('created_at', 'desc')
    .limit(MOST_MAILS)
    .execute();
}

async function recentMails(db: Db, ticket: string, since: number) {
  return db
    .selectFrom('message')
    .select(['direction', 'received_at', 'subject', 'new_text', 'quoted_text'])
    .where('from_folded', '=', requesterOf(db, ticket))
    .where('received_at', '>=', since)
    .orderBy('received_at', 'desc')
    .limit(MOST_RECENT)
    .execute();
}
