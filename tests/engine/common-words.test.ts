import { expect, test } from 'vitest';
import { searchTextOf, termsOfWords } from '../../electron/engine/store/search-text';
import { insertTickets } from '../../electron/engine/store/tickets-table';
import { newTicket } from '../../electron/engine/tickets/new-ticket';
import { makeStore } from '../support/make-store';

/** Two hundred more than are ranked. */
const TICKETS = 2_200;

test('a word that thousands of tickets have finds the newest of them, a rare one among them is still found', async () => {
  const store = await makeStore();
  const row = { mailbox_id: 'main', from_folded: '', received_at: 0, sent_at: 0 } as Parameters<typeof newTicket>[1];
  const tickets = Array.from({ length: TICKETS }, (_, index) =>
    newTicket(index + 1, row, { from: null, subject: 'Corso' }, 'inbox', null),
  );
  await store.transaction(async (db) => {
    await insertTickets(db, tickets);
    await store.search.indexAll(
      db,
      tickets.map(({ id }) => ({ ticket: id, text: id === 'T-7' ? 'Corso Corso rimborso' : 'Corso di pasta' })),
    );
  });
  const text = (all: string, none = '') => searchTextOf(termsOfWords(all), termsOfWords(none)) ?? { all: [], none: [] };
  expect(await store.search.find(text('corso'), 3)).toEqual(['T-2200', 'T-2199', 'T-2198']);
  expect(await store.search.find(text('corso rimborso'), 3)).toEqual(['T-7']);
  // As many as are ranked: the one of which it is more comes first.
  await store.transaction((db) =>
    store.search.indexAll(
      db,
      tickets.slice(2_000).map(({ id }) => ({ ticket: id, text: '' })),
    ),
  );
  expect(await store.search.find(text('corso'), 1)).toEqual(['T-7']);
});
