import { createOutside } from '../engine/hosts/outside';
import type { Clock } from '../engine/outside';
import type { MoveProgress } from '../engine/store/move/copy-rows';
import { cancelProfileMove, moveProfile } from '../engine/store/move/move-profile';
import type { MovedProfile, MoveTo } from '../engine/store/move/move-profile';
import { SportelloError } from '../../shared/contract/errors';
import { usage } from './arguments';
import type { Arguments } from './arguments';
import { EXIT } from './command';
import type { Command, CommandLine, ExitCode } from './command';
import { findProfile } from './open-profile';

/** A line of progress at most this often: a large mailbox has thousands of batches. */
const TELL_EVERY_MS = 1_000;

/**
 * `move`: brings a profile's store to a team's server, or back into a file. The same command goes on where it was interrupted;
 * `--cancel` gives up.
 */
export const moveCommand: Command = {
  usage: 'move --profile DIR (--to URL | --to file [--unencrypted] | --cancel) [--json]',
  shape: { options: ['profile', 'to'], flags: ['unencrypted', 'cancel', 'json'], words: [] },
  async run(given, line) {
    const to = given.option('to');
    if ((to === null) === !given.has('cancel')) throw usage('Give either --to URL, --to file or --cancel');
    const { profileDir, profile, secrets } = await findProfile(given.needed('profile'), line);
    const outside = createOutside({ resourcesDir: line.resourcesDir, sinks: [(text) => line.complain(text)] });
    const moved: MovedProfile = { profileDir, profile, secrets, outside };
    if (to === null) {
      await cancelProfileMove(moved);
      line.print(given.has('json') ? JSON.stringify({ cancelled: true }) : 'The move is given up; the store is open.');
      return EXIT.done;
    }
    return move(moved, readTo(to, given, secrets.storeKey), given, line);
  },
};

async function move(moved: MovedProfile, to: MoveTo, given: Arguments, line: CommandLine): Promise<ExitCode> {
  const done = await moveProfile(moved, to, progressOn(line, moved.outside.clock));
  if (given.has('json')) {
    line.print(JSON.stringify(done ?? { already: true, tables: {} }));
  } else if (done === null) {
    line.print('The profile names this store already.');
  } else {
    const rows = Object.values(done.tables).reduce((sum, table) => sum + table.rows, 0);
    line.print(`${String(rows)} rows were moved from ${done.from} to ${done.to}, and compared.`);
    line.print('The old store stays as it is, and closed: delete it once the new one is backed up.');
  }
  return EXIT.done;
}

function readTo(to: string, given: Arguments, storeKey: string | null): MoveTo {
  if (to !== 'file') {
    if (given.has('unencrypted')) throw usage('--unencrypted is for --to file');
    return { kind: 'team', url: to };
  }
  if (given.has('unencrypted')) return { kind: 'file', encryption: 'none' };
  if (storeKey !== null) return { kind: 'file', encryption: 'passphrase' };
  throw new SportelloError('store-encryption-undecided', 'Nobody has decided how the new store is protected', {
    action: 'Set SPORTELLO_STORE_PASSPHRASE to create it with a passphrase, or add --unencrypted.',
  });
}

function progressOn(line: CommandLine, clock: Clock): MoveProgress {
  let toldAt = -Infinity;
  return (step, done, of) => {
    const now = clock.now();
    if (now - toldAt < TELL_EVERY_MS && done < of) return;
    toldAt = now;
    line.complain(`${step}: ${String(done)} of ${String(of)}`);
  };
}
