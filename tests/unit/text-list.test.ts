import { describe, expect, it } from 'vitest';
import { TextList } from '../../electron/engine/purchases/files/text-list';

describe('a list of texts kept as bytes', () => {
  it('gives back each text by its position, across pieces, and nothing beside them', () => {
    const list = new TextList();
    const texts = [
      '',
      'Piano do Zero',
      'ação 🎹',
      'x'.repeat(1_500_000),
      ...Array.from({ length: 3000 }, (_, index) => `n${index}`),
    ];
    for (const text of texts) list.add(text);
    expect(texts.map((_, position) => list.at(position))).toEqual(texts);
    expect([list.at(texts.length), list.at(-1), list.at(Number.NaN)]).toEqual(['', '', '']);
  });
});
