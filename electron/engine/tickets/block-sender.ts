import { SportelloError } from '../../../shared/contract/errors';
import type { PutAwayResults, SenderAbout } from '../../../shared/contract/put-away';
import { foldAddress } from '../../../shared/domain/address';
import { unblockable } from '../../../shared/domain/sender-block';
import type { Unblockable } from '../../../shared/domain/sender-block';
import { mayDecide } from '../../../shared/domain/team-roles';
import type { EngineContext } from '../context';
import { deskAddresses } from '../desk-settings';
import { addBlockedSender, blockedAmong, removeBlockedSender } from '../store/blocked-senders-table';
import { addEvents } from '../store/events-table';
import { threadRows } from '../store/thread-table';
import { readTicket, readTicketAt } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import { ownName } from './claims';
import { inTurns } from './in-turns';
import { putAway } from './put-away';
import { isForged } from './same-person';

/** Tickets that are filed in one transaction: some 20 ms. Who floods a desk has more. */
const MOST_FILED = 200;

/** What a person should know before the requester of a ticket is blocked. */
export async function aboutSender(context: EngineContext, ticket: string): Promise<SenderAbout> {
  const { db } = context.store;
  const row = await readTicket(db, ticket);
  const folded = row.requester_folded;
  const [blocked, reason, bought, others, rows] = await Promise.all([
    blockedAmong(db, [folded]),
    refusalOf(context, folded),
    boughtBy(context, folded),
    countOpenBesides(db, row),
    threadRows(db, [row.id]),
  ]);
  return {
    address: row.requester_address,
    blocked: blocked.has(folded),
    unproven: isForged(row) || !rows.some(({ from_folded: from }) => from === folded),
    unblockable: reason,
    bought,
    tickets: 1 + others,
  };
}

/**
 * Blocks the requester of a ticket: it and what else of his is open goes under Filed, and so does his later mail. `buyer`
 * says that the person knows that he is one. Answers what puts the tickets back.
 * @throws SportelloError `not-found`, `stale-revision`; `not-allowed` for an address that stands for others, or for a buyer
 * whom nobody was told of
 */
export async function blockSender(
  context: EngineContext,
  order: { readonly ticket: string; readonly revision: number; readonly buyer: boolean },
): Promise<PutAwayResults['senders.block']> {
  const { outside, store } = context;
  const by = ownName(context.desk());
  const seen = await readTicketAt(store.db, order.ticket, order.revision);
  const folded = seen.requester_folded;
  const reason = await refusalOf(context, folded);
  if (reason !== null) throw refused(seen.requester_address, reason);
  if (!order.buyer && (await boughtBy(context, folded)).length > 0) {
    throw new SportelloError('not-allowed', `${seen.requester_address} is the address of a buyer`, {
      reason: 'buyer',
      action: 'Look at what this address bought, and block it only if you mean to.',
      detail: { address: seen.requester_address, ticket: order.ticket },
    });
  }
  const said = { kind: 'sender-blocked', detail: { address: seen.requester_address } } as const;
  const { blocked, filed } = await store.transaction(async (db) => {
    const ticket = await readTicketAt(db, order.ticket, order.revision);
    const blocked = !(await blockedAmong(db, [folded])).has(folded);
    if (blocked) {
      await addBlockedSender(db, { folded, written: ticket.requester_address, by, at: outside.clock.now() });
    }
    return { blocked, filed: await putAway(db, { outside, by }, [ticket], 'blocked-sender', said) };
  });
  // A kill in between leaves the others open, for a second press; the block stands.
  const others = await inTurns(MOST_FILED, () =>
    store.transaction(async (db) =>
      putAway(db, { outside, by }, await openTicketsOf(db, folded), 'blocked-sender', said),
    ),
  );
  return { address: seen.requester_address, blocked, back: [...filed, ...others] };
}

/**
 * Lets the mail of an address into the queues again; what was filed stays filed. Who blocked it does that, or a lead. Answers
 * whether it was blocked.
 * @throws SportelloError `not-allowed`
 */
