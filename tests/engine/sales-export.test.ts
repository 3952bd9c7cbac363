import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SportelloError } from '../../shared/contract/errors';
import type { Purchase } from '../../shared/domain/purchase';
import type { ImportFile } from '../../electron/engine/purchases/files/import-file';
import { openTable } from '../../electron/engine/purchases/files/open-table';
import { previewFile } from '../../electron/engine/purchases/files/preview';
import { readSales } from '../../electron/engine/purchases/files/read-sales';
import type { SalesOptions, SalesRow } from '../../electron/engine/purchases/files/read-sales';
import { readPrice, readSaleTime } from '../../electron/engine/purchases/files/sale-dates';
import { workbook } from '../support/workbook-file';
import type { CellValue } from '../support/workbook-file';

const file = (content: string | Uint8Array): ImportFile => ({
  kind: 'memory',
  fileName: 'vendas.csv',
  bytes: typeof content === 'string' ? Buffer.from(content) : content,
});

async function rowsOf(content: string | Uint8Array, options?: SalesOptions): Promise<readonly SalesRow[]> {
  const all: SalesRow[] = [];
  for await (const rows of readSales(file(content), options)) all.push(...rows);
  return all;
}

async function salesOf(content: string | Uint8Array, options?: SalesOptions): Promise<readonly Purchase[]> {
  return (await rowsOf(content, options)).map((row) => {
    if (row.kind === 'refused') throw new Error(`line ${row.line}: ${row.reason}`);
    return row.purchase;
  });
}

const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: SportelloError) => ({ code: error.code, problem: error.detail['problem'] }),
  );

/** Header rows of Hotmart's exports (reference/hotmart.md §4), with one sale below each. */
const NEW_PT = [
  'Código da transação;Status da transação;Data da transação;Confirmação do pagamento;Produtor(a);Código do produto;Produto;Código do preço;Nome deste preço;Moeda de compra;Valor de compra com impostos;Valor de compra sem impostos;Moeda da comissão;Minha comissão;Canal usado para venda;Código SRC;Código SCK;Método de pagamento;Tipo de cobrança;Quantidade total de parcelas;Quantidade de cobranças;Código de cupom;Comprador(a);Email do(a) Comprador(a);País;Telefone;Documento;Instagram;Venda feita como;Transação do Produto Principal',
  'HP0232573857;Aprovado;26/02/2026 13:11:29;26/02/2026 13:12:00;Escola de Piano;4100200;Piano do Zero;x1;À vista;BRL;347.34;347.34;BRL;250.10;(none);(none);(none);Pix;(none);1;2;(none);Rita Prova;rita.prova@correio.example;Brasil;(none);(none);(none);Produto order bump;HP0232573000',
];
const OLD_PT = [
  'Nome do Produto;Nome do Produtor;Documento do Produtor;Nome do Afiliado;Transação;Meio de Pagamento;Origem;Moeda;Preço do Produto;Moeda;Preço da Oferta;Taxa de Câmbio;Moeda;Preço Original;Número da Parcela;Recorrência;Data de Venda;Data de Confirmação;Status;Nome;Documento;Email;DDD;Telefone;CEP;Código do Produto;Tipo de Pagamento;Preço Total;Moeda de recebimento;Código do assinante',
  'Piano do Zero;Escola de Piano;;(none);HP17715690036014;Cartão;(none);BRL;1.347,34;EUR;200,00;6;USD;210,00;1;3;26/02/2026 13:11:29;(none);Completo;Rita Prova;(none);rita.prova@correio.example;11;99;(none);4100200;À Vista;1.347,34;BRL;ABC123',
];
const NEW_ES = [
  'Código de la transacción;Estatus de la transacción;Fecha de la transacción;Confirmación del pago;Producto;Código del producto;Moneda de compra;Valor de compra con impuestos;Comprador(a);Email del Comprador(a) o de la Compradora;País',
  'HP0232573857;Reembolsado;26/02/2026 13:11:29;(none);Piano desde cero;4100200;EUR;47,00;Rita Prova;rita.prova@correo.example;España',
];
const OLD_ES = [
  'Nombre del Producto,Transacción,Estado,Nombre,Email,Fecha de venta,Fecha de Confirmación,Precio Total,Código del producto',
  '"Piano, desde cero",HP0232573857,Vencido,Rita Prova,rita.prova@correo.example,26/02/2026 13:11:29,,"1,347.34",4100200',
];
const EN = [
  'Transaction code\tTransaction status\tTransaction date\tProduct Name\tBuyer\tBuyer Email\tPayment Method\tPurchase value with taxes\tCurrency',
  'HP0232573857\tWaiting Payment\t02/26/2026 1:11:29 PM\tPiano from scratch\tRita Prova\trita.prova@mail.example\tPIX\t347.34\tUSD',
];
const IT = [
  'Codice della transazione;Stato della transazione;Data della transazione;Conferma del pagamento;Prodotto;Codice del prodotto;Acquirente;Email dell’acquirente;Valuta di acquisto',
  'HP0232573857;Approvato;26/02/2026 13:11:29;26/02/2026 13:12:00;Piano da zero;4100200;Rita Prova;rita.prova@posta.example;EUR',
];
/** 13:11:29 in São Paulo. */
const ORDERED = Date.UTC(2026, 1, 26, 16, 11, 29);

