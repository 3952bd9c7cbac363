import { SportelloError } from '../../../shared/contract/errors';
import type { Copies } from './copies';

const refuse = (): Promise<never> =>
  Promise.reject(
    new SportelloError('not-allowed', "The store lies on the team's server; its copies are made there.", {
      reason: 'copies-on-server',
      action: 'Ask who looks after the server (README, "Backups of a team\'s store").',
    }),
  );

/** The copies of a desk whose store is the team's: there are none of its own. */
export const NO_COPIES: Copies = {
  start: () => undefined,
  list: () => Promise.resolve({ folder: '', copies: [], failure: null }),
  failure: () => null,
  write: refuse,
  remove: refuse,
  close: () => Promise.resolve(),
};
