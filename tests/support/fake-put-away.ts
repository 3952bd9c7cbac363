import type { EngineMethod, ParamsOf, ResultOf } from '../../shared/contract/engine-api';
import type { BlockedSender, PutAway } from '../../shared/contract/put-away';
import type { TicketRow } from '../../shared/contract/views';
import { debtorOf } from '../../shared/domain/ticket';

type Handlers = { [M in EngineMethod]?: (params: ParamsOf<M>) => ResultOf<M> | Promise<ResultOf<M>> };

/** Tickets out of the queues and back, and blocked senders, in memory. */
export function fakePutAway(
  row: (ticket: string) => TicketRow,
  change: (ticket: string, row: Partial<TicketRow>) => number,
): Handlers {
  let blocked: readonly BlockedSender[] = [];
  const put = (ticket: string, to: 'done' | 'ignored', filedReason: TicketRow['filedReason']): PutAway => {
    const { state, snoozedUntil } = row(ticket);
    const { unread } = row(ticket);
    const revision = change(ticket, { state: to, debtor: debtorOf(to), filedReason });
    return {
      ticket,
      to,
      revision,
      was: {
        state,
        snoozedUntil,
        handedOver: false,
        junk: false,
        problem: false,
        unread,
        reason: null,
        noAnswerAt: null,
      },
    };
  };
  return {
    'tickets.closeCase': ({ tickets }) => ({ back: tickets.map(({ ticket }) => put(ticket, 'done', null)) }),
    'tickets.spam': ({ tickets }) => ({ back: tickets.map(({ ticket }) => put(ticket, 'ignored', 'spam')) }),
    'tickets.putBack': ({ back }) => {
      for (const { ticket, was } of back) {
        change(ticket, { state: was.state, debtor: debtorOf(was.state), filedReason: was.reason });
      }
      return { tickets: back.map(({ ticket }) => ticket) };
    },
    'senders.about': ({ ticket }) => ({
      address: row(ticket).requesterAddress,
      blocked: false,
      unproven: false,
      unblockable: null,
      bought: [],
      tickets: 1,
    }),
    'senders.block': ({ ticket }) => {
      const address = row(ticket).requesterAddress;
      const isNew = blocked.every((one) => one.address !== address);
      if (isNew) blocked = [{ address, by: 'Anna Bruni', at: row(ticket).updatedAt }, ...blocked];
      return { address, blocked: isNew, back: [put(ticket, 'ignored', 'blocked-sender')] };
    },
    'senders.unblock': ({ address }) => {
      blocked = blocked.filter((one) => one.address !== address);
      return { unblocked: true };
    },
    'senders.restore': ({ address }) => {
      blocked = [{ address, by: 'Anna Bruni', at: 0 }, ...blocked];
      return { blocked: true };
    },
    'senders.list': () => blocked,
    'notices.list': () => [],
    'notices.proposals': () => [],
  };
}
