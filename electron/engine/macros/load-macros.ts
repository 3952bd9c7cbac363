import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { SportelloError } from '../../../shared/contract/errors';
import { REPLY_LANGUAGES } from '../../../shared/domain/intent';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import { MACRO_PARTS, MACROS } from '../../../shared/domain/macro';
import type { MacroId, MacroPart, MacroShelf, MacroSource } from '../../../shared/domain/macro';
import { macroProblems } from '../../../shared/domain/macro-check';
import { readMacro } from './macro-file';

const NAMES: readonly (MacroId | MacroPart)[] = [...MACROS, ...MACRO_PARTS];

/**
 * Reads `resources/macros` and checks it: every text in every language, known placeholders only, valid Liquid.
 * Throws `file-unreadable` with all that is wrong, so that no reply is ever made from half a set.
 */
export async function loadMacros(resourcesDir: string): Promise<MacroShelf> {
  return loadMacroFolder(path.join(resourcesDir, 'macros'));
}

/** The same for a folder of other texts, which a dry run compares with the desk's own. */
export async function loadMacroFolder(folder: string): Promise<MacroShelf> {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw unusable([`the folder ${folder} cannot be read`], cause);
  });
  const present = new Set(files);
  const problems: string[] = [];
  const sources = new Map<string, MacroSource>();
  for (const macro of NAMES) {
    for (const language of REPLY_LANGUAGES) {
      const file = `${macro}.${language}.md`;
      if (!present.delete(file)) {
        problems.push(`${file} is missing`);
        continue;
      }
      const source = readMacro(macro, language, await readFile(path.join(folder, file), 'utf8'));
      if (typeof source === 'string') problems.push(`${file} ${source}`);
      else {
        problems.push(...macroProblems(source).map((problem) => `${file} ${problem}`));
        sources.set(`${macro}.${language}`, source);
      }
    }
  }
  for (const file of present) if (file.endsWith('.md')) problems.push(`${file} is no text that the desk knows`);
  if (problems.length > 0) throw unusable(problems);
  return shelf(sources);
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

function unusable(problems: readonly string[], cause?: unknown): SportelloError {
  return new SportelloError('file-unreadable', `The reply texts cannot be used: ${problems.join('; ')}.`, {
    action: 'Put the files back as they were (resources/macros), or correct the lines named, and try again.',
    detail: { problems: problems.length },
    ...(cause === undefined ? {} : { cause }),
  });
}
