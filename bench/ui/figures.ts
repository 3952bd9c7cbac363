import { coldStart, openWindow } from './windows';
import type { OpenWindow, Program } from './windows';
import { median, p95 } from './shares';

/** What one figure says of both windows, and whether that will do. */
export type Figure = {
  readonly name: string;
  readonly unit: string;
  /** What the bar is held against, as the table says it. */
  readonly of: 'median' | 'p95';
  readonly desk: readonly number[];
  readonly bare: readonly number[];
  /** Most that `of` may be. */
  readonly bar: number;
};

export type Pair<T> = { readonly desk: T; readonly bare: T };

/** From one key to the next, ms: faster than anybody reads. */
const PACE_MS = 250;
/** A key typed, ms: some hundred words a minute. */
const TYPING_MS = 110;
/** After the desk went on by itself it takes no digit for 600 ms (renderer/desk/press-guard.ts). */
const SETTLED_MS = 700;
const COLD_START_RATIO = 1.5;
const KEY_MS = 50;
const KEY_RATIO = 2.5;
const TYPED_MS = 16;
const FOUND_MS = 60;
const MORE_PRIVATE_MB = 250;
const LEAD_MS = 300;
/** From the desk's first list until somebody goes to another page, ms: sooner than anybody would. */
const AT_REST_MS = 2_000;
/** Tickets that are opened before the memory is looked at. */
const OPENED = 200;
/** Turns of the wheel in one run, and how far each goes, px. */
const TURNS = 40;
const TURN_PX = 900;
/** Places of the list that one run jumps to, as by its scroll bar. */
const PLACES = [0.5, 0.99, 0.25, 0.75, 0];
const QUERIES = ['ferrari', 'credenziali', 'giulia conti', 'corso', 'HP3003699', 'mail-11.example', 'T-99870', 'spam'];

/** Fresh process, fresh user data, files in the system's cache; both in turn, as a shared machine changes its pace. */
export async function measureStart(programs: Pair<Program>, runs: number): Promise<readonly Figure[]> {
  // once each without a watch: the files come into the cache
  await coldStart(programs.bare);
  await coldStart(programs.desk);
  const desk: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    bare.push(await coldStart(programs.bare));
    desk.push(await coldStart(programs.desk));
  }
  return [{ name: 'cold start', unit: 'ms', of: 'median', desk, bare, bar: COLD_START_RATIO * median(bare) }];
}

export async function measureNext(windows: Pair<OpenWindow>, runs: number): Promise<readonly Figure[]> {
  const pass = async ({ page }: OpenWindow): Promise<number[]> => {
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) times.push(await keyToTicket(page, 'j', PACE_MS));
    return times;
  };
  return [keyFigure('next ticket', await pass(windows.desk), await pass(windows.bare))];
}

/** Accepts the first suggestion of a ticket where one press sends it, and takes it back, over and over. */
export async function measureAccept(windows: Pair<OpenWindow>, runs: number): Promise<readonly Figure[]> {
  const pass = async ({ page }: OpenWindow, isDesk: boolean) => {
    const accepted: number[] = [];
    const undone: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      if (isDesk) await toGreen(page);
      accepted.push(await keyToTicket(page, '1', SETTLED_MS));
      undone.push(await keyToTicket(page, 'z', SETTLED_MS));
      await keyToTicket(page, 'j', PACE_MS);
    }
    return { accepted, undone };
  };
  const [desk, bare] = [await pass(windows.desk, true), await pass(windows.bare, false)];
  return [keyFigure('accept', desk.accepted, bare.accepted), keyFigure('undo', desk.undone, bare.undone)];
}

/** Work of the main thread from one key to the next, in the reply and in the search box. */
export async function measureTyping(windows: Pair<OpenWindow>, runs: number): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const field of ['textarea[aria-label="Reply"]', 'input[aria-label="Search tickets"]']) {
    const pass = async ({ page }: OpenWindow): Promise<number[]> => {
      // The first ticket is drawn after the list that the window was ready with.
      while (!(await page.evaluate<boolean>(`document.querySelector('${field}') !== null`))) await pause(PACE_MS);
      await page.evaluate(`document.querySelector('${field}').focus()`);
      await pause(SETTLED_MS);
      const works: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        const before = await page.work();
        await page.press('credenziali '[run % 12] ?? 'a');
        await pause(TYPING_MS);
        works.push((await page.work()) - before);
      }
      await clearField(page, field);
      return works;
    };
    const name = field.startsWith('input') ? 'typing, search' : 'typing, reply';
    const [desk, bare] = [await pass(windows.desk), await pass(windows.bare)];
    figures.push({ name, unit: 'ms', of: 'p95', desk, bare, bar: TYPED_MS });
  }
  return figures;
}

/** From the last key of a search to its results. */
export async function measureSearch(windows: Pair<OpenWindow>, runs: number): Promise<readonly Figure[]> {
  const field = 'input[aria-label="Search tickets"]';
  const pass = async ({ page }: OpenWindow): Promise<number[]> => {
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const query = QUERIES[run % QUERIES.length] ?? '';
      await page.evaluate(`document.querySelector('${field}').focus()`);
      for (const key of query.slice(0, -1)) {
        await page.press(key);
        await pause(TYPING_MS);
      }
      const found = `document.querySelector('[data-zone="list"]').dataset.found === ${JSON.stringify(query)}`;
      times.push(await keyToPaint(page, query.slice(-1), found));
      await pause(PACE_MS);
      await clearField(page, field);
    }
    return times;
  };
  const [desk, bare] = [await pass(windows.desk), await pass(windows.bare)];
  return [{ name: 'search', unit: 'ms', of: 'p95', desk, bare, bar: FOUND_MS }];
}

