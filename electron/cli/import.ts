import { resolve } from 'node:path';
import { usage } from './arguments';
import { EXIT } from './command';
import type { Command } from './command';
import { openProfile } from './open-profile';

/** `import`: purchases or catalogue from a file; refused rows are listed with line and reason. */
export const importCommand: Command = {
  usage: 'import --profile DIR sales|products FILE [--json]',
  shape: { options: ['profile'], flags: ['json'], words: ['sales|products', 'FILE'] },
  async run(given, line) {
    const [kind, file] = given.words;
    if ((kind !== 'sales' && kind !== 'products') || file === undefined) {
      throw usage(`"${kind ?? ''}" is neither sales nor products`);
    }
    const profile = await openProfile(given.needed('profile'), line, { network: false, share: true });
    try {
      const path = resolve(line.workingDir, file);
      const { read, added, changed, unchanged, refused, refusals } = await profile.client.call('imports.run', {
        kind,
        path,
      });
      if (given.has('json')) {
        line.print(JSON.stringify({ read, added, changed, unchanged, refused, refusals }));
      } else {
        line.print(`${read} read: ${added} added, ${changed} changed, ${unchanged} unchanged, ${refused} refused`);
        for (const refusal of refusals) line.print(`line ${refusal.line}: ${refusal.reason}`);
      }
      return EXIT.done;
    } finally {
      await profile.close();
    }
  },
};
