import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SportelloError } from '../../shared/contract/errors';
import { MAX_LINE_LENGTH } from '../../electron/engine/purchases/files/csv-records';
import { MAX_LINE_BYTES } from '../../electron/engine/purchases/files/file-text';
import { onDisk } from '../../electron/engine/purchases/files/import-file';
import { readProducts as readProductsFile } from '../../electron/engine/purchases/files/read-products';
import { readSales } from '../../electron/engine/purchases/files/read-sales';
import { SALES_COLUMNS } from '../../electron/engine/purchases/files/sale-headers';
import { MAX_FILE_BYTES } from '../../electron/engine/purchases/files/survey-file';
import { openTable } from '../../electron/engine/purchases/files/open-table';
import { parseIsoTime } from '../../electron/engine/purchases/iso-time';
import { makeFolder } from '../support/make-store';

async function allOf<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const rows of batches) all.push(...rows);
  return all;
}

function makeFile(content: string | Uint8Array): string {
  const path = join(makeFolder(), 'file.csv');
  writeFileSync(path, content);
  return path;
}

const saved = (content: string) => onDisk(makeFile(content));
const knowsNames = (cells: readonly string[]) =>
  cells.filter((cell) => ['name', 'city'].includes(cell.trim().toLowerCase())).length;
const readTable = async (path: string) => allOf((await openTable(onDisk(path), knowsNames)).rows());
const read = (content: string | Uint8Array) => readTable(makeFile(content));
const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: SportelloError) => error,
  );
const row = (line: unknown, ...cells: readonly string[]) => ({ kind: 'row', line, cells });

describe('a CSV file is read', () => {
  it.each<[string, string | Uint8Array]>([
    ['with commas', 'name,city\nZoé,Bari\n'],
    ['with semicolons', 'name;city\r\nZoé;Bari\r\n'],
    ['with tabs', 'name\tcity\nZoé\tBari'],
    ['with a UTF-8 BOM', '\uFEFFname,city\nZoé,Bari\n'],
    ['as Windows-1252', Buffer.from('name,city\nZoé,Bari\n', 'latin1')],
    ['as UTF-16 with BOM', Buffer.from('\uFEFFname\tcity\r\nZoé\tBari\r\n', 'utf16le')],
    ['with old Mac line ends', 'name,city\rZoé,Bari\r'],
    ['below a title', 'Vendas\n\nname,city\nZoé,Bari\n'],
    ['with quotes around everything', '"name","city"\n"Zoé","Bari"\n'],
  ])('%s', async (_, content) => {
    expect(await read(content)).toEqual([row(expect.any(Number), 'Zoé', 'Bari')]);
  });

  it('with the euro sign and the curly quotes of Windows-1252', async () => {
    const bytes = Buffer.concat([Buffer.from('name,city\n'), Buffer.from([0x80, 0x92, 0x2c, 0x42, 0x0a])]);
    expect(await read(bytes)).toEqual([row(2, '€’', 'B')]);
  });

  it('after the sep= line of Excel, and counts lines as an editor does', async () => {
    expect(await read('sep=;\nname;city\n\nA;B\n')).toEqual([row(4, 'A', 'B')]);
  });

  it('guessing the delimiter from the header, not from decimal commas', async () => {
    expect(await read('name;city\n1,5;2,5\n')).toEqual([row(2, '1,5', '2,5')]);
  });

  it('with line breaks inside quotes, lines still counted', async () => {
    expect(await read('name,city\n"A\nB",C\r\nD,E\n')).toEqual([row(2, 'A\nB', 'C'), row(4, 'D', 'E')]);
  });

  it('with inch signs in a cell', async () => {
    expect(await read('name,city\n5" disc,A\nB,C\n')).toEqual([row(2, '5" disc', 'A'), row(3, 'B', 'C')]);
  });

  it('in pieces that end anywhere', async () => {
    const many = Array.from({ length: 30_000 }, (_, index) => `Zoé "${index}",Bari`);
    const rows = await read(`name,city\r\n${many.join('\r\n')}`);
    expect(rows).toHaveLength(30_000);
    expect(rows.at(-1)).toEqual(row(30_001, 'Zoé "29999"', 'Bari'));
  });
});

