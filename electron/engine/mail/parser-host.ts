import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { childEnvironment } from '../../../shared/contract/child-environment';
import { SportelloError, unpackError } from '../../../shared/contract/errors';
import { deskClosing } from '../desk-closing';
import { faultOf } from '../log';
import type { Clock, Log } from '../outside';
import type { MessageReading } from '../tickets/message-reading';
import { NO_JOB, sharedCurrentJob } from './current-job';
import type { CurrentJob } from './current-job';
import type { ParseAnswer, ParseJob, ParserData, ParserSays } from './parser-process';
import type { MessageOrigin, ReadDepth, ReadResult } from './read-one-message';

/** A message that was read; `reading` is what it says by itself, null where the thread that decides must find out. */
export type ParsedMessage = ReadResult & { readonly reading: MessageReading | null };

/** Reads raw messages where a hostile one can do no harm. */
export type MessageParser = {
  /**
   * Reads a message within its budget; the second try leaves HTML and attachments out, the third reads the header
   * alone. Rejects with `file-unreadable` where no envelope can be read, with `engine-gone` once it is being closed.
   */
  parse(raw: Uint8Array, options: MessageOrigin): Promise<ParsedMessage>;
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
const BUDGET: ParseBudget = { timeMs: 2000, heapMb: 160 };

/** Loading the code of a new thread, on a slow and busy machine. */
const START_MS = 30_000;
/** Jobs in a thread's hands: it never waits while this thread is busy filing and deciding a batch. */
const AHEAD = 200;
/** Room for what a message leaves behind at once: with less, the collector runs at every few messages. */
const YOUNG_MB = 48;
/**
 * Size of the old space up to which a new thread lets garbage lie, MB. Its libraries and word lists alone fill 20: by V8's own first limit
 * they would all be marked again every fifty messages, a tenth of what reading a mailbox costs. There is no such flag for one thread: it
 * stands for all that are started from here on, and lets none grow beyond its limit.
 */
const FIRST_OLD_MB = 64;
/** Bytes in a thread's hands, beyond the first job: large mails do not pile up there. */
const AHEAD_BYTES = 4 * 1024 * 1024;
/** Looks at the thread in the time of one budget: a message may take that much longer before it is given up. */
const LOOKS = 5;
const TRIES: readonly ReadDepth[] = ['full', 'text', 'envelope'];
/** Share of the time budget that each try gets: with the looks and a new thread for each, all of them end within 5 s. */
const SHARES: readonly number[] = [1, 0.4, 0.25];

type Job = {
  readonly id: number;
  readonly raw: Uint8Array;
  readonly origin: MessageOrigin;
  /** Position in TRIES. */
  readonly attempt: number;
  resolve(result: ParsedMessage): void;
  reject(error: unknown): void;
};

/** The parser thread beside the bundle that runs now; null when running from sources. */
export function findParserWorker(): string | null {
  const places = ['', '..', '../engine', '../../engine'].map((place) => join(place, 'parser-worker.cjs'));
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
    async parse(raw, origin) {
      const { readOneMessage } = await import('./read-one-message');
      let failure: unknown = null;
      for (const depth of TRIES) {
        try {
          return { ...(await readOneMessage(raw, { ...origin, depth })), reading: null };
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
  let current: CurrentJob = sharedCurrentJob();
  let ready = false;
  let closed = false;
  let nextId = 1;
  const queue: Job[] = [];
  /** Given to the thread and not answered, in the order that it reads them. */
  const given: Job[] = [];
  let cancelTimer: () => void = () => undefined;

  function unwatch(): void {
    cancelTimer();
    cancelTimer = () => undefined;
  }

  function start(): void {
    ready = false;
    current = sharedCurrentJob();
    setFlagsFromString(`--initial-old-space-size=${String(FIRST_OLD_MB)}`);
    const made = new Worker(file, {
      workerData: { current: current.memory } satisfies ParserData,
      env: childEnvironment(process.env),
      resourceLimits: { maxOldGenerationSizeMb: budget.heapMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker = made;
    made.on('message', (answer: ParserSays) => {
      if (worker === made) hear(answer);
    });
    made.on('error', (error) => {
      if (worker === made) abandon(faultOf(error), current.read());
    });
    made.on('exit', (code) => {
      if (worker === made) abandon(`the parser thread ended with ${String(code)}`, current.read());
    });
    cancelTimer = clock.after(START_MS, () => {
      if (worker === made) abandon('it did not start in time', NO_JOB);
    });
  }

  function hear(said: ParserSays): void {
    if (said.kind === 'ready') {
      ready = true;
      unwatch();
    } else {
      for (const answer of said.answers) take(answer);
      if (given.length === 0) unwatch();
    }
    feed();
  }

  function take(answer: ParseAnswer): void {
    const job = given.shift();
    // answers come in order: anything else is a bug of ours, and guessing would mix up two messages
    if (job?.id !== answer.id) throw new Error('The parser answered out of order');
    if (answer.kind === 'read') {
      const { message, parts, reading } = answer;
      job.resolve({ message, parts, reading });
    } else fail(job, unpackError(answer.error));
  }

  /**
   * Ends the thread where it reads one message for longer than its budget. Looks are counted, not time: a machine that
   * slept, or a host that was busy itself, has looked once.
   */
  function watch(watched: Worker, seen: { readonly id: number; readonly looks: number }): void {
    unwatch();
    const attempt = (given.find((job) => job.id === Math.abs(seen.id)) ?? given[0])?.attempt ?? 0;
    cancelTimer = clock.after((budget.timeMs * (SHARES[attempt] ?? 1)) / LOOKS, () => {
      const id = current.read();
      if (id !== seen.id || id === NO_JOB) return watch(watched, { id, looks: 0 });
      if (seen.looks + 1 < LOOKS) return watch(watched, { id, looks: seen.looks + 1 });
      const cancel = cancelTimer;
      // this thread may have been busy itself: an answer that lies ready counts, and is read before this runs
      setImmediate(() => {
        if (worker !== watched || cancelTimer !== cancel) return;
        if (current.read() === id) abandon('it took too long', id);
        else watch(watched, { id: current.read(), looks: 0 });
      });
    });
  }

  /** Gives up the thread: the message that it was reading is to blame, those around it are read by the next one. */
  function abandon(reason: string, id: number): void {
    const old = worker;
    worker = null;
    unwatch();
    const started = ready;
    const known = given.findIndex((job) => job.id === Math.abs(id));
    // ended between two messages: the next one gives way, or a thread that always ends so would be started for ever
    const culprit = given.splice(Math.max(0, known), 1)[0];
    queue.unshift(...given.splice(0));
    old?.terminate().catch((error: unknown) => {
      log.warn('parser', 'terminate.failed', { reason: String(error) });
    });
    if (!started) {
      const error = new Error(`The parser cannot be started: ${reason}`);
      for (const job of queue.splice(0)) job.reject(error);
      culprit?.reject(error);
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
    const wasIdle = given.length === 0;
    const jobs = nextJobs();
    if (jobs.length > 0) {
      worker.postMessage(
        jobs,
        jobs.map(({ raw }) => raw.buffer),
      );
      if (wasIdle) watch(worker, { id: NO_JOB, looks: 0 });
    }
    // an idle parser does not keep a finished command line alive
    if (given.length > 0) worker.ref();
    else worker.unref();
  }

  /** What the thread may have in its hands beside what it has. */
  function nextJobs(): readonly (ParseJob & { readonly raw: Uint8Array<ArrayBuffer> })[] {
    const jobs: (ParseJob & { readonly raw: Uint8Array<ArrayBuffer> })[] = [];
    let bytes = given.reduce((sum, job) => sum + job.raw.byteLength, 0);
    while (given.length < AHEAD && (given.length === 0 || bytes < AHEAD_BYTES)) {
      const job = queue.shift();
      if (!job) break;
      given.push(job);
      bytes += job.raw.byteLength;
      // a copy of its own, handed over: a view would drag its whole memory pool along
      const raw = new Uint8Array(job.raw);
      const { id, origin } = job;
      jobs.push({ id, raw, options: { ...origin, depth: TRIES[job.attempt] ?? 'envelope' } });
    }
    return jobs;
  }

  return {
    parse(raw, origin) {
      if (closed) return Promise.reject(deskClosing());
      return new Promise((resolve, reject) => {
        queue.push({ id: nextId, raw, origin, attempt: 0, resolve, reject });
        nextId += 1;
        // what is asked for in one go is handed over in one go
        if (queue.length === 1) queueMicrotask(feed);
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
      for (const job of [...given.splice(0), ...queue.splice(0)]) job.reject(deskClosing());
      await old?.terminate();
    },
  };
}

function tooHard(reason: string): SportelloError {
  return new SportelloError('file-unreadable', `The message could not be read: ${reason}.`, {
    reason: 'message',
    action: 'Look at its raw file; it is kept.',
  });
}
