import { openCsv } from './csv-table';
import { refuseFile } from './refuse-file';
import { surveyFile } from './survey-file';
import type { Recognise, Table } from './table';
import { openXlsx } from './xlsx-table';

/**
 * Opens a CSV file or a workbook. Throws `file-unreadable`, `file-too-large`, or `import-unreadable` for what is no table;
 * events in JSON are none either.
 */
export async function openTable(path: string, recognise: Recognise): Promise<Table> {
  const survey = await surveyFile(path);
  const table =
    survey.format === 'xlsx' ? await openXlsx(path, recognise) : await openCsv(path, survey.encoding, recognise);
  if (table === null) throw refuseFile(path, 'empty');
  return table;
}
