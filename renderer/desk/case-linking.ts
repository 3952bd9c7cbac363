import type { JoinableTicket, SaidLinks } from '../../shared/contract/case-links';
import type { CaseTicketView } from '../../shared/contract/put-away';
import { attempt, undoable } from './casework';
import type { Desk } from './desk';
import type { Sentence } from './desk-state';

/** Makes these two one case: one undo block. No ticket leaves its place. */
export async function joinTicket(desk: Desk, ticket: string, other: JoinableTicket): Promise<void> {
  await attempt(desk, async () => {
    const said = await desk.engine.call('tickets.join', {
      ticket,
      revision: desk.revisionOf(ticket),
      with: { ticket: other.ticket, revision: other.revision },
    });
    const values = { ticket, other: other.ticket };
    if (said.links.length === 0) desk.toast({ sentence: { key: 'toast.case-joined.already', values } });
    else linked(desk, said, { key: 'toast.case-joined', values });
  });
}

/** Parts another ticket from the case of this one: one undo block. */
export async function partTicket(desk: Desk, from: string, other: CaseTicketView): Promise<void> {
  await attempt(desk, async () => {
    const said = await desk.engine.call('tickets.part', {
      ticket: other.ticket,
      revision: other.revision,
      from: { ticket: from, revision: desk.revisionOf(from) },
    });
    linked(desk, said, { key: 'toast.case-parted', values: { ticket: other.ticket } });
  });
}

function linked(desk: Desk, said: SaidLinks, sentence: Sentence): void {
  saw(desk, said.tickets);
  undoable(desk, `case-${desk.now()}-${said.links.map(({ other }) => other).join()}`, sentence, async () => {
    const { tickets } = await desk.engine.call('tickets.restoreLinks', {
      links: said.links.map((one) => ({ ...one })),
    });
    saw(desk, tickets);
  });
}

function saw(desk: Desk, tickets: SaidLinks['tickets']): void {
  for (const { ticket, revision } of tickets) desk.sawRevision(ticket, revision);
}
