import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { SportelloError } from '../../../shared/contract/errors';
import { MAX_MACRO_CHARS, OWN_ID } from '../../../shared/contract/macros';
import { REPLY_LANGUAGES } from '../../../shared/domain/intent';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import type { MacroSource, TextId } from '../../../shared/domain/macro';
import { isShipped } from '../../../shared/domain/macro-names';
import { readMacro, writeMacro } from './macro-file';

/** Largest ZIP that is read, bytes; the shipped set has 60,000. */
const MAX_ZIP_BYTES = 5_000_000;
/** Largest file of a set, bytes: the longest text in letters of three bytes, and its front matter. */
const MAX_FILE_BYTES = 4 * MAX_MACRO_CHARS;
/** Files of one set; a bomb may name any number. */
const MAX_FILES = 600;
const FILE_NAME = /^([a-z][a-z0-9.-]*)\.([a-z]{2})\.md$/;

/** Texts of a folder or ZIP, and the names of files that are none, each with why. */
export type MacroSet = { readonly sources: readonly MacroSource[]; readonly refused: readonly string[] };

/** The set as one ZIP; the same texts make the same bytes, whenever it is written. */
export function packMacros(sources: readonly MacroSource[]): Uint8Array {
  const files = sources.map(
    (source) => [`${source.macro}.${source.language}.md`, strToU8(writeMacro(source))] as const,
  );
  return zipSync(Object.fromEntries(files), { mtime: new Date(1980, 0, 2), level: 9 });
}

/**
 * Reads a set that somebody chose: a folder of files, or a ZIP of them.
 * @throws SportelloError `file-unreadable`
 */
export async function readMacroSet(from: string): Promise<MacroSet> {
  const files = await filesOf(from);
  const sources: MacroSource[] = [];
  const refused: string[] = [];
  for (const [name, content] of files) {
    const place = placeOf(name);
    if (place === null) {
      refused.push(`${name} is no text that the desk knows`);
      continue;
    }
    const source = readMacro(place.macro, place.language, content);
    if (typeof source === 'string') refused.push(`${name} ${source}`);
    else sources.push(source);
  }
  if (sources.length === 0) throw unusable(from, 'holds no reply texts');
  return { sources, refused };
}

function placeOf(name: string): { readonly macro: TextId; readonly language: ReplyLanguage } | null {
  const [, macro = '', language = ''] = FILE_NAME.exec(name) ?? [];
  const known = REPLY_LANGUAGES.find((one) => one === language);
  if (known === undefined) return null;
  if (isShipped(macro)) return { macro, language: known };
  return OWN_ID.test(macro) ? { macro: macro as TextId, language: known } : null;
}

async function filesOf(from: string): Promise<readonly (readonly [string, string])[]> {
  try {
    const about = await stat(from);
    if (about.isDirectory()) {
      const names = (await readdir(from)).filter((name) => name.endsWith('.md'));
      if (names.length > MAX_FILES) throw tooLarge(from, `holds more than ${String(MAX_FILES)} files`);
      const files: (readonly [string, string])[] = [];
      for (const name of names.sort()) {
        const file = path.join(from, name);
        if ((await stat(file)).size > MAX_FILE_BYTES) throw tooLarge(file, 'is longer than any text may be');
        files.push([name, await readFile(file, 'utf8')]);
      }
      return files;
    }
    if (about.size > MAX_ZIP_BYTES) throw tooLarge(from, 'is larger than a set of texts can be');
    return unpack(from, await readFile(from));
  } catch (error) {
    if (error instanceof SportelloError) throw error;
    throw new SportelloError('file-unreadable', `${path.basename(from)} cannot be read.`, {
      reason: 'read',
      action: 'Choose the folder or the ZIP that "Export" wrote.',
      detail: { path: from },
      cause: error,
    });
  }
}

function unpack(from: string, bytes: Uint8Array): readonly (readonly [string, string])[] {
  let seen = 0;
  const entries = unzipSync(bytes, {
    // Said sizes are only said, but what is unpacked stops at them.
    filter: ({ name, originalSize }) => {
      seen += 1;
      if (seen > MAX_FILES) throw tooLarge(from, `holds more than ${String(MAX_FILES)} files`);
      return name.endsWith('.md') && originalSize <= MAX_FILE_BYTES;
    },
  });
  // A program that packs a folder puts its name before each file.
  return Object.entries(entries).map(([name, content]) => [path.posix.basename(name), strFromU8(content)] as const);
}

function unusable(from: string, what: string): SportelloError {
  return new SportelloError('file-unreadable', `${path.basename(from)} ${what}.`, {
    reason: 'exported-texts',
    action: 'Choose the folder or the ZIP that "Export" wrote.',
    detail: { name: path.basename(from) },
  });
}

function tooLarge(from: string, what: string): SportelloError {
  return new SportelloError('file-unreadable', `${path.basename(from)} ${what}.`, {
    reason: 'exported-too-large',
    action: 'Choose the folder or the ZIP that "Export" wrote.',
    detail: { name: path.basename(from) },
  });
}
