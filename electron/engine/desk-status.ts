import { packError, SportelloError } from '../../shared/contract/errors';
import type { ConnectionState, DeskStatus } from '../../shared/contract/views';
import { OUTBOX_PROBLEMS, OUTBOX_WAITING } from '../../shared/domain/outbox';
import type { OutboxState } from '../../shared/domain/outbox';
import { queueUnderWay } from '../../shared/domain/outbox-pace';
import type { EngineContext } from './context';
import { missingPassword } from './needed';
import { behindSince } from './outbox/catch-up';
import { ERASED, countTaken } from './store/outbox-table';
import { countProducts } from './store/products-table';
import { countPurchases } from './store/purchases-table';
import { countUndelivered } from './store/returned-mail-table';
import { countQuarantine } from './store/quarantine-table';
import type { TeamMember } from './store/store';

/** What was last known of each desk: a team's server that is away keeps nobody from seeing that it is. */
const lastKnown = new WeakMap<EngineContext, DeskStatus>();

/** The whole desk in one line: what it hears, what it sends, what it knows. */
export async function deskStatus(context: EngineContext): Promise<DeskStatus> {
  try {
    const status = await readStatus(context);
    lastKnown.set(context, status);
    return status;
  } catch (error) {
    const known = lastKnown.get(context);
    if (!known || !(error instanceof SportelloError)) throw error;
    return { ...known, connection: connectionOf(context), storeAway: packError(error) };
  }
}

/** Counting a million rows takes a while, and every desk of a team asks after every change: now and then is enough. */
const COUNTED_FOR_MS = 30_000;
const counted = new WeakMap<
  EngineContext,
  { readonly at: number; readonly lastImportAt: number | null; readonly count: number }
>();

async function purchasesOf(context: EngineContext): Promise<number> {
  const lastImportAt = await context.source.importedAt();
  const at = context.outside.clock.now();
  const known = counted.get(context);
  if (known && known.lastImportAt === lastImportAt && at - known.at < COUNTED_FOR_MS) return known.count;
  const count = await countPurchases(context.store.db);
  counted.set(context, { at, lastImportAt, count });
  return count;
}

async function readStatus(context: EngineContext): Promise<DeskStatus> {
  const { store, source, sync } = context;
  const desk = context.desk();
  const mailbox = desk.mailboxes[0] ?? null;
  const outbox = await readOutbox(context);
  return {
    connection: connectionOf(context),
    lastHeardAt: sync ? sync.lastHeardAt() : null,
    outbox: {
      ...outbox.counts,
      stopped: context.outbox?.stopped() ?? null,
      behindSince: await behindSince(store.db),
      pace: await paceOf(context, outbox.dueAt),
    },
    lastImportAt: await source.importedAt(),
    purchases: await purchasesOf(context),
    products: await countProducts(store.db),
    quarantined: await countQuarantine(store.db),
    storeEncryption: context.encryption,
    copyFailure: context.copies.failure(),
    erasureFailure: context.erasing.failure(),
    storeAway: null,
    mailbox: mailbox && { address: mailbox.address, name: mailbox.name },
    agent: desk.agent,
    member: store.kind === 'team' ? signedIn(store.member) : null,
    demo: desk.demo,
    undoSeconds: desk.undoSeconds,
    defaultLanguage: desk.defaultLanguage,
  };
}

/** How the mailbox is read: by this engine, or by a colleague's. */
function connectionOf({ seats, sync, desk, refused }: EngineContext): ConnectionState {
  const reader = seats.mailbox.holder();
  if (reader !== null) return { kind: 'elsewhere', reader };
  if (sync) return (seats.mailbox.isHeld() ? null : refused()) ?? sync.state();
  return desk().mailboxes[0] ? withoutPassword() : { kind: 'not-configured' };
}

/** A mailbox that is set up and whose password is nowhere is not "not connected": somebody has to type it again. */
function withoutPassword(): ConnectionState {
  return { kind: 'stopped', error: packError(missingPassword()) };
}

/** How fast the outbox goes, and when what is due has gone; of another desk that sends, its provider's pauses are not known. */
async function paceOf(context: EngineContext, dueAt: readonly number[]): Promise<DeskStatus['outbox']['pace']> {
  const { outbox, outside, seats, store } = context;
  if (outbox === null) return null;
  const own = outbox.pace();
  const now = outside.clock.now();
  const isSending = seats.outbox.isHeld();
  const sent = isSending ? own.sent : await countTaken(store.db, now - 60_000);
  const from = Math.max(now, own.paused?.until ?? 0);
  const { due, endsAt } = queueUnderWay(dueAt, { from, sent: from > now ? 0 : sent, limit: own.limit });
  return { ...own, sent, due, endsAt: isSending && outbox.stopped() === null ? endsAt : null };
}

async function readOutbox(context: EngineContext): Promise<{
  readonly counts: Pick<DeskStatus['outbox'], 'waiting' | 'nextAt' | 'problems'>;
  /** When each of those that wait is due, epoch ms. */
  readonly dueAt: readonly number[];
}> {
  const rows = await context.store.db
    .selectFrom('outbox')
    .select(['state', 'until_at', 'next_attempt_at'])
    .where('state', 'in', [...OUTBOX_WAITING, ...OUTBOX_PROBLEMS])
    .where('envelope_to', '!=', ERASED)
    .execute();
  const waiting = rows.filter((row) => OUTBOX_WAITING.includes(row.state as OutboxState));
  const dueAt = waiting.map((row) => row.next_attempt_at ?? row.until_at);
  return {
    counts: {
      waiting: waiting.length,
      nextAt: dueAt.length === 0 ? null : Math.min(...dueAt),
      problems: rows.length - waiting.length + (await countUndelivered(context.store.db)),
    },
    dueAt,
  };
}

/** What the window needs of who signed in. */
function signedIn(member: TeamMember | null): DeskStatus['member'] {
  return member && { name: member.name, email: member.email, role: member.role };
}
