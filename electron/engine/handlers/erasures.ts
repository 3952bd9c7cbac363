import { SportelloError } from '../../../shared/contract/errors';
import { foldAddress, isAddress } from '../../../shared/domain/address';
import { normalizeNumber } from '../../../shared/domain/transaction-number';
import type { EngineContext } from '../context';
import { namedCopies } from '../copies/copy-names';
import { deskAddresses } from '../desk-settings';
import { erasePerson, refuseAgents } from '../privacy/erase-person';
import { buyersOf, countPerson } from '../privacy/find-person';
import { countRetention, retentionMonths, saveRetention } from '../privacy/retention';
import type { HandlersOf } from './handler';

/** Counting and running an erasure see all that there is. */
const EVER = Number.MAX_SAFE_INTEGER;

/** Erasing one person's data on request, and closed tickets after a time. */
export const erasureHandlers = {
  'erasures.count': async (context, asked) => {
    const { store } = context;
    refuseAgents(store);
    if ('address' in asked)
      return [await countPerson(store.db, { folded: await checked(context, asked.address), upTo: EVER })];
    const buyers = await buyersOf(store.db, normalizeNumber(asked.transaction) ?? asked.transaction);
    return Promise.all(buyers.map((folded) => countPerson(store.db, { folded, upTo: EVER })));
  },

  'erasures.run': async (context, { address, confirmed }) => {
    const { store, outside, announcer, erasing } = context;
    const folded = await checked(context, address);
    if (foldAddress(confirmed) !== folded) {
      throw new SportelloError('bad-params', 'The address that was typed is not the one to erase.', {
        reason: 'erase-retype',
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
          reason: 'erase-count',
          action: 'Count again, then save.',
          detail: { tickets: view.tickets, counted },
        },
      );
    }
    await store.transaction((db) => saveRetention(db, months));
    erasing.look();
    return view;
  },
} satisfies HandlersOf<'erasures.count' | 'erasures.run' | 'retention.state' | 'retention.count' | 'retention.save'>;

/**
 * The address, folded. @throws SportelloError `bad-params` where it is none, `not-allowed` where it is no customer's: every mail
 * names the mailbox, so that erasing it would take the source and files of them all
 */
async function checked({ store, desk }: EngineContext, address: string): Promise<string> {
  const folded = foldAddress(address);
  if (!isAddress(folded))
    throw new SportelloError('bad-params', 'This is no e-mail address.', {
      reason: 'not-an-address',
      action: 'Give one whole address.',
    });
  const settings = desk();
  const members = await store.db.selectFrom('member').select('email').where('removed_at', 'is', null).execute();
  const colleagues = members.map(({ email }) => foldAddress(email));
  if (![...deskAddresses(settings), ...settings.formSenders, ...colleagues].includes(folded)) return folded;
  throw new SportelloError('not-allowed', 'This address is the desk’s own or a colleague’s, not a customer’s.', {
    reason: 'desk-address',
    action: 'Give the address of the person whose data are to be erased.',
  });
}
