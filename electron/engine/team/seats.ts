import type { Outside } from '../outside';
import type { Applicant, LeaseName } from '../store/leases';
import type { MailboxTrouble } from '../store/mailbox-troubles';
import type { AnyStore } from '../store/store';
import { ALONE, createLease } from './lease';
import type { Lease } from './lease';

/** What this engine does for the whole team while nobody else does. */
export type Seats = {
  readonly mailbox: Lease;
  readonly outbox: Lease;
  /** Asks for them from now on: those that this engine is able to fill. */
  start(able: Readonly<Record<LeaseName, boolean>>): void;
  /** Something about them changed at another desk. */
  look(): void;
  close(): Promise<void>;
};

/** What begins when a seat has become ours, and what has to end before somebody else may have it. */
export type SeatWork = { taken(): void; lost(): Promise<void> };

/** The seats of a desk; one alone on its file has all of them at once. */
export function createSeats(options: {
  readonly store: AnyStore;
  readonly outside: Outside;
  readonly applicant: Omit<Applicant, 'troubles'>;
  /** What this engine cannot serve in each seat now. */
  readonly troubles: Readonly<Record<LeaseName, () => readonly MailboxTrouble[]>>;
  readonly work: Readonly<Record<LeaseName, SeatWork>>;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}): Seats {
  const { store, outside, applicant, troubles, work, changed, failed } = options;
  if (store.kind === 'file') {
    return {
      mailbox: ALONE,
      outbox: ALONE,
      start(able) {
        if (able.mailbox) work.mailbox.taken();
        if (able.outbox) work.outbox.taken();
      },
      look: () => undefined,
      close: () => Promise.resolve(),
    };
  }
  const lease = (name: LeaseName): Lease =>
    createLease({ store, outside, name, applicant, troubles: troubles[name], ...work[name], changed, failed });
  const [mailbox, outbox] = [lease('mailbox'), lease('outbox')];
  const started: Lease[] = [];
  return {
    mailbox,
    outbox,
    start(able) {
      if (able.mailbox) started.push(mailbox);
      if (able.outbox) started.push(outbox);
      for (const one of started) one.start();
    },
    look() {
      for (const one of started) void one.look();
    },
    async close() {
      await Promise.all([mailbox.close(), outbox.close()]);
    },
  };
}
