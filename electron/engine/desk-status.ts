import { packError, SportelloError } from '../../shared/contract/errors';
import type { PackedError } from '../../shared/contract/errors';
import type { ConnectionState, DeskStatus, MailboxStatus } from '../../shared/contract/views';
import { assertNever } from '../../shared/assert';
import { OUTBOX_PROBLEMS, OUTBOX_WAITING } from '../../shared/domain/outbox';
import type { OutboxState } from '../../shared/domain/outbox';
import { queueUnderWay } from '../../shared/domain/outbox-pace';
import type { EngineContext } from './context';
import type { OpenMailbox } from './mailboxes';
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
    return { ...known, ...connectionsOf(context), storeAway: packError(error) };
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
  const { store, source } = context;
  const desk = context.desk();
  const mailbox = desk.mailboxes[0] ?? null;
  const outbox = await readOutbox(context);
  return {
    ...connectionsOf(context),
    outbox: {
      ...outbox.counts,
      stopped: context.outbox?.stopped() ?? outbox.cannotGo,
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

/** How each mailbox is read, and what of that the desk says in one line: the worst. */
function connectionsOf(
  context: EngineContext,
): Pick<DeskStatus, 'connection' | 'troubled' | 'lastHeardAt' | 'mailboxes'> {
  const mailboxes = context.mailboxes.all.map((one) => statusOf(context, one));
  const worst = mailboxes.reduce<MailboxStatus | null>(
    (before, one) => (before === null || rank(one.connection) > rank(before.connection) ? one : before),
    null,
  );
  if (worst === null) return { connection: { kind: 'not-configured' }, troubled: null, lastHeardAt: null, mailboxes };
  const isTrouble = worst.connection.kind === 'stopped' || worst.connection.kind === 'offline';
  const heard = mailboxes.map(({ lastHeardAt }) => lastHeardAt);
  return {
    connection: worst.connection,
    troubled: mailboxes.length > 1 && isTrouble ? worst.address : null,
    lastHeardAt: heard.includes(null) ? null : Math.min(...heard.map(Number)),
    mailboxes,
  };
}

function statusOf(context: EngineContext, of: OpenMailbox): MailboxStatus {
  const { settings, sync } = of;
  const { id, address, name } = settings;
  const { seats } = context;
  const reader = seats.mailbox.holder();
  const readers = seats.mailbox.troubles().find(({ mailbox }) => mailbox === id);
  return {
    id,
    address,
    name,
    connection: readers ? { kind: 'stopped', error: readers.error } : connectionOf(reader, seats.mailbox.isHeld(), of),
    lastHeardAt: sync ? sync.lastHeardAt() : null,
    stopped: sendersTrouble(context, id),
  };
}

/** Read by this engine, or by a colleague's, which says what it cannot read. A mailbox whose password is nowhere is not "not connected": somebody has to type it again. */
function connectionOf(
  reader: string | null,
  isHeld: boolean,
  { sync, refused, unusable }: OpenMailbox,
): ConnectionState {
  if (reader !== null) return { kind: 'elsewhere', reader };
  if (sync) return (isHeld ? null : refused) ?? sync.state();
  return { kind: 'stopped', error: unusable };
}

/** How bad it is; of two that are alike the first in the profile speaks. */
function rank({ kind }: ConnectionState): number {
  switch (kind) {
    case 'stopped':
      return 5;
    case 'offline':
      return 4;
    case 'syncing':
      return 3;
    case 'connecting':
      return 2;
    case 'listening':
    case 'elsewhere':
      return 1;
    case 'not-configured':
      return 0;
    default:
      return assertNever(kind);
  }
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
  /** Why some of those that wait cannot go from the desk that sends, although others do; null: they can. */
  readonly cannotGo: PackedError | null;
  /** When each of those that wait is due, epoch ms. */
  readonly dueAt: readonly number[];
}> {
  const rows = await context.store.db
    .selectFrom('outbox')
    .select(['state', 'mailbox_id', 'until_at', 'next_attempt_at'])
    .where('state', 'in', [...OUTBOX_WAITING, ...OUTBOX_PROBLEMS])
    .where('envelope_to', '!=', ERASED)
    .execute();
  const waiting = rows.filter((row) => OUTBOX_WAITING.includes(row.state as OutboxState));
  const { mailboxes } = context.mailboxes.all.length > 1 ? context.desk() : { mailboxes: [] };
  const waitsFor = mailboxes.filter(({ id }) => waiting.some((row) => row.mailbox_id === id));
  const dueAt = waiting.map((row) => row.next_attempt_at ?? row.until_at);
  return {
    counts: {
      waiting: waiting.length,
      nextAt: dueAt.length === 0 ? null : Math.min(...dueAt),
      problems: rows.length - waiting.length + (await countUndelivered(context.store.db)),
    },
    cannotGo: waitsFor.flatMap(({ id }) => sendersTrouble(context, id) ?? [])[0] ?? null,
    dueAt,
  };
}

/** Why nothing goes out from a mailbox: of the colleague's desk that sends, else of this one. */
function sendersTrouble({ seats, outbox }: EngineContext, id: string): PackedError | null {
  const troubles = seats.outbox.holder() === null ? outbox?.troubles() : seats.outbox.troubles();
  return troubles?.find(({ mailbox }) => mailbox === id)?.error ?? null;
}

/** What the window needs of who signed in. */
function signedIn(member: TeamMember | null): DeskStatus['member'] {
  return member && { name: member.name, email: member.email, role: member.role };
}
