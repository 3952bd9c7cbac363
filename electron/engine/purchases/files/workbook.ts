import type { Readable } from 'node:stream';
import { SportelloError } from '../../../../shared/contract/errors';
import { SaxesParser } from 'saxes';
import type { SaxesTagPlain } from 'saxes';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { MAX_CELL_LENGTH } from './cells';
import type { ImportFile } from './import-file';
import { refuseFile } from './refuse-file';
import { TextList } from './text-list';

/** Largest sheet when unpacked, bytes: Excel's 1,048,576 rows of Hotmart's widest export. */
export const MAX_SHEET_BYTES = 3 * 1024 * 1024 * 1024;
/** The texts that cells share are held in memory. */
export const MAX_SHARED_TEXT_BYTES = 256 * 1024 * 1024;
/** List of sheets and where they lie. */
const MAX_PART_BYTES = 4 * 1024 * 1024;
/** A workbook of Excel has a few dozen parts. */
const MAX_ENTRIES = 5000;
/** XML of a sheet shrinks to a tenth, seldom to a fiftieth; a bomb to a thousandth. */
const MAX_RATIO = 200;

/** Longest text of a cell that is kept, in characters: one more than a sale's cell may have, so that it is seen to be too long. */
export const MAX_CELL_CHARS = MAX_CELL_LENGTH + 1;

/** What of a workbook is read: the first sheet, and the texts that its cells refer to. */
export type Workbook = {
  readonly sharedTexts: TextList;
  /** Its days are counted from 1904 and not from 1900, as old programs for the Mac did (ECMA-376 §18.2.28). */
  readonly hasLateEpoch: boolean;
  /** The XML of the first sheet in pieces; may be asked for again. */
  sheet(): AsyncGenerator<string>;
};

/** Opens an XLSX file by its central directory. Throws `import-unreadable` for archives that are none, or bombs. */
export async function openWorkbook(file: ImportFile): Promise<Workbook> {
  const { entries, read } = await openArchive(file);
  const sheetPath = await firstSheet(entries, read, file);
  const hasLateEpoch = await countsFrom1904(entries, read, file);
  const sheet = entries.get(sheetPath);
  if (!sheet) throw refuseFile(file, 'no-workbook');
  const shared = entries.get('xl/sharedStrings.xml');
  const sharedTexts = shared ? await readSharedTexts(read(shared, MAX_SHARED_TEXT_BYTES), file) : new TextList();
  return { sharedTexts, hasLateEpoch, sheet: () => read(sheet, MAX_SHEET_BYTES) };
}

type ReadEntry = (entry: Entry, mostBytes: number) => AsyncGenerator<string>;

async function openArchive(
  file: ImportFile,
): Promise<{ readonly entries: ReadonlyMap<string, Entry>; readonly read: ReadEntry }> {
  const entries = new Map<string, Entry>();
  const zip = await openZip(file);
  try {
    for await (const entry of entriesOf(zip)) {
      entries.set(entry.fileName, entry);
      if (entries.size > MAX_ENTRIES) throw refuseFile(file, 'too-much-inside');
      const isBomb = entry.uncompressedSize > 1_000_000 && entry.uncompressedSize > entry.compressedSize * MAX_RATIO;
      if (isBomb) throw refuseFile(file, 'too-much-inside');
    }
  } catch (error) {
    // yauzl says in words what is wrong with an archive's directory
    throw error instanceof SportelloError ? error : refuseFile(file, 'no-workbook');
  } finally {
    zip.close();
  }
  return { entries, read: (entry, mostBytes) => readEntry(file, entry, mostBytes) };
}

/** Each reading opens the file anew: a workbook is read twice, and nobody has to close it in between. */
async function* readEntry(file: ImportFile, entry: Entry, mostBytes: number): AsyncGenerator<string> {
  if (entry.uncompressedSize > mostBytes || entry.isEncrypted()) throw refuseFile(file, 'too-much-inside');
  const zip = await openZip(file);
  try {
    const decoder = new TextDecoder();
    let bytes = 0;
    for await (const chunk of await openStream(zip, entry)) {
      bytes += (chunk as Buffer).length;
      // what the directory says may be a lie
      if (bytes > mostBytes || bytes > entry.compressedSize * MAX_RATIO + 1_000_000) {
        throw refuseFile(file, 'too-much-inside');
      }
      yield decoder.decode(chunk as Buffer, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    throw isArchiveError(error) ? refuseFile(file, 'no-workbook') : error;
  } finally {
    zip.close();
  }
}

function openZip(file: ImportFile): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false };
    const opened = (error: Error | null, zip: ZipFile): void => {
      if (error) reject(refuseFile(file, 'no-workbook'));
      else resolve(zip);
    };
    if (file.kind === 'disk') yauzl.open(file.path, options, opened);
    else yauzl.fromBuffer(Buffer.from(file.bytes), options, opened);
  });
}

