import { mkdirSync } from 'node:fs';
import type { EngineClient, EngineMethod, ParamsOf, ResultOf } from '../../shared/contract/engine-api';
import { SportelloError } from '../../shared/contract/errors';
import type { EngineSecrets } from '../../shared/contract/host';
import type { Profile } from '../../shared/contract/profile';
import type { SyncReport } from '../../shared/contract/views';
import { createAnnouncer } from './announcer';
import { createArrivals } from './arrivals';
import type { EngineContext } from './context';
import { createCopies } from './copies/copies';
import { NO_COPIES } from './copies/no-copies';
import { deskClosing } from './desk-closing';
import { deskSettings, settingsAt } from './desk-settings';
import type { DeskMailbox, DeskSettings } from './desk-settings';
import { deskStatus } from './desk-status';
import { dispatch } from './dispatch';
import { loadMacros } from './macros/load-macros';
import { openShelf } from './macros/macro-shelf';
import { createImageReader } from './mail/image-text';
import type { ImageReader } from './mail/image-text';
import type { MailboxSyncOptions } from './mail/imap-sync';
import type { MailboxSync } from './mail/mailbox';
import { createMessageParser } from './mail/parser-host';
import type { SmtpTransport } from './mail/smtp-transport';
import { openMailboxes } from './mailboxes';
import { openDeskOutbox, YIELD_MS } from './open-outbox';
import { createErasing } from './privacy/erasing';
import { noteNeverRead, noteReadThrough } from './privacy/first-read';
import { behindSince } from './outbox/catch-up';
import { freezeRestored } from './outbox/restored';
import type { Clock, Outside } from './outside';
import { pastMark } from './handlers/parting';
import { createPipeline } from './pipeline';
import type { MessageReader } from './pipeline';
import { openProfileStore } from './open-profile-store';
import type { ProfileStore } from './open-profile-store';
import { saveProfile } from './profile';
import { storeSource } from './purchases/store-source';
import { ticketsOfMessages } from './store/answered-table';
import type { AnyStore } from './store/store';
import { acquireProfileLock } from './store/profile-lock';
import type { ProfileLock } from './store/profile-lock';
import { endPresence, forgetPresence } from './store/presence-table';
import { nextLapse } from './store/claims-table';
import { nextSnoozeEnd, undecidedTicketIds } from './store/tickets-table';
import { followTeam } from './team/follow-team';
import { createSeats } from './team/seats';
import { decideConversation } from './tickets/decide-conversation';
import type { Decide } from './tickets/decide-tickets';
import { isAutoMessage } from './tickets/auto-message';
import { createEarned } from './tickets/earned';
import { createIncidentWatch } from './tickets/incident-watch';
import { createPictureRound } from './tickets/read-pictures';
import { createPastRuns } from './tickets/past-tickets';
import { closeSilent, nextLook } from './tickets/close-silent';
import { createDueTimer } from './tickets/due-timer';
import type { DueTimer } from './tickets/due-timer';
import { lapseClaims } from './tickets/lapse-claims';
import { wakeTickets } from './tickets/wake-tickets';
import { warmUp } from './tickets/warm-up';

export type EngineOptions = {
  readonly profileDir: string;
  readonly profile: Profile;
  readonly secrets: EngineSecrets;
  readonly outside: Outside;
  readonly demo: boolean;
  /** false: neither mailbox nor outbox reach a server; what was stored is still there to see and to queue. */
  readonly network: boolean;
  /** A server without a window: preferred for what one engine of a team does for all. */
  readonly isPreferred?: boolean;
  /** Keeps a mailbox's refresh token for the next start, null to forget it; absent: only as long as the process runs. */
  keepRefreshToken?(refreshToken: string | null, mailbox: string): Promise<void>;
};

/** Parts that a test replaces; every other host leaves them out. */
export type EngineParts = {
  readonly reader?: MessageReader;
  readonly images?: ImageReader;
  readonly openSync?: (options: MailboxSyncOptions) => MailboxSync;
  readonly smtp?: SmtpTransport | ((mailbox: DeskMailbox) => SmtpTransport);
};

