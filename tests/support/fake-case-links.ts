import type { SaidLinks } from '../../shared/contract/case-links';
import type { EngineMethod, ParamsOf, ResultOf } from '../../shared/contract/engine-api';
import type { TicketRow } from '../../shared/contract/views';

type Handlers = { [M in EngineMethod]?: (params: ParamsOf<M>) => ResultOf<M> | Promise<ResultOf<M>> };

/** Tickets that are one case because an agent said so, in memory: no rule joins any here. `rows`: those that can be found. */
export function fakeCaseLinks(
  row: (ticket: string) => TicketRow,
  rows: () => readonly TicketRow[],
  change: (ticket: string, row: Partial<TicketRow>) => number,
): Handlers {
  let joined: readonly (readonly [string, string])[] = [];
  const others = (ticket: string) =>
    joined.filter((pair) => pair.includes(ticket)).map(([a, b]) => (a === ticket ? b : a));
  const without = (ticket: string, other: string) =>
    joined.filter((pair) => !pair.includes(ticket) || !pair.includes(other));
  const raise = (...tickets: readonly string[]) => tickets.map((ticket) => ({ ticket, revision: change(ticket, {}) }));
  return {
    'tickets.case': ({ ticket }) =>
      others(ticket).map((id) => {
        const { revision, subject, requesterName, requesterAddress, updatedAt, assignee, state } = row(id);
        return {
          ticket: id,
          revision,
          subject,
          requester: requesterName === '' ? requesterAddress : requesterName,
          same: requesterAddress === row(ticket).requesterAddress,
          open: state === 'open',
          at: updatedAt,
          assignee,
        };
      }),
    'tickets.joinable': ({ ticket, text }) =>
      rows()
        .filter(({ id, requesterName }) => id !== ticket && text !== '' && `${id} ${requesterName}`.includes(text))
        .map((one) => ({
          ticket: one.id,
          revision: one.revision,
          name: one.requesterName,
          address: one.requesterAddress,
          subject: one.subject,
          product: 'Corso di pasta',
          state: one.state,
          at: one.updatedAt,
          sameAddress: one.requesterAddress === row(ticket).requesterAddress,
          holder: null,
          inCase: others(ticket).includes(one.id),
        })),
    'tickets.join': ({ ticket, with: { ticket: other } }): SaidLinks => {
      joined = [...joined, [ticket, other]];
      return { links: [{ ticket, other, revision: 1, was: null }], tickets: raise(ticket, other) };
    },
    'tickets.part': ({ ticket, from: { ticket: other } }): SaidLinks => {
      joined = without(ticket, other);
      return { links: [{ ticket, other, revision: 2, was: 'joined' }], tickets: raise(ticket, other) };
    },
    'tickets.restoreLinks': ({ links }) => {
      for (const { ticket, other, was } of links) {
        joined = was === 'joined' ? [...joined, [ticket, other]] : without(ticket, other);
      }
      return { tickets: links.flatMap(({ ticket, other }) => raise(ticket, other)) };
    },
  };
}
