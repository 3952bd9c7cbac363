import { resolve } from 'node:path';
import { EXIT } from './command';
import type { Command } from './command';
import { openProfile } from './open-profile';
import { isoTime } from './table-text';

/** `backup`: a checked copy of the store as one file, also while a desk holds the profile. Never overwrites. */
export const backupCommand: Command = {
  usage: 'backup --profile DIR FILE [--json]',
  shape: { options: ['profile'], flags: ['json'], words: ['FILE'] },
  async run(given, line) {
    const file = resolve(line.workingDir, given.words[0] ?? '');
    const profile = await openProfile(given.needed('profile'), line, { network: false });
    try {
      const { path, at, bytes, tickets, messages } = await profile.client.call('copies.write', { path: file });
      line.print(
        given.has('json')
          ? JSON.stringify({ file: path, at: isoTime(at), bytes, tickets, messages })
          : `${path}: ${tickets} tickets, ${messages} messages, ${bytes} bytes, checked`,
      );
      const status = await profile.client.call('desk.status', {});
      if (status.storeEncryption !== 'none') {
        line.complain('The copy opens only with the key or passphrase of this store: keep that, too.');
      }
      return EXIT.done;
    } finally {
      await profile.close();
    }
  },
};