function openStream(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(error);
      else resolve(stream);
    });
  });
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      zip.once('entry', resolve);
      zip.once('end', () => resolve(null));
      zip.once('error', reject);
      zip.readEntry();
    });
    zip.removeAllListeners();
    if (entry === null) return;
    yield entry;
  }
}

/** Where the first sheet of the workbook's list lies (ECMA-376 §12.3.23); by its usual place where that is not said. */
async function firstSheet(entries: ReadonlyMap<string, Entry>, read: ReadEntry, file: ImportFile): Promise<string> {
  const workbook = entries.get('xl/workbook.xml');
  const links = entries.get('xl/_rels/workbook.xml.rels');
  if (!workbook || !links) return 'xl/worksheets/sheet1.xml';
  const [sheet] = await tagsOf(read(workbook, MAX_PART_BYTES), 'sheet', file);
  const target = (await tagsOf(read(links, MAX_PART_BYTES), 'Relationship', file)).find(
    (link) => link['Id'] === (sheet?.['r:id'] ?? ''),
  )?.['Target'];
  if (target === undefined) return 'xl/worksheets/sheet1.xml';
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

async function countsFrom1904(
  entries: ReadonlyMap<string, Entry>,
  read: ReadEntry,
  file: ImportFile,
): Promise<boolean> {
  const workbook = entries.get('xl/workbook.xml');
  const [properties] = workbook ? await tagsOf(read(workbook, MAX_PART_BYTES), 'workbookPr', file) : [];
  return ['1', 'true'].includes(properties?.['date1904'] ?? '');
}

async function tagsOf(
  pieces: AsyncIterable<string>,
  name: string,
  file: ImportFile,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const found: Readonly<Record<string, string>>[] = [];
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', () => {
    throw refuseFile(file, 'no-workbook');
  });
  parser.on('opentag', (tag: SaxesTagPlain) => {
    if (localName(tag.name) === name) found.push(tag.attributes);
  });
  for await (const piece of pieces) parser.write(piece);
  parser.close();
  return found;
}

/** The texts of `sharedStrings.xml`, in order: each `<si>` is one, whatever runs it is set in; phonetic hints are left out. */
async function readSharedTexts(pieces: AsyncIterable<string>, file: ImportFile): Promise<TextList> {
  const texts = new TextList();
  const parser = new SaxesParser({ xmlns: false });
  let text = '';
  let isText = false;
  let isPhonetic = false;
  parser.on('error', () => {
    throw refuseFile(file, 'no-workbook');
  });
  parser.on('doctype', () => {
    throw refuseFile(file, 'too-much-inside');
  });
  parser.on('opentag', (tag: SaxesTagPlain) => {
    const name = localName(tag.name);
    if (name === 'si') text = '';
    if (name === 'rPh') isPhonetic = true;
    isText = name === 't' && !isPhonetic;
  });
  parser.on('text', (piece) => {
    if (isText && text.length < MAX_CELL_CHARS) text += piece.slice(0, MAX_CELL_CHARS);
  });
  parser.on('closetag', (tag) => {
    const name = localName(tag.name);
    if (name === 'rPh') isPhonetic = false;
    if (name === 't') isText = false;
    if (name === 'si') texts.add(text.slice(0, MAX_CELL_CHARS));
  });
  for await (const piece of pieces) parser.write(piece);
  parser.close();
  return texts;
}

/** zlib and yauzl complain about the archive; everything else is ours. */
function isArchiveError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = String(Reflect.get(error, 'code') ?? '');
  return (
    code.startsWith('Z_') || /^(?:invalid|expected|unsupported|too many bytes|not enough bytes)/i.test(error.message)
  );
}

/** Some programs write the main namespace with a prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
