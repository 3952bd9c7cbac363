import type { Kysely } from 'kysely';
import { z } from 'zod';
import { SportelloError } from '../../../shared/contract/errors';
import { readTroubles, readWritten, writeTroubles } from './mailbox-troubles';
import type { MailboxTrouble } from './mailbox-troubles';
import type { LeaseTable, StoreTables } from './schema';
import type { Store } from './store';

/**
 * What one engine of a team does for all (docs/team-store.md, "One engine at a time"). `mailbox`: reads the mail, files and decides it,
 * fetches purchases; `outbox`: sends and files replies.
 */
export type LeaseName = 'mailbox' | 'outbox';

/** How long a lease holds without a renewal, ms: a holder that died is replaced well within 30 s. */
export const LEASE_MS = 15_000;
/** A wish of an engine holds this long without a renewal, ms. */
const WISH_MS = 15_000;

/** Who asks for a lease. */
export type Applicant = {
  /** Id of the engine, another one after every start. */
  readonly desk: string;
  /** Who that is, for people. */
  readonly name: string;
  /** An engine without a window on a server is preferred to desks, which people close. */
  readonly isPreferred: boolean;
  /** Ids of the mailboxes that its profile lists. */
  readonly mailboxes: readonly string[];
  /** What it knows that it could not serve. */
  readonly troubles: readonly MailboxTrouble[];
};

export type LeaseAnswer =
  /** `fence` names this tenure; `isWanted`: an engine that would fill it better waits for it. */
  | { readonly kind: 'held'; readonly fence: number; readonly isWanted: boolean }
  | {
      readonly kind: 'elsewhere';
      readonly holder: string;
      readonly troubles: readonly MailboxTrouble[];
      /** Ids of the mailboxes that the holder lists; null: unknown. */
      readonly mailboxes: readonly string[] | null;
    };

/**
 * Takes a lease, or renews the one that this engine has, or says who has it. A lease that ran out is another tenure, with the next
 * number, also for who had it before: what was begun under the old one counts no more.
 *
 * A free one goes to whoever asks, so that where every desk lacks a password, somebody still serves the other mailboxes. Only a desk that
 * knows of no trouble of its own wishes for one that is held, from a holder with troubles or, if it is preferred, from a desk: so it never
 * goes round, for whoever gets it and fails has a trouble then, and keeps it until somebody without one wishes. Who lists more mailboxes
 * takes no seat by that: it may not reach one of them. It is told what the holder lists, and names what nobody serves.
 */
export async function askForLease(store: Store, name: LeaseName, by: Applicant): Promise<LeaseAnswer> {
  const troubles = writeTroubles(by.troubles);
  const mailboxes = JSON.stringify(by.mailboxes);
  const isSecond = !by.isPreferred || troubles !== null;
  return store.transaction(async (db) => {
    const { row, now } = await readLease(db, store, name);
    if (row === null) {
      const first = { name, holder: by.desk, holder_name: by.name, fence: 1, until_at: now + LEASE_MS };
      await db
        .insertInto('lease')
        .values({ ...first, wanted_by: null, wanted_until: null, troubles, mailboxes })
        .execute();
      return { kind: 'held', fence: 1, isWanted: false };
    }
    const isFree = row.until_at <= now;
    const wantedBy = row.wanted_by !== null && (row.wanted_until ?? 0) > now ? row.wanted_by : null;
    if (row.holder === by.desk && !isFree) {
      await change(db, name, { until_at: now + LEASE_MS, troubles, mailboxes });
      return { kind: 'held', fence: row.fence, isWanted: wantedBy !== null && wantedBy !== by.desk && isSecond };
    }
    if (isFree && (wantedBy === null || wantedBy === by.desk || !isSecond)) {
      const fence = row.fence + 1;
      const tenure = { holder: by.desk, holder_name: by.name, fence, until_at: now + LEASE_MS, troubles, mailboxes };
      await change(db, name, { ...tenure, ...(wantedBy === by.desk ? { wanted_by: null, wanted_until: null } : {}) });
      return { kind: 'held', fence, isWanted: false };
    }
    const isBetter = troubles === null && (by.isPreferred || row.troubles !== null);
    if (isBetter && (wantedBy === null || wantedBy === by.desk)) {
      await change(db, name, { wanted_by: by.desk, wanted_until: now + WISH_MS });
    }
    return {
      kind: 'elsewhere',
      holder: row.holder_name,
      troubles: readTroubles(row.troubles),
      mailboxes: readWritten(idsSchema, row.mailboxes),
    };
  });
}

/** Gives a tenure back, so that another engine need not wait for its end. */
export async function giveLeaseBack(store: Store, name: LeaseName, desk: string, fence: number): Promise<void> {
  await store.transaction(async (db) => {
    await db
      .updateTable('lease')
      .set({ until_at: 0 })
      .where('name', '=', name)
      .where('holder', '=', desk)
      .where('fence', '=', fence)
      .execute();
  });
}

/** Throws `lease-lost` inside a transaction of a tenure that is over: nothing of it is kept then. */
export async function refuseLate(db: Kysely<StoreTables>, store: Store, name: LeaseName, fence: number): Promise<void> {
  const { row, now } = await readLease(db, store, name);
  if (row !== null && row.fence === fence && row.until_at > now) return;
  throw leaseLost(name, row?.holder_name ?? '');
}

/** What a holder that is too late gets. */
export function leaseLost(name: LeaseName, holder: string): SportelloError {
  return new SportelloError('lease-lost', `Another desk of the team took over (${name}).`, {
    action: 'Nothing is to be done: the other desk goes on with it.',
    detail: { lease: name, holder },
    retryable: true,
  });
}

const idsSchema = z.array(z.string());

async function readLease(db: Kysely<StoreTables>, store: Store, name: LeaseName) {
  const { now } = await db.selectNoFrom(store.serverTime().as('now')).executeTakeFirstOrThrow();
  const row = await db.selectFrom('lease').selectAll().where('name', '=', name).executeTakeFirst();
  return { row: row ?? null, now };
}

async function change(db: Kysely<StoreTables>, name: LeaseName, to: Partial<LeaseTable>): Promise<void> {
  await db.updateTable('lease').set(to).where('name', '=', name).execute();
}
