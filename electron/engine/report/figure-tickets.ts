import { SportelloError } from '../../../shared/contract/errors';
import { FIGURE_WORDS } from '../../../shared/domain/report';
import type { Among, FigureId, FigureKey } from '../../../shared/domain/report';
import type { Db } from '../store/tickets-table';
import { putAsideRows, troubleRows, wroteAgainRows } from './after-reply';
import { listTickets } from './figure-rows';
import type { Asked, FigureRows } from './figure-rows';
import { agreementRows, unmatchedRows } from './matching';
import { producerRows, silentRows } from './producers';
import { answeredRows } from './answers';
import { unresolvedRows } from './unresolved';
import { cameInRows, firstAnswerRows, noAnswerRows, resolvedRows } from './volume';

/** The rows that each figure counts. */
const ROWS: Readonly<Record<FigureId, (asked: Asked) => FigureRows>> = {
  unresolved: unresolvedRows,
  'came-in': cameInRows,
  resolved: resolvedRows,
  'no-answer': noAnswerRows,
  'first-answer': firstAnswerRows,
  answered: answeredRows,
  'wrote-again': wroteAgainRows,
  trouble: troubleRows,
  'put-aside': putAsideRows,
  'silent-producers': silentRows,
  producers: producerRows,
  unmatched: unmatchedRows,
  agreement: agreementRows,
};

/**
 * One page of the tickets that a figure counted, those that are there for longest first.
 * @throws SportelloError `bad-params` for a word that this figure does not know
 */
export async function figureTickets(
  db: Db,
  { figure, among, ...asked }: FigureKey & Asked,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly ids: readonly string[] }> {
  refuseForeign(figure, among);
  return listTickets(db, ROWS[figure](asked), among, page);
}

function refuseForeign(figure: FigureId, among: Among): void {
  const known: readonly string[] = FIGURE_WORDS[figure];
  const foreign = Object.keys(among).find((word) => !known.includes(word));
  if (foreign === undefined) return;
  throw new SportelloError('bad-params', `The figure ${figure} is not told apart by ${foreign}`, {
    reason: 'figure',
    action: 'Open another figure.',
  });
}
