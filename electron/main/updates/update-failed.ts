import type { UpdateFailure } from '../../../shared/domain/update-rules';

/** An update that was refused or could not be had; `message` is for the log, the window has words for each `failure`. */
export class UpdateFailed extends Error {
  readonly failure: UpdateFailure;

  constructor(failure: UpdateFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'UpdateFailed';
    this.failure = failure;
  }
}
