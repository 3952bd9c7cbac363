import { describe, expect, it } from 'vitest';
import { collectGarbage } from '../support/collect-garbage';
import { makeDesk, SALES_HEADER } from '../support/make-engine';
import { hits, personAtDesk, PERSON } from '../support/person-at-desk';
import { runCli } from '../support/run-cli';

async function erase(dir: string, ...given: readonly string[]) {
  await collectGarbage();
  return runCli(['erase', '--profile', dir, ...given], { workingDir: dir, environment: {} });
}

describe('`erase`', () => {
  it('counts with --dry-run and erases by a purchase: no canary is left in any file', async () => {
    const { desk, canaries } = await personAtDesk();
    await desk.engine.close();
    const dir = desk.profileDir;
    const counted = await erase(dir, '--transaction', 'HP4410020311', '--dry-run', '--json');
    expect(counted).toMatchObject({ code: 0 });
    expect(counted.json()).toMatchObject([{ address: PERSON, erased: false, tickets: 7, purchases: 1, waiting: [] }]);
    expect(hits(dir, [PERSON])).toEqual([PERSON]);

    const erased = await erase(dir, '--transaction', 'HP4410020311', '--json');
    expect(erased.json()).toMatchObject([{ address: PERSON, erased: true, tickets: 7, olderCopies: [] }]);
    expect(canaries.length).toBeGreaterThanOrEqual(50);
    expect(hits(dir, [...canaries, PERSON])).toEqual([]);
    expect((await erase(dir, '--transaction', 'HP4410020311')).err.join()).toContain('No purchase with this number');
  });

  it('asks for an address where a checkout has several buyers, and takes one way of saying who', async () => {
    const desk = await makeDesk({ team: null });
    const sale = (number: string, buyer: string): string =>
      `${number},APPROVED,2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,41,Pasta,Nonna,Nome,${buyer}@posta.example,,49.00,EUR`;
    await desk.importCsv(
      'sales',
      [SALES_HEADER, sale('HP4410020311C1', 'uno'), sale('HP4410020311C2', 'due')].join('\n'),
    );
    await desk.engine.close();
    const several = await erase(desk.profileDir, '--transaction', 'HP4410020311');
    expect(several.code).toBe(1);
    expect(several.err.join()).toMatch(/several buyers.*--address/);
    expect(hits(desk.profileDir, ['uno@posta.example', 'due@posta.example'])).toHaveLength(2);
    expect((await erase(desk.profileDir)).code).toBe(2);
  });
});
