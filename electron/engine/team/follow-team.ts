import type { Announcer } from '../announcer';
import type { LiveShelf } from '../macros/macro-shelf';
import type { DeskOutbox } from '../outbox/desk-outbox';
import type { Change } from '../store/postgres/change-feed';
import type { TeamStore } from '../store/store';
import type { DueTimer } from '../tickets/due-timer';
import type { Seats } from './seats';

/** Tells the windows, and what works in this engine, what the other desks of the team change. */
export function followTeam(
  store: TeamStore,
  room: {
    readonly announcer: Announcer;
    readonly seats: Seats;
    readonly outbox: Pick<DeskOutbox, 'look'> | null;
    readonly snooze: DueTimer;
    readonly lapses: DueTimer;
    readonly macros: LiveShelf;
    /** What waits for nobody went wrong. */
    failed(error: unknown): void;
    /** The server is back. */
    resume(): void;
  },
): void {
  const { announcer, seats, outbox, snooze, lapses } = room;
  const keysOf = (changes: readonly Change[], kind: Change['kind']): readonly string[] =>
    changes.filter((change) => change.kind === kind).map((change) => change.key);
  const has = (changes: readonly Change[], kind: Change['kind']): boolean =>
    changes.some((change) => change.kind === kind);
  const readMacros = (): void => {
    room.macros
      .reload()
      .then(() => announcer.macrosChanged())
      .catch((error: unknown) => room.failed(error));
  };
  store.feed.start({
    changes(changes) {
      announcer.ticketsChanged(keysOf(changes, 'ticket'));
      if (has(changes, 'ticket') && seats.mailbox.isHeld()) {
        snooze.look();
        lapses.look();
      }
      announcer.presenceChanged(keysOf(changes, 'presence'));
      const replies = keysOf(changes, 'outbox');
      if (replies.length > 0) {
        announcer.ticketsChanged(replies);
        announcer.outboxChanged(replies);
        outbox?.look();
      }
      if (has(changes, 'imports') || has(changes, 'catalogue')) announcer.statusChanged();
      if (has(changes, 'catalogue') || has(changes, 'notices')) announcer.allTicketsChanged();
      if (has(changes, 'notices') || has(changes, 'proposals')) announcer.proposalsChanged();
      if (has(changes, 'told')) announcer.toldChanged();
      if (has(changes, 'macros')) readMacros();
      if (has(changes, 'lease')) seats.look();
    },
    everything() {
      announcer.allTicketsChanged();
      announcer.outboxChanged([]);
      announcer.toldChanged();
      announcer.proposalsChanged();
      outbox?.look();
      seats.look();
      readMacros();
    },
    awayChanged(away) {
      announcer.statusChanged();
      if (away !== null) return;
      outbox?.look();
      seats.look();
      room.resume();
    },
  });
}
