import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import type { Suggestion } from '../../shared/domain/suggestion';
import type { Words } from '../i18n/use-words';

/** A macro's title in the interface's language. */
export function macroTitle(words: Words, suggestion: Suggestion): string {
  const language = REPLY_LANGUAGES.find((each) => each === words.language) ?? 'en';
  return suggestion.titles[language];
}
