import { randomBytes } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodingsOf, extentOf, packRaw, unpackRaw } from '../../electron/engine/store/packed-raw';
import { makeMail } from '../support/mail-maker';

const SMALL = Buffer.from(makeMail(7));
/** Above what is compressed at once, and half of it no text. */
const LARGE = Buffer.concat([Buffer.from(makeMail(8)).subarray(0, 4_000), randomBytes(200_000), SMALL, SMALL]);

describe('a raw message in the store', () => {
  it.each([
    ['an empty one', Buffer.alloc(0)],
    ['one of some kilobytes', SMALL],
    ['one of some hundred', LARGE],
  ])('comes back as it was: %s', async (_which, raw) => {
    const packed = await packRaw(raw);
    expect(packed.size).toBe(raw.length);
    expect(Buffer.from(await unpackRaw(packed)).equals(raw)).toBe(true);
  });

  it('takes no more room than before', async () => {
    const packed = await packRaw(SMALL);
    const before = gzipSync(SMALL, { level: 3, windowBits: 13, memLevel: 6 });
    expect(packed.bytes.length).toBeLessThan(before.length * 1.05);
  });

  it.each([SMALL, LARGE])('is read as a program from before schema 280 wrote it', async (raw) => {
    expect(Buffer.from(await unpackRaw({ encoding: 'gzip', bytes: gzipSync(raw) })).equals(raw)).toBe(true);
    expect(Buffer.from(await unpackRaw({ encoding: 'gzip-head', bytes: gzipSync(raw) })).equals(raw)).toBe(true);
  });

  it('says how much of it is stored, whichever program wrote it', async () => {
    for (const extent of ['whole', 'head', 'text'] as const) {
      const { encoding } = await packRaw(SMALL, { extent, size: 999_999 });
      expect(encodingsOf(extent)).toContain(encoding);
      expect(encodingsOf(extent).map(extentOf)).toEqual([extent, extent]);
    }
    expect(['gzip', 'gzip-head', 'gzip-text'].map(extentOf)).toEqual(['whole', 'head', 'text']);
  });

  it('is refused where it is damaged, or would fill the memory', async () => {
    const { bytes, encoding } = await packRaw(SMALL);
    await expect(unpackRaw({ encoding, bytes: bytes.subarray(0, bytes.length - 20) })).rejects.toThrow(
      /unexpected end/,
    );
    const flood = brotliCompressSync(Buffer.alloc(129 * 1024 * 1024), { params: {} });
    await expect(unpackRaw({ encoding, bytes: flood })).rejects.toThrow(/larger than/);
  });
});
