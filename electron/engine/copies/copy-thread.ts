import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { childEnvironment } from '../../../shared/contract/child-environment';
import { unpackError } from '../../../shared/contract/errors';
import type { PackedError } from '../../../shared/contract/errors';
import { readCopy, sealCopy } from './read-copy';
import type { CopyReading, ReadDepth } from './read-copy';

/** What the thread is asked: one file after another. */
export type CopyJob =
  | { readonly kind: 'read'; readonly paths: readonly string[]; readonly key: string | null; readonly depth: ReadDepth }
  | { readonly kind: 'seal'; readonly path: string; readonly key: string | null; readonly at: number };

/** thread → host: one reading for each file. */
export type CopyAnswer =
  | { readonly kind: 'done'; readonly readings: readonly CopyReading[] }
  | { readonly kind: 'failed'; readonly error: PackedError };

/** What the thread does; here so that tests from sources, which have no built thread, do the same in theirs. */
export function doCopyJob(job: CopyJob): readonly CopyReading[] {
  if (job.kind === 'seal') return [sealCopy(job.path, job.key, job.at)];
  return job.paths.map((path) => readCopy(path, job.key, job.depth));
}

/** The thread's file beside the bundle that runs now; null when running from sources. */
export function findCopyWorker(): string | null {
  const places = ['copy-worker.cjs', '../copy-worker.cjs', '../engine/copy-worker.cjs'];
  return places.map((place) => join(__dirname, place)).find((file) => existsSync(file)) ?? null;
}

/**
 * Opens copies in a thread of its own: reading every page takes a second for each 600 MB, and the desk must not stand
 * still for it. libsql lets go of a file when its memory is collected; the end of the thread makes that now, so that the
 * file can be renamed on Windows too. `workerFile` null works in this thread.
 */
export async function inCopyThread(job: CopyJob, workerFile = findCopyWorker()): Promise<readonly CopyReading[]> {
  if (workerFile === null) return doCopyJob(job);
  const worker = new Worker(workerFile, { workerData: job, env: childEnvironment(process.env) });
  try {
    const answer = await new Promise<CopyAnswer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`The thread that checks copies ended with ${code}`)));
    });
    if (answer.kind === 'failed') throw unpackError(answer.error);
    return answer.readings;
  } finally {
    await worker.terminate();
  }
}
