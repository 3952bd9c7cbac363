import { MAIN_MAILBOX } from '../../shared/contract/listed-mailboxes';
import { deskSettings } from '../../electron/engine/desk-settings';
import type { Outbox } from '../../electron/engine/outbox/outbox';
import { createOutbox } from '../../electron/engine/outbox/outbox';
import { addEvents } from '../../electron/engine/store/events-table';
import type { Store } from '../../electron/engine/store/store';
import { tellPresence } from '../../electron/engine/store/presence-table';
import { changeTicket, readTicket } from '../../electron/engine/store/tickets-table';
import type { StoredTicket, TicketChange } from '../../electron/engine/store/tickets-table';
import { claimCase } from '../../electron/engine/tickets/claims';
import type { ClaimRoom } from '../../electron/engine/tickets/claims';
import type { HistoryEntry } from '../../shared/contract/views';
import { PROFILE, makeDesk, makeMailbox, makeSmtp, OPENED_AT, testOutside } from './make-engine';
import type { TestDesk } from './make-engine';
import { createMovedClock } from './moved-clock';
import type { MovedClock } from './moved-clock';

/** Somebody else at another desk of the same store. */
export type Colleague = {
  readonly room: () => ClaimRoom;
  claim(ticket: string, over?: string): Promise<void>;
  look(ticket: string, doing: 'looking' | 'writing'): Promise<void>;
  /** Anything that this person does to a ticket, as the engine writes it: the change and its event. */
  act(ticket: string, change: TicketChange, kind: HistoryEntry['kind'], detail: HistoryEntry['detail']): Promise<void>;
  /** Answers the ticket as it stands now. */
  answer(ticket: string): Promise<void>;
};

/** A colleague of that name on this store. */
export function makeColleague(store: Store, clock: MovedClock, name: string): Colleague {
  const email = `${name.toLowerCase()}@corsi.example`;
  const desk = deskSettings({ ...PROFILE, agent: { name, email } });
  const outside = testOutside(clock);
  const deskId = outside.ids.row();
  const room = (): ClaimRoom => ({ outside, desk, now: clock.now(), deskId });
  const [mailbox] = desk.mailboxes;
  if (mailbox === undefined) throw new Error('The profile of these tests has a mailbox');
  const outbox: Outbox = createOutbox({
    store,
    outside,
    smtp: makeSmtp(),
    sent: null,
    mailbox: { ...mailbox, id: MAIN_MAILBOX },
    onChanged: () => undefined,
  });
  return {
    room,
    claim: async (ticket, over) => {
      await store.transaction(async (db) => claimCase(db, room(), await readTicket(db, ticket), over ?? null));
    },
    look: async (ticket, doing) => {
      await tellPresence(store.db, { desk: deskId, agent: email, name, ticket, doing }, clock.now());
    },
    act: (ticket, change, kind, detail) =>
      store.transaction(async (db) => {
        await changeTicket(db, await readTicket(db, ticket), change, { visible: true });
        await addEvents(db, outside, [{ ticket, actor: name, kind, detail }]);
      }),
    answer: async (ticket) => {
      const row = await readTicket(store.db, ticket);
      await outbox.accept({
        ticket,
        revision: row.revision,
        decision: 'club.first-access',
        macro: null,
        macroVersion: null,
        rulesVersion: '1',
        source: 'typed',
        thread: 'reply',
        reply: {
          to: { name: row.requester_name, address: row.requester_address },
          subject: `Re: ${row.subject}`,
          text: `Buongiorno, le scrive ${name}.`,
          language: 'it',
        },
        escalation: null,
        settles: null,
        undoMs: 10_000,
        by: name,
      });
    },
  };
}

/** Anna's desk, with its store for what colleagues do there. */
export type TeamDesk = TestDesk & {
  readonly store: Store;
  colleague(name: string): Colleague;
  stored(ticket: string): Promise<StoredTicket>;
};

/** Anna's engine on a store that colleagues write to as well. */
export async function makeTeamDesk(): Promise<TeamDesk> {
  const clock = createMovedClock(OPENED_AT);
  const mailbox = makeMailbox(clock);
  let opened: Store | null = null;
  const desk = await makeDesk({
    clock,
    mailbox,
    parts: {
      openSync: (options) => {
        opened = options.store;
        return mailbox.open(options);
      },
    },
  });
  const store = opened as Store | null;
  if (store === null) throw new Error('The engine opened no mailbox');
  return {
    ...desk,
    store,
    colleague: (name) => makeColleague(store, clock, name),
    stored: (ticket) => readTicket(store.db, ticket),
  };
}
