import { Worker } from 'node:worker_threads';
import type { SpelledLanguage, SpellingChoice } from '../../../shared/domain/spelling';

/** What the thread is asked. */
export type SpellingJob =
  | { readonly kind: 'check'; readonly words: readonly string[]; readonly choice: SpellingChoice }
  | { readonly kind: 'suggest'; readonly word: string; readonly language: SpelledLanguage };

/** Misspelt words, or suggestions, and the language that they are of. */
export type SpellingAnswer = { readonly language: SpelledLanguage; readonly words: readonly string[] };

/** What comes of a job: a dictionary that cannot be read is a fault of the installation. */
export type SpellingOutcome =
  { readonly id: number; readonly answer: SpellingAnswer } | { readonly id: number; readonly fault: string };

export type SpellingThread = {
  /** Null where the thread ended or did not answer in time: then nothing is marked, and nothing else is lost. */
  ask(job: SpellingJob): Promise<SpellingAnswer | null>;
};

/** Loading the largest dictionary on a busy machine takes 2 s. */
const ANSWER_MS = 10_000;

/** Starts the thread `file` at the first question, and again after it ended. */
export function createSpellingThread(options: {
  readonly file: string;
  readonly resourcesDir: string;
  readonly onFault: (fault: string) => void;
}): SpellingThread {
  let worker: Worker | null = null;
  let lastId = 0;
  const waiting = new Map<number, (answer: SpellingAnswer | null) => void>();

  function start(): Worker {
    const made = new Worker(options.file, { workerData: { resourcesDir: options.resourcesDir }, env: {} });
    made.on('message', (outcome: SpellingOutcome) => {
      if ('fault' in outcome) options.onFault(outcome.fault);
      settle(outcome.id, 'answer' in outcome ? outcome.answer : null);
    });
    made.on('error', (error) => options.onFault(error.message));
    made.on('exit', () => {
      if (worker === made) worker = null;
      for (const id of waiting.keys()) settle(id, null);
    });
    // An open question keeps no app from ending.
    made.unref();
    return made;
  }

  function settle(id: number, answer: SpellingAnswer | null): void {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  }

  return {
    ask: (job) =>
      new Promise((resolve) => {
        worker ??= start();
        lastId += 1;
        const id = lastId;
        const timer = setTimeout(() => settle(id, null), ANSWER_MS);
        waiting.set(id, (answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
        worker.postMessage({ id, job });
      }),
  };
}
