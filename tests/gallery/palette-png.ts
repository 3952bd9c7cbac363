import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PALETTE = 3;
/** Bytes of a pixel by the colour types that are read here. */
const BYTES: Readonly<Record<number, number>> = { 2: 3, [PALETTE]: 1, 6: 4 };

/**
 * Reads a PNG of eight bits a channel, without interlacing, as Chromium and `writePalettePng` write it. Answers its size and its
 * pixels as 0xRRGGBB; transparency is left out, for a window has none. Throws for any other PNG.
 */
export function readPng(png: Buffer): Picture {
  const chunks = readChunks(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (!header) throw new Error('This is no PNG');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const bytes = BYTES[header[9] ?? 0];
  if (bytes === undefined || header[8] !== 8 || header[12] !== 0) throw new Error('This PNG is of another kind');
  const lines = unfilter(
    inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))),
    {
      width: width * bytes,
      height,
      bytes,
    },
  );
  const palette = chunks.find(({ type }) => type === 'PLTE')?.data ?? Buffer.alloc(0);
  const colours = Uint32Array.from({ length: palette.length / 3 }, (_, at) => palette.readUIntBE(at * 3, 3));
  const pixels = new Uint32Array(width * height);
  const view = Buffer.from(lines.buffer);
  for (let at = 0; at < pixels.length; at += 1) {
    const from = at * bytes;
    pixels[at] = bytes === 1 ? (colours[lines[from] ?? 0] ?? 0) : view.readUIntBE(from, 3);
  }
  return { width, height, pixels };
}

/**
 * Writes a picture with at most `most` (256 or fewer) of its own colours.
 */
export function writePalettePng({ width, height, pixels }: Picture, most: number): Buffer {
  const { palette, indexOf } = choosePalette(pixels, most);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, PALETTE, 0, 0, 0], 8);
  // Lines of indices are not filtered (a leading zero each): they repeat as they are.
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) lines[y * (width + 1) + 1 + x] = indexOf.get(pixels[y * width + x] ?? 0) ?? 0;
  }
  const colours = Buffer.alloc(palette.length * 3);
  palette.forEach((colour, at) => colours.writeUIntBE(colour, at * 3, 3));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A picture without transparency; its pixels are 0xRRGGBB, line by line. */
export type Picture = { readonly width: number; readonly height: number; readonly pixels: Uint32Array };

/** The greatest difference of two colours in one channel, 0 to 255. */
export function distance(one: number, other: number): number {
  return Math.max(
    Math.abs((one >> 16) - (other >> 16)),
    Math.abs(((one >> 8) & 0xff) - ((other >> 8) & 0xff)),
    Math.abs((one & 0xff) - (other & 0xff)),
  );
}

/** Each next colour is the one that would be drawn worst without: by how many pixels have it, and how far off they would be. */
function choosePalette(pixels: Uint32Array, most: number) {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const colours = [...counts.keys()];
  const weights = [...counts.values()];
  const away = colours.map(() => 0xff);
  const nearest = colours.map(() => 0);
  const palette: number[] = [];
  while (palette.length < Math.min(most, colours.length)) {
    let [worst, greatest] = [0, -1];
    for (let at = 0; at < colours.length; at += 1) {
      const error = (weights[at] ?? 0) * (away[at] ?? 0) ** 2;
      if (error > greatest) [worst, greatest] = [at, error];
    }
    const chosen = colours[worst] ?? 0;
    for (let at = 0; at < colours.length; at += 1) {
      const far = distance(chosen, colours[at] ?? 0);
      if (far >= (away[at] ?? 0)) continue;
      away[at] = far;
      nearest[at] = palette.length;
    }
    palette.push(chosen);
  }
  return { palette, indexOf: new Map(colours.map((colour, at) => [colour, nearest[at] ?? 0])) };
}

type Chunk = { readonly type: string; readonly data: Buffer };

function readChunks(png: Buffer): readonly Chunk[] {
  if (!png.subarray(0, 8).equals(SIGNATURE)) return [];
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, 'latin1');
  whole.set(data, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
}

/** Takes the filters of PNG (its section 9) back. `width` in bytes. */
function unfilter(
  raw: Buffer,
  { width, height, bytes }: { readonly width: number; readonly height: number; readonly bytes: number },
): Uint8Array {
  const lines = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (width + 1)] ?? 0;
    const from = y * (width + 1) + 1;
    const to = y * width;
    for (let x = 0; x < width; x += 1) {
      const left = x >= bytes ? (lines[to + x - bytes] ?? 0) : 0;
      const up = y > 0 ? (lines[to + x - width] ?? 0) : 0;
      const corner = x >= bytes && y > 0 ? (lines[to + x - width - bytes] ?? 0) : 0;
      lines[to + x] = (raw[from + x] ?? 0) + predict(filter, left, up, corner);
    }
  }
  return lines;
}

function predict(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const [byLeft, byUp, byCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}
