import { REPLY_LANGUAGES } from '../../../shared/domain/intent';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import { isOwnMacro } from '../../../shared/domain/macro-names';
import { textOn } from '../../../shared/domain/own-macros';
import type { EditedText } from '../../../shared/contract/macros';
import type { MacroShelf, MacroSource, OwnMacroId, TextId } from '../../../shared/domain/macro';
import { newestTexts } from '../store/macro-texts-table';
import type { StoredText } from '../store/macro-texts-table';
import type { Store } from '../store/store';
import { versionOf, writeMacro } from './macro-file';

/** The desk's texts as they are live: those that it ships, and over them the newest that the team wrote. */
export type LiveShelf = MacroShelf & {
  /** The texts as they come with the desk. */
  readonly shipped: MacroShelf;
  /** Reads the store again: a text went live here or at another desk. */
  reload(): Promise<void>;
};

/** Texts in place of those of a shelf. */
export type Overlay = readonly {
  readonly macro: TextId;
  readonly language: ReplyLanguage;
  readonly text: EditedText;
}[];

/** Opens the shelf of a store. What was accepted into the outbox rests on none of it. */
export async function openShelf(store: Store, shipped: MacroShelf): Promise<LiveShelf> {
  let live = shipped;
  const reload = async (): Promise<void> => {
    live = overlaid(shipped, (await newestTexts(store.db)).filter(isLive));
  };
  await reload();
  return {
    shipped,
    reload,
    text: (macro, language) => live.text(macro, language),
    titles: (macro) => live.titles(macro),
    own: () => live.own(),
  };
}

function isLive({ state }: StoredText): boolean {
  return state === 'live';
}

/** A shelf with some of its texts replaced, and others added. */
export function overlaid(shelf: MacroShelf, texts: Overlay): MacroShelf {
  const replaced = new Map<string, MacroSource>();
  const own = new Map<OwnMacroId, Partial<Record<ReplyLanguage, MacroSource>>>(
    shelf.own().map(({ id, texts: known }) => [id, { ...known }]),
  );
  for (const { macro, language, text } of texts) {
    const source = sourceFrom(shelf, macro, language, text);
    replaced.set(`${macro}.${language}`, source);
    if (isOwnMacro(macro)) own.set(macro, { ...own.get(macro), [language]: source });
  }
  const text: MacroShelf['text'] = (macro, language) =>
    replaced.get(`${macro}.${language}`) ?? shelf.text(macro, language);
  return {
    text,
    titles: (macro) => ({
      it: text(macro, 'it').title,
      pt: text(macro, 'pt').title,
      es: text(macro, 'es').title,
      en: text(macro, 'en').title,
    }),
    own: () => [...own].map(([id, known]) => ({ id, texts: known })).sort((one, other) => (one.id < other.id ? -1 : 1)),
  };
}

/** What a person wrote as a text: the passages that it cites stay those of the shipped one. */
export function sourceFrom(shelf: MacroShelf, macro: TextId, language: ReplyLanguage, text: EditedText): MacroSource {
  const cites = isOwnMacro(macro) ? [] : shelf.text(macro, language).cites;
  const trimmed = { ...text, title: text.title.trim(), subject: text.subject.trim(), body: text.body.trim() };
  const source = { macro, language, cites, ...trimmed };
  return { ...source, version: versionOf(writeMacro(source)) };
}

/** The words of a text, as a person edits them. */
export function wordsOf({ title, subject, mailboxSubject, noSubject, body }: MacroSource): EditedText {
  return { title, subject, mailboxSubject, noSubject, body };
}

/** Whether two texts say the same, whatever blanks a file or a field left at their ends. */
export function saysTheSame(one: EditedText, other: EditedText): boolean {
  const fields = ['title', 'subject', 'mailboxSubject', 'noSubject', 'body'] as const;
  return fields.every((field) => one[field].trim() === other[field].trim());
}

/** Every text of a shelf. */
export function allTexts(shelf: MacroShelf, ids: readonly TextId[]): readonly MacroSource[] {
  return ids.flatMap((macro) => REPLY_LANGUAGES.flatMap((language) => textOn(shelf, macro, language) ?? []));
}
