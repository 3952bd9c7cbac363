import { AGREEMENTS } from './earned';
import { AGE_BANDS, BREAKDOWNS } from './report';
import type { Report, Spread } from './report';

/**
 * The figures as tables, for files and the command line: the same numbers as on the page, under names that do not change with the
 * interface's language.
 */
export type ReportTable = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
};
export type Cell = string | number | null;

const HOUR_MS = 3_600_000;
const BANDS = [...AGE_BANDS.map((days) => `under ${String(days)} d`), 'older'];

/** All tables in the order of the page; those by agent only where the report has them. */
export function reportTables(report: Report): readonly ReportTable[] {
  const { ask } = report;
  return [
    {
      name: 'report',
      columns: ['what', 'value'],
      rows: [
        ['from', timeText(ask.from)],
        ['to', timeText(ask.to)],
        ['as of', timeText(ask.at)],
        ['time zone', report.timeZone],
        ['came in', report.cameIn],
        ['resolved', report.resolved],
        ['closed without an answer', report.noAnswer],
        ['unresolved', report.unresolved.count],
        ['breached', report.unresolved.breached],
        ['hours to clear', report.hoursToClear === null ? null : hours(report.hoursToClear * HOUR_MS)],
        ['last sync', timeText(report.lastSyncAt)],
        ['last import', timeText(report.lastImportAt)],
      ],
    },
    {
      name: 'today',
      columns: ['line', 'part', 'tickets', 'oldest'],
      rows: report.today.flatMap((line) => [
        [line.id, null, line.count, timeText(line.oldestAt)],
        ...line.parts.map((part) => [line.id, named(report, part.word, part.value), part.count, null]),
      ]),
    },
    ...BREAKDOWNS.map((by) => ({
      name: `unresolved by ${by}`,
      columns: [by, 'tickets', 'breached', ...BANDS],
      rows: report.breakdowns[by].map((line) => [
        by === 'band' ? (BANDS[Number(line.value)] ?? line.value) : named(report, by, line.value),
        line.count,
        line.breached,
        ...line.bands,
      ]),
    })),
    {
      name: 'volume',
      columns: ['from', 'to', 'came in', 'resolved', 'no answer', 'backlog'],
      rows: report.volume.map((line) => [
        timeText(line.from),
        timeText(line.to),
        line.cameIn,
        line.resolved,
        line.noAnswer,
        line.backlog,
      ]),
    },
    {
      name: 'times',
      columns: ['what', 'tickets', 'median h', 'p90 h'],
      rows: [
        ['first answer', ...spreadCells(report.firstAnswer)],
        ['resolution', ...spreadCells(report.resolution)],
      ],
    },
    {
      name: 'producers',
      columns: [
        'producer',
        'cases',
        'answered',
        'median h',
        'p90 h',
        'silent',
        'wrote again',
        'median before h',
        'judged',
      ],
      rows: report.producers.map((line) => [
        line.producer,
        line.cases,
        ...spreadCells(line.answer),
        line.silent,
        line.twice,
        line.before === null ? null : hours(line.before),
        line.judged,
      ]),
    },
    {
      name: 'unmatched',
      columns: ['reason', 'tickets'],
      rows: report.unmatched.map(({ words, count }) => [words.reason ?? null, count]),
    },
    {
      name: 'agreement',
      columns: ['decision', 'row', 'suggested', 'changed', ...AGREEMENTS],
      rows: report.agreement.map((line) => [
        line.decision,
        line.rule,
        line.all,
        line.changed,
        ...AGREEMENTS.map((agreement) => line.byAgreement[agreement] ?? 0),
      ]),
    },
    ...(report.agents === null
      ? []
      : [
          {
            name: 'answered by agent',
            columns: ['agent', 'tickets'],
            rows: report.agents.map(({ agent, count }) => [agent, count]),
          },
        ]),
  ];
}

function spreadCells({ count, median, p90 }: Spread): readonly Cell[] {
  return [count, median === null ? null : hours(median), p90 === null ? null : hours(p90)];
}

/** Hours in hundredths. */
function hours(ms: number): number {
  return Math.round((100 * ms) / HOUR_MS) / 100;
}

function timeText(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function named(report: Report, word: string, value: string | null): string | null {
  return word === 'product' && value !== null ? (report.products[value] ?? value) : value;
}

/** What a spreadsheet would run where a cell begins with it, full-width forms too; blanks before it do not help. */
const FORMULA = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;

/** A cell's text that no spreadsheet takes for a formula. */
export function plainText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** All tables as one CSV, each line with its table's name before it and each table under its own heading. */
export function reportCsv(tables: readonly ReportTable[]): string {
  const lines = tables.flatMap(({ name, columns, rows }) => [
    ['table', ...columns],
    ...rows.map((row) => [name, ...row]),
  ]);
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? String(cell) : `"${plainText(cell).replaceAll('"', '""')}"`;
}
