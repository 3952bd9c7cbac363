import { resolve } from 'node:path';
import { restoreProfile } from '../engine/copies/restore-profile';
import { createOutside } from '../engine/hosts/outside';
import { EXIT } from './command';
import type { Command } from './command';
import { findProfile } from './open-profile';
import { isoTime } from './table-text';

/** `restore`: puts a copy in the place of the store, which is kept. A held profile is refused, naming its holder. */
export const restoreCommand: Command = {
  usage: 'restore --profile DIR FILE [--json]',
  shape: { options: ['profile'], flags: ['json'], words: ['FILE'] },
  async run(given, line) {
    const { profileDir, profile, secrets } = await findProfile(given.needed('profile'), line);
    const outside = createOutside({ resourcesDir: line.resourcesDir, sinks: [(text) => line.complain(text)] });
    const copy = resolve(line.workingDir, given.words[0] ?? '');
    const done = await restoreProfile({ profileDir, profile, storeKey: secrets.storeKey, outside }, copy);
    const { file, at, tickets, messages, replaced } = done;
    if (given.has('json')) {
      line.print(JSON.stringify({ file, at: isoTime(at), tickets, messages, replaced }));
    } else {
      line.print(`The copy of ${isoTime(at)} is the store now: ${tickets} tickets, ${messages} messages.`);
      if (replaced !== null) line.print(`The store that it replaced is kept as ${replaced}`);
      line.print('Replies that were on their way then are held until they were compared with the Sent folder.');
    }
    return EXIT.done;
  },
};
