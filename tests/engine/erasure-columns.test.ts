import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { erasePerson } from '../../electron/engine/privacy/erase-person';
import { countPerson } from '../../electron/engine/privacy/find-person';
import { PERSONAL_COLUMNS } from '../../electron/engine/privacy/personal-columns';
import { createMovedClock } from '../support/moved-clock';
import { makeFileStore } from '../support/make-store';
import { OPENED_AT, testOutside } from '../support/make-engine';
import { HER_ADDRESS, addPersonalRows, dumpOf, personalRows } from '../support/personal-rows';

/** Tables of the store that are no part of its schema's types: its own, and the search index, which `erasure.test.ts` searches. */
const OF_THE_ENGINE = ['migration', 'search_document', 'ticket_search'];
const HELD = /^(?:text|blob)\b/i;

async function seeded() {
  const clock = createMovedClock(OPENED_AT);
  const store = await makeFileStore({ clock });
  const { rows, canaries } = personalRows();
  await addPersonalRows(store, rows);
  return { store, canaries, outside: testOutside(clock) };
}

describe('what an erasure does with each text of the store', () => {
  it('is decided for every column that can hold one', () => {
    const path = resolve(import.meta.dirname, '../fixtures/schema.json');
    const { tables } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly tables: Readonly<Record<string, Readonly<Record<string, string>>>>;
    };
    const texts = Object.entries(tables)
      .filter(([table]) => !OF_THE_ENGINE.includes(table))
      .flatMap(([table, columns]) =>
        Object.entries(columns).flatMap(([column, type]) => (HELD.test(type) ? [`${table}.${column}`] : [])),
      );
    const decided = Object.entries(PERSONAL_COLUMNS).flatMap(([table, columns]) =>
      Object.keys(columns).map((column) => `${table}.${column}`),
    );
    expect(decided.sort()).toEqual(texts.sort());
  });

  it('leaves nothing in any of them, in no table and in no byte of any file', async () => {
    const { store, canaries, outside } = await seeded();
    expect(canaries.length).toBeGreaterThan(40);
    const words = [...canaries, HER_ADDRESS, 'Giulia.Ferri+corsi@Posta.example'].map((word) => word.toLowerCase());
    const before = await dumpOf(store);
    expect(words.filter((word) => !before.includes(word))).toEqual([]);

    await erasePerson({ store, outside }, HER_ADDRESS, 'Anna');

    const after = await dumpOf(store);
    expect(words.filter((word) => after.includes(word))).toEqual([]);
    const folder = dirname(store.path);
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1').toLowerCase());
    expect(files.length).toBeGreaterThanOrEqual(2);
    expect(words.filter((word) => files.some((file) => file.includes(word)))).toEqual([]);
    const { counts } = await countPerson(store.db, { folded: HER_ADDRESS, upTo: OPENED_AT });
    expect(Object.values(counts).every((count) => count === 0)).toBe(true);
  });

  it('keeps ids, states, times and figures', async () => {
    const { store, outside } = await seeded();
    await erasePerson({ store, outside }, HER_ADDRESS, 'Anna');
    const all = (table: 'ticket' | 'outbox' | 'purchase' | 'message' | 'suggestion_case' | 'team_act') =>
      store.db.selectFrom(table).selectAll().execute();
    expect(await all('ticket')).toMatchObject([
      {
        id: 'T-1',
        state: 'ignored',
        queue: 'filed',
        decision: 'other',
        messages: 1,
        erased_at: OPENED_AT,
        revision: 4,
      },
    ]);
    expect(await all('outbox')).toMatchObject([
      { id: 'o1', state: 'file_failed', message_id: 'random@corsi.example', delivery: 'failed', created_by: 'Anna' },
    ]);
    expect(await all('purchase')).toMatchObject([
      { transaction_number: 'HP4410020311C2', status: 'valid', price: '49.00', product_id: '41', buyer_folded: '' },
    ]);
    expect(await all('message')).toMatchObject([{ id: 'm1', digest: 'd1', parse_state: 'erased' }, { id: 'q1' }]);
    expect(await all('suggestion_case')).toMatchObject([{ decision: 'other', agreement: 'taken' }]);
    expect(await all('team_act')).toMatchObject([
      { actor: 'Anna', kind: 'erasure', detail: expect.stringContaining('"tickets":1') },
    ]);
  });
});
