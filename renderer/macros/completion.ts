import { SITUATION_NAMES, SLOTS } from '../../shared/domain/macro-names';

/** One thing that can be put where `{{` or `{%` was typed. */
export type Completion = {
  /** Key of its sentence in the locale files. */
  readonly key: string;
  readonly name: string;
  /** What takes the place of what was typed. */
  readonly text: string;
  /** Where the caret stands in it afterwards. */
  readonly caret: number;
};

/** What is being typed before the caret, from its braces on. */
const TYPED = /\{([{%])-?\s*([a-z_]*)$/;

/** What fits there; null where no placeholder is being typed. Values for `{{`, conditions for `{%`. */
export function completionsAt(
  text: string,
  caret: number,
): { readonly from: number; readonly list: readonly Completion[] } | null {
  const match = TYPED.exec(text.slice(0, caret));
  if (match === null) return null;
  const [, brace, word = ''] = match;
  const names: readonly string[] = brace === '{' ? SLOTS : SITUATION_NAMES;
  // What begins so comes first, then what has a word that begins so.
  const begun = names.filter((name) => name.startsWith(word));
  const within = word === '' ? [] : names.filter((name) => !begun.includes(name) && name.includes(`_${word}`));
  const list = [...begun, ...within].map((name) => (brace === '{' ? valueOf(name) : conditionOn(name)));
  return list.length === 0 ? null : { from: match.index, list };
}

function valueOf(name: string): Completion {
  const text = `{{ ${name} }}`;
  return { key: `slot.${name}`, name, text, caret: text.length };
}

function conditionOn(name: string): Completion {
  const text = `{% if ${name} %}{% endif %}`;
  return { key: `situation.${name}`, name, text, caret: text.indexOf('{% endif %}') };
}

/** The text with one chosen, and where its caret stands. */
export function complete(
  text: string,
  caret: number,
  from: number,
  chosen: Completion,
): { readonly text: string; readonly caret: number } {
  // Braces that close what was typed are there already when an old placeholder is written over.
  const rest = text.slice(caret).replace(/^\s*(?:-?%\}|\}\})/, '');
  return { text: text.slice(0, from) + chosen.text + rest, caret: from + chosen.caret };
}
