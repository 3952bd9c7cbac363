import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { readTeamAddress, writeTeamAddress } from '../../electron/engine/store/postgres/team-address';
import { PASSWORD, makeDatabase, psql } from '../support/made-team';
import type { MadeTeam } from '../support/made-team';
import { makeFolder } from '../support/make-store';
import { runCli } from '../support/run-cli';
import type { CliRun } from '../support/run-cli';

type Database = Omit<MadeTeam, 'add'>;
const secrets = { SPORTELLO_STORE_PASSWORD: PASSWORD, SPORTELLO_MEMBER_PASSWORD: PASSWORD };

function urlOf({ as, schema }: Database, login: string): string {
  const { host, port, database } = as(login).at;
  return `postgres://${login}@${host}:${String(port)}/${database}?schema=${schema}&sslmode=disable`;
}

/** `team …` as this login, the first admin where none is named. */
function team(of: Database, words: readonly string[], login = of.admin): Promise<CliRun> {
  return runCli(['team', ...words, '--url', urlOf(of, login), '--json'], { environment: secrets });
}

async function created(): Promise<Database> {
  const database = await makeDatabase();
  const made = await team(database, ['create', '--name', 'Corsi', '--agent', 'Ada Neri <ada@corsi.example>']);
  expect(made.err.filter((line) => !line.startsWith('{'))).toEqual([]);
  expect(made.json()).toEqual([{ team: 'Corsi', schema: database.schema, login: database.admin, new: true }]);
  return database;
}

const acts = (of: Database) => of.superuser(`select actor, kind, detail from ${of.schema}.team_act order by at, kind`);

