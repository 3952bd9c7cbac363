import type { EngineEvent, EngineEvents } from '../../shared/contract/engine-api';
import type { Standing } from '../../shared/domain/earned';
import type { Clock } from './outside';

/** Tickets named in one announcement; more are announced as "more than can be listed". */
const MAX_LISTED = 200;
/** Shortest time between two announcements of one kind, in ms: a first sync must not redraw the desk 5,000 times. */
const THROTTLE_MS = 150;

/** Tells windows that something changed: hints to ask again, never the data itself. */
export type Announcer = {
  on<E extends EngineEvent>(event: E, listener: (payload: EngineEvents[E]) => void): () => void;
  /** These tickets changed, and so may the queues. Gathered and announced together. */
  ticketsChanged(tickets: readonly string[]): void;
  /** Every ticket may be shown otherwise than before. */
  allTicketsChanged(): void;
  /** Somebody came to, left, or began to write on these tickets; the feed of a team's store tells of other desks. */
  presenceChanged(tickets: readonly string[]): void;
  outboxChanged(tickets: readonly string[]): void;
  /** Somebody of the team may have been told something. */
  toldChanged(): void;
  /** Another notice is proposed, or one none any more. */
  proposalsChanged(): void;
  /** The list of copies is another one. */
  copiesChanged(): void;
  /** An import goes on (what is under way), or the list of them is another one (null). */
  importsChanged(running: EngineEvents['imports.changed']['running']): void;
  /** What Hotmart's API tells stands otherwise. */
  hotmartChanged(): void;
  /** Announced with the status as it is then. */
  statusChanged(): void;
  /** Another reply text is live: suggestions are other ones, too. */
  macrosChanged(): void;
  /** Told with each hundred tickets of a dry run. */
  pastRead(progress: EngineEvents['evaluation.read']): void;
  /** Told with each ticket of an erasure. */
  erasing(progress: EngineEvents['erasures.progress']): void;
  /** A mail of ours did not arrive. */
  replyReturned(notice: EngineEvents['reply.returned']): void;
  /** Somebody writes as only a machine does. */
  machineSuspected(suspect: EngineEvents['machine.suspected']): void;
  /** A decision that went at one key is shown first again. */
  earnedFell(standing: Standing): void;
  /** Told as it comes: some hundred times for the largest mail, and only while somebody waits for it. */
  downloading(progress: EngineEvents['messages.downloading']): void;
  /** Announces nothing more; settles when no status is being read. */
  close(): Promise<void>;
};

type Listeners = { readonly [E in EngineEvent]: Set<(payload: EngineEvents[E]) => void> };

/** `status` is asked when a status is announced; `failed` hears when it could not be given. */
export function createAnnouncer(options: {
  readonly clock: Clock;
  readonly status: () => Promise<EngineEvents['desk.status']>;
  readonly failed: (error: unknown) => void;
}): Announcer {
  const listeners: Listeners = {
    'tickets.changed': new Set(),
    'presence.changed': new Set(),
    'queues.changed': new Set(),
    'told.changed': new Set(),
    'proposals.changed': new Set(),
    'outbox.changed': new Set(),
    'desk.status': new Set(),
    'reply.returned': new Set(),
    'machine.suspected': new Set(),
    'messages.downloading': new Set(),
    'earned.fell': new Set(),
    'copies.changed': new Set(),
    'imports.changed': new Set(),
    'hotmart.changed': new Set(),
    'macros.changed': new Set(),
    'evaluation.read': new Set(),
    'erasures.progress': new Set(),
  };
  const emit = <E extends EngineEvent>(event: E, payload: EngineEvents[E]) => {
    for (const listener of listeners[event]) listener(payload);
  };
  let reading: Promise<void> = Promise.resolve();
  const tickets = gather(options.clock, (ids) => {
    emit('tickets.changed', { tickets: ids.length > MAX_LISTED ? null : ids });
    emit('queues.changed', {});
  });
  const presence = gather(options.clock, (ids) =>
    emit('presence.changed', { tickets: ids.length > MAX_LISTED ? null : ids }),
  );
  const outbox = gather(options.clock, (ids) => emit('outbox.changed', { tickets: ids.slice(0, MAX_LISTED) }));
  const told = gather(options.clock, () => emit('told.changed', {}));
  let importing: EngineEvents['imports.changed']['running'] = null;
  const imports = gather(options.clock, () => emit('imports.changed', { running: importing }));
  const hotmart = gather(options.clock, () => emit('hotmart.changed', {}));
  const status = gather(options.clock, () => {
    if (listeners['desk.status'].size === 0) return;
    reading = options.status().then((current) => emit('desk.status', current), options.failed);
  });
  return {
    on(event, listener) {
      listeners[event].add(listener);
      return () => listeners[event].delete(listener);
    },
    ticketsChanged: (ids) => {
      if (ids.length > 0) tickets.add(ids);
    },
    allTicketsChanged: () => emit('tickets.changed', { tickets: null }),
    presenceChanged: (ids) => {
      if (ids.length > 0) presence.add(ids);
    },
    outboxChanged: (ids) => {
      outbox.add(ids);
      status.add([]);
    },
    toldChanged: () => told.add([]),
    proposalsChanged: () => emit('proposals.changed', {}),
    copiesChanged: () => emit('copies.changed', {}),
    importsChanged: (running) => {
      importing = running;
      imports.add([]);
    },
    hotmartChanged: () => hotmart.add([]),
    statusChanged: () => status.add([]),
    macrosChanged: () => {
      emit('macros.changed', {});
      emit('tickets.changed', { tickets: null });
    },
    pastRead: (progress) => emit('evaluation.read', progress),
    erasing: (progress) => emit('erasures.progress', progress),
    replyReturned: (notice) => emit('reply.returned', notice),
    machineSuspected: (suspect) => emit('machine.suspected', suspect),
    earnedFell: ({ decision, counted }) => emit('earned.fell', { decision, counted }),
    downloading: (progress) => emit('messages.downloading', progress),
    close: () => {
      for (const one of [tickets, presence, outbox, told, imports, hotmart, status]) one.close();
      return reading;
    },
  };
}

// The first change waits like all others: what follows at once belongs to it.
function gather(clock: Clock, announce: (ids: readonly string[]) => void) {
  const waiting = new Set<string>();
  let cancel: (() => void) | null = null;
  return {
    add(ids: readonly string[]) {
      for (const id of ids) waiting.add(id);
      cancel ??= clock.after(THROTTLE_MS, () => {
        cancel = null;
        const listed = [...waiting];
        waiting.clear();
        announce(listed);
      });
    },
    close: () => cancel?.(),
  };
}