describe('an export of Hotmart is read by its own headers', () => {
  it('new model, Portuguese: order bump, payment, second charge', async () => {
    expect(await salesOf(NEW_PT.join('\r\n'))).toEqual([
      {
        transaction: 'HP0232573857',
        statusWord: 'Aprovado',
        status: 'active',
        orderedAt: ORDERED,
        approvedAt: ORDERED + 31_000,
        productId: '4100200',
        productName: 'Piano do Zero',
        producerName: 'Escola de Piano',
        buyerName: 'Rita Prova',
        buyerEmail: 'rita.prova@correio.example',
        buyerFolded: 'rita.prova@correio.example',
        recurrence: 2,
        price: '347.34',
        currency: 'BRL',
        guaranteeEndsAt: null,
        parentTransaction: 'HP0232573000',
        subscriberCode: null,
        paymentWord: 'Pix',
      },
    ]);
  });

  it('old model, Portuguese: four columns "Moeda", the first is the price’s', async () => {
    expect(await salesOf(`\uFEFF${OLD_PT.join('\r\n')}`)).toMatchObject([
      {
        transaction: 'HP17715690036014',
        status: 'active',
        orderedAt: ORDERED,
        approvedAt: null,
        productName: 'Piano do Zero',
        producerName: 'Escola de Piano',
        buyerName: 'Rita Prova',
        recurrence: 3,
        price: '1347.34',
        currency: 'BRL',
        subscriberCode: 'ABC123',
        paymentWord: 'Cartão',
      },
    ]);
  });

  it.each([
    ['new model, Spanish', NEW_ES, { status: 'inactive', price: '47.00', productId: '4100200', currency: 'EUR' }],
    ['old model, Spanish, commas', OLD_ES, { status: 'pending', price: '1347.34', productName: 'Piano, desde cero' }],
    ['English, tabs, month first', EN, { status: 'pending', price: '347.34', paymentWord: 'PIX', currency: 'USD' }],
    ['Italian', IT, { status: 'active', approvedAt: ORDERED + 31_000, currency: 'EUR' }],
  ])('%s', async (_, lines, expected) => {
    expect(await salesOf(lines.join('\r\n'))).toMatchObject([
      { transaction: 'HP0232573857', orderedAt: ORDERED, buyerName: 'Rita Prova', ...expected },
    ]);
  });

  it('as Windows-1252, below an Excel sep= line', async () => {
    const bytes = Buffer.from(`sep=;\r\n${IT.join('\r\n').replace('’', "'")}`, 'latin1');
    expect(await salesOf(bytes)).toMatchObject([{ transaction: 'HP0232573857', productName: 'Piano da zero' }]);
  });

  it('in the time zone of the account', async () => {
    const [sale] = await salesOf(IT.join('\n'), { timeZone: 'Europe/Rome' });
    expect(sale?.orderedAt).toBe(Date.UTC(2026, 1, 26, 12, 11, 29));
  });

  it('without product codes: the same name is the same product', async () => {
    const other = EN[1]?.replace('HP0232573857', 'HP0232573858').replace('Piano from', 'PIANO  from') ?? '';
    const sales = await salesOf([...EN, other].join('\n'));
    expect(sales.map(({ productId }) => productId)).toEqual(['name:piano from scratch', 'name:piano from scratch']);
  });

  it('refuses a row whose cells do not fit, and goes on', async () => {
    const rows = await rowsOf([IT[0], 'HP1;Approvato', IT[1]].join('\n'));
    expect(rows).toMatchObject([
      { kind: 'refused', line: 2 },
      { kind: 'row', line: 3 },
    ]);
  });
});