/** One open profile. Calls may come from a window, a socket or a command line: all pass `dispatch`. */
export type Engine = EngineClient & {
  /** Where command lines of the same person reach this engine. */
  readonly socket: string;
  /** A call whose name and parameters nobody has checked yet. */
  dispatch(method: string, params: unknown): Promise<unknown>;
  /** Goes on with what a crash left, listens to the mailbox, sends what is due, wakes what is snoozed. */
  start(): void;
  /** For a host with a window: makes the first ticket that is opened as quick as the hundredth. Changes nothing. */
  warm(): Promise<void>;
  syncOnce(): Promise<SyncReport>;
  /** Settles when the pictures of the filed mail are read, or cannot be; at the latest after this time. */
  picturesRead(withinMs: number): Promise<void>;
  flushOutbox(): Promise<void>;
  /** After `close`: mails past `final_pending` once the outbox had ended; null where nobody could count them. */
  pastMark(): number | null;
  /** Lets what is under way finish and gives the profile free; safe to call twice. */
  close(): Promise<void>;
};

/**
 * Opens a profile: the one way in for every host. Nothing moves before `start`, `syncOnce` or `flushOutbox`.
 * @throws SportelloError `profile-held`, `profile-incomplete`, `secret-unavailable`, `store-…`
 */
export async function createEngine(options: EngineOptions, parts: EngineParts = {}): Promise<Engine> {
  const { profileDir, outside } = options;
  mkdirSync(profileDir, { recursive: true, mode: 0o700 });
  const lock = acquireProfileLock(profileDir);
  let store: AnyStore | null = null;
  try {
    const opened = await openProfileStore(options);
    store = opened.store;
    // Before anything may be sent: a store that is a copy does not know what was sent since.
    await freezeRestored(store, outside);
    return await openDesk(options, parts, lock, opened);
  } catch (error) {
    await store?.close();
    lock.release();
    throw error;
  }
}

