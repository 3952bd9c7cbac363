import { SportelloError } from '../../../shared/contract/errors';
import { foldAddress, isAddress } from '../../../shared/domain/address';
import { normalizeNumber } from '../../../shared/domain/transaction-number';
import { namedCopies } from '../copies/copy-names';
import { erasePerson } from '../privacy/erase-person';
import { buyersOf, countPerson } from '../privacy/find-person';
import type { HandlersOf } from './handler';

/** Erasing one person's data on request. */
export const erasureHandlers = {
  'erasures.count': async ({ store }, asked) => {
    if ('address' in asked) return [await countPerson(store.db, checked(asked.address))];
    const buyers = await buyersOf(store.db, normalizeNumber(asked.transaction) ?? asked.transaction);
    return Promise.all(buyers.map((address) => countPerson(store.db, address)));
  },

  'erasures.run': async (context, { address, confirmed }) => {
    const { store, outside, announcer } = context;
    const folded = checked(address);
    if (foldAddress(confirmed) !== folded) {
      throw new SportelloError('bad-params', 'The address that was typed is not the one to erase.', {
        action: 'Type the same address again.',
      });
    }
    // What is being filed and decided now belongs to it.
    await context.pipeline.settled();
    const counts = await erasePerson({ store, outside }, folded, context.desk().agent.name);
    announcer.allTicketsChanged();
    announcer.outboxChanged([]);
    return { counts, olderCopies: store.kind === 'file' ? namedCopies(store.path).map((copy) => copy.name) : [] };
  },
} satisfies HandlersOf<'erasures.count' | 'erasures.run'>;

function checked(address: string): string {
  const folded = foldAddress(address);
  if (isAddress(folded)) return folded;
  throw new SportelloError('bad-params', 'This is no e-mail address.', { action: 'Give one whole address.' });
}