export async function unblockSender(context: EngineContext, address: string): Promise<boolean> {
  const { store } = context;
  const by = ownName(context.desk());
  const folded = foldAddress(address);
  return store.transaction(async (db) => {
    const blocker = await removeBlockedSender(db, folded);
    if (blocker === null) return false;
    if (!mayDecide(store.kind === 'team' ? store.member : null, blocker)) {
      throw new SportelloError('not-allowed', `${blocker} has blocked this sender.`, {
        reason: 'blocked-by',
        action: 'Ask them, or a lead of the team, to unblock it.',
        detail: { who: blocker },
      });
    }
    await noteOn(context, db, folded, { actor: by, kind: 'sender-unblocked' });
    return true;
  });
}

/** Undo of an unblocking: blocked again, by whoever takes it back. */
export async function restoreBlock(context: EngineContext, address: string): Promise<boolean> {
  const { outside, store } = context;
  const by = ownName(context.desk());
  const folded = foldAddress(address);
  const reason = await refusalOf(context, folded);
  if (reason !== null) throw refused(address, reason);
  return store.transaction(async (db) => {
    if ((await blockedAmong(db, [folded])).has(folded)) return false;
    await addBlockedSender(db, { folded, written: address, by, at: outside.clock.now() });
    await noteOn(context, db, folded, { actor: by, kind: 'sender-blocked' });
    return true;
  });
}

// The tickets that lie there for this reason say that the reason is gone, or that it is back.
async function noteOn(
  context: EngineContext,
  db: Db,
  folded: string,
  said: { readonly actor: string; readonly kind: 'sender-blocked' | 'sender-unblocked' },
): Promise<void> {
  const rows = await db
    .selectFrom('ticket')
    .select(['id', 'requester_address'])
    .where('requester_folded', '=', folded)
    .where('filed_reason', '=', 'blocked-sender')
    .orderBy('updated_at', 'desc')
    .limit(MOST_FILED)
    .execute();
  await addEvents(
    db,
    context.outside,
    rows.map(({ id, requester_address: address }) => ({ ...said, ticket: id, detail: { address } })),
  );
}

async function countOpenBesides(db: Db, { id, requester_folded: folded }: StoredTicket): Promise<number> {
  if (folded === '') return 0;
  const row = await db
    .selectFrom('ticket')
    .select((of) => of.fn.countAll<number>().as('open'))
    .where('requester_folded', '=', folded)
    .where('state', 'not in', ['done', 'ignored'])
    .where('id', '!=', id)
    .executeTakeFirstOrThrow();
  return Number(row.open);
}

async function openTicketsOf(db: Db, folded: string): Promise<readonly StoredTicket[]> {
  if (folded === '') return [];
  return db
    .selectFrom('ticket')
    .selectAll()
    .where('requester_folded', '=', folded)
    .where('state', 'not in', ['done', 'ignored'])
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .limit(MOST_FILED)
    .execute();
}

async function boughtBy(context: EngineContext, folded: string): Promise<readonly string[]> {
  if (folded === '') return [];
  const bought = await context.source.byBuyers([folded]);
  const names = bought
    .toSorted((one, other) => other.orderedAt - one.orderedAt)
    .map(({ productName, transaction }) => productName || transaction);
  return [...new Set(names)];
}

async function refusalOf(context: EngineContext, folded: string): Promise<Unblockable | null> {
  const desk = context.desk();
  const catalogue = await context.source.catalogue();
  return unblockable(folded, {
    own: deskAddresses(desk),
    forms: desk.formSenders,
    producers: catalogue.map(({ producerEmail }) => producerEmail).filter((address) => address !== ''),
  });
}

function refused(address: string, reason: Unblockable): SportelloError {
  const why: Readonly<Record<Unblockable, string>> = {
    none: 'The ticket has no sender who could be blocked',
    own: `${address} is one of the team’s own addresses`,
    form: `${address} is a form that writes for many people`,
    producer: `${address} is a producer’s address in the catalogue`,
  };
  return new SportelloError('not-allowed', why[reason], {
    reason: `block-${reason}`,
    action: 'File the ticket as spam instead.',
    detail: { address },
  });
}
