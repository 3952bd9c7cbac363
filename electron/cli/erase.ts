import { EXIT } from './command';
import type { Command } from './command';
import { usage } from './arguments';
import { openProfile } from './open-profile';

/** `erase`: takes one person out of the store, by address or by a purchase; `--dry-run` only counts. */
export const eraseCommand: Command = {
  usage: 'erase --profile DIR (--address A | --transaction T) [--dry-run] [--json]',
  shape: { options: ['profile', 'address', 'transaction'], flags: ['dry-run', 'json'], words: [] },
  async run(given, line) {
    const address = given.option('address');
    const transaction = given.option('transaction');
    if ((address === null) === (transaction === null)) throw usage('Give either --address or --transaction');
    const profile = await openProfile(given.needed('profile'), line, { network: false });
    try {
      const asked = address === null ? { transaction: transaction ?? '' } : { address };
      const found = await profile.client.call('erasures.count', asked);
      if (found.length === 0) {
        line.complain('No purchase with this number has a buyer here. Try the address with --address.');
        return EXIT.failed;
      }
      const erased = !given.has('dry-run');
      if (erased && found.length > 1) {
        const buyers = found.map((one) => one.address).join(', ');
        line.complain(`This checkout has several buyers: ${buyers}. Say which one with --address.`);
        return EXIT.failed;
      }
      for (const one of found) {
        const done = erased
          ? await profile.client.call('erasures.run', { address: one.address, confirmed: one.address })
          : null;
        const counts = Object.entries(one.counts).map(([what, count]) => `${what} ${String(count)}`);
        line.print(
          given.has('json')
            ? JSON.stringify({
                address: one.address,
                erased,
                ...one.counts,
                waiting: one.waiting,
                olderCopies: done?.olderCopies ?? [],
              })
            : `${one.address}: ${counts.join(', ')}${erased ? '; erased' : ''}`,
        );
        if (done !== null && done.olderCopies.length > 0) {
          line.complain(
            `Older copies still hold this person: ${done.olderCopies.join(', ')}. A restore of one erases again by itself.`,
          );
        }
      }
      return EXIT.done;
    } finally {
      await profile.close();
    }
  },
};
