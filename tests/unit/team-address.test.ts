import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import { readTeamAddress, teamConnection, writeTeamAddress } from '../../electron/engine/store/postgres/team-address';

/** What an address is refused with, as one text. */
function refusal(url: string): string {
  try {
    readTeamAddress(url);
  } catch (error) {
    if (error instanceof SportelloError && error.code === 'profile-incomplete')
      return `${error.message} ${error.action}`;
    throw error;
  }
  throw new Error(`${url} is taken`);
}

describe("the address of a team's store", () => {
  test('names login, server, database and schema, and is verified in full unless it says otherwise', () => {
    expect(readTeamAddress('postgres://anna@db.example/desk')).toEqual({
      host: 'db.example',
      port: 5432,
      database: 'desk',
      user: 'anna',
      schema: 'sportello',
      tls: true,
      authority: null,
    });
    expect(
      readTeamAddress('postgresql://anna%2Erossi@[::1]:6432/il%20desk?schema=corsi&sslmode=disable'),
    ).toMatchObject({ host: '::1', port: 6432, database: 'il desk', user: 'anna.rossi', schema: 'corsi', tls: false });
  });

  test.each([
    'postgres://anna@db.example/desk?schema=corsi&sslmode=verify-full&sslrootcert=ca.pem',
    'postgres://anna@127.0.0.1:6432/il%20desk?schema=corsi&sslmode=disable',
    'postgres://anna@[::1]/desk?schema=corsi&sslmode=disable',
  ])('is written as it is read: %s', (url) => {
    expect(writeTeamAddress(readTeamAddress(url))).toBe(url);
  });

  test('never holds a password, and what refuses one does not repeat it', () => {
    for (const url of [
      'postgres://anna:segreta@db.example/desk',
      'postgres://anna@db.example/desk?password=segreta',
      'postgres://anna:segreta@:bad:/desk',
    ]) {
      expect(refusal(url)).not.toContain('segreta');
    }
    expect(refusal('postgres://anna:segreta@db.example/desk')).toContain('SPORTELLO_STORE_PASSWORD');
    expect(refusal('postgres://anna@db.example/desk?password=segreta')).toContain('SPORTELLO_STORE_PASSWORD');
  });

  test.each([
    ['mysql://anna@db.example/desk', 'cannot be read'],
    ['postgres://db.example/desk', 'no login'],
    ['postgres://anna@db.example', 'no database'],
    ['postgres://anna@db.example/desk/altro', 'usable database'],
    ['postgres://anna@db.example/desk?sslmode=disable', 'Without TLS'],
    ['postgres://anna@10.0.0.7/desk?sslmode=disable', 'Without TLS'],
    ['postgres://anna@127.0.0.1.altri.example/desk?sslmode=disable', 'Without TLS'],
    ['postgres://anna@127.0.0.1/desk?sslmode=prefer', 'another sslmode'],
    ['postgres://anna@db.example/desk?sslmode=verify-ca', 'another sslmode'],
    ['postgres://anna@db.example/desk?options=-c%20x', 'not known: options'],
    ['postgres://anna@db.example/desk?schema=a&schema=b', 'twice'],
    ['postgres://anna@db.example/%zz', 'stands for nothing'],
    ...['Corsi', 'pg_corsi', 'public', 'corsi";drop', '1corsi', 'c'.repeat(41)].map((schema) => [
      `postgres://anna@db.example/desk?schema=${encodeURIComponent(schema)}`,
      'not usable as a name',
    ]),
  ])('refuses %s', (url, why) => {
    expect(refusal(url)).toContain(why);
  });

  test('gives pg what PgBouncer takes in transaction mode, and the authority from the profile folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sportello-address-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'ca.pem'), 'PEM');
    const address = readTeamAddress('postgres://anna@db.example/desk?schema=corsi&sslrootcert=ca.pem');
    const { config, schema, at } = teamConnection(address, 'segreta', folder);
    expect({ schema, at }).toEqual({ schema: 'corsi', at: { host: 'db.example', port: 5432, database: 'desk' } });
    expect(config).toMatchObject({ user: 'anna', ssl: { rejectUnauthorized: true, ca: 'PEM' } });
    for (const setting of ['options', 'statement_timeout', 'lock_timeout']) expect(config).not.toHaveProperty(setting);
    expect(() => teamConnection(address, null, folder)).toThrow(/password of anna/);
    const elsewhere = readTeamAddress('postgres://anna@db.example/desk?sslrootcert=altro.pem');
    expect(() => teamConnection(elsewhere, 'segreta', folder)).toThrow(/altro\.pem/);
  });
});
