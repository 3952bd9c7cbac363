import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import { startPostgres } from '../support/postgres';
import { seededRandom } from '../support/seeded-random';
import { makeTeamOn, makeTeamStore } from '../support/team-store';
import { nextTicketNumber } from '../support/counted';
import type { TeamStore } from '../../electron/engine/store/store';
import { FAULTS, FAULT_TIMEOUT_MS } from './fault-run';

const DESKS = 4;
/** Between two crashes, ms: long enough for the desks to come back and work. */
const MOST_BETWEEN_MS = 1_200;

const EXPECTED: ReadonlySet<string> = new Set(['store-away', 'store-unsure', 'store-busy']);

/** What one desk was told: kept for sure, or perhaps. */
type Told = { readonly kept: string[]; readonly unsure: string[] };

/** Writes a note and raises a counter in one transaction, again and again, as fast as the server lets it. */
async function work(store: TeamStore, name: string, isOver: () => boolean): Promise<Told> {
  const told: Told = { kept: [], unsure: [] };
  for (let act = 0; !isOver(); act += 1) {
    const id = `${name}-${String(act)}`;
    try {
      await store.transaction(async (db) => {
        await db.insertInto('note').values({ id, ticket_id: 'T-1', at: act, by: name, text: id }).execute();
        await nextTicketNumber(db);
      });
      told.kept.push(id);
    } catch (error) {
      if (!(error instanceof SportelloError) || !EXPECTED.has(error.code)) throw error;
      if (error.code === 'store-unsure') told.unsure.push(id);
      await sleep(20);
    }
  }
  return told;
}

/** reliability.md F27 */
test(
  `the team's server crashes under load, ${String(FAULTS.restarts)} times: what was acknowledged is there, once, and nothing else (seed ${String(FAULTS.seed)})`,
  { timeout: FAULT_TIMEOUT_MS },
  async () => {
    const postgres = await startPostgres({ durable: true });
    onTestFinished(() => postgres.remove());
    const team = await makeTeamOn(postgres.url());
    const stores = await Promise.all(Array.from({ length: DESKS }, () => makeTeamStore({ team })));
    const random = seededRandom(FAULTS.seed);
    let isOver = false;
    const working = stores.map((store, desk) => work(store, `desk-${String(desk)}`, () => isOver));
    for (let crash = 0; crash < FAULTS.restarts; crash += 1) {
      await sleep(random() * MOST_BETWEEN_MS);
      await postgres.crash();
    }
    await sleep(MOST_BETWEEN_MS);
    isOver = true;
    const told = await Promise.all(working);
    const { db } = stores[0] as TeamStore;
    const rows = await db.selectFrom('note').select('id').execute();
    const there = new Set(rows.map((row) => row.id));
    const kept = told.flatMap((one) => one.kept);
    const unsure = new Set(told.flatMap((one) => one.unsure));
    expect(kept.length).toBeGreaterThan(FAULTS.restarts * DESKS);
    expect(kept.filter((id) => !there.has(id))).toEqual([]);
    const known = new Set(kept);
    expect([...there].filter((id) => !known.has(id) && !unsure.has(id))).toEqual([]);
    const counted = await db
      .selectFrom('setting')
      .select('value')
      .where('name', '=', 'count')
      .executeTakeFirstOrThrow();
    expect(Number(counted.value)).toBe(there.size);
  },
);
