import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS, NEWEST_SCHEMA, schemaNumber } from '../../electron/engine/store/migrations/migrate';
import { SqlFile } from '../../electron/engine/store/driver';
import { openStore } from '../../electron/engine/store/open-store';
import { makeFileStore, silentLog, stillClock } from '../support/make-store';
import {
  EVERY_OLD_STORE,
  OLD_STORES,
  fixtureOf,
  readAllRows,
  unpackOldStore,
  writeMissingOldStores,
} from '../support/old-store';
import { schemaOf } from '../support/schema-of';

const SNAPSHOT = resolve('tests/fixtures/schema.json');
/** All fixtures together, bytes: they are in every checkout for ever. */
const MOST_BYTES = 1024 * 1024;
/** What is not a row of a person's work: the list of steps grows. */
const NOT_KEPT = ['migration'];

describe('a store of an earlier version', () => {
  it('is kept of every schema, and all of them are small (WRITE_OLD_STORES=1 writes those that are missing)', async () => {
    if (process.env['WRITE_OLD_STORES'] === '1') await writeMissingOldStores();
    expect(EVERY_OLD_STORE.filter((old) => !existsSync(fixtureOf(old)))).toEqual([]);
    const bytes = readdirSync(OLD_STORES).map((name) => statSync(join(OLD_STORES, name)).size);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(MOST_BYTES);
  });

  it.each(EVERY_OLD_STORE.map((old) => [old.schema, old.key === null ? 'plain' : 'encrypted', old] as const))(
    'of schema %i, %s, is opened with all that was in it, in the schema of today, and copied before',
    async (schema, _, old) => {
      const path = unpackOldStore(old);
      const before = await readAllRows(path, old.key);
      for (const table of ['ticket', 'message', 'outbox', 'purchase', 'note', 'draft', 'setting']) {
        expect(before[table]).toHaveLength(3);
      }
      const store = await makeFileStore({ path, key: old.key });
      expect(await schemaOf(store)).toEqual(JSON.parse(readFileSync(SNAPSHOT, 'utf8')));
      expect((await store.check('thorough')).filter(({ id }) => id !== 'store.space')).toMatchObject([
        { id: 'store.integrity', severity: 'ok' },
      ]);
      await store.close();

      const after = await readAllRows(path, old.key);
      for (const [table, rows] of Object.entries(before)) {
        if (NOT_KEPT.includes(table)) continue;
        // What a step adds to a row stands beside what was there.
        expect(after[table]).toEqual(
          expect.arrayContaining(rows.map((row) => expect.objectContaining(row) as unknown)),
        );
      }

      const copies = existsSync(`${path}.copies`) ? readdirSync(`${path}.copies`) : [];
      expect(copies.map((name) => name.replace(/-\d{4}-.*$/, ''))).toEqual(
        schema === NEWEST_SCHEMA ? [] : ['before-migration'],
      );
      for (const name of copies) {
        const copy = await readAllRows(join(`${path}.copies`, name), old.key);
        expect(copy['migration']?.map(({ number }) => number)).toEqual(
          MIGRATIONS.filter(({ number }) => number <= schema).map(({ number }) => number),
        );
        expect(copy['ticket']).toEqual(before['ticket']);
        expect(copy['outbox']).toEqual(before['outbox']);
      }
    },
  );
});

describe('what the steps make of older work', () => {
  const upgraded = async () => {
    const path = unpackOldStore({ schema: 10, key: null });
    await (await makeFileStore({ path })).close();
    return readAllRows(path, null);
  };

  it('is a side conversation of each mail to a producer, with that mail as its first', async () => {
    const { outbox = [], escalation = [], escalation_mail: mails = [] } = await upgraded();
    const asked = outbox.filter(({ kind }) => kind === 'escalation');
    expect(asked).toHaveLength(1);
    expect(escalation).toMatchObject([{ id: asked[0]?.['id'], ticket_id: 'T-2', state: 'closed' }]);
    expect(mails).toMatchObject([{ outbox_id: asked[0]?.['id'], position: 1 }]);
  });

  it('is the time at which a done ticket was closed', async () => {
    const { ticket = [] } = await upgraded();
    const closed = ticket.filter(({ state }) => state === 'done');
    expect(closed).toMatchObject([{ id: 'T-2', closed_at: Date.UTC(2026, 0, 11) }]);
  });

  it('is why a ticket has no one purchase, as far as its case told', async () => {
    const path = unpackOldStore({ schema: 220, key: null });
    const cases = [
      ['ask.which-product', '{"kind":"number-unknown"}', 'several'],
      ['ask.purchase-details', '{"hints":[{"kind":"number-unknown"},{"kind":"address-typo"}]}', 'number-unknown'],
      ['ask.purchase-details', '{"hints":[{"kind":"address-typo"}],"perhapsNewer":true}', 'typo'],
      ['ask.purchase-details', '{"perhapsNewer":true}', 'perhaps-newer'],
      ['ask.purchase-details', null, 'address'],
      ['club.first-access', '{"kind":"number-unknown"}', null],
    ] as const;
    const older = new SqlFile(path, null);
    const [first] = older.run('select id from ticket order by id limit 1').rows;
    for (const [index, [decision, json]] of cases.entries()) {
      older.run('create temp table one as select * from ticket where id = ?', [String(first?.['id'])]);
      older.run('update one set id = ?, number = ?, decision = ?, case_json = ?', [`X-${index}`, 900 + index, decision, json]); // prettier-ignore
      older.run('insert into ticket select * from one');
      older.run('drop table one');
    }
    older.close();
    await (await makeFileStore({ path })).close();
    const { ticket = [] } = await readAllRows(path, null);
    const made = ticket.filter(({ id }) => String(id).startsWith('X-'));
    expect(made.map(({ unmatched_reason: reason }) => reason)).toEqual(cases.map(([, , reason]) => reason));
  });
});

describe('a store of a later version', () => {
  it.each(EVERY_OLD_STORE.filter(({ schema }) => schema === NEWEST_SCHEMA).map((old) => [old] as const))(
    'is refused with what to do, its rows are as they were, and nothing is copied',
    async (old) => {
      const path = unpackOldStore(old);
      const later = NEWEST_SCHEMA + 10;
      const store = await makeFileStore({ path });
      await sql`insert into migration values (${later}, 'of-tomorrow', 1)`.execute(store.db);
      await store.close();
      const before = await readAllRows(path, null);
      await expect(openStore({ path, key: null, clock: stillClock(), log: silentLog })).rejects.toMatchObject({
        code: 'store-newer',
        action: expect.stringContaining('Install the newest version') as string,
        detail: { schema: later, known: NEWEST_SCHEMA },
      });
      expect(await readAllRows(path, null)).toEqual(before);
      expect(existsSync(`${path}.copies`)).toBe(false);
    },
  );

  it('is told from the newest one by its number alone', async () => {
    expect(await schemaNumber((await makeFileStore()).db)).toBe(NEWEST_SCHEMA);
  });
});
