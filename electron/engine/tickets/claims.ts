import { SportelloError } from '../../../shared/contract/errors';
import type { Assigned, Claimed, Held } from '../../../shared/contract/team-work';
import { CLAIM_MS, UNHELD, holderOf, isHeldByOther, renewed } from '../../../shared/domain/claim';
import type { Holding } from '../../../shared/domain/claim';
import { agentNames } from '../desk-settings';
import type { DeskSettings } from '../desk-settings';
import type { Outside } from '../outside';
import { freeTickets, readCase } from '../store/claims-table';
import { moveTickets } from '../store/change-tickets';
import { idOfColleague } from '../store/colleagues';
import { addEvents } from '../store/events-table';
import { changeTicket, readTicket, staleRevision } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import { tell, untellGiven } from '../store/told-table';

/** Who acts, and on whose clock: inside a transaction. */
export type ClaimRoom = {
  readonly outside: Outside;
  readonly desk: DeskSettings;
  /** Time that all desks of the store share, epoch ms. */
  readonly now: number;
  /** The desk that asks, as presence has it. */
  readonly deskId: string;
};

/** The word that a ticket gets as its assignee when this agent takes it. */
export function ownName(desk: Pick<DeskSettings, 'agent'>): string {
  return desk.agent.name === '' ? desk.agent.email : desk.agent.name;
}

/**
 * Claims a ticket and with it the open tickets of its case for half an hour. `over` names the colleague whom the agent has
 * been told of and takes it from; what a third one holds of the case stays there.
 * @throws SportelloError `held-by-colleague` where a colleague holds it and the agent did not say "from that one"
 */
export async function claimCase(
  db: Db,
  room: ClaimRoom,
  ticket: StoredTicket,
  over: string | null = null,
): Promise<Claimed> {
  const { now, desk } = room;
  const names = agentNames(desk);
  const tickets = await readCase(db, ticket, sharedAddresses(desk));
  refuseHeld(tickets, names, over, now);
  const mine = tickets.filter((one) => !isHeldByOther(one, names, now) || holderOf(one, now) === over);
  const before: Held[] = [];
  let { revision } = ticket;
  for (const one of mine) {
    const holder = holderOf(one, now);
    if (holder !== null && names.includes(holder)) {
      const renewal = renewed(one, names, now);
      if (renewal.claim_until !== undefined) await changeTicket(db, one, renewal, { visible: false });
      continue;
    }
    before.push(heldBefore(one, now));
    const raised = await hold(db, room, one, { assignee: ownName(desk), claim_until: now + CLAIM_MS }, [
      holder === null ? 'claimed' : 'taken-over',
      { to: ownName(desk), from: holder },
    ]);
    if (one.id === ticket.id) revision = raised;
  }
  return { ticket: ticket.id, revision, before, holder: ownName(desk) };
}

/**
 * Lets a ticket go, and what the claim took of its case.
 * @throws SportelloError `held-by-colleague`: only who holds it lets it go; giving it to nobody is an assignment
 */
export async function releaseCase(db: Db, room: ClaimRoom, ticket: StoredTicket): Promise<Claimed> {
  const { now, desk } = room;
  const names = agentNames(desk);
  refuseHeld([ticket], names, null, now);
  const tickets = await readCase(db, ticket, sharedAddresses(desk));
  const before: Held[] = [];
  let { revision } = ticket;
  for (const one of tickets) {
    const holder = holderOf(one, now);
    const isClaim = one.claim_until !== null || one.id === ticket.id;
    if (holder === null || !names.includes(holder) || !isClaim) continue;
    before.push(heldBefore(one, now));
    const raised = await hold(db, room, one, UNHELD, ['released', { from: holder }]);
    if (one.id === ticket.id) revision = raised;
  }
  return { ticket: ticket.id, revision, before, holder: null };
}

/**
 * Gives tickets to somebody, or (null) to nobody; that has no end. A colleague who gets them is told, and finds them under Mine.
 * Answers their revisions and who held those that changed hands.
 */
