import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { childEnvironment } from '../../../shared/contract/child-environment';
import type { PictureArea } from '../../../shared/domain/message';
import type { Clock, Log } from '../outside';
import { readPictureSize } from './picture-size';

/** A line of a picture's text, and where it stands. */
export type PictureLine = { readonly text: string; readonly area: PictureArea };

/** What was read from one picture; `text` is '' where there is none. */
export type PictureText = { readonly text: string; readonly lines: readonly PictureLine[] };

const NOTHING_READ: PictureText = { text: '', lines: [] };

/** Reads the text in pictures, on this machine, in a thread that is started with the first and ended when idle. */
export type ImageReader = {
  /**
   * The text in a PNG, JPEG, WebP or GIF; none where there is none, where the file is damaged, or where it takes too long.
   * null where no picture can be read now: the thread does not start, or the reader is closed. Never rejects.
   */
  read(image: Uint8Array): Promise<PictureText | null>;
  close(): Promise<void>;
};

export type ImageReaderOptions = {
  readonly clock: Clock;
  readonly log: Log;
  /** A packaged desk has the language data below it, in `tessdata`; a checkout in node_modules. */
  readonly resourcesDir: string;
  readonly limits?: Partial<ImageLimits>;
};

export type ImageLimits = {
  /** One picture. A photo of 16 million pixels takes 2 s on two busy cores. */
  readonly timeMs: number;
  /** Loading 7 MB of language data and as much code, on a slow and busy machine. */
  readonly startMs: number;
  /** Its memory grows with the largest picture and is only given back by ending it. */
  readonly idleMs: number;
};
const LIMITS: ImageLimits = { timeMs: 10_000, startMs: 30_000, idleMs: 20_000 };

/** JavaScript memory of the thread; a picture's own memory is bounded by its pixels. */
const HEAP_MB = 300;
/** The four languages of the replies: the words around a number decide how its letters are read. */
const LANGUAGES = ['ita', 'por', 'spa', 'eng'] as const;
/** Tesseract's page segmentation "automatic": the default takes a page for one block and loses boxed and grey lines. */
const PAGE_AUTO = '3';
/** Tesseract's engine mode for this data: neural networks only. */
const NETWORKS_ONLY = 1;
/** The same signature logo comes with every mail of a person, and twice in every answer. */
const MAX_REMEMBERED = 300;

/** One recogniser at work. */
type Thread = {
  /** Rejects when the thread refuses, ends, or takes longer than `timeMs`; then ask `isAlive`. */
  ask(action: string, payload: object, timeMs: number): Promise<unknown>;
  isAlive(): boolean;
  end(): Promise<void>;
};

/** Makes a reader; nothing is loaded before the first picture. */
export function createImageReader(options: ImageReaderOptions): ImageReader {
  const { clock, log } = options;
  const limits = { ...LIMITS, ...options.limits };
  const remembered = new Map<string, PictureText>();
  let thread: Thread | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  let cancelIdle: () => void = () => undefined;

  async function readNow(image: Uint8Array): Promise<PictureText | null> {
    const digest = createHash('sha1').update(image).digest('base64');
    const known = remembered.get(digest);
    if (known !== undefined || closed) return known ?? null;
    cancelIdle();
    const text = await recognise(image);
    if (text !== null) remember(digest, text);
    if (!closed) cancelIdle = clock.after(limits.idleMs, endIdle);
    return text;
  }

  async function recognise(image: Uint8Array): Promise<PictureText | null> {
    try {
      if (!thread?.isAlive()) thread = await start();
    } catch (error) {
      if (!closed) log.error('pictures', 'reader.missing', { reason: String(error) });
      return null;
    }
    const reading = thread;
    try {
      const payload = { image: new Uint8Array(image), options: {}, output: { text: true, blocks: true } };
      return pictureText((await reading.ask('recognize', payload, limits.timeMs)) as RecognisedPage, image);
    } catch (error) {
      if (closed) return null;
      log.warn('pictures', 'picture.unreadable', { reason: String(error), bytes: image.byteLength });
      return NOTHING_READ;
    }
  }

  async function start(): Promise<Thread> {
    const made = startThread(clock);
    thread = made;
    try {
      const langs = await Promise.all(LANGUAGES.map((code) => languageData(code, options.resourcesDir)));
      // its thread compares this with the number of the engine mode: `true` would load the larger core
      await made.ask('load', { options: { lstmOnly: NETWORKS_ONLY, logging: false } }, limits.startMs);
      const from = { cacheMethod: 'none', gzip: true, lstmOnly: true };
      await made.ask('loadLanguage', { langs, options: from }, limits.startMs);
      const how = { langs: LANGUAGES.join('+'), oem: NETWORKS_ONLY, config: {} };
      await made.ask('initialize', how, limits.startMs);
      await made.ask('setParameters', { params: { tessedit_pageseg_mode: PAGE_AUTO } }, limits.startMs);
      return made;
    } catch (error) {
      await made.end();
      throw error;
    }
  }

  function remember(digest: string, text: PictureText): void {
    remembered.set(digest, text);
    const [oldest] = remembered.keys();
    if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  }

  function endIdle(): void {
    const idle = thread;
    thread = null;
    idle?.end().catch((error: unknown) => log.warn('pictures', 'end.failed', { reason: String(error) }));
  }

  return {
    read(image) {
      // one after the other: two at once need twice the memory and are no faster than the desk needs
      const reading = last.then(() => readNow(image));
      last = reading;
      return reading;
    },
    async close() {
      closed = true;
      cancelIdle();
      await thread?.end();
      await last;
    },
  };
}

