import { hasBegun, hasNamed, isBegun, isNamed } from '../../shared/domain/search-names';
import type { SearchWord } from './search-proposals';
import { wordAt } from './search-proposals';

/**
 * What of a query may be asked for while one still types: not the filter at its end whose value is not there yet, or only begins
 * as one (`is:un`). Asked for, it would be text, find nothing, and blank the list until the last letter.
 */
export function finishedSearch(typed: string): string {
  const word = wordAt(typed, typed.length);
  if (word === null || word.filter === null || !isUnfinished(word)) return typed;
  return typed.slice(0, word.from).replace(/\S+$/u, '').trimEnd();
}

function isUnfinished({ filter, typed }: SearchWord): boolean {
  if (typed === '') return true;
  if (filter === 'is') return isNamed(typed) === null && isBegun(typed, 'en').length > 0;
  if (filter === 'has') return hasNamed(typed) === null && hasBegun(typed, 'en').length > 0;
  return false;
}
