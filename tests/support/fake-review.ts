import type { EngineMethod, ParamsOf, ResultOf } from '../../shared/contract/engine-api';
import type { PutAway } from '../../shared/contract/put-away';
import type { TicketRow } from '../../shared/contract/views';
import { FAKE_NOW } from './fake-tickets';

type Handlers = { [M in EngineMethod]?: (params: ParamsOf<M>) => ResultOf<M> | Promise<ResultOf<M>> };

/** Assigning, reviewing and opening again in memory; nobody else is at work, and nobody told anything. */
export function fakeReview(
  row: (ticket: string) => TicketRow,
  change: (ticket: string, row: Partial<TicketRow>) => number,
): Handlers {
  return {
    'tickets.assign': ({ tickets, to }) => {
      const before = tickets.map(({ ticket }) => ({ ticket, holder: row(ticket).assignee, until: null }));
      return {
        before,
        tickets: tickets.map(({ ticket }) => ({ ticket, revision: change(ticket, { assignee: to }) })),
      };
    },
    'tickets.atWork': ({ tickets }) =>
      tickets.map((ticket) => {
        const { revision, requesterName, subject, assignee } = row(ticket);
        return {
          ticket,
          revision,
          name: requesterName,
          subject,
          holder: assignee,
          until: null,
          reply: null,
          present: [],
          who: null,
        };
      }),
    'tickets.review': ({ changes }) => ({
      back: changes.map(({ ticket, word }) => {
        const was = row(ticket).reviewed?.word ?? null;
        const reviewed = word === null ? null : { word, by: 'Anna Bruni', at: FAKE_NOW };
        return { ticket, revision: change(ticket, { reviewed }), word: was };
      }),
    }),
    'tickets.reopen': ({ tickets }) => ({
      back: tickets.map(({ ticket }): PutAway => {
        const { state, unread, snoozedUntil } = row(ticket);
        const revision = change(ticket, { state: 'open', debtor: 'us' });
        const was = {
          state,
          snoozedUntil,
          handedOver: false,
          junk: false,
          problem: false,
          unread,
          reason: null,
          noAnswerAt: null,
        };
        return { ticket, to: 'open', revision, was };
      }),
    }),
    'told.list': () => [],
    'told.read': ({ ids }) => ({ read: ids.length }),
    'digest.take': () => ({ digest: null }),
  };
}