describe('a broken row costs itself only', () => {
  it('where a quote never closes', async () => {
    const after = Array.from({ length: 200 }, (_, index) => `N${index},C`);
    const rows = await read(`name,city\nA,B\n"C,D\n${after.join('\n')}\n`);
    expect(rows.filter((each) => each.kind === 'refused')).toEqual([
      { kind: 'refused', line: 3, reason: 'a quote is opened or closed in the wrong place' },
    ]);
    expect(rows.filter((each) => each.kind === 'row')).toHaveLength(201);
    expect(rows.at(-1)).toEqual(row(203, 'N199', 'C'));
  });

  it.each([
    ['a line is too long', 'x'.repeat(MAX_LINE_LENGTH * 10), `the line is longer than ${MAX_LINE_LENGTH} characters`],
  ])('where %s', async (_, line, reason) => {
    expect(await read(`name,city\nA,B\n${line}\nC,D\n`)).toEqual([
      row(2, 'A', 'B'),
      { kind: 'refused', line: 3, reason },
      row(4, 'C', 'D'),
    ]);
  });
});

describe('a file that cannot be imported says why', () => {
  it('missing columns are named', async () => {
    const error = await errorOf(allOf(readSales(saved('transaction;status;buyer_name\n'))));
    expect(error?.code).toBe('import-columns');
    expect(error?.detail['columns']).toBe('order_date, product_name, buyer_email');
    expect(error?.message).toContain('buyer_email');
  });

  it.each<[string, string, string | Uint8Array]>([
    ['an empty file', 'empty', ''],
    ['an archive that is no workbook', 'no-workbook', Buffer.from('PK\u0003\u0004rest')],
    ['an old workbook', 'old-workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a picture', 'binary', Buffer.from('89504e470d0a1a0a00000000', 'hex')],
    ['a table with a binary end', 'binary', `name,city\n${'A,B\n'.repeat(100_000)}\u0000`],
    ['a line without end', 'endless-line', `name,city\nA,${'x'.repeat(MAX_LINE_BYTES + 300_000)}\nC,D\n`],
  ])('%s', async (_, problem, content) => {
    const error = await errorOf(read(content));
    expect(error?.code).toBe('import-unreadable');
    expect(error?.detail['problem']).toBe(problem);
    expect(error?.action).not.toBe('');
  });

  it('a table without a header row', async () => {
    const error = await errorOf(allOf(readSales(saved(`${sale({})}\n${sale({})}\n`))));
    expect(error?.code).toBe('import-columns');
    expect(error?.message).toContain('no header row');
  });

  it('a table of more columns than any export has', async () => {
    const error = await errorOf(read(`${'name,'.repeat(600)}city\n`));
    expect(error?.detail['problem']).toBe('too-wide');
  });

  it('a pipe, without waiting for who writes into it', async () => {
    const path = join(makeFolder(), 'pipe');
    execFileSync('mkfifo', [path]);
    expect((await errorOf(readTable(path)))?.detail['problem']).toBe('no-file');
  });

  it('a file that is not there', async () => {
    const error = await errorOf(readTable(join(makeFolder(), 'no.csv')));
    expect(error?.code).toBe('file-unreadable');
  });

  it('a file beyond the limit', async () => {
    const path = makeFile('name,city\n');
    truncateSync(path, MAX_FILE_BYTES + 1);
    expect((await errorOf(readTable(path)))?.code).toBe('file-too-large');
  });
});

const HEADER = SALES_COLUMNS.join(',');
const sale = (cells: Partial<Record<(typeof SALES_COLUMNS)[number], string>>) =>
  SALES_COLUMNS.map(
    (column) =>
      ({
        transaction: 'HP4410020311',
        status: 'APPROVED',
        order_date: '2026-11-19T14:24:00',
        approved_date: '',
        product_id: '41',
        product_name: 'Pasta',
        producer_name: 'Nonna',
        buyer_name: 'Giulia',
        buyer_email: 'Giulia.Ferri+x@googlemail.com',
        recurrence: '',
        price: '49.00',
        currency: 'EUR',
        ...cells,
      })[column],
  ).join(',');

