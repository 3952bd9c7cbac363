import { SportelloError } from '../../shared/contract/errors';

/** What is asked of an engine that ends, or of a part of it: nothing is wrong with what was asked. */
export function deskClosing(): SportelloError {
  return new SportelloError('engine-gone', 'The desk is being closed', {
    reason: 'closing',
    action: 'Open it again.',
    retryable: true,
  });
}
