import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import { readTeamAddress, teamConnection } from '../../electron/engine/store/postgres/team-address';
import type { TeamConnection } from '../../electron/engine/store/postgres/team-address';
import { checkConnection } from '../../electron/engine/team/check-connection';
import { removeMember } from '../../electron/engine/team/people';
import { makeCertificate } from '../support/certificate';
import { freePort } from '../support/dovecot';
import { PASSWORD, makeDatabase, outside, teamWithRights } from '../support/made-team';
import type { MadeTeam } from '../support/made-team';
import { startPgBouncer } from '../support/pgbouncer';
import { startPostgres } from '../support/postgres';
import type { Postgres } from '../support/postgres';

/** What the check says of this connection: the code of what is wrong. */
async function wrong(connection: TeamConnection): Promise<string> {
  const said: unknown = await checkConnection(connection).catch((error: unknown) => error);
  if (!(said instanceof SportelloError)) throw new Error(`Said nothing of use: ${String(said)}`, { cause: said });
  expect(said.message).not.toContain(PASSWORD);
  expect(said.action).not.toBe('');
  return said.code;
}

/** The same connection with other settings. */
function but(connection: TeamConnection, change: Partial<TeamConnection['config']>): TeamConnection {
  const config = { ...connection.config, ...change };
  const { host = '', port = 0, database = '' } = config;
  return { ...connection, config, at: { host, port, database } };
}

async function codeOfMember(team: MadeTeam, sql: string): Promise<string> {
  const anna = await team.add('Anna', 'agent');
  await team.superuser(sql.replaceAll('TEAM', team.schema).replaceAll('LOGIN', anna));
  return wrong(team.as(anna));
}

describe('the check of a connection', () => {
  test('says who one is where nothing is wrong', async () => {
    const team = await teamWithRights();
    const lia = await team.add('Lia', 'lead');
    const { member, team: name, server } = await checkConnection(team.as(lia));
    expect({ member, name }).toEqual({
      member: { login: lia, name: 'Lia', email: 'lia@corsi.example', role: 'lead' },
      name: 'Corsi',
    });
    expect(server).toMatch(/^\d+/);
  });

  test('tells a server that nobody knows, one where nothing listens, and one that does not answer', async () => {
    const { as, admin } = await makeDatabase();
    const connection = as(admin);
    expect(await wrong(but(connection, { host: 'db.invalid' }))).toBe('store-host-unknown');
    expect(await wrong(but(connection, { port: await freePort() }))).toBe('store-not-listening');
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await new Promise((done) => silent.once('listening', done));
    const { port } = silent.address() as AddressInfo;
    expect(await wrong(but(connection, { port, connectionTimeoutMillis: 300 }))).toBe('store-away');
  });

  test('tells a wrong password, a login that is none, a missing database, a missing team', async () => {
    const { as, admin } = await makeDatabase();
    expect(await wrong(but(as(admin), { password: 'falsa' }))).toBe('store-refused');
    expect(await wrong(as('nessuno'))).toBe('store-refused');
    expect(await wrong(but(as(admin), { database: 'altrove' }))).toBe('store-database-missing');
    expect(await wrong(as(admin))).toBe('store-missing');
  });

  test('tells one who is no member, who is removed, and who lost the role at the server', async () => {
    const team = await teamWithRights();
    const other = await makeDatabase();
    expect(await wrong(team.as(other.admin))).toBe('store-not-member');
    const anna = await team.add('Anna', 'agent');
    await removeMember(team.as(team.admin), anna, outside);
    expect(await wrong(team.as(anna))).toBe('store-refused');
    expect(await codeOfMember(await teamWithRights(), 'revoke "TEAM_agent" from LOGIN')).toBe('store-not-member');
    expect(await codeOfMember(await teamWithRights(), 'delete from TEAM.member')).toBe('store-not-member');
  });

  test('tells an older and a newer store', async () => {
    const older = 'delete from TEAM.migration where number = (select max(number) from TEAM.migration)';
    expect(await codeOfMember(await teamWithRights(), older)).toBe('store-older');
    const newer = `insert into TEAM.migration values (990, 'later', 0)`;
    expect(await codeOfMember(await teamWithRights(), newer)).toBe('store-newer');
  });

  test('tells a database that is no UTF-8, and a server that can only be read', async () => {
    const { as, admin, database, superuser } = await makeDatabase();
    await superuser(`create database ${database}_latin encoding 'LATIN1' locale 'C' template template0`);
    onTestFinished(async () => void (await superuser(`drop database ${database}_latin with (force)`)));
    expect(await wrong(but(as(admin), { database: `${database}_latin` }))).toBe('store-encoding');
    await superuser(`alter role ${admin} set default_transaction_read_only = on`);
    expect(await wrong(as(admin))).toBe('store-read-only');
  });

  test('goes through PgBouncer in transaction mode, as the same person, and says the same', async () => {
    const team = await teamWithRights();
    const anna = await team.add('Anna', 'agent');
    const pooler = await startPgBouncer(inject('postgres'), team.database);
    onTestFinished(() => pooler.stop());
    const through = (login: string) => but(team.as(login), { port: pooler.port });
    expect((await checkConnection(through(anna))).member.login).toBe(anna);
    expect(await wrong(but(through(anna), { password: 'falsa' }))).toBe('store-refused');
    // PgBouncer tells strangers nothing of which databases there are.
    expect(await wrong(but(through(team.admin), { database: 'altrove' }))).toBe('store-refused');
    const bruno = await team.add('Bruno', 'agent');
    expect((await checkConnection(through(bruno))).member.login).toBe(bruno);
    expect(await removeMember(through(team.admin), anna, outside)).toBeGreaterThanOrEqual(1);
    expect(await wrong(through(anna))).toBe('store-refused');
  });
});

