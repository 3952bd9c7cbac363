import '../electron/engine/hosts/node-compat';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Papa from 'papaparse';
import type { ImportReport } from '../shared/contract/views';
import { createOutside } from '../electron/engine/hosts/outside';
import { onDisk } from '../electron/engine/purchases/files/import-file';
import { importSales } from '../electron/engine/purchases/import-sales';
import { SqlFile } from '../electron/engine/store/driver';
import type { SqlRow } from '../electron/engine/store/driver';
import { openStore, STORE_SETTINGS } from '../electron/engine/store/open-store';
import { writeSalesCsv, writeSalesXlsx } from './passes/made-sales';
import { inOwnProcess, print, round2, runBench, timed } from './passes/own-process';

/**
 * `npm run bench -- import [ROWS] [XLSX_ROWS]`: how long a sales export of 1,000,000 rows takes to import, beside a bare parse
 * of the same file with Papa Parse and a bare bulk insert of the same rows with the same indices, each alone in a process of its
 * own; the same file once more; and the memory that a workbook of 200,000 rows takes. Bars: at most 3 times the sum; the
 * second time at most half of the first and nothing changed; at most 500 MB. Exit 1 above any.
 */
const BARS = { import: 3, again: 0.5, xlsxMb: 500 };
/** Rows of one statement, as our own inserts have it. */
const ROWS_PER_STATEMENT = 50;

type Place = { readonly file: string; readonly store: string };
type Imported = { readonly ms: number; readonly report: ImportReport; readonly peakMb: number };

async function main(): Promise<void> {
  const [part, given] = process.argv.slice(2);
  const place = (): Place => JSON.parse(given ?? '') as Place;
  if (part === 'parse') return print({ ms: await parseBare(place()) });
  if (part === 'insert') return print({ ms: await insertBare(place()) });
  if (part === 'import') return print(await importOurs(place()));
  return compare(Number(part ?? 1_000_000), Number(given ?? 200_000));
}

async function compare(rows: number, xlsxRows: number): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'sportello-bench-'));
  try {
    const csv = { file: join(dir, 'sales.csv'), store: join(dir, 'store.db') };
    await writeSalesCsv(csv.file, rows);
    const pass = <T>(name: string, at: Place): Promise<T> => inOwnProcess<T>(__filename, name, at);
    const parse = await pass<{ ms: number }>('parse', csv);
    const first = await pass<Imported>('import', csv);
    const again = await pass<Imported>('import', csv);
    const insert = await pass<{ ms: number }>('insert', csv);
    const xlsx = { file: join(dir, 'sales.xlsx'), store: join(dir, 'xlsx.db') };
    await writeSalesXlsx(xlsx.file, xlsxRows);
    const workbook = await pass<Imported>('import', xlsx);
    const ratios = {
      import: round2(first.ms / (parse.ms + insert.ms)),
      again: round2(again.ms / first.ms),
      xlsxMb: workbook.peakMb,
    };
    print({ rows, parseMs: parse.ms, insertMs: insert.ms, first, again, xlsxRows, workbook, ratios, bars: BARS });
    const isWhole =
      first.report.added === rows && again.report.unchanged === rows && workbook.report.added === xlsxRows;
    const isMet = ratios.import <= BARS.import && ratios.again <= BARS.again && ratios.xlsxMb <= BARS.xlsxMb;
    process.exitCode = isWhole && isMet ? 0 : 1;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function parseBare({ file }: Place): Promise<number> {
  return timed(
    () =>
      new Promise<void>((resolve, reject) => {
        let rows = 0;
        Papa.parse<string[]>(createReadStream(file, 'utf8'), {
          header: false,
          chunk: ({ data }) => (rows += data.length),
          complete: () => (rows > 0 ? resolve() : reject(new Error('Nothing was parsed'))),
          error: reject,
        });
      }),
  );
}

async function importOurs({ file, store: path }: Place): Promise<Imported> {
  const outside = createOutside({ resourcesDir: '.', sinks: [() => undefined] });
  const store = await openStore({ path, key: null, clock: outside.clock, log: outside.log });
  try {
    const reports: ImportReport[] = [];
    const order = { source: 'file', name: basename(file), asOf: null } as const;
    const ms = await timed(async () => reports.push(await importSales(store, onDisk(file), outside, order)));
    const [report] = reports;
    if (!report) throw new Error('No report');
    return { ms, report: { ...report, refusals: report.refusals.slice(0, 3) }, peakMb: peakMb() };
  } finally {
    await store.close();
  }
}

/** The rows that our import left, put into an empty store of the same schema in one transaction. Reading them is not counted. */
async function insertBare({ store: path }: Place): Promise<number> {
  const from = new SqlFile(path, null);
  const empty = join(await mkdtemp(join(tmpdir(), 'sportello-bench-')), 'store.db');
  const { clock, log } = createOutside({ resourcesDir: '.', sinks: [() => undefined] });
  await (await openStore({ path: empty, key: null, clock, log })).close();
  const into = new SqlFile(empty, null);
  for (const setting of STORE_SETTINGS) into.run(`pragma ${setting}`);
  try {
    let ms = 0;
    into.run('begin immediate');
    for (let after = ''; ;) {
      // in the order of the file, which is the order in which they were written
      const { rows } = from.run('select rowid as place, * from purchase where rowid > ? order by rowid limit 5000', [
        after === '' ? 0 : Number(after),
      ]);
      if (rows.length === 0) break;
      after = String(rows.at(-1)?.['place']);
      ms += await timed(async () => insert(into, rows));
    }
    ms += await timed(async () => into.run('commit'));
    return ms;
  } finally {
    from.close();
    into.close();
    await rm(join(empty, '..'), { recursive: true, force: true });
  }
}

function insert(into: SqlFile, rows: readonly SqlRow[]): void {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== 'place');
  const holes = `(${columns.map(() => '?').join(', ')})`;
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    const some = rows.slice(at, at + ROWS_PER_STATEMENT);
    const values = some.flatMap((row) => columns.map((column) => row[column]));
    into.run(`insert into purchase (${columns.join(', ')}) values ${some.map(() => holes).join(', ')}`, values);
  }
}

function peakMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1000);
}

runBench(main);
