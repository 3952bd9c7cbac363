import { describe, expect, it } from 'vitest';
import { readPng, writePalettePng } from '../gallery/palette-png';

const picture = (pixels: readonly number[]) => ({
  width: 2,
  height: pixels.length / 2,
  pixels: Uint32Array.from(pixels),
});

describe('a picture in few colours', () => {
  it('is read as it was written where its colours are enough', () => {
    const given = picture([0xff0000, 0x00ff00, 0x0000ff, 0xff0000]);
    expect(readPng(writePalettePng(given, 3))).toEqual(given);
  });

  it('keeps what most pixels have, and draws what is left with the nearest of them', () => {
    const given = picture([0xffffff, 0xffffff, 0xffffff, 0x101010, 0x101010, 0xfdfdfd]);
    const { pixels } = readPng(writePalettePng(given, 2));
    expect([...pixels]).toEqual([0xffffff, 0xffffff, 0xffffff, 0x101010, 0x101010, 0xffffff]);
  });

  it('is refused where it is no such PNG', () => {
    expect(() => readPng(Buffer.from('GIF89a'))).toThrow('no PNG');
  });
});
