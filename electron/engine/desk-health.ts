import { existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SportelloError } from '../../shared/contract/errors';
import type { DeskHealth, MailboxReading } from '../../shared/contract/health';
import type { DeskStatus } from '../../shared/contract/views';
import type { EngineContext } from './context';
import { namedCopies, withCompanions } from './copies/copy-names';
import { deskStatus } from './desk-status';
import { lastCheckOf } from './doctor';
import { NEWEST_SCHEMA } from './store/migrations/migrate';
import { countUnsettled } from './store/outbox-table';

/** How this desk is, in figures and codes alone; what the status line shows already is taken from there. */
export async function deskHealth(context: EngineContext): Promise<DeskHealth> {
  const status = await deskStatus(context);
  const { connection, outbox } = status;
  return {
    at: context.outside.clock.now(),
    startedAt: context.startedAt,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    demo: status.demo,
    mailbox: {
      reading: readingOf(context, status),
      failure: connection.kind === 'offline' || connection.kind === 'stopped' ? connection.error.code : null,
      lastHeardAt: status.lastHeardAt,
      lastComparedAt: lastComparedOf(context),
    },
    purchases: {
      purchases: status.purchases,
      products: status.products,
      lastImportAt: status.lastImportAt,
    },
    hotmart: await hotmartHealth(context),
    outbox: {
      states: await countUnsettled(context.store.db),
      nextAt: outbox.nextAt,
      problems: outbox.problems,
      stopped: outbox.stopped?.code ?? null,
    },
    store: await storeHealth(context, status),
    quarantined: status.quarantined,
  };
}

/** A command line that asks no server reads nothing, and nothing is wrong with that. */
function readingOf({ mailboxes }: EngineContext, { connection }: DeskStatus): MailboxReading {
  const hasAccess = mailboxes.all.some(({ access }) => access.imapPassword !== null || access.tokens !== null);
  return connection.kind === 'stopped' && !mailboxes.canRead() && hasAccess ? 'not-read' : connection.kind;
}

/** Of several mailboxes the one that was compared longest ago. */
function lastComparedOf({ mailboxes }: EngineContext): number | null {
  const compared = mailboxes.all.map(({ sync }) => sync?.lastComparedAt() ?? null);
  return compared.length === 0 || compared.includes(null) ? null : Math.min(...compared.map(Number));
}

async function hotmartHealth({ hotmart }: EngineContext): Promise<DeskHealth['hotmart']> {
  const { settings, lastRound, completeAt } = await hotmart.state();
  if (settings === null) return null;
  return {
    lastRoundAt: lastRound?.finishedAt ?? null,
    completeAt,
    failure: lastRound?.problems[0]?.code ?? null,
  };
}

async function storeHealth(context: EngineContext, status: DeskStatus): Promise<DeskHealth['store']> {
  const { store } = context;
  const checked = lastCheckOf(context);
  const known = { kind: store.kind, encryption: status.storeEncryption, schema: NEWEST_SCHEMA, checked };
  if (store.kind === 'team') {
    return { ...known, bytes: null, freeBytes: null, newestCopyAt: null, copyFailure: null };
  }
  const { bavail, bsize } = await statfs(dirname(store.path));
  const newest = newestCopy(store.path);
  return {
    ...known,
    bytes: withCompanions(store.path)
      .filter((file) => existsSync(file))
      .reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0),
    freeBytes: bavail * bsize,
    newestCopyAt: newest.at,
    copyFailure: status.copyFailure?.code ?? newest.failure,
  };
}

/** By its name alone: reading them is what a check does. A folder that cannot be read is said, and ends nothing. */
function newestCopy(path: string): { readonly at: number | null; readonly failure: string | null } {
  try {
    return { at: namedCopies(path)[0]?.at ?? null, failure: null };
  } catch (error) {
    if (!(error instanceof SportelloError)) throw error;
    return { at: null, failure: error.code };
  }
}
