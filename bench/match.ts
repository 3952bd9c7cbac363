import '../electron/engine/hosts/node-compat';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { createOutside } from '../electron/engine/hosts/outside';
import { splitBody } from '../electron/engine/mail/body-parts';
import { parseMessage } from '../electron/engine/mail/parse-message';
import { storeSource } from '../electron/engine/purchases/store-source';
import { openStore } from '../electron/engine/store/open-store';
import type { Store } from '../electron/engine/store/store';
import { findRequester } from '../electron/engine/tickets/find-requester';
import { matchConversation } from '../electron/engine/tickets/match-conversation';
import { readClues } from '../shared/domain/clues';

/**
 * `npm run bench -- match [PURCHASES]`: how long a match takes in a store of 1,000,000 purchases, by number, by address and
 * for strangers with a typo hint, beside one bare look-up by the primary key in the same store, taken in turn. The bar: p99 of
 * the match at most 10 times the p99 of the look-up, and no more memory than with a hundredth of the purchases, but for the
 * store's page cache. Exit 1 above either.
 */
const BAR = 10;
const MATCHES = 4000;
/** Not counted: the code is compiled and the first pages are read. */
const WARM_UP = 1000;
/** The store's page cache (`open-store.ts`), and what a process's memory wavers by. */
const CACHE_MB = 16;
const WAVER_MB = 24;

type Figures = { readonly matchP99: number; readonly lookUpP99: number; readonly megabytes: number };

async function main(): Promise<void> {
  const [part, given] = process.argv.slice(2);
  if (part === 'one') return print(await measure(Number(given)));
  const purchases = Number(part ?? 1_000_000);
  const few = await inOwnProcess(purchases / 100);
  const many = await inOwnProcess(purchases);
  const ratio = Math.round((many.matchP99 / many.lookUpP99) * 100) / 100;
  const grown = Math.round(many.megabytes - few.megabytes);
  print({ purchases, few, many, ratio, bar: BAR, grownMb: grown, barMb: CACHE_MB + WAVER_MB });
  process.exitCode = ratio <= BAR && grown <= CACHE_MB + WAVER_MB ? 0 : 1;
  return undefined;
}

async function inOwnProcess(purchases: number): Promise<Figures> {
  const args = [__filename, 'one', String(purchases)];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as Figures;
}

async function measure(purchases: number): Promise<Figures> {
  const dir = await mkdtemp(join(tmpdir(), 'sportello-bench-'));
  const { clock, log } = createOutside({ resourcesDir: dir, sinks: [() => undefined] });
  const store = await openStore({ path: join(dir, 'store.db'), key: null, clock, log });
  try {
    await fill(store, purchases);
    const source = storeSource(store);
    const matches: number[] = [];
    const lookUps: number[] = [];
    for (let round = 0; round < MATCHES; round += 1) {
      // Spread over the whole store, the same for every run.
      const number = (round * 7919) % purchases;
      const message = await parseMessage(Buffer.from(mailOf(number, round % 4)), NOTHING_TRUSTED);
      const parts = splitBody(message);
      const clues = readClues(message, parts);
      const lookUp = await timed(async () => {
        await sql`select * from purchase where transaction_number = ${transactionOf(number)}`.execute(store.db);
      });
      const match = await timed(async () => {
        const requester = await findRequester(message, parts, OURS, source);
        const input = {
          conversation: NOTHING_CORRECTED,
          clues,
          requester,
          language: 'it',
          dmarc: message.dmarc,
          fromFile: false,
          suspicions: [],
        };
        const { status } = await matchConversation({ ...input, ownAddresses: OURS.ownAddresses }, source);
        if (status !== (round % 4 === 3 ? 'unmatched' : 'matched')) throw new Error(`Mail ${round} is ${status}`);
      });
      if (round < WARM_UP) continue;
      matches.push(match);
      lookUps.push(lookUp);
    }
    return { matchP99: p99(matches), lookUpP99: p99(lookUps), megabytes: process.memoryUsage().rss / 1_000_000 };
  } finally {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  }
}

const NOTHING_TRUSTED = { authservId: null, html: true, attachments: true };
const NOTHING_CORRECTED = { corrected: { intent: null, transaction: null, delivery: null, refused: [] } };
const OURS = { ownAddresses: ['support@corsi.example'], formSenders: [], groupAddresses: [] };

/** By number from the buyer, by address alone, by number from a stranger, and a stranger whose address has a slip. */
function mailOf(number: number, kind: number): string {
  const buyer = `cliente.${number}@posta-${number % 500}.example`;
  const from = [buyer, buyer, 'altro@altrove.example', buyer.replace('cliente', 'clinte')][kind] ?? buyer;
  const text =
    kind % 2 === 0 ? `Non riesco ad entrare, transazione ${transactionOf(number)}.` : 'Non riesco ad entrare.';
  return [`From: Cliente <${from}>`, 'To: support@corsi.example', 'Subject: Accesso', '', text].join('\r\n');
}

function transactionOf(number: number): string {
  return `HP${String(3_000_000_000 + number)}`;
}

/** Sales written by the store itself: reading a million lines of CSV is another measurement. */
async function fill(store: Store, purchases: number): Promise<void> {
  await store.transaction(async (db) => {
    await sql`
      insert into purchase (transaction_number, base_number, status_word, status, ordered_at, approved_at, product_id,
        product_name, producer_name, buyer_name, buyer_email, buyer_folded, buyer_mirrored, recurrence, price, currency, imported_at)
      with recursive sale (n) as (select 0 union all select n + 1 from sale where n + 1 < ${purchases})
      select 'HP' || (3000000000 + n), 'HP' || (3000000000 + n), 'APPROVED', 'active', 1760000000000 + n, 1760000000000 + n,
        '4000100', 'Corso di prova', 'Produttore', 'Cliente ' || n, 'cliente.' || n || '@posta-' || (n % 500) || '.example',
        'cliente.' || n || '@posta-' || (n % 500) || '.example', n || '.etneilc@posta-' || (n % 500) || '.example',
        null, '49.00', 'EUR', 1760000000000
      from sale`.execute(db);
    await sql`
      insert into product (product_id, name, delivery, member_area_url, producer_name, producer_email,
        delivery_source, updated_at)
      values ('4000100', 'Corso di prova', 'club', 'https://prova.club.example', 'Produttore', '', 'catalogue', 0)`.execute(
      db,
    );
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The 99th percentile, ms in thousandths. */
function p99(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN) * 1000) / 1000;
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