async function openDesk(
  options: EngineOptions,
  parts: EngineParts,
  lock: ProfileLock,
  { store, protection }: ProfileStore,
): Promise<Engine> {
  const { profileDir, secrets } = options;
  // What desks write down for each other they date by one clock; a lease is held by the own one.
  const own = options.outside.clock;
  const clock: Clock = { now: () => store.sharedNow(), after: (delayMs, callback) => own.after(delayMs, callback) };
  const outside: Outside = store.kind === 'team' ? { ...options.outside, clock } : options.outside;
  let profile = options.profile;
  const readSettings = (): DeskSettings => {
    const settings = deskSettings(profile);
    const member = store.kind === 'team' ? store.member : null;
    // The server says who signed in, whatever the profile says.
    const agent = member ? { name: member.name, email: member.email } : settings.agent;
    return { ...settings, agent, demo: settings.demo || options.demo };
  };
  let settings = readSettings();
  const desk = () => settings;
  const macros = await openShelf(store, await loadMacros(outside.resourcesDir));
  const source = storeSource(store);
  const reader = parts.reader ?? createMessageParser({ clock: outside.clock, log: outside.log });
  const decide: Decide = (conversation, from) =>
    decideConversation(conversation, settingsAt(desk(), conversation.mailbox), from);
  const announcer = createAnnouncer({
    clock: outside.clock,
    status: () => deskStatus(context),
    failed: (error) => failed(error),
  });
  // What a team's server refuses or cannot answer is said and waited for; anything else that no caller waits for is a bug.
  const failed = (error: unknown): void => {
    if (store.kind === 'file' || !(error instanceof SportelloError)) return raise(error);
    outside.log.warn('team', 'put-off', { code: error.code });
  };
  const deskId = outside.ids.row();
  const startedAt = outside.clock.now();
  const seats = createSeats({
    store,
    outside: options.outside,
    applicant: {
      desk: deskId,
      name: settings.agent.name,
      isPreferred: options.isPreferred ?? false,
      mailboxes: settings.mailboxes.map(({ id }) => id),
    },
    troubles: { mailbox: () => mailboxes.troubles(), outbox: () => outbox?.troubles() ?? [] },
    work: {
      mailbox: {
        taken() {
          goingOn = goOn().catch(failed);
          if (mailboxes.canRead()) reader.warm?.();
          mailboxes.start();
          snooze.look();
          lapses.look();
          silences.look();
          arrivals.startRounds(options.network && !settings.demo);
        },
        lost: () => mailboxes.reopen(),
      },
      outbox: { taken: () => outbox?.start(), lost: async () => outbox?.standDown() },
    },
    changed: () => announcer.statusChanged(),
    failed,
  });
  const pipeline = createPipeline({
    store,
    filing: seats.mailbox.guard(store),
    outside,
    desk,
    source,
    decide,
    reader,
    isAuto: (message, parts, from) => isAutoMessage(message, parts, desk(), from),
    changed: (tickets) => announcer.ticketsChanged(tickets),
    returned: (notice) => {
      announcer.outboxChanged([notice.ticket]);
      announcer.replyReturned(notice);
    },
    suspected: (suspect) => announcer.machineSuspected(suspect),
  });
  const earned = createEarned({
    store,
    outside,
    bar: () => desk().earnedBar,
    demo: () => desk().demo,
    fell: (standing) => announcer.earnedFell(standing),
  });
  const pictures = createPictureRound({
    store,
    outside,
    reader: parts.images ?? createImageReader(outside),
    mailFiled: () => pipeline.settled(),
    decideAgain: (tickets) => pipeline.decideAgain(tickets),
    failed,
  });
  const arrivals = createArrivals({
    store,
    rounds: seats.mailbox.guard(store),
    mayRun: () => seats.mailbox.isHeld(),
    outside,
    profile: () => profile,
    secrets: secrets.hotmart ?? null,
    pipeline,
    announcer,
    failed,
  });
  const copies =
    store.kind === 'team'
      ? NO_COPIES
      : createCopies({
          store,
          key: protection.key,
          outside,
          isDemo: () => desk().demo,
          failureChanged: () => announcer.statusChanged(),
          changed: () => announcer.copiesChanged(),
          failed,
        });
  await noteNeverRead(
    store,
    settings.mailboxes.map(({ id }) => id),
  );
  let opened = 0;
  let isBehind = false;
  const mailboxes = openMailboxes({
    ...options,
    outside,
    mailboxes: settings.mailboxes,
    store: () => seats.mailbox.guard(store),
    openSync: parts.openSync,
    intake: {
      onStored: async (messages, fresh) => {
        try {
          // What an earlier failure (a full disk) left stored and not filed.
          // Set before the wait: a failure of another sync meanwhile is news.
          if (isBehind) {
            isBehind = false;
            await goOn();
          }
          // counted after the wait: two batches are under way at once
          const { tickets } = await pipeline.take(messages, fresh);
          opened += tickets;
        } catch (error) {
          isBehind = true;
          throw error;
        }
        pictures.look();
        arrivals.lookForReports();
      },
      onMoved: (messages, mailbox) => pipeline.moved(messages, mailbox),
      onAnswered: async (messages) => announcer.ticketsChanged(await ticketsOfMessages(store.db, messages)),
    },
    onCaughtUp: async (mailbox) => {
      // What a restored copy had stored and not filed may be an answer, too.
      if ((await behindSince(store.db)) !== null) await goOn();
      if (await noteReadThrough(store, mailbox)) erasing.look();
      if (await outbox?.caughtUp(mailbox)) {
        announcer.allTicketsChanged();
        // Among what came may be mail of somebody who was erased after the copy was written.
        erasing.look();
      }
    },
    onState: () => announcer.statusChanged(),
    onAllRefused: () => void seats.mailbox.yieldFor(YIELD_MS),
  });
  const outbox = openDeskOutbox({
    profileDir,
    mailboxes,
    network: options.network,
    store,
    seat: seats.outbox,
    isTeam: store.kind === 'team',
    outside,
    smtp: parts.smtp,
    timeZone: profile.team?.timeZone,
    onChanged: (tickets) => {
      announcer.ticketsChanged(tickets);
      announcer.outboxChanged(tickets);
    },
    failed,
  });
  const dueTimer = (settle: () => Promise<readonly string[]>, next: () => Promise<number | null>): DueTimer =>
    createDueTimer({
      clock: outside.clock,
      settle,
      next,
      changed: (tickets) => announcer.ticketsChanged(tickets),
      failed,
    });
  const snooze = dueTimer(
    () => wakeTickets(store, outside),
    () => nextSnoozeEnd(store.db),
  );
  const lapses = dueTimer(
    () => lapseClaims(store, outside, outside.clock.now()),
    () => nextLapse(store.db),
  );
  const incidents = createIncidentWatch({
    store,
    clock: outside.clock,
    changed: () => announcer.proposalsChanged(),
    failed,
  });
  const clockRoom = { store, outside, profile: () => profile };
  const silences = dueTimer(
    () => closeSilent(clockRoom),
    async () => nextLook(clockRoom),
  );

  const context: EngineContext = {
    profileDir,
    profile: () => profile,
    saveProfile: async (next) => {
      await saveProfile(profileDir, next);
      profile = next;
      settings = readSettings();
    },
    desk,
    secrets,
    encryption: protection.encryption,
    storeKey: protection.key,
    outside,
    deskId,
    startedAt,
    store,
    copies,
    get erasing() {
      return erasing;
    },
    source,
    macros,
    pastRuns: createPastRuns(),
    decide,
    pipeline,
    announcer,
    imports: arrivals.imports,
    folder: arrivals.folder,
    earned,
    incidents,
    hotmart: arrivals.hotmart,
    seats,
    mailboxes,
    outbox,
    goOn,
    mailFiled: () => pictures.look(),
    ticketsOpened: () => opened,
    snoozeChanged: () => snooze.look(),
    claimsChanged: () => lapses.look(),
    clocksChanged: () => silences.look(),
  };

  async function goOn(): Promise<void> {
    const { tickets } = await pipeline.resume();
    opened += tickets;
    const undecided = await undecidedTicketIds(store.db);
    if (undecided.length > 0) await pipeline.decideAgain(undecided);
    pictures.look();
    arrivals.lookForReports();
  }

  /** The team's server is back: what stood still meanwhile goes on. */
  function resume(): void {
    if (isClosing) return;
    announcer.allTicketsChanged();
    arrivals.resume();
    if (!seats.mailbox.isHeld()) return;
    goingOn = goOn().catch(failed);
    mailboxes.nudge();
    snooze.look();
    lapses.look();
  }

  const underWay = new Set<Promise<unknown>>();
  let isClosing = false;
  let goingOn: Promise<void> = Promise.resolve();
  let warming: Promise<void> | null = null;
  /** Nobody waits because of it: it goes on when what is asked is answered. */
  const mayWarm = async (): Promise<boolean> => {
    while (underWay.size > 0) await Promise.allSettled(underWay);
    return !isClosing;
  };
  let closed: Promise<void> | null = null;
  let leftPastMark: number | null = null;
  const erasing = createErasing({
    store,
    outside,
    by: () => settings.agent.name,
    idle: mayWarm,
    changed: (tickets) => (tickets === null ? announcer.allTicketsChanged() : announcer.ticketsChanged(tickets)),
    failureChanged: () => announcer.statusChanged(),
    failed,
  });
  const answer = (method: string, params: unknown): Promise<unknown> => {
    if (isClosing) return Promise.reject(deskClosing());
    const call = dispatch(context, method, params).finally(() => underWay.delete(call));
    underWay.add(call);
    return call;
  };
  const call = <M extends EngineMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> =>
    answer(method, params) as Promise<ResultOf<M>>;

  return {
    socket: lock.socket,
    call,
    on: (event, listener) => announcer.on(event, listener),
    dispatch: answer,
    start() {
      seats.start({
        mailbox: mailboxes.canRead() || store.kind === 'file',
        outbox: outbox?.canSend() ?? false,
      });
      if (store.kind === 'team')
        followTeam(store, { announcer, seats, outbox, snooze, lapses, resume, macros, failed });
      forgetPresence(store.db, outside.clock.now()).catch(failed);
      announcer.on('tickets.changed', () => incidents.look());
      incidents.look();
      copies.start();
      arrivals.start();
      erasing.look();
    },
    warm: () => (warming ??= isClosing ? Promise.resolve() : warmUp(context, mayWarm)),
    syncOnce: () => {
      reader.warm?.();
      return call('mailbox.syncOnce', {});
    },
    picturesRead: (withinMs) =>
      new Promise((resolve, reject) => {
        const cancel = outside.clock.after(withinMs, resolve);
        pictures.settled().then(resolve, reject).finally(cancel);
      }),
    flushOutbox: async () => {
      await call('outbox.flush', {});
    },
    pastMark: () => leftPastMark,
    close: () => (closed ??= closeDesk()),
  };

  async function closeDesk(): Promise<void> {
    isClosing = true;
    await goingOn;
    // The outbox files its copies over the mailbox's connection: it ends first.
    await outbox?.stop();
    // Before the seat is given back: from here on nothing of ours moves.
    leftPastMark = await pastMark(context).catch((error: unknown) => {
      // Not counted is not none.
      if (error instanceof SportelloError) return null;
      throw error;
    });
    await mailboxes.stop();
    await seats.close();
    // A seat may have begun something in the last moment.
    await goingOn;
    const copied = copies.close();
    const arriving = await arrivals.close();
    await Promise.allSettled(underWay);
    // It waits for the calls, and some of those end only with what was stopped above.
    await warming;
    await copied;
    await arriving.done();
    await pictures.close();
    await pipeline.settled();
    await snooze.close();
    await lapses.close();
    await silences.close();
    await incidents.close();
    await erasing.close();
    try {
      await endPresence(store.db, deskId);
    } catch (error) {
      // Without an answer it ends by itself.
      if (!(error instanceof SportelloError)) throw error;
    } finally {
      await announcer.close();
      await reader.close();
      await store.close();
      lock.release();
    }
  }
}

// A failure that no caller waits for is a bug: the host must hear of it and end.
function raise(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
