import { COMMANDS } from './commands';

/** One press, whether the desk's own document saw it or main reported it from inside a mail frame. */
export type Press = {
  readonly key: string;
  readonly code: string;
  readonly shift: boolean;
  readonly control: boolean;
  readonly alt: boolean;
};

const SYMBOLS: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  Enter: 'Enter',
  F1: 'F1',
  '?': '?',
  '/': '/',
};

/**
 * How a press is written on the key sheet: letters by `key`, digits by `code` (so that Shift+1 is `⇧1` on every
 * layout). Empty for presses that mean nothing here; Ctrl+Alt is AltGr on Windows and never ours.
 */
export function nameOfPress(press: Press): string {
  if (press.alt) return '';
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
  if (digit !== undefined) return press.control ? '' : `${press.shift ? '⇧' : ''}${digit}`;
  const symbol = SYMBOLS[press.key];
  if (symbol !== undefined) return press.control ? `Ctrl+${symbol}` : symbol;
  if (!/^\p{L}$/u.test(press.key)) return '';
  const letter = press.key.toUpperCase();
  if (press.control) return press.shift ? '' : `Ctrl+${letter}`;
  return press.shift ? `⇧${letter}` : letter;
}

/** How long `G` waits for the second key of a sequence, ms. */
const SEQUENCE_MS = 1_500;

const BY_KEY = new Map(
  COMMANDS.filter((command) => command.whileWriting !== true).flatMap((command) =>
    command.keys.map((key) => [key, command.id] as const),
  ),
);

/** Reads presses into command ids; remembers a `G` that waits for its second key. */
export type KeyReader = {
  /** The command of this press, or undefined. */
  read(press: Press, singleKeys: boolean, now: number): string | undefined;
};

/** One reader for the window. */
export function createKeyReader(): KeyReader {
  let gAt = Number.NEGATIVE_INFINITY;
  return {
    read: (press, singleKeys, now) => {
      const name = nameOfPress(press);
      const plain = name !== '' && !name.startsWith('Ctrl+');
      const always = ['↓', '↑', 'Enter', 'F1'].includes(name);
      if (plain && !always && !singleKeys) return undefined;
      if (now - gAt < SEQUENCE_MS && /^\p{Lu}$/u.test(name)) {
        gAt = Number.NEGATIVE_INFINITY;
        return BY_KEY.get(`G ${name}`);
      }
      if (name === 'G') {
        gAt = now;
        return undefined;
      }
      return BY_KEY.get(name);
    },
  };
}
