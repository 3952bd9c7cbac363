import type { KeyMap, KeyProblem } from '../../shared/domain/own-keys';
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
 * How a press is written on the key sheet: letters by `key`, the digits of the suggestions by `code` (so that Shift+1 is `⇧1` on
 * every layout; `/` is Shift+7 on many, so the others are not looked at). A key of the number block is its digit only while it types
 * it: without NumLock it is an arrow. Empty for presses that mean nothing here; Ctrl+Alt is AltGr on Windows and never ours.
 */
export function nameOfPress(press: Press): string {
  if (press.alt) return '';
  const [, place, digit] = /^(Digit|Numpad)([1-3])$/.exec(press.code) ?? [];
  if (digit !== undefined && (place === 'Digit' || press.key === digit)) {
    return press.control ? '' : `${press.shift ? '⇧' : ''}${digit}`;
  }
  const symbol = SYMBOLS[press.key];
  if (symbol !== undefined) return press.control ? `Ctrl+${symbol}` : symbol;
  if (!/^\p{L}$/u.test(press.key)) return '';
  const letter = press.key.toUpperCase();
  if (press.control) return press.shift ? '' : `Ctrl+${letter}`;
  return press.shift ? `⇧${letter}` : letter;
}

/** Keys that change others, or nothing: no press of their own. */
const NO_PRESS = [
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'Dead',
  'Process',
  'Unidentified',
];

/**
 * The key that a person means by a press when asked for a new one, or why it can be none; null: a key that is only held, or the `G` of a
 * sequence, whose second key is still to come. Whether another command has it is not looked at.
 */
export function recordedKey(
  press: Press,
  isSequence: boolean,
): { readonly kind: 'key'; readonly key: string } | KeyProblem | null {
  if (NO_PRESS.includes(press.key)) return null;
  if (press.control || press.alt) return { kind: 'combination' };
  const name = nameOfPress(press);
  // What prints nothing has a name of several letters: Enter, arrows, function keys.
  if (/^⇧?\d$/.test(name) || press.key === ' ' || !/^.$/u.test(press.key)) return { kind: 'reserved' };
  if (isSequence) {
    if (name === 'G') return null;
    return /^\p{L}$/u.test(name) ? { kind: 'key', key: `G ${name}` } : { kind: 'no-second' };
  }
  return name === '' ? { kind: 'no-letter' } : { kind: 'key', key: name };
}

/** What stays while single keys are off, beside keys with Ctrl; Tab is heard by the composer. */
const STAYING = ['↓', '↑', 'Enter', 'F1', 'Tab'];

function staysWithoutSingle(key: string): boolean {
  return key.startsWith('Ctrl+') || STAYING.includes(key);
}

/** The keys that still mean something while single keys are off. */
export function withoutSingleKeys(keys: KeyMap): KeyMap {
  return new Map([...keys].map(([id, all]) => [id, all.filter(staysWithoutSingle)]));
}

/** How long `G` waits for the second key of a sequence, ms. */
const SEQUENCE_MS = 1_500;

/** What may go on while its key is held. */
const MOVING = ['next', 'previous', 'mark-next', 'mark-previous'];

/** Reads presses into command ids; remembers a `G` that waits for its second key. */
export type KeyReader = {
  /** The command of this press, or undefined. */
  read(press: Press, singleKeys: boolean, now: number): string | undefined;
  /** Whether this press moves through the list, and so may repeat. */
  moves(press: Press): boolean;
};

/** One reader for the window, of the keys as they are now. */
export function createKeyReader(keys: KeyMap): KeyReader {
  const byKey = new Map(
    COMMANDS.filter((command) => command.whileWriting !== true).flatMap(({ id }) =>
      (keys.get(id) ?? []).map((key) => [key, id] as const),
    ),
  );
  let gAt = Number.NEGATIVE_INFINITY;
  return {
    read: (press, singleKeys, now) => {
      const name = nameOfPress(press);
      if (!singleKeys && !staysWithoutSingle(name)) return undefined;
      if (now - gAt < SEQUENCE_MS && /^\p{L}$/u.test(name)) {
        gAt = Number.NEGATIVE_INFINITY;
        return byKey.get(`G ${name}`);
      }
      if (name === 'G') {
        gAt = now;
        return undefined;
      }
      return byKey.get(name);
    },
    moves: (press) => MOVING.includes(byKey.get(nameOfPress(press)) ?? ''),
  };
}
