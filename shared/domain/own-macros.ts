import type { ReplyLanguage } from './intent';
import type { MacroShelf, MacroSource } from './macro';
import { isOwnMacro } from './macro-names';
import type { TextId } from './macro-names';

/** The text that a shelf has in a language; undefined for one of the team's own that lacks it. */
export function textOn(shelf: MacroShelf, macro: TextId, language: ReplyLanguage): MacroSource | undefined {
  if (!isOwnMacro(macro)) return shelf.text(macro, language);
  return shelf.own().find(({ id }) => id === macro)?.texts[language];
}

/** The text in the reader's language; one of the team's own that lacks it in the team's language, else in any. */
export function macroSource(
  shelf: MacroShelf,
  macro: TextId,
  language: ReplyLanguage,
  fallback: ReplyLanguage,
): MacroSource {
  const source = textOn(shelf, macro, language) ?? textOn(shelf, macro, fallback) ?? textsOf(shelf, macro)[0];
  if (source === undefined) throw new Error(`No text ${macro}`);
  return source;
}

/** Titles in every language; one that is missing is said in another language. */
export function macroTitles(shelf: MacroShelf, macro: TextId): Readonly<Record<ReplyLanguage, string>> {
  if (!isOwnMacro(macro)) return shelf.titles(macro);
  const [any] = textsOf(shelf, macro);
  const title = (language: ReplyLanguage): string => (textOn(shelf, macro, language) ?? any)?.title ?? '';
  return { it: title('it'), pt: title('pt'), es: title('es'), en: title('en') };
}

function textsOf(shelf: MacroShelf, macro: TextId): readonly MacroSource[] {
  return Object.values(shelf.own().find(({ id }) => id === macro)?.texts ?? {});
}
