/**
 * Why a row of an import cannot be used: the English of command line, log and store, by which the window knows the words of its own
 * language (`refusal.WORD`). A store keeps the sentence alone, so one of another version is shown as it is.
 */
const REFUSALS = {
  empty: '{field} is empty',
  formula: '{field} is a formula',
  'cell-long': '{field} is longer than {most} characters',
  'row-long': 'its cells are longer than {most} characters together',
  'line-long': 'the line is longer than {most} characters',
  cells: '{cells} cells where the header has {width}',
  quote: 'a quote is opened or closed in the wrong place',
  number: '{field} is not HP and 9 to 16 digits',
  'iso-date': '{field} is not an ISO 8601 date',
  date: '{field} is not a date like 26/02/2026 13:11:29',
  'day-first': '{field} is not a date like 26/02/2026 13:11:29, but one if read day-first: import it so',
  'month-first': '{field} is not a date like 26/02/2026 13:11:29, but one if read month-first: import it so',
  time: '{field} is no time',
  address: '{field} is not an e-mail address',
  'no-number': '{field} is not a number',
  link: '{field} is not an http or https link',
  delivery: 'delivery is not club, producer or unknown',
  'same-transaction': 'the same transaction stands in line {line} with other data',
  'same-product': 'the same product stands in line {line} with other data',
  'same-event': 'the same event stands in line {line} with other data',
  'no-json': 'the line is no JSON',
  'no-event': 'it is no event of Hotmart: "event" or "data" is missing',
  'no-object': 'it is no object',
  cart: 'an abandoned cart is no purchase',
  'other-event': 'the event {event} tells nothing of a purchase',
  test: "it is Hotmart's test of a webhook",
  missing: '{field} is missing or unusable',
} as const;
export type RefusalWord = keyof typeof REFUSALS;
export const REFUSAL_WORDS = Object.keys(REFUSALS) as readonly RefusalWord[];

type NamesIn<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type ValuesOf<W extends RefusalWord> = Readonly<Record<NamesIn<(typeof REFUSALS)[W]>, string | number>>;

/** The English of a refusal, as it is kept. Values hold columns, places and numbers, nothing of a customer's. */
export function refusalOf<W extends RefusalWord>(
  word: W,
  ...[values]: NamesIn<(typeof REFUSALS)[W]> extends never ? [] : [ValuesOf<W>]
): string {
  const named: Readonly<Record<string, string | number>> = values ?? {};
  return REFUSALS[word].replace(/\{(\w+)\}/g, (_whole, name: string) => String(named[name] ?? ''));
}

/** Of which reading of Hotmart's a refusal is (`sales/APPROVED/…`), which word it says and of what; null for a sentence of another version. */
export type ReadRefusal = {
  readonly of: string;
  readonly word: RefusalWord;
  readonly values: Readonly<Record<string, string>>;
};

const PATTERNS = REFUSAL_WORDS.map((word) => {
  const escaped = REFUSALS[word].replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return { word, pattern: new RegExp(`^(?:([a-z]+(?:/\\S*)?): )?${escaped.replace(/\{(\w+)\}/g, '(?<$1>\\S+)')}$`) };
});

/** Reads what `refusalOf` made, with the name of a pass of Hotmart's before it or without. */
export function readRefusal(reason: string): ReadRefusal | null {
  for (const { word, pattern } of PATTERNS) {
    const found = pattern.exec(reason);
    if (found !== null) return { of: found[1] ?? '', word, values: { ...found.groups } };
  }
  return null;
}
