import { parentPort, workerData } from 'node:worker_threads';
import { packError, SportelloError } from '../../../shared/contract/errors';
import { doCopyJob } from './copy-thread';
import type { CopyAnswer, CopyJob } from './copy-thread';

/** Entry file of the thread that opens copies: one job, one answer. A bug in there ends it, and its host hears that. */
function serve(): void {
  if (!parentPort) throw new Error('The check of copies must be started as a worker thread');
  const say = (answer: CopyAnswer): void => parentPort?.postMessage(answer);
  try {
    say({ kind: 'done', readings: doCopyJob(workerData as CopyJob) });
  } catch (error) {
    if (!(error instanceof SportelloError)) throw error;
    say({ kind: 'failed', error: packError(error) });
  }
}

serve();
