import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SportelloError, unpackError } from '../../../shared/contract/errors';
import type { Clock, Log } from '../outside';
import type { ParseAnswer, ParseJob } from './parser-process';
import { readOneMessage } from './read-one-message';
import type { ReadDepth, ReadResult } from './read-one-message';

/** Reads raw messages where a hostile one can do no harm. */
export type MessageParser = {
  /**
   * Reads a message within its budget; the second try leaves HTML and attachments out, the third reads the header
   * alone. Rejects with `file-unreadable` where no envelope can be read. `ahead`: also what the message says by itself
   * (default true).
   */
  parse(
    raw: Uint8Array,
    options: { readonly authservId: string | null; readonly ahead?: boolean },
  ): Promise<ReadResult>;
  /** Starts the thread now, so that its code is loaded by the time the first message is there. */
  warm(): void;
  close(): Promise<void>;
};

export type MessageParserOptions = {
  readonly clock: Clock;
  readonly log: Log;
  /** The built parser-process; null reads in this thread, which only tests from sources do. */
  readonly workerFile?: string | null;
  readonly budget?: Partial<ParseBudget>;
};

/** What one try may cost (design.md, invariant 1). */
export type ParseBudget = { readonly timeMs: number; readonly heapMb: number };
const BUDGET: ParseBudget = { timeMs: 2000, heapMb: 300 };

/** Loading the code of a new thread, on a slow and busy machine. */
const START_MS = 30_000;
/** Jobs in a thread's hands: it never waits while this thread is busy filing and deciding a batch. */
const AHEAD = 200;
/** Room for what a message leaves behind at once: with less, the collector runs at every few messages. */
const YOUNG_MB = 64;
/** Bytes in a thread's hands, beyond the first job: large mails do not pile up there. */
const AHEAD_BYTES = 4 * 1024 * 1024;
const TRIES: readonly ReadDepth[] = ['full', 'text', 'envelope'];

type Job = {
  readonly id: number;
  readonly raw: Uint8Array;
  readonly authservId: string | null;
  readonly ahead: boolean;
  /** Position in TRIES. */
  readonly attempt: number;
  resolve(result: ReadResult): void;
  reject(error: unknown): void;
};

/** The parser thread beside the bundle that runs now; null when running from sources. */
export function findParserWorker(): string | null {
  const places = ['parser-worker.cjs', '../parser-worker.cjs', '../engine/parser-worker.cjs'];
  return places.map((place) => join(__dirname, place)).find((file) => existsSync(file)) ?? null;
}

/** Makes a parser with one thread, started at the first message and again after each one that had to be ended. */
export function createMessageParser(options: MessageParserOptions): MessageParser {
  const workerFile = options.workerFile === undefined ? findParserWorker() : options.workerFile;
  if (workerFile === null) {
    options.log.warn('parser', 'in-thread', { reason: 'no built parser beside the engine' });
    return parserInThread();
  }
  return parserInWorker(workerFile, options.clock, options.log, { ...BUDGET, ...options.budget });
}

function parserInThread(): MessageParser {
  return {
    async parse(raw, { authservId, ahead = true }) {
      let failure: unknown = null;
      for (const depth of TRIES) {
        try {
          return await readOneMessage(raw, { authservId, depth, ahead });
        } catch (error) {
          failure = error;
        }
      }
      throw failure;
    },
    warm() {},
    async close() {},
  };
}

