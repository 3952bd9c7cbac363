import { assertNever } from '../../shared/assert';
import { AGE_BANDS } from '../../shared/domain/report';
import type { FigureWord, Report } from '../../shared/domain/report';
import { dayText } from '../../shared/domain/report-periods';
import type { Words } from '../i18n/use-words';

const HOUR_MS = 3_600_000;

/** What a figure's word says to people: the name of a decision, a product, an age band. */
export function wordText(words: Words, report: Report, word: FigureWord, value: string | null): string {
  if (word === 'assignee' && value === null) return words.t('report.nobody');
  if (value === null || value === '') return words.t(word === 'macro' ? 'report.own-text' : 'report.unknown');
  switch (word) {
    case 'band':
      return bandText(words, Number(value));
    case 'product':
      return report.products[value] ?? value;
    case 'decision':
    case 'debtor':
    case 'queue':
      return known(words, `${word}.${value}`, value);
    case 'macro':
      return known(words, `decision.${value}`, value);
    case 'reason':
    case 'agreement':
    case 'trouble':
      return known(words, `report.${word}.${value}`, value);
    case 'producer':
    case 'assignee':
    case 'agent':
    case 'breached':
    case 'guarantee':
    case 'person':
    case 'reviewed':
    case 'silent':
    case 'twice':
      return value;
    default:
      return assertNever(word);
  }
}

function known(words: Words, key: string, value: string): string {
  return words.has(key) ? words.t(key) : value;
}

/** "< 2 d", "≥ 8 d". */
export function bandText(words: Words, band: number): string {
  const limit = AGE_BANDS[band];
  return limit === undefined ? words.t('lead.older', { n: AGE_BANDS.at(-1) ?? 0 }) : words.t('lead.band', { n: limit });
}

/** How long something took: hours up to two days, then days; a dash for nothing. */
export function tookText(words: Words, ms: number | null): string {
  if (ms === null) return '–';
  const hours = ms / HOUR_MS;
  return hours < 48
    ? words.t('report.hours', { n: oneDigit(words, hours) })
    : words.t('report.days', { n: oneDigit(words, hours / 24) });
}

export function percentText(words: Words, part: number, all: number): string {
  if (all === 0) return '–';
  return new Intl.NumberFormat(words.language, { style: 'percent', maximumFractionDigits: 0 }).format(part / all);
}

function oneDigit(words: Words, value: number): string {
  return new Intl.NumberFormat(words.language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/** The days of a report's range in the team's zone, as files are named after them: `2026-01-01_2026-01-31`. */
export function daysText({ ask, timeZone }: Report): string {
  return [ask.from, ask.to - 1].map((at) => dayText(at, timeZone)).join('_');
}

/** What stands at the head of each page on paper: the range, the zone that its days are of, and of when the figures are. */
export function paperHeader(words: Words, { ask, timeZone }: Report): string {
  const locale = words.language === 'en' ? 'en-GB' : words.language;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return words.t('report.paper', {
    from: day.format(ask.from),
    to: day.format(ask.to - 1),
    zone: timeZone,
    when: moment.format(ask.at),
  });
}