describe('TLS of a connection', () => {
  const servers: Postgres[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'sportello-certificates-'));
  let sound: Postgres;
  let foreign: Postgres;
  let expired: Postgres;
  let plain: Postgres;

  async function server(options: Parameters<typeof makeCertificate>[0] | null, name: string): Promise<Postgres> {
    const settings = options === null ? [] : keep(makeCertificate(options), name);
    const started = await startPostgres({ settings });
    servers.push(started);
    return started;
  }

  function keep({ cert, key }: { cert: string; key: string }, name: string): readonly string[] {
    const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key, { mode: 0o600 });
    // The server refuses a key that is not its own.
    if (process.getuid?.() === 0) chownSync(keyFile, 65534, 65534);
    return ['ssl = on', `ssl_cert_file = '${certFile}'`, `ssl_key_file = '${keyFile}'`];
  }

  beforeAll(async () => {
    // The servers run as nobody where the tests run as root.
    chmodSync(folder, 0o755);
    sound = await server({}, 'sound');
    foreign = await server({ hosts: ['db.altri.example'] }, 'foreign');
    expired = await server({ days: -1 }, 'expired');
    plain = await server(null, 'plain');
  });
  afterAll(async () => {
    for (const one of servers) await one.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As a profile reaches it: verified, by the authority in this file. */
  function verified({ port }: Postgres, authority: string | null): TeamConnection {
    const ca = authority === null ? '' : `&sslrootcert=${authority}.pem`;
    const url = `postgres://postgres@127.0.0.1:${String(port)}/postgres?schema=corsi&sslmode=verify-full${ca}`;
    return teamConnection(readTeamAddress(url), 'segreto-di-prova', folder);
  }

  test('is verified in full: authority, name, time', async () => {
    // No team there: it came as far as asking for one.
    expect(await wrong(verified(sound, 'sound'))).toBe('store-missing');
    expect(await wrong(verified(sound, null))).toBe('store-tls-authority');
    expect(await wrong(verified(sound, 'foreign'))).toBe('store-tls-authority');
    expect(await wrong(verified(foreign, 'foreign'))).toBe('store-tls-name');
    expect(await wrong(verified(expired, 'expired'))).toBe('store-tls-expired');
  });

  test('is never done without', async () => {
    expect(await wrong(verified(plain, null))).toBe('store-tls-missing');
  });
});