describe('the command team', () => {
  test('makes a team, and makes it again without harm', async () => {
    const database = await created();
    const again = await team(database, ['create', '--name', 'Altro', '--agent', 'Eva <eva@corsi.example>']);
    expect(again.json()).toEqual([{ team: 'Altro', schema: database.schema, login: database.admin, new: false }]);
    expect((await team(database, ['check'])).json()).toMatchObject([
      { ok: true, team: 'Corsi', name: 'Ada Neri', role: 'admin' },
    ]);
    expect(await acts(database)).toEqual([{ actor: 'Ada Neri', kind: 'team-created', detail: '{}' }]);
  });

  test('goes on where a stop left it', async () => {
    const database = await makeDatabase();
    // Tables, but neither people nor rights yet: as if the last transaction of `create` had not come about.
    const half = await team(database, ['create', '--name', 'Corsi', '--agent', 'Ada Neri <ada@corsi.example>']);
    expect(half.code).toBe(0);
    await database.superuser(
      `delete from ${database.schema}.member; delete from ${database.schema}.setting; delete from ${database.schema}.team_act;
       alter table ${database.schema}.note disable row level security; drop policy "${database.schema}_agent_select" on ${database.schema}.note`,
    );
    const again = await team(database, ['create', '--name', 'Corsi', '--agent', 'Ada Neri <ada@corsi.example>']);
    expect(again.json()).toMatchObject([{ new: true }]);
    const [note] = await database.superuser(
      `select relrowsecurity as on from pg_class where oid = '${database.schema}.note'::regclass`,
    );
    expect(note).toEqual({ on: true });
  });

  test('adds a person who can then work, with a password that is printed only where that is asked for', async () => {
    const database = await created();
    const login = `anna_${database.database}`;
    const added = await team(database, [
      'add',
      'Anna Rossi',
      '<anna@corsi.example>',
      '--role',
      'agent',
      '--login',
      login,
    ]);
    expect(added.json()).toEqual([
      { login, name: 'Anna Rossi', email: 'anna@corsi.example', role: 'agent', url: urlOf(database, login) },
    ]);
    expect(JSON.stringify([added.out, added.err])).not.toContain(PASSWORD);
    expect((await team(database, ['check'], login)).json()).toMatchObject([{ ok: true, login, role: 'agent' }]);
    // The server knows the password's verifier alone.
    const [kept] = await database.superuser(`select rolpassword from pg_authid where rolname = '${login}'`);
    expect(kept?.['rolpassword']).toMatch(/^SCRAM-SHA-256\$4096:/);

    const bruno = `bruno_${database.database}`;
    const words = ['add', 'Bruno <bruno@corsi.example>', '--role', 'lead', '--login', bruno, '--generate-password'];
    const [shown] = (await team(database, words)).json() as { password: string }[];
    const url = urlOf(database, bruno);
    const environment = { SPORTELLO_STORE_PASSWORD: shown?.password ?? '' };
    expect((await runCli(['team', 'check', '--url', url], { environment })).code).toBe(0);
  });

  test('takes a password on standard input, and none from the arguments or a short one', async () => {
    const database = await created();
    const login = `anna_${database.database}`;
    const words = [
      'team',
      'add',
      'Anna <anna@corsi.example>',
      '--role',
      'agent',
      '--login',
      login,
      '--url',
      urlOf(database, database.admin),
    ];
    const environment = { SPORTELLO_STORE_PASSWORD: PASSWORD };
    expect((await runCli(words, { environment })).code).toBe(2);
    expect((await runCli([...words, '--password', 'x'], { environment })).code).toBe(2);
    expect((await runCli(words, { environment, readInput: () => Promise.resolve('corta\n') })).code).toBe(1);
    expect((await runCli(words, { environment, readInput: () => Promise.resolve(`${PASSWORD}\n`) })).code).toBe(0);
    expect((await team(database, ['check'], login)).code).toBe(0);
  });

  test('removes a person: the login ends, its connections too, its rows stay', async () => {
    const database = await created();
    const login = `anna_${database.database}`;
    await team(database, ['add', 'Anna <anna@corsi.example>', '--role', 'agent', '--login', login]);
    await psql(database.as(login), `insert into ${database.schema}.note values ('n1', 't1', 0, 'Anna', 'nota')`);
    const open = new Client(database.as(login).config);
    const ended = new Promise<Error>((done) => open.on('error', done));
    await open.connect();
    const admin = new Client(database.as(database.admin).config);
    await admin.connect();

    expect((await team(database, ['remove', login])).json()).toEqual([{ login, ended: 1 }]);
    expect(await ended).toBeInstanceOf(Error);
    expect((await admin.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await admin.end();
    const { code, err } = await team(database, ['check'], login);
    expect({ code, said: err.join(' ') }).toMatchObject({ code: 1, said: expect.stringContaining('does not let') });
    expect(await database.superuser(`select by from ${database.schema}.note`)).toEqual([{ by: 'Anna' }]);
    expect((await team(database, ['list'])).json()).toMatchObject([
      { login: database.admin, removedAt: null },
      { login, removedAt: expect.stringMatching(/^\d{4}-/) },
    ]);
    // And back again, with the same login.
    expect((await team(database, ['add', 'Anna <anna@corsi.example>', '--role', 'agent', '--login', login])).code).toBe(
      0,
    );
    expect((await team(database, ['check'], login)).code).toBe(0);
  });

  test('changes a role, writes each act down, and keeps an admin', async () => {
    const database = await created();
    const login = `anna_${database.database}`;
    await team(database, ['add', 'Anna <anna@corsi.example>', '--role', 'agent', '--login', login]);
    expect((await team(database, ['role', login, 'lead'])).json()).toEqual([{ login, role: 'lead' }]);
    const read = `select count(*) from ${database.schema}.team_act`;
    expect((await psql(database.as(login), read)).code).toBe(0);
    expect((await team(database, ['role', login, 'agent'])).code).toBe(0);
    expect((await psql(database.as(login), read)).err).toContain('42501');
    expect(await acts(database)).toMatchObject([
      { kind: 'team-created' },
      {
        actor: 'Ada Neri',
        kind: 'member-added',
        detail: JSON.stringify({ role: 'agent', login }).replaceAll(/([:,])/g, '$1 '),
      },
      { actor: 'Ada Neri', kind: 'role-changed' },
      { actor: 'Ada Neri', kind: 'role-changed' },
    ]);
    const last = await team(database, ['role', database.admin, 'lead']);
    expect({ code: last.code, said: last.err.join(' ') }).toMatchObject({
      code: 1,
      said: expect.stringContaining('only admin'),
    });
    expect((await team(database, ['remove', database.admin])).code).toBe(1);
  });

  test('lets only an admin of this team change who is in it', async () => {
    const database = await created();
    const [lia, anna] = [`lia_${database.database}`, `anna_${database.database}`];
    await team(database, ['add', 'Lia <lia@corsi.example>', '--role', 'lead', '--login', lia]);
    const asLead = await team(database, ['add', 'Anna <anna@corsi.example>', '--role', 'agent', '--login', anna], lia);
    expect({ code: asLead.code, said: asLead.err.join(' ') }).toMatchObject({
      code: 1,
      said: expect.stringContaining('does not allow'),
    });
    expect((await team(database, ['upgrade'], lia)).code).toBe(1);
    // An admin without any right at the server but the team's can do it, too, but reaches no login of anybody else.
    await team(database, ['role', lia, 'admin']);
    expect(
      (await team(database, ['add', 'Anna <anna@corsi.example>', '--role', 'agent', '--login', anna], lia)).code,
    ).toBe(0);
    const taken = ['add', 'Eva <eva@corsi.example>', '--role', 'admin', '--login'];
    expect((await team(database, [...taken, 'postgres'], lia)).code).toBe(1);
    expect((await team(database, [...taken, database.admin], lia)).code).toBe(1);
    const sameName = await team(
      database,
      ['add', 'Anna <eva@corsi.example>', '--role', 'agent', '--login', `eva_${database.database}`],
      lia,
    );
    expect(sameName.code).toBe(1);
    expect((await team(database, ['upgrade'])).json()).toEqual([{ team: 'Corsi', upgraded: true }]);
  });

  test('refuses a schema that is somebody else’s', async () => {
    const database = await makeDatabase();
    await database.superuser(`create schema ${database.schema}`);
    const made = await team(database, ['create', '--name', 'Corsi', '--agent', 'Ada <ada@corsi.example>']);
    expect({ code: made.code, said: made.err.join(' ') }).toMatchObject({
      code: 1,
      said: expect.stringContaining('is taken'),
    });
  });

  test('prints an invitation without a secret, which is a profile’s store', async () => {
    const database = await created();
    const login = `anna_${database.database}`;
    await team(database, ['add', 'Anna <anna@corsi.example>', '--role', 'agent', '--login', login]);
    const invited = await team(database, ['invite', login]);
    const [{ profile, url } = { profile: null, url: '' }] = invited.json() as { profile: unknown; url: string }[];
    expect(writeTeamAddress(readTeamAddress(url))).toBe(url);
    expect(JSON.stringify(invited.out)).not.toContain(PASSWORD);
    const dir = makeFolder();
    writeFileSync(join(dir, 'profile.json'), JSON.stringify(profile));
    const checked = await runCli(['team', 'check', '--profile', dir, '--json'], { environment: secrets });
    expect(checked.json()).toMatchObject([{ login, name: 'Anna', email: 'anna@corsi.example' }]);
    expect((await team(database, ['invite', 'nessuno'])).code).toBe(1);
  });

  test('says how it is used', async () => {
    const database = await makeDatabase();
    expect((await team(database, ['vanish'])).code).toBe(2);
    expect((await team(database, ['role', 'anna'])).code).toBe(2);
    expect((await runCli(['team', 'list'])).code).toBe(2);
    const { code, err } = await runCli(['team', 'list', '--url', urlOf(database, database.admin)]);
    expect({ code, said: err.join(' ') }).toMatchObject({
      code: 1,
      said: expect.stringContaining('SPORTELLO_STORE_PASSWORD'),
    });
  });
});
