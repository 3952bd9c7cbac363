import { SportelloError, packError } from '../../../shared/contract/errors';
import type { LookUpOutcome } from '../../../shared/contract/hotmart';
import { foldAddress } from '../../../shared/domain/address';
import type { Purchase } from '../../../shared/domain/purchase';
import { baseNumber } from '../../../shared/domain/transaction-number';
import { finishImport, startImport } from '../store/imports-table';
import { refused } from './api-failure';
import { pageOf } from './page';
import { SALES_PATH, questionOf, savePage, saveSales } from './pass-reader';
import { readSale } from './read-sale';
import { ASKED_STATUSES, reachOf, windowsOf } from './round-plan';
import { noteUndecided } from '../store/undecided-arrivals';
import type { RoundRoom } from './run-pass';
import { API_NAME } from './run-round';

/** What a ticket gives to look for. */
export type Wanted = {
  /** Normalised transaction numbers, best first. */
  readonly numbers: readonly string[];
  /** Address of the requester as written; null where there is none. */
  readonly address: string | null;
};

/** Numbers of one ticket that are asked for: a list somebody tries out is not. */
const MOST_NUMBERS = 5;
/** Pages of one answer: nobody has more purchases than this holds. */
const MOST_PAGES = 5;
/** Questions at a time while somebody waits: eighteen of them are over in some seconds. */
const AT_ONCE = 4;

/**
 * Asks Hotmart for the purchases of one ticket: by its numbers, and where they give none by its address, in the newest window
 * for each status, in older ones for what is paid. Writes what it finds. Whatever kept Hotmart from answering any of it is the
 * outcome `failed`.
 */
export async function lookUp(
  room: RoundRoom,
  settings: { readonly monthsBack: number; readonly clubs: readonly string[] },
  wanted: Wanted,
): Promise<LookUpOutcome> {
  const now = room.outside.clock.now();
  const windows = windowsOf(reachOf({ kind: 'full', startedAt: now, monthsBack: settings.monthsBack }), now);
  try {
    const numbered = await byNumbers(room, wanted.numbers.slice(0, MOST_NUMBERS));
    const found =
      numbered.length > 0 || wanted.address === null ? numbered : await byAddress(room, wanted.address, windows);
    const changed = found.length === 0 ? 0 : await write(room, found);
    if (wanted.address !== null) await lookIntoClubs(room, settings.clubs, wanted.address);
    if (found.length === 0) return { kind: 'nothing', since: windows[0]?.from ?? now };
    return { kind: 'found', transactions: found.map(({ transaction }) => transaction), changed };
  } catch (error) {
    if (!(error instanceof SportelloError) || error.code === 'engine-gone') throw error;
    room.outside.log.warn('hotmart', 'look-up.failed', { code: error.code });
    return { kind: 'failed', error: packError(error) };
  }
}

async function byNumbers(room: RoundRoom, numbers: readonly string[]): Promise<readonly Purchase[]> {
  const found = new Map<string, Purchase>();
  for (const number of numbers) {
    const base = baseNumber(number);
    const isItem = ({ transaction }: Purchase): boolean => baseNumber(transaction) === base;
    let sales = await salesOf(room, { transaction: number }, isItem);
    if (sales.length === 0 && base !== number) sales = await salesOf(room, { transaction: base }, isItem);
    for (const sale of sales) found.set(sale.transaction, sale);
  }
  return [...found.values()];
}

async function byAddress(
  room: RoundRoom,
  address: string,
  windows: readonly { readonly from: number; readonly to: number }[],
): Promise<readonly Purchase[]> {
  const folded = foldAddress(address);
  const questions = windows.flatMap(({ from, to }, index) =>
    (index === 0 ? [null, ...ASKED_STATUSES] : [null]).map((status) => ({
      buyer_email: address,
      start_date: String(from),
      end_date: String(to),
      ...(status === null ? {} : { transaction_status: status }),
    })),
  );
  const found = new Map<string, Purchase>();
  for (let at = 0; at < questions.length; at += AT_ONCE) {
    const answers = questions
      .slice(at, at + AT_ONCE)
      .map((params) => salesOf(room, params, ({ buyerFolded }) => buyerFolded === folded));
    for (const sale of (await Promise.all(answers)).flat()) found.set(sale.transaction, sale);
  }
  return [...found.values()];
}

/** Every sale of one question that is what was asked for: a server that ignores a parameter answers with strangers' sales. */
async function salesOf(
  { api }: RoundRoom,
  params: Readonly<Record<string, string>>,
  isAskedFor: (sale: Purchase) => boolean,
): Promise<readonly Purchase[]> {
  const what = 'whether it has this purchase';
  const sales: Purchase[] = [];
  let token: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const asked: Readonly<Record<string, string>> = token === null ? params : { ...params, page_token: token };
    const page = pageOf(await api.ask({ path: SALES_PATH, params: asked, what }, 'person'));
    if (page === null) throw refused(what, 200, 'the answer is empty');
    for (const item of page.items) {
      const read = readSale(item);
      if (read.kind === 'row') sales.push(read.row);
      // it may be the one that is looked for
      else throw refused(what, 200, `it tells of a sale that cannot be read (${read.reason})`);
    }
    if (page.next === null || page.next === token) break;
    token = page.next;
  }
  return sales.filter(isAskedFor);
}

/** Writes what was found as an import of its own; answers how many sales are not what the desk knew. */
async function write({ store, outside }: RoundRoom, sales: readonly Purchase[]): Promise<number> {
  const importId = outside.ids.row();
  const at = outside.clock.now();
  return store.transaction(async (db) => {
    await startImport(db, { id: importId, kind: 'look-up', source: 'api', fileName: API_NAME, startedAt: at });
    const saved = await saveSales(db, sales, { importId, asOf: at, at });
    const report = { ...saved, read: sales.length, refused: 0, refusals: [] };
    await finishImport(db, importId, { state: 'done', finishedAt: at, report, problem: null, refusals: [] });
    const changed = saved.added + saved.changed;
    if (changed > 0) await noteUndecided(db, { importId, at });
    return changed;
  });
}

/**
 * Whether the requester has been in a members area. It only helps to choose a text: where Club does not answer, the purchases
 * that were found stand, and the next round says what is wrong with that area.
 */
async function lookIntoClubs(room: RoundRoom, clubs: readonly string[], address: string): Promise<void> {
  const { api, store, outside } = room;
  for (const slug of clubs) {
    const pass = { kind: 'club', slug } as const;
    const question = questionOf(pass);
    try {
      const params = { ...question.params, email: address };
      const page = pageOf(await api.ask({ ...question, params }, 'person'));
      const at = outside.clock.now();
      const by = { importId: null, asOf: at, at };
      if (page !== null) await store.transaction((db) => savePage(db, pass, page.items, by, () => undefined));
    } catch (error) {
      if (!(error instanceof SportelloError) || error.code === 'engine-gone') throw error;
      outside.log.warn('hotmart', 'look-up.club', { code: error.code, slug });
    }
  }
}
