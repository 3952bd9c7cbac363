import { SportelloError } from '../../../../shared/contract/errors';
import { shownName } from './import-file';
import type { ImportFile } from './import-file';

/** What makes a whole file unusable. */
export type FileProblem =
  | 'binary'
  | 'endless-line'
  | 'old-workbook'
  | 'locked-workbook'
  | 'no-workbook'
  | 'too-much-inside'
  | 'formulas'
  | 'too-wide'
  | 'long-json'
  | 'no-file'
  | 'empty';

const WORDS: Readonly<Record<FileProblem, { readonly says: string; readonly action: string }>> = {
  binary: {
    says: 'holds no text and is no workbook',
    action: 'Choose the sales export of Hotmart: a CSV or XLSX file, or its webhook events as JSON.',
  },
  'endless-line': {
    says: 'has a line longer than 8 MB, as no table has',
    action: 'Export the file again; what was chosen is damaged or another kind of file.',
  },
  'old-workbook': {
    says: 'is an old Excel workbook (.xls)',
    action: 'Open it in Excel or LibreOffice, save it as XLSX or as "CSV UTF-8", and import that file.',
  },
  'locked-workbook': {
    says: 'is a workbook with a password',
    action: 'Open it, take the password off, save it, and import that file.',
  },
  'no-workbook': {
    says: 'is an archive, or a damaged workbook, without a table that can be read',
    action: 'Choose the XLSX file itself, or export it again.',
  },
  'too-much-inside': {
    says: 'unpacks to far more than any sales export holds, and was not opened',
    action: 'Do not trust this file. Export the sales again from Hotmart.',
  },
  formulas: {
    says: 'holds formulas, which no export of Hotmart does',
    action: 'If you made them yourself, copy the sheet and paste it as values, and import that file.',
  },
  'too-wide': {
    says: 'has more than 500 columns, as no sales export has',
    action: 'Export the sales again from Hotmart.',
  },
  'long-json': {
    says: 'is one JSON document of more than 16 MB',
    action: 'Save the events one a line (JSONL), or in several files; each may be imported on its own.',
  },
  'no-file': {
    says: 'is a folder, a device or a pipe, and no file',
    action: 'Choose the file itself.',
  },
  empty: { says: 'is empty', action: 'Export the file again.' },
};

/** The refusal of a whole file; nothing of it is imported. */
export function refuseFile(file: ImportFile, problem: FileProblem): SportelloError {
  const { says, action } = WORDS[problem];
  const path = shownName(file);
  return new SportelloError('import-unreadable', `${path} ${says}.`, {
    reason: problem,
    action,
    detail: { path, problem },
  });
}