export async function assignTickets(
  db: Db,
  room: ClaimRoom,
  tickets: readonly StoredTicket[],
  to: string | null,
): Promise<Assigned> {
  const { outside, desk, now } = room;
  const by = ownName(desk);
  const isMe = to !== null && agentNames(desk).includes(to);
  const given = tickets.filter((one) => holderOf(one, now) !== to || one.claim_until !== null);
  const revisions = await moveTickets(
    db,
    given.map((ticket) => ({ ticket, change: { assignee: to, claim_until: null } })),
  );
  await addEvents(
    db,
    outside,
    given.map(({ id: ticket }) => ({ ticket, actor: by, kind: isMe ? 'claimed' : 'assigned', detail: { to } })),
  );
  const ids = given.map(({ id }) => id);
  await untellGiven(db, ids, by);
  if (to !== null && !isMe) {
    const person = await idOfColleague(db, to);
    await tell(
      db,
      outside,
      ids.map((ticket) => ({ person, kind: 'given' as const, ticket, note: null, by })),
    );
  }
  const raised = new Map(ids.map((id, index) => [id, revisions[index] ?? 0]));
  return {
    tickets: tickets.map(({ id, revision }) => ({ ticket: id, revision: raised.get(id) ?? revision })),
    before: given.map((ticket) => heldBefore(ticket, now)),
  };
}

/**
 * Puts holders back as they were where nobody changed them since: `heldBy` is who holds them after what is undone. A claim
 * whose time went by meanwhile comes back as nobody's.
 * @throws SportelloError `stale-revision` where somebody else has changed all of them
 */
export async function restoreHolders(
  db: Db,
  room: ClaimRoom,
  held: readonly Held[],
  heldBy: string | null,
): Promise<readonly string[]> {
  const { now } = room;
  const restored: string[] = [];
  for (const { ticket: id, holder, until } of held) {
    const ticket = await readTicket(db, id);
    if (holderOf(ticket, now) !== heldBy) continue;
    const isOver = until !== null && until <= now;
    const back: Holding = isOver ? UNHELD : { assignee: holder, claim_until: until };
    await hold(db, room, ticket, back, ['given-back', { to: back.assignee }]);
    restored.push(id);
  }
  await untellGiven(db, restored, ownName(room.desk));
  const [first] = held;
  if (restored.length === 0 && first !== undefined) throw staleRevision(first.ticket);
  return restored;
}

/**
 * The ticket of a queue that waits longest and that nobody claimed and nobody else writes on, claimed in the same step; null
 * where there is none. `after` passes over what stands before that ticket, and begins anew at the end.
 */
export async function claimNext(
  db: Db,
  room: ClaimRoom,
  queue: string,
  after: StoredTicket | null,
): Promise<Claimed | null> {
  const names = agentNames(room.desk);
  for (const start of after === null ? [null] : [after, null]) {
    let place = start;
    for (;;) {
      const free = await freeTickets(db, queue, place, { desk: room.deskId, now: room.now });
      for (const ticket of free) {
        if (ticket.id === after?.id) continue;
        const tickets = await readCase(db, ticket, sharedAddresses(room.desk));
        // One case is one person's: its other half is with a colleague.
        if (tickets.some((one) => isHeldByOther(one, names, room.now))) continue;
        return claimCase(db, room, ticket);
      }
      const last = free.at(-1);
      if (last === undefined) break;
      place = last;
    }
  }
  return null;
}

function heldBefore(ticket: StoredTicket, now: number): Held {
  const holder = holderOf(ticket, now);
  return { ticket: ticket.id, holder, until: holder === null ? null : ticket.claim_until };
}

async function hold(
  db: Db,
  room: ClaimRoom,
  ticket: StoredTicket,
  holding: Holding,
  [kind, detail]: readonly [
    'claimed' | 'taken-over' | 'released' | 'given-back',
    Readonly<Record<string, string | null>>,
  ],
): Promise<number> {
  const revision = await changeTicket(db, ticket, holding, { visible: true });
  await addEvents(db, room.outside, [{ ticket: ticket.id, actor: ownName(room.desk), kind, detail }]);
  return revision;
}

function refuseHeld(
  tickets: readonly StoredTicket[],
  names: readonly string[],
  over: string | null,
  now: number,
): void {
  const [named] = tickets;
  for (const one of tickets) {
    const holder = holderOf(one, now);
    if (holder === null || names.includes(holder) || holder === over) continue;
    if (over !== null && one !== named) continue;
    throw new SportelloError('held-by-colleague', `${holder} holds ticket ${one.id}`, {
      action: 'Leave it to them, or take it over.',
      detail: { ticket: one.id, who: holder },
    });
  }
}

/** Addresses that can be two people's, as the team's settings have them. */
export function sharedAddresses(desk: DeskSettings): readonly string[] {
  return [...desk.ownAddresses, ...desk.formSenders, ...desk.groupAddresses];
}
