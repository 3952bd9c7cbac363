import { SportelloError } from '../../shared/contract/errors';
import type { Claimed, Held } from '../../shared/contract/team-work';
import type { DeskStatus, TicketRow } from '../../shared/contract/views';
import type { Queue } from '../../shared/domain/ticket';
import { attempt, undoable } from './casework';
import type { Desk } from './desk';
import { inParts } from './in-parts';
import type { Page, Sentence } from './desk-state';

/** Queues whose next step is ours: from any other page the next ticket comes out of the inbox. */
const OWED: readonly Page[] = ['inbox', 'support', 'classify', 'problems', 'waiting.hotmart', 'waiting.producer'];

/** The ticket that "next" gave last, by window: let go again, it is passed over. */
const given = new WeakMap<Desk, string>();

/** Whether this agent is the one whom a ticket names as its assignee: by name, or by address. */
export function isHeldBy(agent: DeskStatus['agent'] | undefined, assignee: string | null): boolean {
  return assignee !== null && agent !== undefined && [agent.name, agent.email].includes(assignee);
}

/** C: takes the ticket with its case, or lets it go when it is already mine. A colleague's asks first. */
export async function claimOrRelease(desk: Desk, row: TicketRow): Promise<void> {
  const agent = desk.queries.getQueryData<DeskStatus>(['desk.status', {}])?.agent;
  await (isHeldBy(agent, row.assignee) ? release(desk, row) : claim(desk, row));
}

/**
 * Claims a ticket and its case for half an hour. `over`: taken from this colleague, whom the agent was told of. Answers whether
 * it is ours now; where a colleague holds it, the desk asks.
 */
export async function claim(desk: Desk, row: Pick<TicketRow, 'id' | 'revision'>, over?: string): Promise<boolean> {
  let isOurs = false;
  await attempt(desk, async () => {
    const revision = Math.max(desk.revisionOf(row.id), row.revision);
    try {
      const params = { ticket: row.id, revision, ...(over === undefined ? {} : { over }) };
      const claimed = await desk.engine.call('tickets.claim', params);
      const sentence: Sentence =
        over === undefined ? claimedWords(claimed) : { key: 'toast.taken-over', values: { who: over } };
      changedHolder(desk, claimed, sentence);
      isOurs = true;
    } catch (error) {
      if (!(error instanceof SportelloError) || error.code !== 'held-by-colleague') throw error;
      const { who, ticket } = error.detail;
      desk.store.set({ contested: { ticket: row.id, held: String(ticket), who: String(who) } });
    }
  });
  return isOurs;
}

async function release(desk: Desk, row: TicketRow): Promise<void> {
  await attempt(desk, async () => {
    const revision = Math.max(desk.revisionOf(row.id), row.revision);
    const released = await desk.engine.call('tickets.release', { ticket: row.id, revision });
    changedHolder(desk, released, { key: 'toast.released' });
  });
}

/** Q: the ticket of this queue that waits longest and that nobody has, claimed and on screen. */
export async function takeNext(desk: Desk): Promise<void> {
  await attempt(desk, async () => {
    const { page } = desk.store.get();
    const queue = (OWED.includes(page) ? page : 'inbox') as Exclude<Queue, 'mine'>;
    const open = desk.open()?.row;
    const isPassedOver = open !== undefined && open.assignee === null && given.get(desk) === open.id;
    const params = { queue, ...(isPassedOver ? { after: open.id } : {}) };
    const { claimed } = await desk.engine.call('tickets.next', params);
    if (claimed === null) {
      desk.toast({ sentence: { key: 'toast.none-free' } });
      return;
    }
    given.set(desk, claimed.ticket);
    if (queue !== page) desk.goTo(queue);
    // Digits wait until the new ticket can be read, as after every advance.
    desk.guard.advanced();
    desk.select(claimed.ticket);
    changedHolder(desk, claimed, claimedWords(claimed));
  });
}

/** A: gives tickets, at the revisions that were shown, to someone or (null) to nobody; it has no end. One undo block. */
export async function assign(
  desk: Desk,
  tickets: readonly { readonly ticket: string; readonly revision: number }[],
  to: string | null,
): Promise<void> {
  await attempt(desk, async () => {
    const before: Held[] = [];
    let isOver = false;
    try {
      for (const part of inParts(tickets)) {
        const assigned = await desk.engine.call('tickets.assign', {
          tickets: part.map(({ ticket, revision }) => ({ ticket, revision })),
          to,
        });
        for (const { ticket, revision } of assigned.tickets) desk.sawRevision(ticket, revision);
        before.push(...assigned.before);
      }
      isOver = true;
    } finally {
      // Whatever went can be taken back, even if a later part was refused.
      if (isOver || before.length > 0) assignedBlock(desk, before, to);
    }
  });
}

function assignedBlock(desk: Desk, before: readonly Held[], to: string | null): void {
  const { length: count } = before;
  const many: Sentence =
    to === null
      ? { key: 'toast.released-several', values: { count } }
      : { key: 'toast.assigned', values: { count, to } };
  const sentence: Sentence = to === null && count <= 1 ? { key: 'toast.released' } : many;
  if (count === 0) {
    desk.toast({ sentence: { key: 'toast.assigned-already', values: { to: to ?? '' } } });
    return;
  }
  undoable(desk, `assigned-${desk.now()}-${before[0]?.ticket ?? ''}`, sentence, async () => {
    for (const part of inParts(before)) {
      await desk.engine.call('tickets.restoreHolders', { held: part.map((one) => ({ ...one })), heldBy: to });
    }
  });
}

/** Gives tickets of mine to a colleague or back to the queues, with a note on each: one undo block. */
export async function handOver(
  desk: Desk,
  order: { readonly tickets: readonly string[]; readonly to: string | null; readonly note: string },
): Promise<boolean> {
  let isOver = false;
  await attempt(desk, async () => {
    const { moved } = await desk.engine.call('shift.handOver', { ...order, tickets: [...order.tickets] });
    const sentence: Sentence = { key: 'toast.handed-over', values: { count: moved.length } };
    undoable(desk, `shift-${desk.now()}`, sentence, async () => {
      await desk.engine.call('shift.takeBack', { to: order.to, moved: moved.map((one) => ({ ...one })) });
    });
    isOver = true;
  });
  return isOver;
}

function claimedWords(claimed: Claimed): Sentence {
  return { key: 'toast.claimed-case', values: { count: Math.max(1, claimed.before.length) } };
}

function changedHolder(desk: Desk, { ticket, revision, before, holder }: Claimed, sentence: Sentence): void {
  desk.sawRevision(ticket, revision);
  if (before.length === 0) {
    desk.toast({ sentence });
    return;
  }
  undoable(desk, `holder-${ticket}-${desk.now()}`, sentence, async () => {
    const held = before.map((one) => ({ ...one }));
    await desk.engine.call('tickets.restoreHolders', { held, heldBy: holder });
  });
}
