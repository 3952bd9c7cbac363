import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffWords } from '../../shared/domain/word-diff';

const WORDS = array(constantFrom('a', 'b', 'c', ' ', '\n', 'ciao'), { maxLength: 40 }).map((words) => words.join(''));

describe('what became of one text in another', () => {
  it('is told word by word', () => {
    expect(diffWords('Ciao Giulia, apri il link.', 'Ciao Giulia, apri questo link.')).toEqual([
      { kind: 'same', text: 'Ciao Giulia, apri ' },
      { kind: 'removed', text: 'il' },
      { kind: 'added', text: 'questo' },
      { kind: 'same', text: ' link.' },
    ]);
  });

  it('gives both texts back, whatever they are', () => {
    assert(
      property(WORDS, WORDS, (before, after) => {
        const parts = diffWords(before, after);
        const without = (kind: string) =>
          parts
            .filter((part) => part.kind !== kind)
            .map(({ text }) => text)
            .join('');
        expect([without('added'), without('removed')]).toEqual([before, after]);
        expect(parts.every(({ kind }) => kind === 'same')).toBe(before === after);
      }),
    );
  });

  it('takes no quadratic time for texts that are no letters', () => {
    const long = (word: string) => `${word} `.repeat(50_000);
    expect(diffWords(long('a'), long('b')).map(({ kind }) => kind)).toEqual(['removed', 'added', 'same']);
  });
});