describe('a table with headers that nobody knows', () => {
  const STRANGE = [
    'Ref;Wann;Wer;Was;Zustand;Post',
    'HP0232573857;26/02/2026 13:11:29;Rita Prova;Piano;Aprovado;rita@correio.example',
    'HP0232573858;27/02/2026 13:11:29;Anna Prova;Piano;Cancelado;anna@correio.example',
  ].join('\n');

  it('is understood by what stands in it, and says what is missing', async () => {
    const preview = await previewFile(file(STRANGE), async () => ({}));
    expect(preview.missing).toEqual(['product_name']);
    expect(preview.columns.map(({ field, by }) => [field, by])).toEqual([
      ['transaction', 'content'],
      ['order_date', 'content'],
      [null, null],
      [null, null],
      ['status', 'content'],
      ['buyer_email', 'content'],
    ]);
    expect(preview.columns[2]?.samples).toEqual(['Rita Prova', 'Anna Prova']);
    expect(await problemOf(rowsOf(STRANGE))).toMatchObject({ code: 'import-columns' });
  });

  it('is read as a person said', async () => {
    const mapping = { was: 'product_name', wer: 'buyer_name' } as const;
    expect(await salesOf(STRANGE, { mapping })).toMatchObject([
      { productName: 'Piano', buyerName: 'Rita Prova', status: 'active', orderedAt: ORDERED },
      { productName: 'Piano', buyerName: 'Anna Prova', status: 'inactive' },
    ]);
  });
});

describe('a column of addresses', () => {
  const header = 'Código da transação;Status da transação;Data da transação;Produto';
  const row = 'HP0232573857;Aprovado;26/02/2026 13:11:29;Piano';

  it.each([
    ['is somebody else’s by its name', `${header};Email do(a) Afiliado(a)\n${row};afiliado@correio.example\n`],
    ['is one of two that could be the buyer’s', `${header};A;B\n${row};um@correio.example;dois@correio.example\n`],
  ])('that %s makes nobody the buyer', async (_, content) => {
    const preview = await previewFile(file(content), async () => ({}));
    expect(preview.missing).toEqual(['buyer_email']);
    expect(await problemOf(rowsOf(content))).toMatchObject({ code: 'import-columns' });
  });
});

