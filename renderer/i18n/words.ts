import type { i18n } from 'i18next';
import type { KeyMap } from '../../shared/domain/own-keys';
import type { Sentence } from '../desk/desk-state';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How the window says things: words of the locale files, ages, dates and sizes in the interface's language. */
export type Words = {
  readonly t: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly say: (sentence: Sentence) => string;
  readonly has: (key: string) => boolean;
  /** Short age: `now`, `5m`, `2h`, `3d`. */
  readonly age: (at: number) => string;
  readonly clock: (at: number) => string;
  readonly day: (at: number) => string;
  readonly moment: (at: number) => string;
  readonly size: (bytes: number) => string;
  /** A price as stored (`1234.50`, `BRL`); what is no number stays as it was written. */
  readonly money: (amount: string, currency: string) => string;
  readonly language: string;
  /** The keys of every command that mean something now: the person's own where they chose any, no single ones while those are off. */
  readonly keys: KeyMap;
};

/** What does not change with the time of day. */
export type Sayings = Omit<Words, 'age'>;

/** Texts with values that are kept: those of a list's rows are a few, said again and again. */
const MOST_FILLED = 500;

function made(known: Map<string, string>, key: string, make: () => string): string {
  const text = known.get(key) ?? make();
  known.set(key, text);
  return text;
}

/** Keys that sentences of the locale files name, by the command that has them. */
const NAMED_KEYS = {
  keyReply: 'reply',
  keyMacros: 'macros',
  keyOriginal: 'original',
  keyLink: 'link-purchase',
  keyNext: 'next',
  keyInbox: 'go.inbox',
} as const;

/** As a sentence names them; a command without a key is found under that of all commands. */
function namedKeys(keys: KeyMap, then: (first: string, second: string) => string): Readonly<Record<string, string>> {
  const entries = Object.entries(NAMED_KEYS).map(([name, command]) => {
    const [first = '', second] = (keys.get(command)?.[0] ?? keys.get('palette')?.[0] ?? '').split(' ');
    return [name, second === undefined ? first : then(first, second)];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** The words of one language, which name the keys as they are now; texts and formats are made once. */
export function createSayings(interfaceWords: i18n, language: string, keys: KeyMap): Sayings {
  const fixed = interfaceWords.getFixedT(language);
  const named = namedKeys(keys, (first, second) => fixed('keys.then', { first, second }));
  const plain = new Map<string, string>();
  const filled = new Map<string, string>();
  const t: Words['t'] = (key, values) => {
    if (values === undefined) return made(plain, key, () => fixed(key, named));
    if (filled.size >= MOST_FILLED) filled.clear();
    return made(filled, `${key}\n${JSON.stringify(values)}`, () => fixed(key, { ...named, ...values }));
  };
  return {
    t,
    say: ({ key, values, named: keyed = {} }) => {
      const said = Object.entries(keyed).map(([name, keys]) => [name, keys.map((one) => t(one)).join(', ')] as const);
      return t(key, said.length === 0 ? values : { ...values, ...Object.fromEntries(said) });
    },
    has: (key) => interfaceWords.exists(key),
    clock: dateFormat(language, { hour: '2-digit', minute: '2-digit' }),
    day: dateFormat(language, { day: 'numeric', month: 'short', year: 'numeric' }),
    moment: dateFormat(language, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    size: sizeFormat(language),
    money: moneyFormat(language),
    language,
    keys,
  };
}

/** The words at a moment, epoch ms. */
export function withAges(sayings: Sayings, now: number): Words {
  const known = new Map<number, string>();
  const age: Words['age'] = (at) => {
    const text = known.get(at) ?? ageText(sayings, now - at);
    known.set(at, text);
    return text;
  };
  return { ...sayings, age };
}

function ageText({ t }: Sayings, since: number): string {
  const ms = Math.max(0, since);
  if (ms < MINUTE) return t('age.now');
  if (ms < HOUR) return t('age.minutes', { n: Math.floor(ms / MINUTE) });
  if (ms < DAY) return t('age.hours', { n: Math.floor(ms / HOUR) });
  return t('age.days', { n: Math.floor(ms / DAY) });
}

/** Making a format costs a hundred times what using it does. */
function dateFormat(language: string, options: Intl.DateTimeFormatOptions): (at: number) => string {
  let format: Intl.DateTimeFormat | null = null;
  return (at) => (format ??= new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options)).format(at);
}

const UNITS = [
  ['byte', 1, 0],
  ['kilobyte', 1024, 0],
  ['megabyte', 1024 ** 2, 1],
  ['gigabyte', 1024 ** 3, 1],
] as const;

function sizeFormat(language: string): (bytes: number) => string {
  const formats = new Map<string, Intl.NumberFormat>();
  return (bytes) => {
    const [unit, one, maximumFractionDigits] =
      UNITS[bytes < 1024 ? 0 : bytes < 1024 ** 2 ? 1 : bytes < 1024 ** 3 ? 2 : 3];
    const format =
      formats.get(unit) ??
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits });
    formats.set(unit, format);
    return format.format(bytes / one);
  };
}

/** Behind the amount in its usual letters: several currencies share a sign, and a desk sells in many. */
function moneyFormat(language: string): Words['money'] {
  const formats = new Map<number, Intl.NumberFormat>();
  const numberOf = (digits: number): Intl.NumberFormat => {
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    const format = formats.get(digits) ?? new Intl.NumberFormat(language, options);
    formats.set(digits, format);
    return format;
  };
  return (amount, currency) => {
    const written = /^\d{1,12}(?:\.(\d{1,4}))?$/.exec(amount);
    const said = written === null ? amount : numberOf(written[1]?.length ?? 0).format(Number(amount));
    return [said, currency].filter((part) => part !== '').join(' ');
  };
}
