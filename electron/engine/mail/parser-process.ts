import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { NO_JOB, sharedCurrentJob } from './current-job';
import { readOneMessage } from './read-one-message';
import type { ReadOptions, ReadResult } from './read-one-message';
import { readAhead } from '../tickets/message-reading';
import type { MessageReading } from '../tickets/message-reading';
import { packError } from '../../../shared/contract/errors';
import type { PackedError } from '../../../shared/contract/errors';

/** What the thread is started with: the memory of its current job. */
export type ParserData = { readonly current: SharedArrayBuffer };

/** host → parser thread, in lists: read strictly one after another, in this order. */
export type ParseJob = { readonly id: number; readonly raw: Uint8Array; readonly options: ReadOptions };

/** What became of one job. */
export type ParseAnswer =
  | ({ readonly kind: 'read'; readonly id: number; readonly reading: MessageReading | null } & ReadResult)
  | { readonly kind: 'failed'; readonly id: number; readonly error: PackedError };

/** parser thread → host: `ready` once, then the answers in the order of the jobs, several at a time. */
export type ParserSays =
  { readonly kind: 'ready' } | { readonly kind: 'answers'; readonly answers: readonly ParseAnswer[] };

/**
 * Answers that are told in one go while more jobs wait. Telling each would cost both threads as much as a small mail, and
 * what mails say is read in half the time where the parser's code does not come in between: the processor keeps at hand
 * what it used last.
 */
const TOLD_AT_ONCE = 60;
/** Time that a result is held back at most: where mails are slow, the end of the thread must not cost many of them again. */
const HELD_MS = 200;
/** Characters of text that are held back at most: large mails must not pile up in the thread's memory. */
const HELD_CHARACTERS = 1_000_000;

/**
 * Entry file of the thread that reads messages: it has no network and no store, and the host ends it when a message
 * takes too long. Its current job stands in shared memory, so that the host knows which one is to blame.
 */
function serve(): void {
  const port = parentPort;
  if (!port) throw new Error('The parser must be started as a worker thread');
  const current = sharedCurrentJob((workerData as ParserData).current);
  const waiting: ParseJob[] = [];
  let isReading = false;

  async function readAll(): Promise<void> {
    isReading = true;
    let results: Result[] = [];
    let held = 0;
    let since = performance.now();
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      if (results.length === 0) since = performance.now();
      current.write(job.id);
      const result = await parse(job);
      current.write(NO_JOB);
      results.push(result);
      held += sizeOf(result);
      const isFull = results.length >= TOLD_AT_ONCE || held >= HELD_CHARACTERS || performance.now() - since >= HELD_MS;
      if (!isFull && waiting.length > 0) continue;
      await tell(results);
      results = [];
      held = 0;
    }
    isReading = false;
  }

  async function tell(results: readonly Result[]): Promise<void> {
    const answers: ParseAnswer[] = [];
    for (const result of results) {
      current.write(-result.id);
      answers.push(await withReading(result));
    }
    // What cannot be handed over is the largest one's fault.
    const largest = results.reduce((most, one) => (sizeOf(one) > sizeOf(most) ? one : most));
    current.write(-largest.id);
    port?.postMessage({ kind: 'answers', answers } satisfies ParserSays);
    current.write(NO_JOB);
  }

  port.on('message', (jobs: readonly ParseJob[]) => {
    waiting.push(...jobs);
    // a bug in there ends the thread: its host sees that
    if (!isReading) void readAll();
  });
  port.postMessage({ kind: 'ready' } satisfies ParserSays);
}

/** A parsed message, before what it says is read. */
type Result = ({ readonly kind: 'read'; readonly id: number } & ReadResult) | Extract<ParseAnswer, { kind: 'failed' }>;

async function parse(job: ParseJob): Promise<Result> {
  try {
    return { kind: 'read', id: job.id, ...(await readOneMessage(job.raw, job.options)) };
  } catch (error) {
    return { kind: 'failed', id: job.id, error: packError(error) };
  }
}

/** What the message says by itself: the thread that decides has that much less to do. Of an envelope nobody asks it. */
async function withReading(result: Result): Promise<ParseAnswer> {
  if (result.kind === 'failed') return result;
  if (result.message.readability === 'envelope') return { ...result, reading: null };
  try {
    return { ...result, reading: await readAhead(result.message, result.parts) };
  } catch (error) {
    // The next, lighter try leaves out what it may have stumbled over.
    return { kind: 'failed', id: result.id, error: packError(error) };
  }
}

function sizeOf(answer: Result): number {
  if (answer.kind === 'failed') return 0;
  const { text, html, attachments, attached } = answer.message;
  const texts = [...attachments, ...attached].reduce((sum, one) => sum + one.text.length, 0);
  return text.length + (html?.length ?? 0) + texts;
}

serve();
