import { ERROR_REASONS } from '../../shared/contract/error-reasons';
import { packError } from '../../shared/contract/errors';
import type { PackedError } from '../../shared/contract/errors';
import type { Sentence } from './desk-state';

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
 * not known here, its code is explained alone.
 */
export function explainFailure(error: PackedError): Explained {
  const { code, detail } = error;
  if (code === 'stale-revision' && typeof detail['what'] === 'string') {
    // Who was first, in words of its own.
    return {
      sentence: { key: `stale.${detail['what']}`, values: detail },
      detail: { key: 'stale.do' },
      technical: null,
    };
  }
  const key = isKnown(error) ? `error.${code}.${error.reason}` : `error.${code}`;
  return {
    sentence: { key, values: detail },
    detail: { key: `${key}.do`, values: detail },
    technical: code === 'bug' ? error.message : null,
  };
}

/** Whether this version has words for the reason, and the failure brings the values that they name. */
function isKnown({ code, reason, detail }: PackedError): boolean {
  const reasons: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = ERROR_REASONS;
  const named = reason === undefined ? undefined : reasons[code]?.[reason];
  return named !== undefined && named.every((name) => detail[name] !== undefined);
}
