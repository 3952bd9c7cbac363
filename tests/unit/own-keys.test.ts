import { describe, expect, it } from 'vitest';
import { ownKeysSchema } from '../../shared/contract/desktop';
import {
  LONGEST_KEY,
  MOST_OWN_KEYS,
  chosenKeys,
  isChangeable,
  keptKeys,
  keysOf,
  ownTogether,
  ownWith,
  problemOfKey,
} from '../../shared/domain/own-keys';
import type { KeyedCommand, OwnKeys } from '../../shared/domain/own-keys';

const COMMANDS: readonly KeyedCommand[] = [
  { id: 'reply.1', group: 'reply', keys: ['1'] },
  { id: 'send', group: 'reply', keys: ['Ctrl+Enter'], whileWriting: true },
  { id: 'undo', group: 'reply', keys: ['Z', 'Ctrl+Z'] },
  { id: 'done', group: 'ticket', keys: ['E'] },
  { id: 'reopen', group: 'ticket', keys: ['⇧E'] },
  { id: 'snooze', group: 'ticket', keys: ['H'] },
  { id: 'spam', group: 'ticket', keys: [] },
  { id: 'into', group: 'move', keys: ['Enter', 'O'] },
  { id: 'mark-all', group: 'move', keys: ['Ctrl+A'] },
  { id: 'search', group: 'move', keys: ['/', 'Ctrl+F'] },
  { id: 'go.inbox', group: 'go', keys: ['G I'] },
  { id: 'go.filed', group: 'go', keys: [] },
  { id: 'switch', group: 'desk', keys: [], withoutSingle: true },
];

function command(id: string): KeyedCommand {
  const found = COMMANDS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`No command ${id}`);
  return found;
}

const keys = (own: OwnKeys, id: string): readonly string[] => keysOf(COMMANDS, own).get(id) ?? ['no such command'];
const problem = (id: string, key: string, own: OwnKeys = {}) => problemOfKey(COMMANDS, own, command(id), key);

describe('a person’s own keys', () => {
  it('are those of the default map as long as none was chosen', () => {
    for (const { id, keys: usual } of COMMANDS) expect(keys({}, id)).toEqual(usual);
  });

  it('take the place of the single key, and leave arrows, Enter and Ctrl', () => {
    expect(keys({ undo: 'B' }, 'undo')).toEqual(['B', 'Ctrl+Z']);
    expect(keys({ into: 'B' }, 'into')).toEqual(['Enter', 'B']);
    expect(keys({ undo: '' }, 'undo')).toEqual(['Ctrl+Z']);
    expect(keys({ spam: 'B' }, 'spam')).toEqual(['B']);
    expect(keys({ done: '' }, 'done')).toEqual([]);
  });

  it('are for all commands but suggestions, those with Ctrl alone, what the composer hears, and the switch of single keys', () => {
    const stay = COMMANDS.filter((one) => !isChangeable(one));
    expect(stay.map(({ id }) => id)).toEqual(['reply.1', 'send', 'mark-all', 'switch']);
    expect(keys({ switch: 'B' }, 'switch')).toEqual([]);
  });

  it('go before the default of another command, which is then without', () => {
    expect(keys({ snooze: 'E' }, 'snooze')).toEqual(['E']);
    expect(keys({ snooze: 'E' }, 'done')).toEqual([]);
    expect(keys({ snooze: 'E', done: 'H' }, 'done')).toEqual(['H']);
  });
});

describe('a map that another version or a hand wrote', () => {
  it.each<[string, OwnKeys, string, readonly string[]]>([
    ['a key that nobody may give away', { done: 'Enter' }, 'done', ['E']],
    ['a key of the suggestions', { done: '1' }, 'done', ['E']],
    ['a key with Ctrl', { done: 'Ctrl+B' }, 'done', ['E']],
    ['a small letter', { done: 'b' }, 'done', ['E']],
    ['several letters', { done: 'BB' }, 'done', ['E']],
    ['the first key of the sequences', { done: 'G' }, 'done', ['E']],
    ['a sequence for what opens no page', { done: 'G B' }, 'done', ['E']],
    ['a single key for a page', { 'go.inbox': 'B' }, 'go.inbox', ['G I']],
    ['a key for a suggestion', { 'reply.1': 'B' }, 'reply.1', ['1']],
    ['a key for what is done while writing', { send: 'B' }, 'send', ['Ctrl+Enter']],
    ['the second of two on one key', { done: 'B', snooze: 'B' }, 'snooze', ['H']],
    ['a command that is no more', { gone: 'E' }, 'done', ['E']],
  ])('%s counts as not written', (_what, own, id, expected) => {
    expect(keys(own, id)).toEqual(expected);
  });

  it('never has one key mean two things', () => {
    const own = { done: 'H', snooze: '!', reopen: 'H', spam: 'E', 'go.filed': 'G I', undo: 'E' };
    const all = [...keysOf(COMMANDS, own).values()].flat();
    expect(all.filter((key, at) => all.indexOf(key) !== at)).toEqual([]);
    expect(chosenKeys(COMMANDS, own).get('done')).toBe('H');
  });

  it('is kept within its limits', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`c${at}`, 'B']));
    expect(Object.keys(keptKeys(many))).toHaveLength(MOST_OWN_KEYS);
    expect(keptKeys({ done: 'B'.repeat(LONGEST_KEY + 1), snooze: 'B', '': 'C', claim: 3 })).toEqual({ snooze: 'B' });
    for (const raw of [null, undefined, 'B', 7, ['B']]) expect(keptKeys(raw)).toEqual({});
  });
});