describe('a workbook', () => {
  const header = NEW_ES[0]?.split(';') ?? [];
  // Excel keeps a date as days since 1899, in the account's local time.
  const row: readonly CellValue[] = [
    'HP0232573857',
    'Aprobado',
    46_079.549_641_203_7,
    '',
    'Piano',
    4_100_200,
    'EUR',
    47.5,
    'Rita',
    'rita@correo.example',
  ];

  it('is read with its dates as numbers, and empty cells left out', async () => {
    expect(await salesOf(workbook([header, row]))).toMatchObject([
      {
        transaction: 'HP0232573857',
        orderedAt: ORDERED,
        approvedAt: null,
        productId: '4100200',
        price: '47.5',
        status: 'active',
      },
    ]);
  });

  it('of an old Mac counts its days from 1904', async () => {
    const late = row.map((cell) => (typeof cell === 'number' && cell < 50_000 && cell > 40_000 ? cell - 1462 : cell));
    const parts = {
      'xl/workbook.xml':
        '<workbook xmlns:r="x"><workbookPr date1904="1"/><sheets><sheet name="V" r:id="rId7"/></sheets></workbook>',
    };
    expect(await salesOf(workbook([header, late], parts))).toMatchObject([{ orderedAt: ORDERED }]);
  });

  it('whose rows are numbered wrongly loses none of them', async () => {
    const cells = (number: string) => `<c t="inlineStr"><is><t>${number}</t></is></c>`;
    const line = (values: readonly string[]) => `<row r="1">${values.map(cells).join('')}</row>`;
    const names = ['transaction', 'status', 'order date', 'product', 'email'];
    const sale = (number: string) => [number, 'Aprovado', '26/02/2026', 'Piano', 'rita@correio.example'];
    const sheet = `<worksheet><sheetData>${[names, sale('HP0232573857'), sale('HP0232573858')].map(line).join('')}</sheetData></worksheet>`;
    const sales = await salesOf(workbook([], { 'xl/worksheets/vendas.xml': sheet }));
    expect(sales.map(({ transaction }) => transaction)).toEqual(['HP0232573857', 'HP0232573858']);
  });

  it('with one long text that every cell names costs no more than its rows', async () => {
    const texts = `<sst><si><t>${randomBytes(1_500_000).toString('hex')}</t></si></sst>`;
    const line = '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>';
    const sheet = `<worksheet><sheetData>${line.repeat(2000)}</sheetData></worksheet>`;
    const parts = { 'xl/sharedStrings.xml': texts, 'xl/worksheets/vendas.xml': sheet };
    let longest = 0;
    const table = await openTable(file(workbook([], parts)), () => 0);
    for await (const rows of table.rows()) {
      const chars = rows.reduce((sum, one) => sum + (one.kind === 'row' ? one.cells.join('').length : 0), 0);
      longest = Math.max(longest, chars);
    }
    // one piece of XML may name it some thousand times; uncut it would be 12 GB
    expect(longest).toBeLessThan(20_000_000);
  });

  it('may have a title and an empty row above its header', async () => {
    expect(await rowsOf(workbook([['Ventas de 2026'], [], header, row]))).toMatchObject([{ kind: 'row', line: 4 }]);
  });

  it.each<[string, Uint8Array, string]>([
    [
      'a formula in any cell',
      workbook([header, [...row.slice(0, 8), { formula: 'HYPERLINK("http://x")' }, 'r@x.example']]),
      'formulas',
    ],
    [
      'a sheet that unpacks to a thousand times its size',
      workbook([], { 'xl/worksheets/vendas.xml': `<worksheet><sheetData>${' '.repeat(40_000_000)}` }),
      'too-much-inside',
    ],
    [
      'entities of its own',
      workbook([], { 'xl/worksheets/vendas.xml': '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>' }),
      'too-much-inside',
    ],
    ['broken XML', workbook([], { 'xl/worksheets/vendas.xml': '<worksheet><sheetData><row r="1"><c' }), 'no-workbook'],
    ['a broken list of sheets', workbook([], { 'xl/workbook.xml': '<workbook><sheets' }), 'no-workbook'],
    ['a name that climbs out of the archive', workbook([], { '../evil.txt': 'x' }), 'no-workbook'],
    ['half of an archive', workbook([header, row]).slice(0, 900), 'no-workbook'],
    ['another archive', workbook([], { 'xl/workbook.xml': '<w/>', 'xl/worksheets/vendas.xml': '' }), 'no-workbook'],
  ])('with %s is refused whole', async (_, bytes, problem) => {
    expect(await problemOf(rowsOf(bytes))).toEqual({ code: 'import-unreadable', problem });
  });
});

describe('dates and prices of exports', () => {
  const style = { order: 'day-first', timeZone: 'America/Sao_Paulo' } as const;

  it.each([
    ['26/02/2026 13:11:29', ORDERED],
    ['26/02/2026 13:11', ORDERED - 29_000],
    ['26.02.2026', Date.UTC(2026, 1, 26, 3)],
    ['2026-02-26T16:11:29Z', ORDERED],
    ['2026-02-26 13:11:29', ORDERED],
    ['30/02/2026', null],
    ['26/13/2026', null],
    ['yesterday', null],
    ['12345678', null],
  ])('%s', (cell, time) => {
    expect(readSaleTime(cell, style)).toBe(time);
  });

  it('an hour that clocks skip, and one that comes twice, are instants', () => {
    const rome = { order: 'day-first', timeZone: 'Europe/Rome' } as const;
    expect(readSaleTime('29/03/2026 01:59:00', rome)).toBe(Date.UTC(2026, 2, 29, 0, 59));
    expect(readSaleTime('29/03/2026 03:01:00', rome)).toBe(Date.UTC(2026, 2, 29, 1, 1));
    expect(readSaleTime('25/10/2026 03:01:00', rome)).toBe(Date.UTC(2026, 9, 25, 2, 1));
  });

  it.each([
    ['347.34', '347.34'],
    ['347,34', '347.34'],
    ['1.347,34', '1347.34'],
    ['1,347.34', '1347.34'],
    ['R$ 97,00', '97.00'],
    ['1.234', '1234'],
    ['1.234.567', '1234567'],
    ['free', 'free'],
    ['', ''],
  ])('%j is %j', (cell, price) => {
    expect(readPrice(cell)).toBe(price);
  });
});