function parserInWorker(file: string, clock: Clock, log: Log, budget: ParseBudget): MessageParser {
  let worker: Worker | null = null;
  let ready = false;
  let closed = false;
  let nextId = 1;
  const queue: Job[] = [];
  /** Given to the thread and not answered; it reads the first of them now. */
  const given: Job[] = [];
  let cancelTimer: () => void = () => undefined;

  function unwatch(): void {
    cancelTimer();
    cancelTimer = () => undefined;
  }

  function start(): void {
    ready = false;
    const made = new Worker(file, {
      resourceLimits: { maxOldGenerationSizeMb: budget.heapMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker = made;
    made.on('message', (answer: ParseAnswer) => {
      if (worker === made) hear(answer);
    });
    made.on('error', (error) => {
      if (worker === made) abandon(String(error));
    });
    made.on('exit', (code) => {
      if (worker === made) abandon(`the parser thread ended with ${String(code)}`);
    });
    watch(made, START_MS);
  }

  function hear(answer: ParseAnswer): void {
    if (answer.kind === 'ready') {
      ready = true;
      unwatch();
      feed();
      return;
    }
    const job = given.shift();
    // answers come in order: anything else is a bug of ours, and guessing would mix up two messages
    if (job?.id !== answer.id) throw new Error('The parser answered out of order');
    unwatch();
    if (worker && given.length > 0) watch(worker, budget.timeMs);
    if (answer.kind === 'read') {
      const { message, parts, reading } = answer;
      job.resolve({ message, parts, reading });
    } else {
      fail(job, unpackError(answer.error));
    }
    feed();
  }

  /** Ends the thread if its current job is not answered in time. */
  function watch(watched: Worker, timeMs: number): void {
    unwatch();
    const cancel = clock.after(timeMs, () => {
      // this thread may have been busy itself: an answer that lies ready counts, and is read before this runs
      setImmediate(() => {
        if (worker === watched && cancelTimer === cancel) abandon('it took too long');
      });
    });
    cancelTimer = cancel;
  }

  /** Gives up the thread: the message it was reading is to blame, those waiting behind it are read by the next one. */
  function abandon(reason: string): void {
    const old = worker;
    worker = null;
    unwatch();
    const started = ready;
    const culprit = given.shift();
    queue.unshift(...given.splice(0));
    old?.terminate().catch((error: unknown) => {
      log.warn('parser', 'terminate.failed', { reason: String(error) });
    });
    if (!started) {
      const error = new Error(`The parser cannot be started: ${reason}`);
      for (const job of queue.splice(0)) job.reject(error);
      return;
    }
    if (culprit) {
      log.warn('parser', 'message.abandoned', { reason, attempt: culprit.attempt + 1, bytes: culprit.raw.byteLength });
      fail(culprit, tooHard(reason));
    }
    feed();
  }

  /** The next, lighter try; or the failure when there is none, or when it cannot help. */
  function fail(job: Job, error: SportelloError): void {
    const attempt = job.attempt + 1;
    if (attempt >= TRIES.length) job.reject(error.code === 'file-unreadable' ? error : tooHard(error.message));
    else queue.unshift({ ...job, attempt });
  }

  function feed(): void {
    if (closed) return;
    if (worker === null) {
      if (queue.length > 0) start();
      return;
    }
    if (!ready) return;
    let bytes = given.reduce((sum, job) => sum + job.raw.byteLength, 0);
    while (given.length < AHEAD && (given.length === 0 || bytes < AHEAD_BYTES)) {
      const job = queue.shift();
      if (!job) break;
      given.push(job);
      bytes += job.raw.byteLength;
      // a copy of its own, handed over: a view would drag its whole memory pool along
      const raw = new Uint8Array(job.raw);
      const message: ParseJob = {
        id: job.id,
        raw,
        options: { authservId: job.authservId, depth: TRIES[job.attempt] ?? 'envelope', ahead: job.ahead },
      };
      worker.postMessage(message, [raw.buffer]);
      if (given.length === 1) watch(worker, budget.timeMs);
    }
    // an idle parser does not keep a finished command line alive
    if (given.length > 0) worker.ref();
    else worker.unref();
  }

  return {
    parse(raw, { authservId, ahead = true }) {
      if (closed) return Promise.reject(new Error('The parser is closed'));
      return new Promise((resolve, reject) => {
        queue.push({ id: nextId, raw, authservId, ahead, attempt: 0, resolve, reject });
        nextId += 1;
        feed();
      });
    },
    warm() {
      if (!closed && worker === null) start();
    },
    async close() {
      closed = true;
      unwatch();
      const old = worker;
      worker = null;
      for (const job of [...given.splice(0), ...queue.splice(0)]) job.reject(new Error('The parser was closed'));
      await old?.terminate();
    },
  };
}

function tooHard(reason: string): SportelloError {
  return new SportelloError('file-unreadable', `The message could not be read: ${reason}.`, {
    action: 'Look at its raw file; it is kept.',
  });
}
