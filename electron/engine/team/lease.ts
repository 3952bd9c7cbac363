import { SportelloError, packError } from '../../../shared/contract/errors';
import type { Outside } from '../outside';
import { askForLease, giveLeaseBack, LEASE_MS, leaseLost, refuseLate } from '../store/leases';
import type { Applicant, LeaseName } from '../store/leases';
import { writeTroubles } from '../store/mailbox-troubles';
import type { MailboxTrouble } from '../store/mailbox-troubles';
import type { Store } from '../store/store';

/** Renewals: two may fail before a lease ends. */
const RENEW_MS = 5_000;
/** A holder gives up this long before the server would: its clock and the way to the server take some. */
const MARGIN_MS = 3_000;
/** Between two questions of somebody who waits for it. */
const ASK_AGAIN_MS = 1_000;

/** What this engine may do for the whole team, or not. */
export type Lease = {
  /** Whether it is ours now: to be asked right before what cannot be taken back. */
  isHeld(): boolean;
  /** Who has it, for people; null while it is ours or nobody's. */
  holder(): string | null;
  /** What that one cannot serve. */
  troubles(): readonly MailboxTrouble[];
  /** The store under this lease: a transaction of a tenure that is over throws `lease-lost` and writes nothing. */
  guard(store: Store): Store;
  /** The same for the tenure of this moment alone, however long what begins now takes. */
  pin(store: Store): Store;
  /** Asks for it from now on. */
  start(): void;
  /** Asks now instead of at the next renewal. */
  look(): Promise<void>;
  /** Lets others have it for this long: this engine cannot fill the seat now (its password is refused). */
  yieldFor(ms: number): Promise<void>;
  /** Asks until it is ours, for this long at most; answers whether it is. */
  obtain(withinMs: number): Promise<boolean>;
  /** Hands it over. */
  close(): Promise<void>;
};

/** A file of this machine has one engine, by its lock: all leases are its own. */
export const ALONE: Lease = {
  isHeld: () => true,
  holder: () => null,
  troubles: () => [],
  guard: (store) => store,
  pin: (store) => store,
  start: () => undefined,
  look: () => Promise.resolve(),
  yieldFor: () => Promise.resolve(),
  obtain: () => Promise.resolve(true),
  close: () => Promise.resolve(),
};

/**
 * Keeps asking for a lease of the team. `taken` is called when it has become ours and `lost` when it no longer is; what `lost` promises
 * is waited for before it is asked for again, so that two tenures of one engine never overlap.
 */
