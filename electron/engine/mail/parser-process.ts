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
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      current.write(job.id);
      const result = await parse(job);
      current.write(NO_JOB);
      results.push(result);
      held += sizeOf(result);
      if (results.length < TOLD_AT_ONCE && held < HELD_CHARACTERS && waiting.length > 0) continue;
      port?.postMessage({ kind: 'answers', answers: await withReadings(results) } satisfies ParserSays);
      results = [];
      held = 0;
    }
    isReading = false;
  }

  /** What the messages say by themselves: the thread that decides has that much less to do. */
  async function withReadings(results: readonly Result[]): Promise<readonly ParseAnswer[]> {
    const answers: ParseAnswer[] = [];
    for (const result of results) {
      current.write(result.id);
      answers.push(
        result.kind === 'failed' ? result : { ...result, reading: await readAhead(result.message, result.parts) },
      );
    }
    current.write(NO_JOB);
    return answers;
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

function sizeOf(answer: Result): number {
  if (answer.kind === 'failed') return 0;
  const { text, html, attachments, attached } = answer.message;
  const texts = [...attachments, ...attached].reduce((sum, one) => sum + one.text.length, 0);
  return text.length + (html?.length ?? 0) + texts;
}

serve();
