import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { realClock } from '../support/real-clock';
import { sqlOfFeed } from '../support/feed-rows';
import { seededRandom } from '../support/seeded-random';
import { makeTeam, makeTeamStore } from '../support/team-store';
import type { Change } from '../../electron/engine/store/postgres/change-feed';
import type { TeamStore } from '../../electron/engine/store/store';

/** What a desk heard, in the order it heard it. */
function listen(store: TeamStore) {
  const heard: Change[] = [];
  let everything = 0;
  store.feed.start({
    changes: (changes) => heard.push(...changes),
    everything: () => (everything += 1),
    awayChanged: () => undefined,
  });
  return { heard, everything: () => everything };
}

const note = (id: string, ticket: string) => ({ id, ticket_id: ticket, at: 1, by: 'Anna', text: 'visto' });

describe('the change feed', () => {
  it('tells a desk what another one commits, once, and not its own', async () => {
    const team = await makeTeam();
    const [mine, other] = [await makeTeamStore({ team }), await makeTeamStore({ team })];
    const { heard } = listen(mine);
    await mine.feed.look();
    await mine.transaction((db) => db.insertInto('note').values(note('n1', 'T-1')).execute());
    await other.transaction((db) => db.insertInto('note').values(note('n2', 'T-2')).execute());
    await mine.feed.look();
    await mine.feed.look();
    expect(heard).toEqual([{ kind: 'ticket', key: 'T-2' }]);
  });

  it('tells that somebody was told something, and nothing of what', async () => {
    const team = await makeTeam();
    const [mine, other] = [await makeTeamStore({ team }), await makeTeamStore({ team })];
    const { heard } = listen(mine);
    await mine.feed.look();
    const told = {
      id: 'm1',
      person: 'anna',
      kind: 'mention',
      ticket_id: 'T-1',
      note_id: 'n1',
      by: 'Bruno',
      at: 1,
      read_at: null,
    };
    await other.transaction((db) => db.insertInto('told').values(told).execute());
    await mine.feed.look();
    expect(heard).toEqual([{ kind: 'told', key: 'm1' }]);
  });

  it('tells what was rolled back to nobody', async () => {
    const team = await makeTeam();
    const [mine, other] = [await makeTeamStore({ team }), await makeTeamStore({ team })];
    const { heard } = listen(mine);
    await mine.feed.look();
    const failed = other.transaction(async (db) => {
      await db.insertInto('note').values(note('n1', 'T-1')).execute();
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await mine.feed.look();
    expect(heard).toEqual([]);
  });

  /** reliability.md F28: a reader that goes by the numbers of a sequence misses what commits late. */
  it('misses nothing of eight writers that commit in any order, and tells nothing twice', async () => {
    const team = await makeTeam();
    const reader = await makeTeamStore({ team });
    const { heard } = listen(reader);
    await reader.feed.look();
    const random = seededRandom(28);
    const rounds = 60;
    let written = 0;
    const writer = async (name: number) => {
      const client = new Client(team.config);
      await client.connect();
      for (let round = 0; round < rounds; round += 1) {
        await client.query('begin');
        await client.query(sqlOfFeed(team.schema), ['ticket', `T-${String(name)}-${String(round)}`]);
        await sleep(random() * 12);
        await client.query('commit');
        written += 1;
      }
      await client.end();
    };
    const writers = { busy: true };
    const reading = (async () => {
      while (writers.busy) await reader.feed.look();
    })();
    await Promise.all(Array.from({ length: 8 }, (_, name) => writer(name)));
    writers.busy = false;
    await reading;
    await reader.feed.look();
    const keys = heard.map((change) => change.key);
    expect(written).toBe(8 * rounds);
    expect(keys).toHaveLength(8 * rounds);
    expect(new Set(keys).size).toBe(8 * rounds);
  });

  it('hears of a change by itself within a second', async () => {
    const team = await makeTeam();
    const [mine, other] = [await makeTeamStore({ team, clock: realClock }), await makeTeamStore({ team })];
    const heardOf = new Promise<number>((resolve) => {
      mine.feed.start({
        changes: () => resolve(performance.now()),
        everything: () => undefined,
        awayChanged: () => undefined,
      });
    });
    await mine.feed.look();
    const at = performance.now();
    await other.transaction((db) => db.insertInto('note').values(note('n1', 'T-1')).execute());
    expect((await heardOf) - at).toBeLessThan(10_000);
  });

  it('reads everything anew after it was away for longer than rows are kept', async () => {
    let now = Date.UTC(2026, 0, 15, 9);
    const team = await makeTeam();
    const store = await makeTeamStore({ team, clock: { now: () => now, after: () => () => undefined } });
    const { everything } = listen(store);
    await store.feed.look();
    expect(everything()).toBe(0);
    now += 3_600_000;
    await store.feed.look();
    expect(everything()).toBe(1);
  });

  it('drops old rows by a function that takes no choice of the caller', async () => {
    const team = await makeTeam();
    const client = new Client(team.config);
    await client.connect();
    onTestFinished(() => client.end());
    await client.query(sqlOfFeed(team.schema), ['ticket', 'T-1']);
    await client.query(sqlOfFeed(team.schema), ['ticket', 'T-2']);
    await client.query(`update ${team.schema}.change set at = now() - interval '2 hours' where key = 'T-1'`);
    await client.query(`select ${team.schema}.trim_changes()`);
    const { rows } = await client.query(`select key from ${team.schema}.change`);
    expect(rows).toEqual([{ key: 'T-2' }]);
  });
});
