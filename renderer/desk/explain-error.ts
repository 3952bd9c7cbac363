import { CLOCK_PROBLEMS } from '../../shared/domain/clock-settings';
import type { ClockProblem } from '../../shared/domain/clock-settings';
import { ERROR_REASONS } from '../../shared/contract/error-reasons';
import type { ErrorDetail } from '../../shared/contract/error-reasons';
import { ERROR_CODES, packError } from '../../shared/contract/errors';
import type { PackedError } from '../../shared/contract/errors';
import { SALE_FIELDS } from '../../shared/domain/sale-fields';
import type { Sentence } from './desk-state';

const REASONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = ERROR_REASONS;
/** Stands where a failure brings nothing for its words. */
const MISSING = '…';

/** A failure in the agent's language: what happened, and what to do. */
export type Explained = {
  readonly sentence: Sentence;
  readonly detail: Sentence;
  /** English, for who reports a `bug`; null where the words above say everything. */
  readonly technical: string | null;
};

/** Explains whatever was thrown: an expected failure by its own words, anything else as a bug. */
export function explainError(error: unknown): Explained {
  return explainFailure(packError(error));
}

/**
 * Explains a failure as it crossed a border or was kept. Where another version made it, and its reason or its values are
 * not known here, its code is explained alone; a code that is not known here is a bug.
 */
export function explainFailure(error: PackedError): Explained {
  const { code, detail } = error;
  if (!ERROR_CODES.includes(code)) {
    return { sentence: { key: 'error.bug' }, detail: { key: 'error.bug.do' }, technical: error.message };
  }
  if (code === 'stale-revision' && typeof detail['what'] === 'string') {
    // Who was first, in words of its own.
    return {
      sentence: { key: `stale.${detail['what']}`, values: detail },
      detail: { key: 'stale.do' },
      technical: null,
    };
  }
  if (code === 'bad-params' && error.reason === 'clocks' && isClockProblem(detail['problem'])) {
    // The form says the same of what was typed there.
    return {
      sentence: { key: `clocks.problem.${detail['problem']}` },
      detail: { key: 'error.bad-params.clocks.do' },
      technical: null,
    };
  }
  const key = isKnown(error) ? `error.${code}.${error.reason}` : `error.${code}`;
  const values = withoutGaps(detail, REASONS[code]?.[''] ?? []);
  const named = namedIn(error);
  return {
    sentence: { key, values, ...named },
    detail: { key: `${key}.do`, values },
    technical: code === 'bug' ? error.message : null,
  };
}

/** Columns that sales lack, as the page of imports calls them; a catalogue's have the names that it must give them. */
function namedIn({ code, reason, detail }: PackedError): Pick<Sentence, 'named'> {
  const { columns } = detail;
  if (code !== 'import-columns' || reason !== undefined || typeof columns !== 'string') return {};
  const fields = columns.split(', ');
  const areKnown = fields.every((field) => (SALE_FIELDS as readonly string[]).includes(field));
  return areKnown ? { named: { columns: fields.map((field) => `sale-field.${field}`) } } : {};
}

function isClockProblem(problem: unknown): problem is ClockProblem {
  return CLOCK_PROBLEMS.includes(problem as ClockProblem);
}

/** The values, and a sign for what is empty (a server that said nothing) or not there at all. */
function withoutGaps(detail: ErrorDetail, named: readonly string[]): ErrorDetail {
  const given = Object.entries(detail).map(([name, value]) => [name, value === '' ? MISSING : value] as const);
  return { ...Object.fromEntries(named.map((name) => [name, MISSING])), ...Object.fromEntries(given) };
}

/** Whether this version has words for the reason, and the failure brings the values that they name. */
function isKnown({ code, reason, detail }: PackedError): boolean {
  const named = reason === undefined ? undefined : REASONS[code]?.[reason];
  return named !== undefined && named.every((name) => detail[name] !== undefined);
}
