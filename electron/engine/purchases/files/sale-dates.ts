import { instantOf } from '../../../../shared/domain/zone-time';
import { parseIsoTime } from '../iso-time';

/** How a file writes its dates and numbers. */
export type DateStyle = {
  /** Which of the first two numbers is the day; the canonical `sales.csv` has ISO 8601 only. */
  readonly order: 'day-first' | 'month-first' | 'iso-only';
  /** IANA zone of the Hotmart account: its exports name none. */
  readonly timeZone: string;
  /** Days of a spreadsheet are counted from 1904 (`Workbook`). */
  readonly hasLateEpoch?: boolean;
};

/** Where the account's zone is not set: Hotmart's own (reference/hotmart.md §4). */
export const HOTMART_TIME_ZONE = 'America/Sao_Paulo';

/** `26/02/2026 13:11:29`, with `/`, `.` or `-`, time and seconds optional, AM and PM where written. */
const NUMERIC =
  /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?)?$/i;
const HAS_ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/i;
const ISO_LIKE = /^\d{4}-\d{2}-\d{2}/;
/** Days of a spreadsheet since 30 December 1899 (ECMA-376 §18.17.4.1): from 1970 to 2100. */
const SERIAL = /^(2[5-9]|[3-6]\d|7[0-3])\d{3}(?:\.\d+)?$/;
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;
/** From 30 December 1899 to 1 January 1904. */
const LATE_EPOCH_DAYS = 1462;

/** The numbers of a date as they stand: first and second may be day and month or the other way round. */
export type DateParts = { readonly first: number; readonly second: number };

/** The first two numbers of a date that an export could have written; null for anything else. */
export function readDateParts(cell: string): DateParts | null {
  const numeric = NUMERIC.exec(cell);
  if (numeric) {
    const [first, second] = [Number(numeric[1]), Number(numeric[2])];
    return first <= 31 && second <= 31 && Math.min(first, second) <= 12 ? { first, second } : null;
  }
  return ISO_LIKE.test(cell) && parseIsoTime(cell) !== null ? { first: 1, second: 1 } : null;
}

/**
 * Day or month first, by the dates themselves: a number above 12 is no month. Day first where they do not tell, as
 * Hotmart writes it.
 */
export function dateOrder(cells: readonly string[]): DateStyle['order'] {
  const parts = cells.flatMap((cell) => readDateParts(cell) ?? []);
  const isMonthFirst = parts.some(({ second }) => second > 12) && !parts.some(({ first }) => first > 12);
  return isMonthFirst ? 'month-first' : 'day-first';
}

/**
 * Epoch ms of a date as exports, spreadsheets and ISO 8601 write it; one without a zone is the account's local time.
 * Null for what is no date.
 */
export function readSaleTime(cell: string, style: DateStyle): number | null {
  if (ISO_LIKE.test(cell)) {
    const time = parseIsoTime(cell);
    return time === null || HAS_ZONE.test(cell) ? time : instantOf(time, style.timeZone);
  }
  if (SERIAL.test(cell)) {
    // a spreadsheet counts in fractions of a day; its seconds are whole
    const days = Number(cell) + (style.hasLateEpoch ? LATE_EPOCH_DAYS : 0);
    const local = SERIAL_EPOCH_MS + Math.round((days * DAY_MS) / 1000) * 1000;
    return instantOf(local, style.timeZone);
  }
  const numeric = style.order === 'iso-only' ? null : NUMERIC.exec(cell);
  if (!numeric) return null;
  const [first, second] = [Number(numeric[1]), Number(numeric[2])];
  const [day, month] = style.order === 'day-first' ? [first, second] : [second, first];
  const hour = hourOf(Number(numeric[4] ?? 0), numeric[7]);
  const [minute, seconds] = [Number(numeric[5] ?? 0), Number(numeric[6] ?? 0)];
  const year = Number(numeric[3]);
  const local = Date.UTC(year, month - 1, day, hour, minute, seconds);
  const read = new Date(local);
  // Date rolls 30 February over to March instead of refusing it.
  const isReal =
    month <= 12 && read.getUTCMonth() === month - 1 && read.getUTCDate() === day && hour < 24 && minute < 60;
  return isReal && year >= 1970 && seconds < 60 ? instantOf(local, style.timeZone) : null;
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

/**
 * A price with a point before its cents, whatever the export wrote: the last separator wins when one or two digits
 * follow it or both kinds stand there (`1.234,56`, `1,234.56`, `347.34`, `R$ 97,00`). What is no number stays as written.
 */
export function readPrice(cell: string): string {
  const digits = cell.replace(/[^\d.,-]/g, '');
  if (!/\d/.test(digits)) return cell.trim();
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (last < 0) return digits;
  const separators = new Set(digits.replace(/[\d-]/g, ''));
  const decimals = digits.length - last - 1;
  const isOnce = digits.indexOf(digits.charAt(last)) === last;
  // `1.234` alone may be a thousand or a precise price: three digits after the only separator are thousands
  const isDecimal = separators.size === 2 || (isOnce && decimals !== 3);
  if (!isDecimal) return digits.replace(/[.,]/g, '');
  return `${digits.slice(0, last).replace(/[.,]/g, '')}.${digits.slice(last + 1)}`;
}