/** What Tesseract answers, as far as it is asked for. */
type RecognisedPage = {
  readonly text?: unknown;
  readonly blocks?: readonly { readonly paragraphs: readonly { readonly lines: readonly RecognisedLine[] }[] }[] | null;
};
/** Corners in pixels of the picture as it is shown. */
type RecognisedLine = {
  readonly text: string;
  readonly bbox: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };
};

function pictureText(page: RecognisedPage, image: Uint8Array): PictureText {
  const text = typeof page.text === 'string' ? page.text : '';
  const size = shownSize(image);
  if (size === null) return { text, lines: [] };
  const lines = (page.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap((paragraph) => paragraph.lines));
  return {
    text,
    lines: lines.map(({ text: line, bbox: { x0, y0, x1, y1 } }) => ({
      text: line,
      area: {
        left: x0 / size.width,
        top: y0 / size.height,
        width: (x1 - x0) / size.width,
        height: (y1 - y0) / size.height,
      },
    })),
  };
}

/** Pixels as the picture is shown: a phone held upright writes its photo lying, and says so in its EXIF data. */
function shownSize(image: Uint8Array): { readonly width: number; readonly height: number } | null {
  const size = readPictureSize(image);
  if (size === null) return null;
  return isTurned(image) ? { width: size.height, height: size.width } : size;
}

/** Whether the EXIF orientation (tag 0x0112, values 5 to 8) lays the picture on its side; read as Tesseract does. */
function isTurned(image: Uint8Array): boolean {
  const head = Array.from(image.subarray(0, 500)).join(' ');
  const value = Number(/\b1 18 0 3 0 0 0 1 0 (\d)\b/.exec(head)?.[1] ?? 1);
  return value >= 5 && value <= 8;
}

/** One language's data as the recogniser takes it. */
async function languageData(code: string, resourcesDir: string): Promise<{ code: string; data: Uint8Array }> {
  const file = join('4.0.0_best_int', `${code}.traineddata.gz`);
  const packaged = join(resourcesDir, 'tessdata', code, file);
  const place = existsSync(packaged)
    ? packaged
    : join(dirname(createRequire(__filename).resolve(`@tesseract.js-data/${code}/package.json`)), file);
  // a copy of its own: a small file read comes as a view on memory that is shared
  return { code, data: new Uint8Array(await readFile(place)) };
}

/** What the recogniser's thread answers; `progress` is not asked for and comes all the same. */
type ThreadAnswer = {
  readonly jobId: string;
  readonly status: 'resolve' | 'reject' | 'progress';
  readonly data: unknown;
};

/**
 * Tesseract's own thread, spoken to in its own messages: its `createWorker` throws a refusal into the engine, where nobody
 * catches it, has no time limit, and writes to the output that a dry run must keep clean.
 */
function startThread(clock: Clock): Thread {
  const file = createRequire(__filename).resolve('tesseract.js/src/worker-script/node/index.js');
  const worker = new Worker(file, {
    env: childEnvironment(process.env),
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  // its complaints about pictures and dictionaries help nobody
  worker.stdout.resume();
  worker.stderr.resume();
  let alive = true;
  let nextId = 1;
  const waiting = new Map<string, { resolve(data: unknown): void; reject(error: Error): void }>();

  async function end(reason = 'it was ended'): Promise<void> {
    alive = false;
    const asked = [...waiting.values()];
    waiting.clear();
    for (const job of asked) job.reject(new Error(reason));
    await worker.terminate();
  }
  worker.on('message', ({ jobId, status, data }: ThreadAnswer) => {
    const asked = waiting.get(jobId);
    if (!asked || status === 'progress') return;
    waiting.delete(jobId);
    if (status === 'resolve') asked.resolve(data);
    else asked.reject(new Error(String(data)));
  });
  const ended = (reason: string): void => {
    // terminating what has ended settles at once and cannot fail
    if (alive) void end(reason);
  };
  worker.on('error', (error) => ended(String(error)));
  worker.on('exit', (code) => ended(`the thread ended with ${code}`));

  return {
    isAlive: () => alive,
    end,
    async ask(action, payload, timeMs) {
      if (!alive) throw new Error('the thread has ended');
      const jobId = String(nextId);
      nextId += 1;
      const answer = new Promise<unknown>((resolve, reject) => {
        waiting.set(jobId, { resolve, reject });
      });
      worker.postMessage({ workerId: 'pictures', jobId, action, payload });
      const cancel = clock.after(timeMs, () => {
        // this thread may have been busy itself: an answer that lies ready counts, and is read before this runs
        setImmediate(() => {
          if (waiting.has(jobId)) ended('it took too long');
        });
      });
      return answer.finally(cancel);
    },
  };
}
