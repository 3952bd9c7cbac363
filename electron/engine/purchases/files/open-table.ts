import { openCsv } from './csv-table';
import type { ImportFile } from './import-file';
import { refuseFile } from './refuse-file';
import { surveyFile } from './survey-file';
import type { FileSurvey } from './survey-file';
import type { Recognise, Table } from './table';
import { openXlsx } from './xlsx-table';

/**
 * Opens a CSV file or a workbook; `survey` where the caller has looked it over already, because that reads all of it. Throws `file-unreadable`, `file-too-large`, or `import-unreadable` for what is no table;
 * events in JSON are none either.
 */
export async function openTable(file: ImportFile, recognise: Recognise, survey?: FileSurvey): Promise<Table> {
  const looked = survey ?? (await surveyFile(file));
  const table =
    looked.format === 'xlsx' ? await openXlsx(file, recognise) : await openCsv(file, looked.encoding, recognise);
  if (table === null) throw refuseFile(file, 'empty');
  return table;
}
