import { SportelloError } from '../../../shared/contract/errors';
import { LONGEST_NOTICE_MS } from '../../../shared/contract/notices';
import type { NoticeResults } from '../../../shared/contract/notices';
import type { PutAway } from '../../../shared/contract/put-away';
import { DECLINED_DAYS, HOUR_MS, proposeNotices } from '../../../shared/domain/incident-surge';
import { DAY_MS } from '../../../shared/domain/report-periods';
import { isLead } from '../../../shared/domain/team-roles';
import type { EngineContext } from '../context';
import { moveTickets } from '../store/change-tickets';
import { declinedSince, declineIncident, proposeAgain } from '../store/declined-incidents-table';
import { addEvents } from '../store/events-table';
import {
  addNotice,
  endedNotices,
  endNotice,
  newestNotices,
  readNotice,
  runningNotices,
  sleepingTickets,
  textsOf,
  toldTickets,
} from '../store/incident-notices-table';
import type { StoredNotice } from '../store/incident-notices-table';
import type { Db } from '../store/tickets-table';
import { ownName } from '../tickets/claims';
import { inTurns } from '../tickets/in-turns';
import { wayBack } from '../tickets/put-away';
import type { HandlersOf } from './handler';

/** Tickets that come back in one transaction: some 20 ms. */
const MOST_WOKEN = 200;

/** Notices of incidents: leads set and end them, everybody's tickets show them. */
export const noticeHandlers = {
  'notices.list': async (context) => {
    const { db } = context.store;
    const rows = await newestNotices(db);
    const told = await toldTickets(
      db,
      rows.map(({ id }) => id),
    );
    const products = await context.source.products([...new Set(rows.map((row) => row.product_id))]);
    const now = context.outside.clock.now();
    return rows.map((row) => ({
      id: row.id,
      productId: row.product_id,
      productName: products.find(({ productId }) => productId === row.product_id)?.name ?? row.product_id,
      producerName: row.producer_name,
      texts: textsOf(row),
      from: row.from_at,
      until: Math.min(row.until_at, row.ended_at ?? row.until_at),
      by: row.by,
      endedBy: row.ended_by,
      running: isRunning(row, now),
      tickets: told.get(row.id)?.tickets ?? [],
      back: told.get(row.id)?.back ?? [],
    }));
  },

  'notices.proposals': async ({ incidents, outside, store }) => {
    const busy = incidents.busy();
    if (busy.length === 0) return [];
    const { db } = store;
    const now = outside.clock.now();
    const told = {
      running: await runningNotices(db, now),
      ended: await endedNotices(db, now - HOUR_MS, now),
      declined: await declinedSince(db, now - DECLINED_DAYS * DAY_MS),
    };
    const names = new Map(busy.map(({ productId, name }) => [productId, name]));
    return proposeNotices(busy, told, now).map((proposal) => ({
      ...proposal,
      products: proposal.products.map((id) => names.get(id) ?? id),
    }));
  },

  'notices.decline': async (context, { productId, producerName, declined }) => {
    refuseAgents(context);
    const { outside, store } = context;
    const scope = { productId, producerName: productId === '' ? producerName : '' };
    const said = { at: outside.clock.now(), by: ownName(context.desk()) };
    await store.transaction((db) => (declined ? declineIncident(db, scope, said) : proposeAgain(db, scope)));
    context.announcer.proposalsChanged();
    return { declined };
  },

  'notices.set': async (context, { productId, producerName, texts, until }) => {
    refuseAgents(context);
    const { outside, store } = context;
    const now = outside.clock.now();
    if (until <= now || until > now + LONGEST_NOTICE_MS) {
      throw new SportelloError('bad-params', 'A notice ends within the next 14 days', {
        reason: 'notice-end',
        action: 'Choose another end.',
      });
    }
    const id = outside.ids.row();
    await store.transaction((db) =>
      addNotice(db, {
        id,
        product_id: productId,
        producer_name: productId === '' ? producerName : '',
        texts_json: JSON.stringify(texts),
        from_at: now,
        until_at: until,
        by: ownName(context.desk()),
        at: now,
        ended_at: null,
        ended_by: null,
      }),
    );
    noticesChanged(context);
    return { id };
  },

  'notices.end': async (context, { id }) => {
    refuseAgents(context);
    const { outside, store } = context;
    const ended = await store.transaction(async (db) => {
      const notice = await neededNotice(db, id);
      const now = outside.clock.now();
      if (!isRunning(notice, now)) return null;
      await endNotice(db, id, { at: now, by: ownName(context.desk()) });
      return notice;
    });
    const back = ended === null ? [] : await wakeAll(context, ended);
    context.snoozeChanged();
    noticesChanged(context);
    return { back };
  },

  'notices.resume': async (context, { id }) => {
    refuseAgents(context);
    const resumed = await context.store.transaction(async (db) => {
      const notice = await neededNotice(db, id);
      if (notice.ended_at === null) return false;
      await endNotice(db, id, null);
      return true;
    });
    noticesChanged(context);
    return { resumed };
  },
} satisfies HandlersOf<keyof NoticeResults>;

/** Opens all of them, some at a time, so that nothing else waits. Whom a kill leaves asleep wakes when it would have ended. */
function wakeAll(context: EngineContext, notice: StoredNotice): Promise<readonly PutAway[]> {
  return inTurns(MOST_WOKEN, () => context.store.transaction((db) => wake(context, db, notice)));
}

/** Opens some of what was told of a notice and sleeps until its end; answers what puts it back. */
async function wake(context: EngineContext, db: Db, notice: StoredNotice): Promise<readonly PutAway[]> {
  const tickets = await sleepingTickets(db, notice, MOST_WOKEN);
  const change = { state: 'open', snoozed_until: null, unread: 1 } as const;
  const revisions = await moveTickets(
    db,
    tickets.map((ticket) => ({ ticket, change })),
  );
  await addEvents(
    db,
    context.outside,
    tickets.map(({ id: ticket }) => ({
      ticket,
      actor: ownName(context.desk()),
      kind: 'notice-ended',
      detail: { from: 'snoozed', to: 'open' },
    })),
  );
  return wayBack(tickets, change.state, revisions);
}

/** Tickets look otherwise, and what a notice is about is proposed no more. */
function noticesChanged({ announcer }: EngineContext): void {
  announcer.allTicketsChanged();
  announcer.proposalsChanged();
}

function isRunning(row: StoredNotice, now: number): boolean {
  return row.ended_at === null && row.from_at <= now && row.until_at > now;
}

async function neededNotice(db: Db, id: string): Promise<StoredNotice> {
  const notice = await readNotice(db, id);
  if (notice) return notice;
  throw new SportelloError('not-found', 'There is no such notice', {
    reason: 'notice',
    action: 'Look at the list of notices.',
  });
}

function refuseAgents({ store }: EngineContext): void {
  if (isLead(store.kind === 'team' ? store.member : null)) return;
  throw new SportelloError('not-allowed', 'Only leads set and end notices of incidents', {
    reason: 'lead',
    action: 'Ask a lead of the team.',
  });
}