describe('a row of sales.csv', () => {
  it('is a purchase, folded', async () => {
    expect(
      await allOf(readSales(saved(`${HEADER}\n${sale({ transaction: 'hp 1771569-0036014c2', recurrence: '3' })}\n`))),
    ).toEqual([
      {
        kind: 'row',
        line: 2,
        purchase: {
          transaction: 'HP17715690036014C2',
          statusWord: 'APPROVED',
          status: 'active',
          orderedAt: Date.UTC(2026, 10, 19, 14, 24),
          approvedAt: null,
          productId: '41',
          productName: 'Pasta',
          producerName: 'Nonna',
          buyerName: 'Giulia',
          buyerEmail: 'Giulia.Ferri+x@googlemail.com',
          buyerFolded: 'giuliaferri@gmail.com',
          recurrence: 3,
          price: '49.00',
          currency: 'EUR',
          guaranteeEndsAt: null,
          parentTransaction: null,
          subscriberCode: null,
          paymentWord: '',
        },
      },
    ]);
  });

  it.each([
    [{ transaction: '' }, 'transaction is empty'],
    [{ transaction: 'XY12' }, 'transaction is not HP and 9 to 16 digits'],
    [{ order_date: '' }, 'order_date is empty'],
    [{ order_date: '19/11/2026' }, 'order_date is not an ISO 8601 date'],
    [{ order_date: '2026-02-30' }, 'order_date is not an ISO 8601 date'],
    [{ approved_date: 'soon' }, 'approved_date is not an ISO 8601 date'],
    [{ product_id: '' }, 'product_id is empty'],
    [{ buyer_email: '' }, 'buyer_email is empty'],
    [{ buyer_email: 'giulia at posta' }, 'buyer_email is not an e-mail address'],
    [{ recurrence: 'x' }, 'recurrence is not a number'],
    [{ buyer_name: '=HYPERLINK("http://x.example")'.replaceAll('"', "'") }, 'buyer_name is a formula'],
    [{ buyer_name: 'x'.repeat(4001) }, 'buyer_name is longer than 4000 characters'],
    [{ currency: 'EUR,more' }, '13 cells where the header has 12'],
  ])('is refused: %j', async (cells, reason) => {
    expect(await allOf(readSales(saved(`${HEADER}\n${sale(cells)}\n`)))).toEqual([
      { kind: 'refused', line: 2, reason },
    ]);
  });

  it('lacks a cell', async () => {
    expect(await allOf(readSales(saved(`${HEADER}\nHP4410020311,APPROVED\n`)))).toEqual([
      { kind: 'refused', line: 2, reason: '2 cells where the header has 12' },
    ]);
  });

  it('keeps its meaning with the columns in any case, order and company, and empty cells at its end', async () => {
    const header = `id;${SALES_COLUMNS.toReversed().join(' ; ').toUpperCase()}`;
    const cells = sale({ buyer_name: "'=1+1", product_name: "'s-Hertogenbosch" }).split(',').toReversed().join(';');
    const rows = await allOf(readSales(saved(`${header}\n7;${cells};;\n`)));
    expect(rows).toMatchObject([
      { kind: 'row', purchase: { transaction: 'HP4410020311', buyerName: '=1+1', productName: "'s-Hertogenbosch" } },
    ]);
  });

  it.each([
    ['2026-11-19', Date.UTC(2026, 10, 19)],
    ['2026-11-19T14:24:05Z', Date.UTC(2026, 10, 19, 14, 24, 5)],
    ['2026-11-19 14:24', Date.UTC(2026, 10, 19, 14, 24)],
    ['2026-11-19T14:24:05.250-03:00', Date.UTC(2026, 10, 19, 17, 24, 5, 250)],
    ['2026-11-19T24:00:00', null],
    ['2026-13-01', null],
    ['0001-01-01', null],
  ])('dates are ISO 8601, without an offset UTC: %s', (text, time) => {
    expect(parseIsoTime(text)).toBe(time);
  });
});

describe('a row of products.csv', () => {
  const header = 'product_id,product_name,delivery,member_area_url,producer_name,producer_email';
  const readProducts = (line: string) => allOf(readProductsFile(saved(`${header}\n${line}\n`)));

  it('is a catalogue entry', async () => {
    expect(await readProducts('41,Pasta,CLUB,https://pasta.club.example/login,Nonna,aiuto@nonna.example')).toEqual([
      {
        kind: 'row',
        line: 2,
        product: {
          productId: '41',
          name: 'Pasta',
          delivery: 'club',
          memberAreaUrl: 'https://pasta.club.example/login',
          producerName: 'Nonna',
          producerEmail: 'aiuto@nonna.example',
        },
      },
    ]);
  });

  it.each([
    [',Pasta,club,,,', 'product_id is empty'],
    ['41,,club,,,', 'product_name is empty'],
    ['41,Pasta,members,,,', 'delivery is not club, producer or unknown'],
    ['41,Pasta,club,javascript:alert(1),,', 'member_area_url is not an http or https link'],
    ['41,Pasta,club,,Nonna,aiuto', 'producer_email is not an e-mail address'],
  ])('is refused: %s', async (line, reason) => {
    expect(await readProducts(line)).toEqual([{ kind: 'refused', line: 2, reason }]);
  });
});
