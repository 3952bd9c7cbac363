import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { loadModule } from 'hunspell-asm';
import type { Hunspell, HunspellFactory } from 'hunspell-asm';
import type { SpelledLanguage } from '../../../shared/domain/spelling';

/** The dictionaries that were needed so far. */
export type Dictionaries = {
  /** Loads a language (0.05 to 0.5 s, 5 to 35 MB); at once where it is loaded. */
  load(language: SpelledLanguage): Promise<Dictionary>;
};

/** Packages of words by language. English is written in two ways, and both are right. */
const DICTIONARIES: Readonly<Record<SpelledLanguage, readonly string[]>> = {
  it: ['dictionary-it'],
  pt: ['dictionary-pt'],
  es: ['dictionary-es'],
  en: ['dictionary-en', 'dictionary-en-gb'],
};

/** One language's words by Hunspell's rules. */
export type Dictionary = {
  has(word: string): boolean;
  /** The likeliest first. */
  suggest(word: string): readonly string[];
};

/** Hunspell with the dictionaries below `resourcesDir`, or of a checkout's node_modules. */
export function openDictionaries(resourcesDir: string): Dictionaries {
  let factory: Promise<HunspellFactory> | null = null;
  const loaded = new Map<SpelledLanguage, Promise<Dictionary>>();

  async function read(language: SpelledLanguage): Promise<Dictionary> {
    factory ??= loadModule();
    const hunspell = await factory;
    const mount = async (name: string, file: string): Promise<string> =>
      hunspell.mountBuffer(new Uint8Array(await readFile(join(folderOf(name, resourcesDir), file))), `${name}-${file}`);
    const parts: Hunspell[] = [];
    for (const name of DICTIONARIES[language]) {
      parts.push(hunspell.create(await mount(name, 'index.aff'), await mount(name, 'index.dic')));
    }
    return dictionaryOf(parts);
  }

  return {
    load: (language) => {
      const known = loaded.get(language) ?? read(language);
      loaded.set(language, known);
      // Asked again, it is read again.
      known.catch(() => loaded.delete(language));
      return known;
    },
  };
}

/** Dictionaries have the straight apostrophe; a person's keyboard or a reply text may have the other. */
function dictionaryOf(parts: readonly Hunspell[]): Dictionary {
  const right = new Map<string, boolean>();
  return {
    has: (word) => {
      const plain = word.replaceAll('’', "'");
      const known = right.get(plain) ?? parts.some((part) => part.spell(plain));
      if (right.size < MOST_REMEMBERED) right.set(plain, known);
      return known;
    },
    suggest: (word) => [...new Set(parts.flatMap((part) => part.suggest(word.replaceAll('’', "'"))))],
  };
}

/** Every key asks for all words of a text again. */
const MOST_REMEMBERED = 20_000;

function folderOf(name: string, resourcesDir: string): string {
  const packaged = join(resourcesDir, 'dictionaries', name);
  return existsSync(packaged) ? packaged : dirname(createRequire(__filename).resolve(name));
}
