/** What the header of a picture file says. */
export type PictureSize = {
  readonly format: 'png' | 'jpeg' | 'webp' | 'gif';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
};

/** A JPEG's size stands behind its camera data: further in than this no camera puts it. */
const MAX_SEGMENTS = 200;
/** A moving picture is no receipt; its blocks are not counted to the end. */
const MAX_GIF_BLOCKS = 200_000;

/**
 * Format and size of a picture from its header alone, so that one that would unpack to gigabytes is known before it does.
 * null for anything but a still PNG, JPEG, WebP or GIF, and for a broken header. Never throws.
 */
export function readPictureSize(bytes: Uint8Array): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readPng(view) ?? readJpeg(view) ?? readWebp(view) ?? readGif(view);
  } catch (error) {
    // DataView throws where the file ends before its header does.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readPng(view: DataView): PictureSize | null {
  if (view.byteLength < 8 || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return null;
  if (asciiAt(view, 12, 4) !== 'IHDR') return null;
  return sized('png', view.getUint32(16), view.getUint32(20));
}

function readJpeg(view: DataView): PictureSize | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  for (let segment = 0; segment < MAX_SEGMENTS; segment += 1) {
    if (view.getUint8(at) !== 0xff) return null;
    while (view.getUint8(at) === 0xff) at += 1;
    const marker = view.getUint8(at);
    at += 1;
    // SOF0 to SOF15 hold the size; C4, C8 and CC in their midst are tables.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return sized('jpeg', view.getUint16(at + 5), view.getUint16(at + 3));
    }
    if (marker === 0xd9 || marker === 0xda) return null;
    at += view.getUint16(at);
  }
  return null;
}

function readWebp(view: DataView): PictureSize | null {
  if (view.byteLength < 16 || asciiAt(view, 0, 4) !== 'RIFF' || asciiAt(view, 8, 4) !== 'WEBP') return null;
  const kind = asciiAt(view, 12, 4);
  if (kind === 'VP8X') {
    const isMoving = (view.getUint8(20) & 2) !== 0;
    return isMoving ? null : sized('webp', 1 + uint24(view, 24), 1 + uint24(view, 27));
  }
  if (kind === 'VP8L') {
    if (view.getUint8(20) !== 0x2f) return null;
    const packed = view.getUint32(21, true);
    return sized('webp', 1 + (packed & 0x3fff), 1 + ((packed >>> 14) & 0x3fff));
  }
  if (kind !== 'VP8 ' || uint24(view, 23) !== 0x2a019d) return null;
  return sized('webp', view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
}

// Decoders unpack every frame at once, so a GIF counts only where its one frame is found.
function readGif(view: DataView): PictureSize | null {
  if (view.byteLength < 13 || !/^GIF8[79]a$/.test(asciiAt(view, 0, 6))) return null;
  let size: PictureSize | null = null;
  let at = 13 + colours(view.getUint8(10));
  for (let block = 0; block < MAX_GIF_BLOCKS; block += 1) {
    const kind = view.getUint8(at);
    if (kind === 0x3b) return size;
    if (kind === 0x2c) {
      if (size !== null) return null;
      size = sized('gif', view.getUint16(at + 5, true), view.getUint16(at + 7, true));
      at += 11 + colours(view.getUint8(at + 9));
    } else if (kind === 0x21) at += 2;
    else return null;
    for (; view.getUint8(at) !== 0; block += 1) at += 1 + view.getUint8(at);
    at += 1;
  }
  return null;
}

/** Bytes of the colour table that these flags announce. */
function colours(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function sized(format: PictureSize['format'], width: number, height: number): PictureSize | null {
  return width > 0 && height > 0 ? { format, width, height } : null;
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
}

function asciiAt(view: DataView, at: number, length: number): string {
  let text = '';
  for (let index = at; index < at + length; index += 1) text += String.fromCharCode(view.getUint8(index));
  return text;
}
