import { expect, it } from 'vitest';
import { insertRows } from '../../electron/engine/store/insert-rows';
import { makeStore } from '../support/make-store';

const note = (n: number, text: string) => ({ id: `n${String(n)}`, ticket_id: 'T-1', at: n, by: 'Anna', text });

it('adds any number of rows, each value in its column whatever the order of the keys', async () => {
  const { db } = await makeStore();
  const rows = Array.from({ length: 121 }, (_, n) => note(n, `text ${String(n)}`));
  const [first, ...others] = rows.map(({ id, ticket_id, at, by, text }) => ({ text, by, at, ticket_id, id }));
  await insertRows(db, 'note', [...others, ...(first ? [first] : [])]);
  expect(await db.selectFrom('note').selectAll().orderBy('at').execute()).toEqual(rows);
});

it('writes over the named columns of a row that is there, and no others', async () => {
  const { db } = await makeStore();
  await insertRows(db, 'note', [note(1, 'before')]);
  await insertRows(db, 'note', [{ ...note(1, 'after'), at: 99 }, note(2, 'new')], ['text']);
  expect(await db.selectFrom('note').selectAll().orderBy('id').execute()).toEqual([note(1, 'after'), note(2, 'new')]);
});

it('a row that is there already is an error where nothing may be written over', async () => {
  const { db } = await makeStore();
  await insertRows(db, 'note', [note(1, 'before')]);
  await expect(insertRows(db, 'note', [note(1, 'again')])).rejects.toThrow(/unique/i);
});

it('no rows are no statement', async () => {
  const { db } = await makeStore();
  await insertRows(db, 'note', []);
  expect(await db.selectFrom('note').selectAll().execute()).toEqual([]);
});
