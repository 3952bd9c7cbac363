import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../renderer/desk/commands';
import { createKeyReader, nameOfPress, recordedKey } from '../../renderer/desk/keys';
import type { Press } from '../../renderer/desk/keys';
import { createPressGuard } from '../../renderer/desk/press-guard';
import { createUndoStack } from '../../renderer/desk/undo-stack';
import { readSnooze } from '../../renderer/dialogs/snooze-words';
import { isChangeable, keysOf } from '../../shared/domain/own-keys';

const press = (over: Partial<Press>): Press => ({
  key: '',
  code: '',
  shift: false,
  control: false,
  alt: false,
  ...over,
});

describe('a press is read', () => {
  it.each<[string, Partial<Press>, string]>([
    ['a letter by its key', { key: 'j', code: 'KeyC' }, 'J'],
    ['a digit by its place, whatever the layout types there', { key: '&', code: 'Digit1' }, '1'],
    ['a digit of the number block', { key: '2', code: 'Numpad2' }, '2'],
    ['an arrow of the number block without NumLock', { key: 'ArrowDown', code: 'Numpad2' }, '↓'],
    ['the other arrow of the number block', { key: 'ArrowUp', code: 'Numpad8' }, '↑'],
    ['no digit of the number block where it pages', { key: 'PageDown', code: 'Numpad3' }, ''],
    ['Shift and a digit by its place', { key: '!', code: 'Digit1', shift: true }, '⇧1'],
    ['Shift and a letter', { key: 'E', code: 'KeyE', shift: true }, '⇧E'],
    ['/ by its key: Shift+7 on an Italian layout', { key: '/', code: 'Digit7', shift: true }, '/'],
    ['Ctrl and a letter', { key: 'z', code: 'KeyZ', control: true }, 'Ctrl+Z'],
    ['never Ctrl+Alt, which is AltGr', { key: 'e', code: 'KeyE', control: true, alt: true }, ''],
    ['never Ctrl and a digit', { key: '1', code: 'Digit1', control: true }, ''],
  ])('%s', (_name, over, expected) => expect(nameOfPress(press(over))).toBe(expected));

  it('G then I goes to the Inbox, and I alone does nothing', () => {
    const reader = createKeyReader(keysOf(COMMANDS, {}));
    expect(reader.read(press({ key: 'i' }), true, 0)).toBeUndefined();
    expect(reader.read(press({ key: 'g' }), true, 10)).toBeUndefined();
    expect(reader.read(press({ key: 'i' }), true, 500)).toBe('go.inbox');
    expect(reader.read(press({ key: 'g' }), true, 600)).toBeUndefined();
    expect(reader.read(press({ key: 'm' }), true, 3_000)).toBe('macros');
  });

  it('one switch turns single keys off and leaves arrows, Enter and Ctrl', () => {
    const reader = createKeyReader(keysOf(COMMANDS, {}));
    const read = (over: Partial<Press>) => reader.read(press(over), false, 0);
    expect(read({ key: 'j' })).toBeUndefined();
    expect(read({ key: '1', code: 'Digit1' })).toBeUndefined();
    expect(read({ key: 'ArrowDown' })).toBe('next');
    expect(read({ key: 'z', control: true })).toBe('undo');
  });

  it('into the command that has the key now, and only moving repeats', () => {
    const reader = createKeyReader(keysOf(COMMANDS, { snooze: 'E', next: 'B', 'go.inbox': 'G E' }));
    expect(reader.read(press({ key: 'e' }), true, 0)).toBe('snooze');
    expect(reader.read(press({ key: 'h' }), true, 0)).toBeUndefined();
    expect(reader.read(press({ key: 'j' }), true, 0)).toBeUndefined();
    expect(reader.read(press({ key: 'g' }), true, 0)).toBeUndefined();
    expect(reader.read(press({ key: 'e' }), true, 10)).toBe('go.inbox');
    expect([reader.moves(press({ key: 'b' })), reader.moves(press({ key: 'ArrowDown' }))]).toEqual([true, true]);
    expect([reader.moves(press({ key: 'j' })), reader.moves(press({ key: 'e' }))]).toEqual([false, false]);
  });

  it('no key means two things', () => {
    const keys = COMMANDS.flatMap((command) => command.keys);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('every command that has a key of letters may have another one', () => {
    const stays = COMMANDS.filter((command) => !isChangeable(command)).flatMap(({ keys }) => keys);
    expect(stays.filter((key) => !/^⇧?[123]$|^Ctrl\+|^Tab$/.test(key))).toEqual([]);
  });
});

describe('a press that is to be a new key', () => {
  it.each<[string, Partial<Press>, boolean, ReturnType<typeof recordedKey>]>([
    ['a letter', { key: 'b' }, false, { kind: 'key', key: 'B' }],
    ['a letter with Shift', { key: 'B', shift: true }, false, { kind: 'key', key: '⇧B' }],
    ['a letter of the layout, not of its place', { key: 'ò', code: 'Semicolon' }, false, { kind: 'key', key: 'Ò' }],
    ['the second key of a sequence', { key: 'b' }, true, { kind: 'key', key: 'G B' }],
    ['the first key of a sequence: more is to come', { key: 'g' }, true, null],
    ['Shift alone: more is to come', { key: 'Shift', shift: true }, false, null],
    ['a dead key: more is to come', { key: 'Dead', code: 'Quote' }, false, null],
    ['a second key with Shift', { key: 'B', shift: true }, true, { kind: 'no-second' }],
    ['a digit of the suggestions', { key: '2', code: 'Digit2' }, false, { kind: 'reserved' }],
    ['Shift and a digit', { key: '"', code: 'Digit2', shift: true }, false, { kind: 'reserved' }],
    ['another digit', { key: '7', code: 'Digit7' }, false, { kind: 'no-letter' }],
    ['a stop', { key: '.' }, false, { kind: 'no-letter' }],
    ['Ctrl and a letter', { key: 'b', control: true }, false, { kind: 'combination' }],
    ['Alt and a letter', { key: 'b', alt: true }, false, { kind: 'combination' }],
    ['AltGr', { key: 'ł', control: true, alt: true }, false, { kind: 'combination' }],
    ...['Enter', 'ArrowDown', 'F1', 'F6', 'Home', ' '].map(
      (key): [string, Partial<Press>, boolean, ReturnType<typeof recordedKey>] => [
        `${key}, which leads through the window`,
        { key },
        false,
        { kind: 'reserved' },
      ],
    ),
  ])('%s', (_name, over, isSequence, expected) => {
    expect(recordedKey(press(over), isSequence)).toEqual(expected);
  });
});

describe('the press guard', () => {
  it('lets two presses of one suggestion within 250 ms count once', () => {
    const guard = createPressGuard();
    expect([guard.allows('1', 'T-1', 0), guard.allows('1', 'T-1', 249), guard.allows('1', 'T-1', 250)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('forgets held keys when the window loses the focus', () => {
    const guard = createPressGuard();
    guard.keyDown('Digit1');
    guard.advanced();
    guard.shown('T-2', 0);
    expect(guard.allows('1', 'T-2', 700)).toBe(false);
    guard.released();
    expect(guard.allows('1', 'T-2', 700)).toBe(true);
  });
});

describe('the undo stack', () => {
  it('takes the newest block that can still be undone, each once', () => {
    const stack = createUndoStack();
    const block = (id: string, until: number | null) => ({ id, until, undo: () => Promise.resolve() });
    stack.push(block('note', null));
    stack.push(block('reply', 10));
    expect(stack.take(9)?.id).toBe('reply');
    stack.push(block('late', 10));
    expect(stack.take(10)?.id).toBe('note');
    expect(stack.take(10)).toBeUndefined();
  });
});

describe('a snooze is read', () => {
  const friday = new Date(2026, 10, 20, 10, 0).getTime();
  it.each<[string, number | null]>([
    ['3d', friday + 3 * 86_400_000],
    ['3g', friday + 3 * 86_400_000],
    ['2h', friday + 7_200_000],
    ['mon 9', new Date(2026, 10, 23, 9, 0).getTime()],
    ['lun 14:30', new Date(2026, 10, 23, 14, 30).getTime()],
    ['fri 9', new Date(2026, 10, 27, 9, 0).getTime()],
    ['domani', new Date(2026, 10, 21, 8, 0).getTime()],
    ['17:00', new Date(2026, 10, 20, 17, 0).getTime()],
    ['9', new Date(2026, 10, 21, 9, 0).getTime()],
    ['0d', null],
    ['mon 25', null],
    ['whenever', null],
    ['', null],
  ])('%s', (written, expected) => expect(readSnooze(written, friday)).toBe(expected));
});