/** Tasks over 50 ms while the whole list is scrolled through by wheel and by bar: how many in each run. */
export async function measureScrolling(windows: Pair<OpenWindow>, runs: number): Promise<readonly Figure[]> {
  const pass = async ({ page }: OpenWindow): Promise<number[]> => {
    const counts: number[] = [];
    const [x, y] = await page.evaluate<[number, number]>(
      `(() => { const { x, y } = document.querySelector('[data-zone="list"]').getBoundingClientRect(); return [x + 50, y + 300]; })()`,
    );
    const frames = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))';
    for (let run = 0; run < runs; run += 1) {
      await page.evaluate('benchProbe.longTasks()');
      for (const place of PLACES) {
        await page.evaluate(
          `{ const list = document.querySelector('[data-zone="list"]'); list.scrollTop = list.scrollHeight * ${String(place)}; ${frames} }`,
        );
        for (let turn = 0; turn < TURNS / PLACES.length; turn += 1) {
          await page.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x, y, deltaX: 0, deltaY: TURN_PX });
          await page.evaluate(frames);
        }
      }
      const { count } = await page.evaluate<{ count: number }>('benchProbe.longTasks()');
      counts.push(count);
    }
    await page.evaluate(`document.querySelector('[data-zone="list"]').scrollTop = 0`);
    return counts;
  };
  const [desk, bare] = [await pass(windows.desk), await pass(windows.bare)];
  return [{ name: 'scrolling', unit: 'long tasks', of: 'median', desk, bare, bar: median(bare) }];
}

/** What the pages hold after 200 tickets. */
export async function measureMemory(programs: Pair<Program>): Promise<readonly Figure[]> {
  const pass = async (program: Program): Promise<number> => {
    const window = await openWindow(program);
    try {
      for (let opened = 0; opened < OPENED; opened += 1) await keyToTicket(window.page, 'j', 0);
      return await window.privateMb();
    } finally {
      await window.close();
    }
  };
  const [desk, bare] = [await pass(programs.desk), await pass(programs.bare)];
  return [{ name: 'memory', unit: 'MB', of: 'median', desk: [desk], bare: [bare], bar: bare + MORE_PRIVATE_MB }];
}

/**
 * The team lead's page in a process that has not shown it yet: from the last key of `G L` until Today is painted. There
 * is no bare page beside it; the bar is the issue's own.
 */
export async function measureLead(program: Program, runs: number): Promise<readonly Figure[]> {
  const once = async (): Promise<number> => {
    const { page, close } = await openWindow(program);
    try {
      await pause(AT_REST_MS);
      await page.press('g');
      await pause(TYPING_MS);
      return await keyToPaint(page, 'l', `document.querySelector('section[aria-label="Today"] td') !== null`);
    } finally {
      await close();
    }
  };
  // Without a watch: what was written as rows is decided anew at the first start, as after an update.
  await once();
  const desk: number[] = [];
  for (let run = 0; run < runs; run += 1) desk.push(await once());
  return [{ name: 'team lead page', unit: 'ms', of: 'p95', desk, bare: [], bar: LEAD_MS }];
}

function keyFigure(name: string, desk: readonly number[], bare: readonly number[]): Figure {
  return { name, unit: 'ms', of: 'p95', desk, bare, bar: Math.max(KEY_MS, KEY_RATIO * p95(bare)) };
}

/** A key that leads to another ticket: until list, conversation and case show it. Then the pace's rest. */
async function keyToTicket(page: OpenWindow['page'], key: string, paceMs: number): Promise<number> {
  const before = await page.evaluate<string | null>('benchProbe.shown()');
  const another = `benchProbe.shown() !== null && benchProbe.shown() !== ${JSON.stringify(before)}`;
  const ms = await keyToPaint(page, key, another);
  await pause(paceMs);
  return ms;
}

async function keyToPaint(page: OpenWindow['page'], key: string, holds: string): Promise<number> {
  await page.evaluate(`void (benchProbe.armed = benchProbe.painted(() => ${holds}))`);
  await page.press(key);
  return page.evaluate<number>('benchProbe.armed');
}

/** Leafs on until the first suggestion goes at one key. */
async function toGreen(page: OpenWindow['page']): Promise<void> {
  const green = `document.querySelector('button[data-decision]')?.dataset.gate === 'green'`;
  while (!(await page.evaluate<boolean>(green))) await keyToTicket(page, 'j', PACE_MS);
}

async function clearField(page: OpenWindow['page'], field: string): Promise<void> {
  await page.evaluate(`document.querySelector('${field}').select()`);
  await page.press('Backspace');
  await pause(PACE_MS);
  await page.press('Escape');
  await page.evaluate(`document.querySelector('[data-zone="list"]').focus()`);
  await pause(SETTLED_MS);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
