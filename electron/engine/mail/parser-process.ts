import { parentPort } from 'node:worker_threads';
import { readOneMessage } from './read-one-message';
import type { ReadOptions, ReadResult } from './read-one-message';
import { packError } from '../../../shared/contract/errors';
import type { PackedError } from '../../../shared/contract/errors';

/** host → parser thread. */
export type ParseJob = { readonly id: number; readonly raw: Uint8Array; readonly options: ReadOptions };

/** parser thread → host: `ready` once, then one answer for each job, in order. */
export type ParseAnswer =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'read'; readonly id: number } & ReadResult)
  | { readonly kind: 'failed'; readonly id: number; readonly error: PackedError };

/**
 * Entry file of the thread that reads messages: it has no network and no store, and the host ends it when a message
 * takes too long. Jobs are read strictly one after another, so that the host knows which one is to blame.
 */
function serve(): void {
  const port = parentPort;
  if (!port) throw new Error('The parser must be started as a worker thread');
  let last: Promise<void> = Promise.resolve();
  port.on('message', (job: ParseJob) => {
    last = last.then(async () => {
      port.postMessage(await answerTo(job));
    });
  });
  port.postMessage({ kind: 'ready' } satisfies ParseAnswer);
}

async function answerTo(job: ParseJob): Promise<ParseAnswer> {
  try {
    return { kind: 'read', id: job.id, ...(await readOneMessage(job.raw, job.options)) };
  } catch (error) {
    return { kind: 'failed', id: job.id, error: packError(error) };
  }
}

serve();
