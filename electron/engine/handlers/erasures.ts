import { SportelloError } from '../../../shared/contract/errors';
import { foldAddress, isAddress } from '../../../shared/domain/address';
import { normalizeNumber } from '../../../shared/domain/transaction-number';
import { namedCopies } from '../copies/copy-names';
import { erasePerson, refuseAgents } from '../privacy/erase-person';
import { buyersOf, countPerson } from '../privacy/find-person';
import { countRetention, retentionMonths, saveRetention } from '../privacy/retention';
import type { HandlersOf } from './handler';

/** Counting and running an erasure see all that there is. */
const EVER = Number.MAX_SAFE_INTEGER;

/** Erasing one person's data on request, and closed tickets after a time. */
export const erasureHandlers = {
  'erasures.count': async ({ store }, asked) => {
    refuseAgents(store);
    if ('address' in asked) return [await countPerson(store.db, { folded: checked(asked.address), upTo: EVER })];
    const buyers = await buyersOf(store.db, normalizeNumber(asked.transaction) ?? asked.transaction);
    return Promise.all(buyers.map((folded) => countPerson(store.db, { folded, upTo: EVER })));
  },

  'erasures.run': async (context, { address, confirmed }) => {
    const { store, outside, announcer, erasing } = context;
    const folded = checked(address);
    if (foldAddress(confirmed) !== folded) {
      throw new SportelloError('bad-params', 'The address that was typed is not the one to erase.', {
        action: 'Type the same address again.',
      });
    }
    // What is being filed and decided now belongs to it.
    await context.pipeline.settled();
    const progress = (done: number, of: number): void => announcer.erasing({ done, of });
    const counts = await erasing.alone(() =>
      erasePerson({ store, outside, progress }, folded, context.desk().agent.name),
    );
    // Of others' tickets that named the person the case is another one now.
    await context.goOn();
    announcer.allTicketsChanged();
    announcer.outboxChanged([]);
    announcer.importsChanged(null);
    return { counts, olderCopies: store.kind === 'file' ? namedCopies(store.path).map((copy) => copy.name) : [] };
  },

  'retention.state': async ({ store, outside }) =>
    countRetention(store.db, await retentionMonths(store.db), outside.clock.now()),

  'retention.count': ({ store, outside }, { months }) => countRetention(store.db, months, outside.clock.now()),

  'retention.save': async ({ store, outside, erasing }, { months, counted }) => {
    refuseAgents(store);
    const now = outside.clock.now();
    const view = await countRetention(store.db, months, now);
    // A day that went by between the question and the answer adds a few; ten times as many is another question.
    if (view.tickets > counted * 2 + 10) {
      throw new SportelloError(
        'bad-params',
        `This would erase ${String(view.tickets)} tickets, not ${String(counted)}.`,
        {
          action: 'Count again, then save.',
        },
      );
    }
    await store.transaction((db) => saveRetention(db, months));
    erasing.look();
    return view;
  },
} satisfies HandlersOf<'erasures.count' | 'erasures.run' | 'retention.state' | 'retention.count' | 'retention.save'>;

function checked(address: string): string {
  const folded = foldAddress(address);
  if (isAddress(folded)) return folded;
  throw new SportelloError('bad-params', 'This is no e-mail address.', { action: 'Give one whole address.' });
}
