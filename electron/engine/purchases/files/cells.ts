import { refusalOf } from '../../../../shared/domain/import-refusals';
import { cleanText } from '../../store/clean-text';

/** Longest cell, in characters. */
export const MAX_CELL_LENGTH = 4000;

const FORMULA_GUARD = /^'(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/;

/** A cell without blanks around it; the apostrophe that our exports put before a formula (reliability.md T12) is taken off. */
export function cleanCell(cell: string): string {
  const trimmed = cleanText(cell.trim());
  return trimmed.startsWith("'") ? trimmed.replace(FORMULA_GUARD, '') : trimmed;
}

/** A cell that a spreadsheet would run: no sale holds one (reliability.md T12). */
export function isFormula(cell: string): boolean {
  const first = cell.trimStart().charCodeAt(0);
  return first === 0x3d || first === 0xff1d;
}

/** Why a row's cells cannot be used, by their number and length; null where they can. */
export function problemOfShape(cells: readonly string[], width: number): string | null {
  const surplus = cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '');
  return cells.length < width || surplus ? refusalOf('cells', { cells: cells.length, width }) : null;
}
