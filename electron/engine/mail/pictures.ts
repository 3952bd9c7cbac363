import type { Message, PictureSpot } from '../../../shared/domain/message';
import { readNumbers } from '../../../shared/domain/transaction-number';
import type { ImageReader, PictureText } from './image-text';
import { parseMail } from './parse-mail';
import { readPictureSize } from './picture-size';

/** A phone's photo has 3 to 6 MB; what is larger is a scan for print, not a picture of a receipt. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Below this there is no picture with a line of text in it: tracking pixels, bullets, rules. */
const MIN_BYTES = 500;
/** A buyer sends one or two; mails with many are newsletters and albums. */
const MAX_PICTURES = 4;
/** Raw messages beyond this are not unpacked again for their pictures. */
const MAX_RAW_BYTES = 40 * 1024 * 1024;
/** A phone's photo has 12 million; each million costs some 20 MB of memory while it is read. */
const MAX_PIXELS = 16_000_000;
/** Icons and signature logos: a number of 12 characters that can be read needs more room. */
const MIN_WIDTH = 100;
const MIN_HEIGHT = 14;
const MIN_PIXELS = 5_000;
/** What one picture may add to a message's clues: a screen full of text has 5,000 characters. */
const MAX_TEXT = 20_000;
/** A receipt shows its number once or twice; a list of numbers is somebody's sales report. */
const MAX_SPOTS = 20;

/**
 * Positions of the attachments that may be pictures of a receipt and have not been read (domain.md, Match rule 1).
 * None in what a list or a machine sent: nobody is answered there.
 */
export function picturesToRead(message: Pick<Message, 'attachments' | 'marks' | 'readability'>): readonly number[] {
  const { marks } = message;
  const isMachine = (marks.autoSubmitted ?? 'no').toLowerCase() !== 'no';
  if (isMachine || marks.listId !== null || marks.listUnsubscribe || message.readability !== 'full') return [];
  return message.attachments
    .filter((file) => file.picture && file.text === '')
    .slice(0, MAX_PICTURES)
    .map((file) => file.index);
}

/** Whether these bytes promise a picture that is large enough to hold a number and small enough to unpack. */
export function isWorthReading(bytes: Uint8Array): boolean {
  if (bytes.byteLength < MIN_BYTES || bytes.byteLength > MAX_BYTES) return false;
  const size = readPictureSize(bytes);
  if (size === null || size.width < MIN_WIDTH || size.height < MIN_HEIGHT) return false;
  const pixels = size.width * size.height;
  return pixels >= MIN_PIXELS && pixels <= MAX_PIXELS;
}

/** What a message's picture says, and where its numbers stand. */
export type ReadPicture = { readonly text: string; readonly spots: readonly PictureSpot[] };

const NOTHING: ReadPicture = { text: '', spots: [] };

/**
 * What a message's pictures say by position, nothing where one has no text. null where pictures cannot be read at all now
 * (the reader does not start, or is closed): then the message is to be tried another time.
 */
export async function readPictures(
  reader: ImageReader,
  raw: Uint8Array,
  positions: readonly number[],
): Promise<ReadonlyMap<number, ReadPicture> | null> {
  const texts = new Map<number, ReadPicture>(positions.map((position) => [position, NOTHING]));
  if (raw.byteLength > MAX_RAW_BYTES || positions.length === 0) return texts;
  // Read once already by the parser thread; what it cannot read now has no pictures for us.
  const mail = await parseMail(raw).catch(() => null);
  for (const position of positions) {
    const content = mail?.attachments[position]?.content;
    // asked again: what is stored must not decide how much memory a picture takes
    if (content === undefined || !isWorthReading(content)) continue;
    const read = await reader.read(content);
    if (read === null) return null;
    texts.set(position, { text: read.text.slice(0, MAX_TEXT), spots: spotsOf(read) });
  }
  return texts;
}

/** The lines that hold a number: what a person looks at to believe it. */
function spotsOf({ lines }: PictureText): readonly PictureSpot[] {
  return lines
    .flatMap(({ text, area }) => readNumbers(text).map(({ written }) => ({ written, area })))
    .slice(0, MAX_SPOTS);
}

/** The message with what its pictures say in its attachments. */
export function withPictureTexts<M extends Pick<Message, 'attachments'>>(
  message: M,
  pictures: ReadonlyMap<number, ReadPicture>,
): M {
  return {
    ...message,
    attachments: message.attachments.map((file) => {
      const { text, spots } = pictures.get(file.index) ?? NOTHING;
      return text === '' ? file : { ...file, text, ...(spots.length === 0 ? {} : { spots }) };
    }),
  };
}
