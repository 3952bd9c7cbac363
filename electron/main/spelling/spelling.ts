import { Menu } from 'electron';
import type { BrowserWindow, ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import type { DeskMenu } from '../../../shared/contract/desktop';
import { LONGEST_WORD, MOST_OWN_WORDS } from '../../../shared/domain/spelling';
import type { SpelledLanguage, SpellingChoice } from '../../../shared/domain/spelling';
import type { SettingsStore } from '../settings-store';
import type { SpellingThread } from './spelling-thread';

/** A menu that comes later than this is taken for none; the first word of a language may come without suggestions. */
const SUGGEST_MS = 400;
/** Suggestions that are shown: the likeliest are first, and a longer menu is not read. */
const SUGGESTED = 5;
const EDITING = ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'] as const;

export type Spelling = {
  /** Misspelt ones of these words; none where the person has it switched off. */
  check(words: readonly string[], choice: SpellingChoice): Promise<readonly string[]>;
  /** Shows what can be done with the text that was pressed: another spelling, the person's own word, cut and paste. */
  showMenu(window: BrowserWindow, pressed: ContextMenuParams): Promise<void>;
};

/** `words`: the menu's, in the language of the interface; null before the window has told them. */
export function createSpelling(options: {
  readonly thread: SpellingThread;
  readonly settings: SettingsStore;
  readonly words: () => DeskMenu | null;
  /** The person's own words have changed. */
  readonly onWords: () => void;
}): Spelling {
  const { thread, settings } = options;
  /** What the marked word was looked up in. */
  let language: SpelledLanguage = 'it';
  /** Of the presses, so that one menu is shown for two. */
  let pressedLast = 0;

  function addWord(word: string): void {
    const { spelling } = settings.read();
    const words = [...new Set([...spelling.words, word])].slice(-MOST_OWN_WORDS);
    settings.change({ spelling: { ...spelling, words } });
    options.onWords();
  }

  async function spellingItems(window: BrowserWindow, misspelt: string): Promise<MenuItemConstructorOptions[]> {
    const own = options.words()?.own;
    if (misspelt === '' || misspelt.length > LONGEST_WORD || !own) return [];
    const found = await Promise.race([thread.ask({ kind: 'suggest', word: misspelt, language }), later(SUGGEST_MS)]);
    const suggested = (found?.words ?? []).slice(0, SUGGESTED);
    const replace = (word: string) => (): void => window.webContents.replaceMisspelling(word);
    return [
      ...suggested.map((word) => ({ label: word, click: replace(word) })),
      ...(suggested.length === 0 ? [{ label: own.noSpelling, enabled: false }] : []),
      { type: 'separator' as const },
      {
        label: own.addWord,
        click: () => {
          addWord(misspelt);
          // Put in its own place, the text is looked through again.
          replace(misspelt)();
        },
      },
      { type: 'separator' as const },
    ];
  }

  return {
    check: async (words, { language: asked, known }) => {
      const { spelling } = settings.read();
      if (!spelling.on) return [];
      const answer = await thread.ask({
        kind: 'check',
        words,
        choice: { language: asked, known: [...known, ...spelling.words] },
      });
      if (answer) ({ language } = answer);
      return answer?.words ?? [];
    },
    showMenu: async (window, pressed) => {
      pressedLast += 1;
      const press = pressedLast;
      const roles = options.words()?.roles;
      const wanted = pressed.isEditable ? EDITING : pressed.selectionText.trim() === '' ? [] : (['copy'] as const);
      const editing = wanted.map((role): MenuItemConstructorOptions => ({
        role,
        ...(roles ? { label: roles[role] } : {}),
      }));
      const items = [...(pressed.isEditable ? await spellingItems(window, pressed.misspelledWord) : []), ...editing];
      if (items.length === 0 || press !== pressedLast || window.isDestroyed()) return;
      // At the text: by keyboard the mouse is anywhere.
      Menu.buildFromTemplate(items).popup({ window, x: pressed.x, y: pressed.y });
    },
  };
}

function later(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}
