import { SportelloError } from '../../../shared/contract/errors';

/** What stands at an import of which nobody knows any more who did it. */
export function importInterrupted(): SportelloError {
  return new SportelloError('import-interrupted', 'The desk stopped in the middle of this import.', {
    action: 'What was saved is whole; import the file again to complete it.',
  });
}