describe('own keys that the window saves', () => {
  const saved = (keys: unknown): boolean => ownKeysSchema.safeParse(keys).success;

  it('are taken within the limits, and refused beyond them', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`c${at}`, 'B']));
    expect([{}, { snooze: 'B', done: '' }, many(MOST_OWN_KEYS)].map(saved)).toEqual([true, true, true]);
    const wrong = [
      null,
      ['B'],
      { snooze: 7 },
      { '': 'B' },
      { done: 'B'.repeat(LONGEST_KEY + 1) },
      many(MOST_OWN_KEYS + 1),
    ];
    expect(wrong.filter(saved)).toEqual([]);
  });
});

describe('a key that a person asks for', () => {
  it.each<[string, string, string]>([
    ['a letter', 'done', 'B'],
    ['a letter with Shift', 'done', '⇧B'],
    ['a letter of another alphabet', 'done', 'Ж'],
    ['a letter with an accent', 'done', 'È'],
    ['its own', 'done', 'E'],
    ['a sequence for a page', 'go.filed', 'G F'],
    ['the letter of a sequence, alone', 'done', 'I'],
    ['a sequence with the letter of another command', 'go.filed', 'G E'],
  ])('%s can be had', (_what, id, key) => expect(problem(id, key)).toBeNull());

  it.each<[string, string, string, ReturnType<typeof problem>]>([
    ['a digit', 'done', '4', { kind: 'no-letter' }],
    ['the first of the sequences', 'done', 'G', { kind: 'begins-sequence' }],
    ['a sequence that begins twice', 'go.filed', 'G G', { kind: 'no-second' }],
    ['a sequence with Shift', 'go.filed', 'G ⇧F', { kind: 'no-second' }],
    ['one of the default map', 'done', 'H', { kind: 'taken', by: 'snooze' }],
    ['one with Shift of the default map', 'done', '⇧E', { kind: 'taken', by: 'reopen' }],
    ['a symbol of the default map', 'done', '/', { kind: 'taken', by: 'search' }],
    ['a sequence of the default map', 'go.filed', 'G I', { kind: 'taken', by: 'go.inbox' }],
  ])('%s cannot', (_what, id, key, expected) => expect(problem(id, key)).toEqual(expected));

  it('is free where its command was given another one', () => {
    expect(problem('done', 'H', { snooze: 'B' })).toBeNull();
    expect(problem('spam', 'B', { snooze: 'B' })).toEqual({ kind: 'taken', by: 'snooze' });
    expect(problem('done', 'E', { snooze: 'E' })).toEqual({ kind: 'taken', by: 'snooze' });
  });

  it('is kept only where it differs from the default', () => {
    expect(ownWith(COMMANDS, {}, command('done'), 'B')).toEqual({ done: 'B' });
    expect(ownWith(COMMANDS, { done: 'B' }, command('done'), 'E')).toEqual({});
    expect(ownWith(COMMANDS, {}, command('done'), '')).toEqual({ done: '' });
    expect(ownWith(COMMANDS, { spam: 'B' }, command('spam'), '')).toEqual({});
  });

  it('is taken from who has it: back to the default where that is free, else without', () => {
    expect(ownWith(COMMANDS, { snooze: 'B' }, command('done'), 'B')).toEqual({ done: 'B' });
    expect(ownWith(COMMANDS, { snooze: 'E' }, command('done'), 'E')).toEqual({});
    expect(ownWith(COMMANDS, { snooze: 'B', spam: 'H' }, command('done'), 'B')).toEqual({
      done: 'B',
      snooze: '',
      spam: 'H',
    });
    expect(ownWith(COMMANDS, { snooze: 'B', undo: 'B' }, command('spam'), 'B')).toEqual({ spam: 'B' });
    expect(ownWith(COMMANDS, {}, command('snooze'), 'E')).toEqual({ snooze: 'E' });
  });

  it('leaves what a later version wrote', () => {
    expect(ownWith(COMMANDS, { 'of-tomorrow': 'Q' }, command('done'), 'B')).toEqual({ 'of-tomorrow': 'Q', done: 'B' });
  });

  it('goes before what no command has any more where more come together than are kept', () => {
    const gone = Object.fromEntries(Array.from({ length: MOST_OWN_KEYS - 1 }, (_, at) => [`gone-${at}`, 'B']));
    const next = ownWith(COMMANDS, { ...gone, snooze: 'X' }, command('done'), 'Q');
    expect(next).toMatchObject({ snooze: 'X', done: 'Q' });
    expect(Object.keys(next)).toHaveLength(MOST_OWN_KEYS);
    expect(ownKeysSchema.safeParse(next).success).toBe(true);
  });
});

describe('own keys that come back', () => {
  it('leave what was chosen since, for a command and for a key', () => {
    const before = { snooze: 'B', done: 'Q', spam: '', undo: 'D' };
    expect(ownTogether(COMMANDS, before, {})).toEqual(before);
    expect(ownTogether(COMMANDS, before, { snooze: 'X', reopen: 'Q', into: '' })).toEqual({
      snooze: 'X',
      spam: '',
      undo: 'D',
      reopen: 'Q',
      into: '',
    });
  });
});
