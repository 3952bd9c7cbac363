import { foldPlain } from './fold-text';

/** Days as people type them into a search. Where day and month are numbers the day comes first, as in all four languages of the desk. */

/** A stretch of time: `from` belongs to it, `until` no more; epoch ms. */
export type Period = { readonly from: number; readonly until: number };

/** Where the searching person is in time. */
export type Calendar = {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** Beginning of a day there, epoch ms; months and days beyond the ends run over, as those of `Date` do. */
  readonly startOf: (year: number, month: number, day: number) => number;
};

type YearDay = readonly [year: number, month: number, day: number];

const TODAY = new Set(['today', 'oggi', 'hoje', 'hoy']);
const YESTERDAY = new Set(['yesterday', 'ieri', 'ontem', 'ayer']);

/** From Sunday, as `getUTCDay` counts; each in English, Italian, Portuguese, Spanish. */
const WEEKDAYS: readonly (readonly string[])[] = [
  ['sunday', 'domenica', 'domingo'],
  ['monday', 'lunedi', 'segunda', 'lunes'],
  ['tuesday', 'martedi', 'terca', 'martes'],
  ['wednesday', 'mercoledi', 'quarta', 'miercoles'],
  ['thursday', 'giovedi', 'quinta', 'jueves'],
  ['friday', 'venerdi', 'sexta', 'viernes'],
  ['saturday', 'sabato', 'sabado'],
];

const MONTHS: readonly (readonly string[])[] = [
  ['january', 'gennaio', 'janeiro', 'enero'],
  ['february', 'febbraio', 'fevereiro', 'febrero'],
  ['march', 'marzo', 'marco'],
  ['april', 'aprile', 'abril'],
  ['may', 'maggio', 'maio', 'mayo'],
  ['june', 'giugno', 'junho', 'junio'],
  ['july', 'luglio', 'julho', 'julio'],
  ['august', 'agosto'],
  ['september', 'settembre', 'setembro', 'septiembre'],
  ['october', 'ottobre', 'outubro', 'octubre'],
  ['november', 'novembre', 'novembro', 'noviembre'],
  ['december', 'dicembre', 'dezembro', 'diciembre'],
];
/** Three letters tell weekdays apart, and months; `mar` is March, `mart` a Tuesday. */
const FEWEST_LETTERS = 3;

/** `7d`, `2 settimane`, `3m`: the word begins with one of these. */
const UNITS: readonly (readonly [unit: 'day' | 'week' | 'month' | 'year', begins: RegExp])[] = [
  ['week', /^(?:w|week|weeks|s|sett|settimana|settimane|sem|semana|semanas)$/],
  ['month', /^(?:m|month|months|mese|mesi|mes|meses)$/],
  ['year', /^(?:y|year|years|a|anno|anni|ano|anos)$/],
  ['day', /^(?:d|day|days|g|gg|giorno|giorni|dia|dias)$/],
];

/** The day, month or year that was typed; null where it is none. */
export function periodNamed(typed: string, calendar: Calendar): Period | null {
  const word = foldPlain(typed).trim();
  const today: YearDay = [calendar.year, calendar.month, calendar.day];
  if (TODAY.has(word)) return dayOf(today, calendar);
  if (YESTERDAY.has(word)) return dayOf([today[0], today[1], today[2] - 1], calendar);
  return (
    written(word, calendar) ??
    ago(word, today, calendar) ??
    monthNamed(word, calendar) ??
    weekday(word, today, calendar)
  );
}

function dayOf([year, month, day]: YearDay, { startOf }: Calendar): Period {
  return { from: startOf(year, month, day), until: startOf(year, month, day + 1) };
}

function monthOf(year: number, month: number, { startOf }: Calendar): Period {
  return { from: startOf(year, month, 1), until: startOf(year, month + 1, 1) };
}

/** `2026-11-03`, `2026-11`, `2026`, `3.11.2026`, `3/11/26`, `3.11.`, `3/11`. */
function written(word: string, calendar: Calendar): Period | null {
  const iso = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(word);
  if (iso) {
    const [year, month, day] = [Number(iso[1]), Number(iso[2] ?? 1), Number(iso[3] ?? 1)];
    if (!isDay([year, month, day])) return null;
    if (iso[3] !== undefined) return dayOf([year, month, day], calendar);
    if (iso[2] !== undefined) return monthOf(year, month, calendar);
    return { from: calendar.startOf(year, 1, 1), until: calendar.startOf(year + 1, 1, 1) };
  }
  const local = /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2})?)?$/.exec(word);
  if (!local) return null;
  const [day, month] = [Number(local[1]), Number(local[2])];
  const year = local[3] === undefined ? lastYearOf(month, day, calendar) : fullYear(Number(local[3]));
  return isDay([year, month, day]) ? dayOf([year, month, day], calendar) : null;
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year;
}

/** The year in which that day was last: nobody searches mail of the future. */
function lastYearOf(month: number, day: number, now: Calendar): number {
  return month > now.month || (month === now.month && day > now.day) ? now.year - 1 : now.year;
}

function isDay([year, month, day]: YearDay): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1970 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Years that a desk can look back; what is longer is a number of something else. */
const MOST_BACK = 9999;

function ago(word: string, [year, month, day]: YearDay, calendar: Calendar): Period | null {
  const match = /^(\d{1,4})\s*([a-z]+)$/.exec(word);
  if (!match) return null;
  const count = Math.min(Number(match[1]), MOST_BACK);
  const unit = UNITS.find(([, begins]) => begins.test(match[2] ?? ''))?.[0];
  switch (unit) {
    case undefined:
      return null;
    case 'day':
      return dayOf([year, month, day - count], calendar);
    case 'week':
      return dayOf([year, month, day - 7 * count], calendar);
    case 'month':
      return dayOf(shortened(year, month - count, day), calendar);
    case 'year':
      return dayOf(shortened(year - count, month, day), calendar);
  }
}

/** The last day of a month that has not so many: a month before 31 March is the end of February. */
function shortened(year: number, month: number, day: number): YearDay {
  const last = new Date(Date.UTC(year, month, 0));
  return [last.getUTCFullYear(), last.getUTCMonth() + 1, Math.min(day, last.getUTCDate())];
}

function monthNamed(word: string, calendar: Calendar): Period | null {
  const month = indexNamed(word, MONTHS) + 1;
  if (month === 0) return null;
  return monthOf(month > calendar.month ? calendar.year - 1 : calendar.year, month, calendar);
}

function weekday(word: string, [year, month, day]: YearDay, calendar: Calendar): Period | null {
  const named = indexNamed(word, WEEKDAYS);
  if (named < 0) return null;
  const today = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return dayOf([year, month, day - ((today - named + 7) % 7)], calendar);
}

function indexNamed(word: string, names: readonly (readonly string[])[]): number {
  if (word.length < FEWEST_LETTERS) return -1;
  return names.findIndex((spoken) => spoken.some((name) => name.startsWith(word)));
}
