import { groupBy } from '../group-by';
import type { NoticeScope, RunningNotice } from './incident';
import { DAY_MS } from './report-periods';

/**
 * When the desk proposes a notice (casework.md, "Peaks and incidents"): a product's tickets in an hour exceed five times its
 * usual and are at least 20. A ticket counts by when it was opened, so none counts that was opened again; what was filed or lies
 * in Junk, machines' mail with it, is left out by whoever counts.
 */

export const HOUR_MS = 3_600_000;
/** So many times its usual hour is more than a busy morning. */
export const TIMES_USUAL = 5;
/** Fewer are answered sooner than a notice is written. */
export const LEAST_TICKETS = 20;
/** A usual hour is one of the last four weeks: as many Mondays as Sundays, and no season that is over. */
export const USUAL_DAYS = 28;
/** Of a younger product an incident would soon be its own usual hour, and end its proposal. */
const LEAST_DAYS = 7;
/** An incident that was declined is over when so many hours in a row were no surge: less is its lunch break. */
const CALM_HOURS = 6;
/** After this nobody remembers what was declined. */
export const DECLINED_DAYS = 7;
/** More products and producers than this at once are no coincidence: what they share is how customers get in. */
const MOST_APART = 2;
/** A person in need writes a second and a third time; of who writes more, as machines do, no more tickets of an hour count. */
const MOST_OF_ONE = 3;

/** A ticket of the last hour. */
export type RecentTicket = {
  /** When it was opened, epoch ms. */
  readonly at: number;
  /** Folded address. */
  readonly requester: string;
};

/** What was counted of a product before its last hour, within `USUAL_DAYS`. */
export type UsualCount = {
  readonly tickets: number;
  /** Those of them that came in the same hour of a day. */
  readonly sameHour: number;
  /** When the first of them was opened, epoch ms; null where there is none. */
  readonly firstAt: number | null;
};

/**
 * Tickets in a usual hour of a product: the mean of this hour of the day, or of all hours, whichever is more. The first keeps an
 * ordinary morning from being an incident, the second a night in which three write instead of none. A product that is younger
 * than four weeks is counted from its first ticket on, and over no less than `LEAST_DAYS`; of a new one the usual is 0.
 */
export function usualHour(usual: UsualCount, now: number): number {
  return Math.max(meanHour(usual, now), usual.sameHour / daysOf(usual, now));
}

/** Tickets in an hour of a product, whatever the time of day. */
function meanHour(usual: UsualCount, now: number): number {
  return usual.tickets / (daysOf(usual, now) * 24);
}

function daysOf({ firstAt }: UsualCount, now: number): number {
  return Math.min(Math.max((now - (firstAt ?? now)) / DAY_MS, LEAST_DAYS), USUAL_DAYS);
}

/** Whether so many tickets in one hour are a surge. */
export function isSurge(tickets: number, usual: number): boolean {
  return tickets >= LEAST_TICKETS && tickets > TIMES_USUAL * usual;
}

/** A product whose last hour may be a surge. */
export type BusyProduct = {
  readonly productId: string;
  /** '' where nobody knows. */
  readonly producerName: string;
  readonly recent: readonly RecentTicket[];
  readonly usual: UsualCount;
  /**
   * Tickets of each whole hour since an hour before a decline, that hour first, by the decline's time (epoch ms); one that
   * was said after this was counted is absent.
   */
  readonly hoursSince: ReadonlyMap<number, readonly number[]>;
};

/** When a proposal was declined, or a notice that somebody was told ended, epoch ms. */
export type NoticeMoment = NoticeScope & { readonly at: number };

/** What the desk proposes a notice about. One product, all of a producer, or (both empty) all access. */
export type Proposal = NoticeScope & {
  /** Products that surge, the busiest first. */
  readonly products: readonly string[];
  /** Tickets about them in the last hour, at most `MOST_OF_ONE` of one requester and product. */
  readonly tickets: number;
  /** Tickets in a usual hour of them; a part of one, too. */
  readonly usual: number;
};

/**
 * Proposals for these products, the busiest first: one for a product, or for a producer of whom several surge, or for all access
 * where more than two of these do at once. None for what a running notice is about, and none of a product that surged when its
 * own, its producer's or the one about everything was declined, until that surge is over. What came
 * before a notice ended asks for no other one.
 */
export function proposeNotices(
  busy: readonly BusyProduct[],
  told: {
    readonly running: readonly Pick<RunningNotice, 'productId' | 'producerName'>[];
    readonly ended: readonly NoticeMoment[];
    readonly declined: readonly NoticeMoment[];
  },
  now: number,
): readonly Proposal[] {
  const surging = busy.flatMap((product) => {
    const isAbout = (scope: NoticeScope): boolean => touches(scope, product);
    const usual = usualHour(product.usual, now);
    const from = Math.max(now - HOUR_MS, ...told.ended.filter(isAbout).map(({ at }) => at));
    const tickets = countTickets(product.recent.filter(({ at }) => at > from));
    const isKnown =
      told.running.some(isAbout) ||
      told.declined.some((declined) => isAbout(declined) && goesOn(declined, product, now));
    return isSurge(tickets, usual) && !isKnown ? [{ ...product, tickets, usualHour: usual }] : [];
  });
  const apart = [...groupBy(surging, ({ producerName, productId }) => producerName || `product ${productId}`).values()];
  const groups = apart.length > MOST_APART ? [surging] : apart;
  return groups
    .map((group): Proposal => {
      const inOrder = [...group].sort((one, other) => other.tickets - one.tickets);
      return {
        ...scopeOf(inOrder, apart.length > MOST_APART),
        products: inOrder.map(({ productId }) => productId),
        tickets: sum(inOrder.map(({ tickets }) => tickets)),
        usual: sum(inOrder.map((one) => one.usualHour)),
      };
    })
    .sort((one, other) => other.tickets - one.tickets);
}

/** Whether it is about this product; noticeOf of incident.ts reads scopes alike. */
export function touches(scope: NoticeScope, product: NoticeScope): boolean {
  if (scope.productId !== '') return scope.productId === product.productId;
  return scope.producerName === '' || scope.producerName === product.producerName;
}

function scopeOf(group: readonly NoticeScope[], isAll: boolean): NoticeScope {
  const [first] = group;
  if (isAll || first === undefined) return { productId: '', producerName: '' };
  return group.length === 1
    ? { productId: first.productId, producerName: '' }
    : { productId: '', producerName: first.producerName };
}

/**
 * Whether this product surged when it was declined, and still does: since then there were no `CALM_HOURS` whole hours in a row.
 * An hour of the night is no calmer than one of the day, so the mean of all is their measure.
 */
function goesOn({ at }: NoticeMoment, { hoursSince, usual }: BusyProduct, now: number): boolean {
  if (now - at >= DECLINED_DAYS * DAY_MS) return false;
  const hours = hoursSince.get(at);
  // Whoever said it looked at the surge that was counted.
  if (hours === undefined) return true;
  const mean = meanHour(usual, now);
  const [first, ...later] = hours.map((tickets) => isSurge(tickets, mean));
  if (first !== true) return false;
  let calm = 0;
  for (const surges of later) {
    calm = surges ? 0 : calm + 1;
    if (calm >= CALM_HOURS) return false;
  }
  return true;
}

function countTickets(recent: readonly RecentTicket[]): number {
  return sum([...groupBy(recent, ({ requester }) => requester).values()].map((of) => Math.min(of.length, MOST_OF_ONE)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
