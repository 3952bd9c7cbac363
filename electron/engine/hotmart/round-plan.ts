import type { HotmartReader, RoundKind } from '../../../shared/contract/hotmart';

/**
 * One list that is read page by page: sales of one status ordered in a window (null: what the API gives unasked, APPROVED and
 * COMPLETE), subscriptions begun in a window, all products, all members of one area. Times are epoch ms.
 */
export type Pass =
  | { readonly kind: 'sales'; readonly status: string | null; readonly from: number; readonly to: number }
  | { readonly kind: 'subscriptions'; readonly from: number; readonly to: number }
  | { readonly kind: 'products' }
  | { readonly kind: 'club'; readonly slug: string };

/** What a round was begun with: whoever goes on with it asks exactly the same. */
export type Round = {
  readonly kind: RoundKind;
  readonly startedAt: number;
  readonly clientId: string;
  readonly monthsBack: number;
  readonly clubs: readonly string[];
};

/** What a round of one kind ended with last. */
export type LastRounds = Readonly<Partial<Record<RoundKind, Round>>>;

/**
 * Statuses that the API gives only when asked for each (reference/hotmart.md §0.3): 15 of its 17, the other two come unasked.
 * Several in one call are not known to work.
 */
export const ASKED_STATUSES: readonly string[] = [
  'WAITING_PAYMENT',
  'PRINTED_BILLET',
  'PROCESSING_TRANSACTION',
  'UNDER_ANALISYS',
  'STARTED',
  'PRE_ORDER',
  'OVERDUE',
  'REFUNDED',
  'PARTIALLY_REFUNDED',
  'CANCELLED',
  'CHARGEBACK',
  'PROTESTED',
  'EXPIRED',
  'NO_FUNDS',
  'BLOCKED',
];

const DAY_MS = 24 * 3_600_000;
/** 12 months work, two years are refused with 400 (probed, reference/hotmart.md §2). */
export const WINDOW_MS = 360 * DAY_MS;
/** A month of settings, generously: nobody counts on the day two years back. */
const MONTH_MS = 31 * DAY_MS;

/**
 * How far each kind goes back, and how often it is due. Statuses change after the order and the API cannot be asked for what
 * changed, so orders are read again: three days catch every payment that settles at once and what was ordered over a
 * weekend, each time; sixty days catch billets (3 working days), guarantees (30 days at most) and Hotmart's window for
 * refunds (60 days), daily; all of them are compared once a week.
 */
export const RECENT_MS = 3 * DAY_MS;
export const DAILY_MS = 60 * DAY_MS;
const DAILY_EVERY_MS = DAY_MS;
const FULL_EVERY_MS = 7 * DAY_MS;
/** A full round in which Hotmart refused lists of sales is tried again after this time; until then the newest are read. */
const FULL_AGAIN_MS = 6 * 3_600_000;

/** A stopped round is gone on with while its cursors may still be good and its end is not too old to be worth it. */
const RESUME_MS: Readonly<Record<RoundKind, number>> = {
  recent: 3_600_000,
  daily: DAY_MS,
  full: FULL_EVERY_MS,
};

/** Whether a round that was stopped is gone on with: settings that changed, or a long time, begin another one. */
export function isResumable(round: Round, settings: Omit<Round, 'kind' | 'startedAt'>, now: number): boolean {
  return isSameScope(round, settings) && round.startedAt <= now && now - round.startedAt < RESUME_MS[round.kind];
}

/**
 * The deepest kind that is due. `triedFull`: when a full round was last read to its end with lists of sales missing, epoch ms;
 * null: never.
 */
export function dueKind(
  last: LastRounds,
  settings: Omit<Round, 'kind' | 'startedAt'>,
  now: number,
  triedFull: number | null,
): RoundKind {
  const full = last.full && last.full.clientId === settings.clientId ? last.full : null;
  // a clock that was set back must not put rounds off
  const age = (at: number): number => Math.abs(now - at);
  const isFullDue = full === null || full.monthsBack < settings.monthsBack || age(full.startedAt) >= FULL_EVERY_MS;
  if (isFullDue && (triedFull === null || age(triedFull) >= FULL_AGAIN_MS)) return 'full';
  const daily = [last.daily, full].filter((round) => round?.clientId === settings.clientId);
  const newest = daily.reduce((one, other) => (one && other && one.startedAt >= other.startedAt ? one : other), null);
  if (!newest || age(newest.startedAt) >= DAILY_EVERY_MS) return 'daily';
  return settings.clubs.every((slug) => newest.clubs.includes(slug)) ? 'recent' : 'daily';
}

function isSameScope(round: Round, settings: Omit<Round, 'kind' | 'startedAt'>): boolean {
  return (
    round.clientId === settings.clientId &&
    round.monthsBack === settings.monthsBack &&
    round.clubs.join() === settings.clubs.join()
  );
}

/** Windows that the API takes, newest first. */
export function windowsOf(from: number, to: number): readonly { readonly from: number; readonly to: number }[] {
  const windows: { from: number; to: number }[] = [];
  for (let end = to; end > from; end -= WINDOW_MS) windows.push({ from: Math.max(from, end - WINDOW_MS), to: end });
  return windows;
}

/** Start of what a round reads, epoch ms. */
export function reachOf(round: Pick<Round, 'kind' | 'startedAt' | 'monthsBack'>): number {
  const back = { recent: RECENT_MS, daily: DAILY_MS, full: round.monthsBack * MONTH_MS };
  return round.startedAt - back[round.kind];
}

/** Everything that a round reads, in this order: newest sales first, since those are asked about. */
export function passesOf(round: Round): readonly Pass[] {
  const windows = windowsOf(reachOf(round), round.startedAt);
  const timed = windows.flatMap(({ from, to }): readonly Pass[] => [
    ...[null, ...ASKED_STATUSES].map((status): Pass => ({ kind: 'sales', status, from, to })),
    { kind: 'subscriptions', from, to },
  ]);
  if (round.kind === 'recent') return timed;
  return [...timed, { kind: 'products' }, ...round.clubs.map((slug): Pass => ({ kind: 'club', slug }))];
}

/** One text for a pass, as a key. */
export function passName(pass: Pass): string {
  switch (pass.kind) {
    case 'sales':
      return `sales/${pass.status ?? 'APPROVED+COMPLETE'}/${String(pass.from)}-${String(pass.to)}`;
    case 'subscriptions':
      return `subscriptions/${String(pass.from)}-${String(pass.to)}`;
    case 'products':
      return 'products';
    case 'club':
      return `club/${pass.slug}`;
  }
}

/** Whose counts a pass adds to. */
export function readerOf(pass: Pass): HotmartReader {
  return pass.kind;
}
