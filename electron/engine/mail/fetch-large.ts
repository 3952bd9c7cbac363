import type { FetchMessageObject, FetchQueryObject } from 'imapflow';
import { imapFailure } from './imap-failure';
import type { FetchedMessage } from './intake';
import { assembleText, digestLarge, sectionsOf } from './large-text';
import type { Sections } from './large-text';
import { outlineLarge } from './large-outline';
import type { LargeOutline } from './large-outline';
import type { FolderRun } from './sync-folder';

/** What taking in one message needs of a pass over its folder. */
export type LargeRun = Pick<FolderRun, 'connection' | 'server' | 'outside' | 'mailboxId' | 'folder' | 'structureTries'>;

/** Up to this size a message comes with its batch in one command; larger ones are fetched alone. */
export const WITH_ITS_BATCH_BYTES = 512 * 1024;
/**
 * A message above this is taken in by its text, and its attachments stay on the server until somebody wants one: a phone's
 * screenshots (0.3 to 6 MB) must still be read by OCR, films and archives need not, and all mail waits behind them.
 */
export const LARGE_BYTES = 10 * 1024 * 1024;
/** Where the server cannot say what a large message holds: above this it is stored by its first bytes, else whole. */
export const OVERSIZE_BYTES = 40 * 1024 * 1024;
/** Of one text part: a letter has 5 kB, and what is longer is read by nobody before it is answered. */
const TEXT_BYTES = 512 * 1024;
/** Of a part's own header, which holds its type and name. */
const MIME_BYTES = 64 * 1024;
/** Of the end of a part, to tell it from another of the same size; an archive lists its files there. */
const END_BYTES = 64 * 1024;
/** A link that broke this often over one message's structure is broken by it (a parser that gives up, a server bug). */
const MAX_STRUCTURE_TRIES = 2;

/** A message as intake takes it, from what FETCH answered. `whole` is its size where `raw` is only its beginning. */
export function received(
  run: Pick<LargeRun, 'folder' | 'outside'>,
  item: FetchMessageObject,
  raw: Uint8Array,
  whole: number | null = null,
): FetchedMessage {
  const at = item.internalDate instanceof Date ? item.internalDate.getTime() : Number.NaN;
  return {
    uid: item.uid,
    raw,
    wholeSize: whole,
    large: null,
    receivedAt: Number.isFinite(at) ? at : run.outside.clock.now(),
    // in Sent it would say that the customer answered, in Junk nobody does
    answered: run.folder.role === 'inbox' && item.flags?.has('\\Answered') === true,
  };
}

/**
 * Fetches a message that is too large to come with its batch: whole up to `LARGE_BYTES`, beyond that its header and
 * texts. Null where the server does not deliver it. Rejects with SportelloError where the link is lost.
 *
 * @param head what came with the batch: size, date, the first bytes
 */
export async function fetchLarge(run: LargeRun, head: FetchMessageObject): Promise<FetchedMessage | null> {
  const { log } = run.outside;
  const first = head.source ?? Buffer.alloc(0);
  const size = head.size ?? first.length;
  if (size > LARGE_BYTES) {
    const texts = await fetchTexts(run, head, first, size);
    if (texts) return texts;
  }
  if (size > OVERSIZE_BYTES) {
    log.warn('intake', 'message.oversize', { folder: run.folder.path, uid: head.uid, bytes: size });
    return received(run, head, first, size);
  }
  // the size that the server named may be wrong: never ask for more than the limit
  const source = { start: 0, maxLength: OVERSIZE_BYTES };
  const item = await fetchOne(run, head.uid, { uid: true, source });
  if (!item?.source) return null;
  const isCut = item.source.length >= OVERSIZE_BYTES;
  return received(run, head, item.source, isCut ? Math.max(size, OVERSIZE_BYTES) : null);
}

/** The message by its texts; null where the server gives no structure that fits it. */
async function fetchTexts(
  run: LargeRun,
  head: FetchMessageObject,
  first: Buffer,
  size: number,
): Promise<FetchedMessage | null> {
  const header = headerOf(first);
  const outline = header && (await fetchOutline(run, head.uid, header));
  if (!outline) return null;
  const wanted = sectionsOf(outline.content).map(({ section, isHeader }) => ({
    key: section,
    start: 0,
    maxLength: isHeader ? MIME_BYTES : TEXT_BYTES,
  }));
  const texts = await fetchSections(run, head.uid, wanted);
  const ends = await fetchSections(run, head.uid, outline.ends.map(endOf));
  // it is being moved or deleted, or its structure names what is not there
  if (wanted.length > 0 && ![...texts.values()].some((bytes) => bytes.byteLength > 0)) return null;
  run.outside.log.info('intake', 'message.by-text', { uid: head.uid, bytes: size, left: outline.left.length });
  const raw = assembleText(header, outline.content, texts);
  const large = { digest: digestLarge(header, outline, texts, ends), left: outline.left };
  return { ...received(run, head, raw, size), large };
}

async function fetchOutline(run: LargeRun, uid: number, header: Buffer): Promise<LargeOutline | null> {
  const { structureTries: tries, connection } = run;
  const place = `${run.mailboxId} ${run.folder.path} ${String(uid)}`;
  const begun = tries.get(place) ?? 0;
  if (begun >= MAX_STRUCTURE_TRIES) return null;
  tries.set(place, begun + 1);
  try {
    const query = { uid: true, bodyStructure: true };
    const item = await connection.client.fetchOne(String(uid), query, { uid: true });
    if (connection.isLost()) throw new Error('The connection was lost while fetching');
    tries.delete(place);
    const outline = item && item.bodyStructure ? outlineLarge(item.bodyStructure, header.toString('latin1')) : null;
    if (!outline) run.outside.log.warn('intake', 'structure.unusable', { folder: run.folder.path, uid });
    return outline;
  } catch (error) {
    if (connection.isLost()) throw imapFailure(error, run.server);
    // the server refused, or said what cannot be read: the message is taken in without its structure
    run.outside.log.warn('intake', 'structure.refused', { folder: run.folder.path, uid, reason: String(error) });
    return null;
  }
}

type Wanted = { readonly key: string; readonly start: number; readonly maxLength: number };

function endOf({ section, octets }: LargeOutline['ends'][number]): Wanted {
  return { key: section, start: Math.max(0, octets - END_BYTES), maxLength: END_BYTES };
}

/** Parts of sections, each at most as long as asked: a server may answer with the whole. */
async function fetchSections(run: LargeRun, uid: number, wanted: readonly Wanted[]): Promise<Sections> {
  if (wanted.length === 0) return new Map();
  const item = await fetchOne(run, uid, { uid: true, bodyParts: [...wanted] });
  const found = wanted.flatMap(({ key, maxLength }) => {
    const bytes = item?.bodyParts?.get(key);
    return bytes ? [[key, bytes.subarray(0, maxLength)] as const] : [];
  });
  return new Map(found);
}

async function fetchOne(run: LargeRun, uid: number, query: FetchQueryObject): Promise<FetchMessageObject | null> {
  try {
    const item = await run.connection.client.fetchOne(String(uid), query, { uid: true });
    if (run.connection.isLost()) throw new Error('The connection was lost while fetching');
    return item || null;
  } catch (error) {
    throw imapFailure(error, run.server);
  }
}

/** The header block of a message without its empty line; null where it does not end in what came. */
function headerOf(first: Buffer): Buffer | null {
  const ends = [first.indexOf('\r\n\r\n'), first.indexOf('\n\n')].filter((end) => end >= 0);
  return ends.length === 0 ? null : first.subarray(0, Math.min(...ends));
}
