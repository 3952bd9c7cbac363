import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { makeFileStore } from '../support/make-store';

it('keeps nothing in the file of a ticket that was taken out of the index', async () => {
  const store = await makeFileStore();
  await store.transaction((db) => store.search.index(db, 'T-1', 'canarino giallo'));
  await store.transaction((db) => store.search.index(db, 'T-2', 'altro'));
  await store.search.index(store.db, 'T-1', '');
  await sql`pragma wal_checkpoint(truncate)`.execute(store.db);
  expect(readFileSync(store.path).includes('canarino')).toBe(false);
});
