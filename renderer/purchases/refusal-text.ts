import { readRefusal } from '../../shared/domain/import-refusals';
import type { Words } from '../i18n/use-words';

/** Why a row was refused, in the agent's language; a reason of another version as it was kept. */
export function sayRefusal(words: Words, reason: string): string {
  const read = readRefusal(reason);
  if (read === null) return reason;
  const { field } = read.values;
  const values = field === undefined ? read.values : { ...read.values, field: columnName(words, field) };
  const said = words.t(`refusal.${read.word}`, values);
  return read.of === '' ? said : `${read.of}: ${said}`;
}

/** What the agent calls a column of our own formats; any other by the name that the file gives it. */
export function columnName(words: Words, column: string): string {
  const key = [`sale-field.${column}`, `import-field.${column}`].find((one) => words.has(one));
  return key === undefined ? column : words.t(key);
}
