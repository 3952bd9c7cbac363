import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildChild, startBuilt } from '../support/child';
import { teamWithRights } from '../support/made-team';
import { RESOURCES } from '../support/make-engine';
import { MOVE_ENVIRONMENT, filledProfile, inFile, movedRows, urlOf } from '../support/moved-profile';
import { makeTeamStore } from '../support/team-store';

/** Lines at which the process is killed, one run after another: batches of copying, the index, comparing, and the switch. */
const THERE = ['message_raw: 60 of 60', 'search: 60 of 60', 'checking purchase: 60 of 60', '"closed"', '"opened"'];
const BACK = ['outbox: 60 of 60', 'checking setting: 60 of 60', '"opened"'];
/** Each run starts a process of its own. */
const PATIENCE_MS = 180_000;

describe('a move that is killed', () => {
  test(
    'goes on by the same command, there and back, and nothing is lost or doubled',
    { timeout: PATIENCE_MS },
    async () => {
      const dir = await filledProfile(60);
      const before = await inFile(join(dir, 'store.db'), movedRows);
      const team = await teamWithRights();
      const child = await buildChild('tests/team/children/move-and-stop.ts');
      const killedAt = async (points: readonly string[], to: string): Promise<readonly string[]> => {
        const killed: string[] = [];
        for (const point of points) {
          const run = startBuilt(child, [dir, to, point, RESOURCES], MOVE_ENVIRONMENT);
          await run.said('stopped here');
          run.process.kill('SIGKILL');
          killed.push(String((await run.ended).signal));
        }
        const last = startBuilt(child, [dir, to, 'nothing', RESOURCES], MOVE_ENVIRONMENT);
        expect((await last.ended).output).toContain('rows were moved');
        return killed;
      };
      expect(await killedAt(THERE, urlOf(team))).toEqual(THERE.map(() => 'SIGKILL'));
      const store = await makeTeamStore({ team: team.as(team.admin) });
      expect(await movedRows(store)).toEqual(before);
      expect(readFileSync(join(dir, 'profile.json'), 'utf8')).toContain(team.schema);

      expect(await killedAt(BACK, 'file')).toEqual(BACK.map(() => 'SIGKILL'));
      expect(await inFile(join(dir, `store-${team.schema}.db`), movedRows)).toEqual(before);
    },
  );
});
