import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { SportelloError } from '../../../../shared/contract/errors';
import { refusalOf } from '../../../../shared/domain/import-refusals';
import { factsOfEvent } from './event-facts';
import type { EventFacts } from './event-facts';
import { MAX_JSON_BYTES } from './file-text';
import { piecesOf, shownName, wholeOf } from './import-file';
import type { ImportFile } from './import-file';
import type { RefusedRow } from './read-sales';
import { refuseFile } from './refuse-file';

/** Longest line of a log of events, in characters: Hotmart's longest event has some thousand. */
const MAX_EVENT_CHARS = 1_000_000;
/** Events handed on together. */
const BATCH = 1000;

/** `line`: of a log its line, of a list its place in it, from 1. */
export type EventRow = { readonly kind: 'row'; readonly line: number; readonly facts: EventFacts } | RefusedRow;

/**
 * Webhook events of Hotmart (version 2.0) from a file: one event, a list of them, or one a line (reference/hotmart.md §3).
 * An event that cannot be used is told, not thrown. Throws `import-unreadable` for what is no JSON, or holds no list.
 */
export async function* readEvents(file: ImportFile, size: number): AsyncGenerator<readonly EventRow[]> {
  if (await isLog(file)) {
    yield* readLog(file);
    return;
  }
  if (size > MAX_JSON_BYTES) throw refuseFile(file, 'long-json');
  const events = listOf(await readDocument(file), file);
  for (let at = 0; at < events.length; at += BATCH) {
    yield events.slice(at, at + BATCH).map((event, index) => rowOf(event, at + index + 1));
  }
}

/** Whether its first line is an event of its own. */
async function isLog(file: ImportFile): Promise<boolean> {
  for await (const line of linesOf(file)) {
    if (line.trim() === '') continue;
    const first = parsed(line);
    return typeof first === 'object' && first !== null && 'event' in first;
  }
  return false;
}

async function* readLog(file: ImportFile): AsyncGenerator<readonly EventRow[]> {
  let rows: EventRow[] = [];
  let line = 0;
  for await (const text of linesOf(file)) {
    line += 1;
    if (text.trim() === '') continue;
    const event = text.length > MAX_EVENT_CHARS ? undefined : parsed(text);
    rows.push(event === undefined ? { kind: 'refused', line, reason: refusalOf('no-json') } : rowOf(event, line));
    if (rows.length < BATCH) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

function linesOf(file: ImportFile): AsyncIterable<string> {
  return createInterface({ input: Readable.from(piecesOf(file)), crlfDelay: Number.POSITIVE_INFINITY });
}

async function readDocument(file: ImportFile): Promise<unknown> {
  const document = parsed((await wholeOf(file)).toString('utf8').replace(/^\uFEFF/, ''));
  if (document !== undefined) return document;
  throw new SportelloError('import-unreadable', `${shownName(file)} begins as JSON and is none.`, {
    reason: 'json',
    action: 'Save the events again: one event, a list of events, or one event a line.',
    detail: { path: shownName(file), problem: 'json' },
  });
}

/** undefined: no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A list, an object that holds one, or one event. */
function listOf(document: unknown, file: ImportFile): readonly unknown[] {
  if (Array.isArray(document)) return document;
  if (typeof document === 'object' && document !== null) {
    if ('event' in document) return [document];
    const list = Object.values(document).find((value) => Array.isArray(value));
    if (Array.isArray(list)) return list;
  }
  throw new SportelloError('import-unreadable', `${shownName(file)} holds no events of Hotmart.`, {
    reason: 'no-events',
    action: 'Save the events as Hotmart sent them: each has "event", "creation_date" and "data".',
    detail: { path: shownName(file), problem: 'json' },
  });
}

function rowOf(event: unknown, line: number): EventRow {
  const read = factsOfEvent(event);
  return read.kind === 'facts'
    ? { kind: 'row', line, facts: read.facts }
    : { kind: 'refused', line, reason: read.reason };
}
