import { describe, expect, it, onTestFinished } from 'vitest';
import { createTeamLinks } from '../../electron/engine/store/postgres/team-links';
import type { TeamLinks } from '../../electron/engine/store/postgres/team-links';
import { asSuperuser, makeTeam } from '../support/team-store';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const PROCESS = 'select pg_backend_pid() as pid';

async function makeLinks() {
  const team = await makeTeam();
  const links = createTeamLinks(team.config, quiet);
  onTestFinished(() => links.close());
  return { team, links };
}

async function processesOf(links: Pick<TeamLinks, 'statement'>, times: number): Promise<readonly number[]> {
  const answers = await Promise.all(Array.from({ length: times }, () => links.statement(PROCESS, [])));
  return answers.map(({ rows }) => Number(rows[0].pid));
}

describe('the connections of a desk', () => {
  it('are two, however many statements are asked at once', async () => {
    const { links } = await makeLinks();
    expect(new Set(await processesOf(links, 40)).size).toBe(2);
  });

  it('answer a quick statement while a slow one is under way', async () => {
    const { links } = await makeLinks();
    const order: string[] = [];
    await Promise.all([
      links.statement('select pg_sleep(0.5)', []).then(() => order.push('slow')),
      links.statement('select 1', []).then(() => order.push('quick')),
    ]);
    expect(order).toEqual(['quick', 'slow']);
  });

  it('leave a transaction one to itself', async () => {
    const { links } = await makeLinks();
    const taken = await links.take();
    const [own] = await processesOf(taken, 1);
    const others = await processesOf(links, 20);
    taken.release();
    expect(others).not.toContain(own);
    expect(new Set(others).size).toBe(1);
  });

  it('let a statement wait while transactions have both', async () => {
    const { links } = await makeLinks();
    const [first, second] = [await links.take(), await links.take()];
    let isAnswered = false;
    const waiting = links.statement('select 1', []).then(() => (isAnswered = true));
    await first.statement('select pg_sleep(0.1)', []);
    expect(isAnswered).toBe(false);
    first.release();
    await waiting;
    expect(isAnswered).toBe(true);
    second.release();
  });

  it('answer what was asked before and after a statement that the server refuses', async () => {
    const { links } = await makeLinks();
    const taken = await links.take();
    const answers = await Promise.allSettled(
      ['select 1', 'select nothing', 'select 2'].map((text) => taken.statement(text, [])),
    );
    taken.release();
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('are replaced where the server ended them', async () => {
    const { team, links } = await makeLinks();
    const before = await processesOf(links, 2);
    await asSuperuser(
      team,
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where pid in (${before.join()})`,
    );
    await Promise.allSettled([links.statement('select 1', []), links.statement('select 1', [])]);
    const [after] = await processesOf(links, 1);
    expect(before).not.toContain(after);
  });

  it('refuse what is asked of a store that is closed', async () => {
    const { links } = await makeLinks();
    await links.statement('select 1', []);
    await links.close();
    await expect(links.statement('select 1', [])).rejects.toThrow('connection ended');
  });
});