export function createLease(options: {
  readonly store: Store;
  readonly outside: Pick<Outside, 'clock' | 'log'>;
  readonly name: LeaseName;
  readonly applicant: Omit<Applicant, 'troubles'>;
  /** What this engine cannot serve now. */
  troubles(): readonly MailboxTrouble[];
  taken(): void;
  lost(): Promise<void>;
  /** Somebody else has it, or no longer. */
  changed(): void;
  failed(error: unknown): void;
}): Lease {
  const { store, outside, name, applicant } = options;
  const { clock, log } = outside;
  let tenure: { readonly fence: number; until: number } | null = null;
  let holder: string | null = null;
  let troubles: readonly MailboxTrouble[] = [];
  let cancel: () => void = () => undefined;
  let last: Promise<void> = Promise.resolve();
  let isClosed = false;
  let isStarted = false;
  let yieldedUntil = 0;

  const isHeld = (): boolean => tenure !== null && clock.now() < tenure.until;

  async function ask(): Promise<void> {
    if (isClosed || clock.now() < yieldedUntil) return;
    // Before the question: however long the answer takes, the server counts from later.
    const asked = clock.now();
    if (tenure !== null && !isHeld()) await end('ran-out');
    try {
      const answer = await askForLease(store, name, { ...applicant, troubles: options.troubles() });
      if (isClosed && answer.kind === 'held') {
        // Won while the desk was closing: nothing begins any more.
        tenure = { fence: answer.fence, until: 0 };
        return;
      }
      if (answer.kind === 'elsewhere') {
        if (tenure !== null) await end('taken-over');
        say(answer.holder, [...answer.troubles, ...unlisted(answer.holder, answer.mailboxes)]);
        return;
      }
      const until = asked + LEASE_MS - MARGIN_MS;
      if (tenure?.fence === answer.fence) {
        tenure.until = until;
        if (answer.isWanted) await handOver();
        return;
      }
      if (tenure !== null) await end('ran-out');
      tenure = { fence: answer.fence, until };
      log.info('team', 'lease.taken', { name, fence: answer.fence });
      say(null, []);
      options.taken();
    } catch (error) {
      // The server is away: the tenure ends by itself where that lasts.
      if (!(error instanceof SportelloError)) throw error;
      log.warn('team', 'lease.unasked', { name, code: error.code });
      if (tenure !== null && !isHeld()) await end('server-away');
    }
  }

  /** Mailboxes of this desk that the holder knows nothing of: nobody reads them, or nothing goes out from them. */
  function unlisted(by: string, listed: readonly string[] | null): readonly MailboxTrouble[] {
    if (listed === null) return [];
    const error = packError(
      new SportelloError(
        'mailbox-unlisted',
        `${by} ${name === 'mailbox' ? 'reads' : 'sends'} for the team, and does not list this mailbox.`,
        {
          ...(name === 'outbox' ? { reason: 'outbox' } : {}),
          action: 'List the same mailboxes at every desk (Settings), and in profile.json of the server that syncs.',
          detail: { holder: by },
        },
      ),
    );
    return applicant.mailboxes.filter((id) => !listed.includes(id)).map((mailbox) => ({ mailbox, error }));
  }

  async function end(reason: string): Promise<void> {
    log.info('team', 'lease.ended', { name, reason });
    tenure = null;
    await options.lost();
    options.changed();
  }

  async function handOver(): Promise<void> {
    if (tenure === null) return;
    const { fence } = tenure;
    await end('handed-over');
    await giveLeaseBack(store, name, applicant.desk, fence);
  }

  function say(who: string | null, what: readonly MailboxTrouble[]): void {
    if (who === holder && writeTroubles(what) === writeTroubles(troubles)) return;
    holder = who;
    troubles = what;
    options.changed();
  }

  function fenced(guarded: Store, fenceNow: () => number | undefined): Store {
    return {
      ...guarded,
      transaction: (work, keeping, order) => {
        const fence = fenceNow();
        if (fence === undefined) return Promise.reject(leaseLost(name, holder ?? ''));
        return guarded.transaction(
          async (db) => {
            await refuseLate(db, guarded, name, fence);
            return work(db);
          },
          keeping,
          order,
        );
      },
    };
  }

  function look(): Promise<void> {
    cancel();
    last = last.then(ask).catch((error: unknown) => options.failed(error));
    return last.then(() => {
      cancel();
      if (isStarted && !isClosed) cancel = clock.after(RENEW_MS, () => void look());
    });
  }

  return {
    isHeld,
    holder: () => holder,
    troubles: () => troubles,
    guard: (guarded) => fenced(guarded, () => tenure?.fence),
    pin(guarded) {
      const fence = tenure?.fence;
      return fenced(guarded, () => fence);
    },
    start() {
      if (isStarted || isClosed) return;
      isStarted = true;
      void look();
    },
    look,
    yieldFor(ms) {
      yieldedUntil = clock.now() + ms;
      last = last.then(handOver).catch((error: unknown) => options.failed(error));
      return last;
    },
    async obtain(withinMs) {
      yieldedUntil = 0;
      const until = clock.now() + withinMs;
      isStarted = true;
      for (;;) {
        await look();
        if (isHeld()) return true;
        if (isClosed || clock.now() >= until) return false;
        await new Promise<void>((resolve) => void clock.after(ASK_AGAIN_MS, resolve));
      }
    },
    async close() {
      isClosed = true;
      cancel();
      await last;
      if (tenure === null) return;
      const { fence } = tenure;
      tenure = null;
      // Without an answer it ends by itself.
      await giveLeaseBack(store, name, applicant.desk, fence).catch((error: unknown) => {
        if (!(error instanceof SportelloError)) throw error;
      });
    },
  };
}
