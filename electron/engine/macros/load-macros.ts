import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { SportelloError } from '../../../shared/contract/errors';
import { REPLY_LANGUAGES } from '../../../shared/domain/intent';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import { MACRO_PARTS, MACROS } from '../../../shared/domain/macro';
import type { MacroId, MacroPart, MacroShelf, MacroSource } from '../../../shared/domain/macro';
import { macroProblems } from '../../../shared/domain/macro-check';
import { builtTexts, textsDigest } from './built-texts';
import { readMacro } from './macro-file';

const NAMES: readonly (MacroId | MacroPart)[] = [...MACROS, ...MACRO_PARTS];

/**
 * Reads `resources/macros` and checks it: every text in every language, known placeholders only, valid Liquid.
 * Throws `file-unreadable` with all that is wrong, so that no reply is ever made from half a set.
 */
export async function loadMacros(resourcesDir: string): Promise<MacroShelf> {
  return loadMacroFolder(path.join(resourcesDir, 'macros'), builtTexts());
}

/**
 * The same for a folder of other texts, which a dry run compares with the desk's own. A set with the digest `known` was checked
 * before; checking it again would take a third of the engine's start.
 */
export async function loadMacroFolder(folder: string, known: string | null = null): Promise<MacroShelf> {
  const files = await readTexts(folder);
  const isKnown = known !== null && textsDigest(files) === known;
  const left = new Set(files.keys());
  const problems: string[] = [];
  const sources = new Map<string, MacroSource>();
  for (const macro of NAMES) {
    for (const language of REPLY_LANGUAGES) {
      const file = `${macro}.${language}.md`;
      const content = files.get(file);
      left.delete(file);
      if (content === undefined) {
        problems.push(`${file} is missing`);
        continue;
      }
      const source = readMacro(macro, language, content);
      if (typeof source === 'string') problems.push(`${file} ${source}`);
      else {
        if (!isKnown) problems.push(...macroProblems(source).map((problem) => `${file} ${problem}`));
        sources.set(`${macro}.${language}`, source);
      }
    }
  }
  for (const file of left) problems.push(`${file} is no text that the desk knows`);
  if (problems.length > 0) throw unusable(problems);
  return shelf(sources);
}

/** Name and content of each text of a folder. */
async function readTexts(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw new SportelloError('file-unreadable', `The folder ${folder} of the reply texts cannot be read.`, {
      reason: 'read',
      action: 'Put the folder back as it was (resources/macros), and try again.',
      detail: { path: folder },
      cause,
    });
  });
  const names = files.filter((file) => file.endsWith('.md'));
  // At once, not one after the other: a hundred small files, and the first list waits for them.
  const contents = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return new Map(names.map((name, index) => [name, contents[index] ?? '']));
}

/** A shelf from texts that are complete; a text it lacks is a bug of the caller. */
function shelf(sources: ReadonlyMap<string, MacroSource>): MacroShelf {
  const text = (macro: MacroId | MacroPart, language: ReplyLanguage): MacroSource => {
    const source = sources.get(`${macro}.${language}`);
    if (!source) throw new Error(`No text ${macro} in ${language}`);
    return source;
  };
  return {
    text,
    titles: (macro) => ({
      it: text(macro, 'it').title,
      pt: text(macro, 'pt').title,
      es: text(macro, 'es').title,
      en: text(macro, 'en').title,
    }),
    own: () => [],
  };
}

/** How many problems the window names; the rest is corrected as one comes to it. */
const MOST_NAMED = 3;

function unusable(problems: readonly string[]): SportelloError {
  return new SportelloError('file-unreadable', `The reply texts cannot be used: ${problems.join('; ')}.`, {
    reason: 'reply-texts',
    action: 'Put the files back as they were (resources/macros), or correct the lines named, and try again.',
    detail: { problems: problems.slice(0, MOST_NAMED).join('; ') },
  });
}
