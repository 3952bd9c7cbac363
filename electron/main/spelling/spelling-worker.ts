import { parentPort, workerData } from 'node:worker_threads';
import { checkSpelling } from '../../../shared/domain/spelling';
import { openDictionaries } from './dictionaries';
import type { SpellingAnswer, SpellingJob, SpellingOutcome } from './spelling-thread';

/** The thread that looks words up: loading a dictionary takes half a second, and main draws the windows. */
const { resourcesDir } = workerData as { readonly resourcesDir: string };
const dictionaries = openDictionaries(resourcesDir);

async function answer(job: SpellingJob): Promise<SpellingAnswer> {
  if (job.kind === 'suggest') {
    const dictionary = await dictionaries.load(job.language);
    return { language: job.language, words: dictionary.suggest(job.word) };
  }
  const { language, wrong } = await checkSpelling(job.words, job.choice, async (one, words) => {
    const dictionary = await dictionaries.load(one);
    return words.filter((word) => !dictionary.has(word));
  });
  return { language, words: wrong };
}

parentPort?.on('message', ({ id, job }: { readonly id: number; readonly job: SpellingJob }) => {
  const tell = (outcome: SpellingOutcome): void => parentPort?.postMessage(outcome);
  answer(job).then(
    (found) => tell({ id, answer: found }),
    (error: unknown) => tell({ id, fault: String(error) }),
  );
});
