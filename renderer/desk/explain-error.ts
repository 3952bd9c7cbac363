import { SportelloError } from '../../shared/contract/errors';
import type { Sentence } from './desk-state';

/**
 * Says a failure in the agent's language: what happened, and what to do. Codes have their own words in the locale
 * files; the engine's English sentence follows where it names an account or a file.
 */
export function explainError(error: unknown): { readonly sentence: Sentence; readonly detail: Sentence } {
  if (error instanceof SportelloError && error.code === 'stale-revision' && typeof error.detail['what'] === 'string') {
    // Who was first, in words of its own; the engine's English sentence would only say it again.
    return { sentence: { key: `stale.${error.detail['what']}`, values: error.detail }, detail: { key: 'stale.do' } };
  }
  if (error instanceof SportelloError) {
    return {
      sentence: { key: `error.${error.code}`, values: error.detail },
      detail: { key: 'error.detail', values: { message: error.message, action: error.action } },
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { sentence: { key: 'error.bug' }, detail: { key: 'error.detail', values: { message, action: '' } } };
}
