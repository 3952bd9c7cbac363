import { describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { nextTicketNumber } from '../support/counted';
import { asSuperuser, makeTeam, makeTeamStore } from '../support/team-store';
import type { Store } from '../../electron/engine/store/store';

const count = async (store: Store) => {
  const row = await store.db.selectFrom('setting').select('value').where('name', '=', 'count').executeTakeFirst();
  return Number(row?.value ?? 0);
};

describe('transactions of several desks', () => {
  /** reliability.md F29 */
  it('run as if each were alone: no count is lost, and nobody sees a conflict', async () => {
    const team = await makeTeam();
    const desks = await Promise.all([1, 2, 3, 4].map(() => makeTeamStore({ team })));
    const add = (store: Store) => store.transaction((db) => nextTicketNumber(db));
    await Promise.all(desks.flatMap((store) => Array.from({ length: 15 }, () => add(store))));
    expect(await count(desks[0]!)).toBe(60);
  });

  it('run again from their beginning where two wait for each other', async () => {
    const team = await makeTeam();
    const [one, other] = [await makeTeamStore({ team }), await makeTeamStore({ team })];
    await one.transaction((db) =>
      db
        .insertInto('setting')
        .values([
          { name: 'a', value: '0' },
          { name: 'b', value: '0' },
        ])
        .execute(),
    );
    let met = 0;
    let bothHere: () => void = () => undefined;
    const meeting = new Promise<void>((resolve) => (bothHere = resolve));
    const both = (store: Store, first: string, second: string) =>
      store.transaction(async (db) => {
        const bump = (name: string) =>
          db
            .updateTable('setting')
            .set({ value: sql<string>`(value::int + 1)::text` })
            .where('name', '=', name)
            .execute();
        await bump(first);
        met += 1;
        if (met === 2) bothHere();
        if (met <= 2) await meeting;
        await bump(second);
      });
    await Promise.all([both(one, 'a', 'b'), both(other, 'b', 'a')]);
    const rows = await one.db
      .selectFrom('setting')
      .selectAll()
      .where('name', 'in', ['a', 'b'])
      .orderBy('name')
      .execute();
    expect(rows).toEqual([
      { name: 'a', value: '2' },
      { name: 'b', value: '2' },
    ]);
  });

  it('refuse the store of the whole inside, as on a file', async () => {
    const store = await makeTeamStore();
    const nested = store.transaction(() => store.db.selectFrom('setting').selectAll().execute());
    await expect(nested).rejects.toThrow('only its own handle');
  });

  it('take text with NUL and lone surrogates, and give the same back as a file does', async () => {
    const store = await makeTeamStore();
    await store.db
      .insertInto('note')
      .values({ id: 'n', ticket_id: 'T-1', at: 1, by: 'a\0b', text: 'x\uD800y' })
      .execute();
    const row = await store.db.selectFrom('note').select(['by', 'text']).executeTakeFirstOrThrow();
    expect(row).toEqual({ by: 'a\uFFFDb', text: 'x\uFFFDy' });
  });

  it('are said to be away, and work again, when the server ended the connections', async () => {
    const team = await makeTeam();
    const store = await makeTeamStore({ team });
    await count(store);
    const lost = store.transaction(async (db) => {
      await db.insertInto('setting').values({ name: 'count', value: '7' }).execute();
      await asSuperuser(
        team,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${team.at.database}' and pid <> pg_backend_pid()`,
      );
    });
    await expect(lost).rejects.toMatchObject({ code: 'store-away', retryable: true });
    expect(await count(store)).toBe(0);
  });

  it('give their connection back where COMMIT fails, however often', async () => {
    const team = await makeTeam();
    const store = await makeTeamStore({ team });
    await asSuperuser(
      team,
      `create function ${team.schema}.refuse() returns trigger language plpgsql as
        $$ begin raise exception 'somebody came between' using errcode = '40001'; end $$`,
    );
    await asSuperuser(
      team,
      `create constraint trigger refuse after insert on ${team.schema}.note deferrable initially deferred
        for each row execute function ${team.schema}.refuse()`,
    );
    const refused = store.transaction((db) =>
      db.insertInto('note').values({ id: 'n', ticket_id: 'T-1', at: 1, by: 'Anna', text: 'x' }).execute(),
    );
    await expect(refused).rejects.toMatchObject({ code: 'store-busy' });
    expect(await count(store)).toBe(0);
  });
});
