import type { ImportPreview, ImportRunView } from '../../shared/contract/imports';

const report = { read: 3, added: 2, changed: 0, unchanged: 0, refused: 1 };

/** Three imports: one by hand with a refused row, one that failed, one that came by mail. */
export function fakeImports(now: number): readonly ImportRunView[] {
  const run = { kind: 'sales', state: 'done', finishedAt: now, problem: null } as const;
  return [
    {
      ...run,
      id: 'i-3',
      source: 'file',
      fileName: 'vendas.csv',
      startedAt: now - 3_600_000,
      report: { ...report, refusals: [{ line: 4, reason: 'buyer_email is empty' }] },
    },
    {
      ...run,
      id: 'i-2',
      source: 'folder',
      fileName: 'vendas.xlsx',
      state: 'failed',
      startedAt: now - 7_200_000,
      report: { ...report, read: 0, added: 0, refused: 0, refusals: [] },
      problem: {
        code: 'import-unreadable',
        reason: 'formulas',
        message: 'vendas.xlsx holds formulas, which no export of Hotmart does.',
        action: 'Paste it as values.',
        retryable: false,
        detail: { path: 'vendas.xlsx' },
      },
    },
    {
      ...run,
      id: 'i-1',
      source: 'mail',
      fileName: 'relatorio.csv',
      startedAt: now - 86_400_000,
      report: { ...report, refused: 0, refusals: [] },
    },
  ];
}

/** A table of which one needed column has a name that nobody knows. */
export function fakePreview(): ImportPreview {
  const column = { field: null, by: null, samples: ['Piano do Zero'] } as const;
  return {
    fileName: 'vendas.csv',
    kind: 'sales',
    format: 'csv',
    columns: [
      { header: 'Transação', field: 'transaction', by: 'name', samples: ['HP0232573857'] },
      { ...column, header: 'Was' },
    ],
    missing: ['product_name'],
    dateOrder: 'day-first',
    timeZone: 'America/Sao_Paulo',
    rows: [],
  };
}
