import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { SportelloError } from '../../../shared/contract/errors';
import { PASSAGES } from '../../../shared/domain/decision';
import type { Passage } from '../../../shared/domain/decision';
import { REPLY_LANGUAGES } from '../../../shared/domain/intent';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import { MACRO_PARTS, MACROS, macroProblems } from '../../../shared/domain/macro';
import type { MacroId, MacroPart, MacroShelf, MacroSource } from '../../../shared/domain/macro';

const NAMES: readonly (MacroId | MacroPart)[] = [...MACROS, ...MACRO_PARTS];
const FRONT_MATTER = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/;

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

/** One file as a text; a sentence's end where it has no usable front matter. */
export function readMacro(macro: MacroId | MacroPart, language: ReplyLanguage, file: string): MacroSource | string {
  const match = FRONT_MATTER.exec(file.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'));
  if (!match) return 'has no front matter between two lines of "---"';
  const fields = new Map<string, string>();
  for (const line of (match[1] ?? '').split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) return `has a front matter line without "name: value": ${line}`;
    fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  for (const name of fields.keys()) {
    if (!['title', 'subject', 'cites', 'mailbox_subject', 'no_subject'].includes(name)) {
      return `has the unknown field "${name}"`;
    }
  }
  const cites = (fields.get('cites') ?? '').split(',').flatMap((cite) => (cite.trim() === '' ? [] : [cite.trim()]));
  const unknown = cites.find((cite) => !(PASSAGES as readonly string[]).includes(cite));
  if (unknown !== undefined) return `cites "${unknown}", which is no passage of the article`;
  if (macro !== 'frame' && !fields.has('subject')) return 'has no subject';
  if (macro === 'frame' && !(fields.has('mailbox_subject') && fields.has('no_subject'))) {
    return 'needs mailbox_subject and no_subject';
  }
  return {
    macro,
    language,
    title: fields.get('title') ?? '',
    subject: fields.get('subject') ?? '',
    mailboxSubject: fields.get('mailbox_subject') ?? '',
    noSubject: fields.get('no_subject') ?? '',
    cites: cites as Passage[],
    body: (match[2] ?? '').trim(),
    version: versionOf(file),
  };
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
  };
}

/** FNV-1a over the file: tells two wordings apart in the history, no secret. */
function versionOf(file: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(file)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

function unusable(problems: readonly string[], cause?: unknown): SportelloError {
  return new SportelloError('file-unreadable', `The reply texts cannot be used: ${problems.join('; ')}.`, {
    action: 'Put the files back as they were (resources/macros), or correct the lines named, and try again.',
    detail: { problems: problems.length },
    ...(cause === undefined ? {} : { cause }),
  });
}
