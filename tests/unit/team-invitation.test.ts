import { describe, expect, test } from 'vitest';
import { readInvitation } from '../../electron/main/join-team';
import { invitationFor } from '../../electron/engine/team/invitation';
import { SportelloError } from '../../shared/contract/errors';
import { readTeamAddress } from '../../shared/domain/team-address';

const ADDRESS = readTeamAddress('postgres://ada@db.example:6432/desk?schema=corsi&sslrootcert=ca.pem');
const { url, profile } = invitationFor(ADDRESS, { login: 'anna', name: 'Anna', email: 'anna@corsi.example' });
const ANNAS = { ...ADDRESS, user: 'anna' };

describe('an invitation', () => {
  test.each([
    ['the link', url],
    ['the lines for profile.json', JSON.stringify(profile, null, 2)],
    ['the line of --json', JSON.stringify({ login: 'anna', url, profile })],
    ['a mail with the link in a sentence', `Ciao Anna,\nentra con ${url}.\nLa password arriva per telefono.`],
    ['a link in angle brackets', `Anna <${url}>`],
  ])('is read from %s', (_what, text) => {
    expect(readInvitation(text)).toEqual(ANNAS);
  });

  test('is none where no link of a store is in it', () => {
    for (const text of ['', 'anna', 'https://db.example/desk', 'mypostgres: no'])
      expect(readInvitation(text)).toBeNull();
  });

  test('that holds a password is refused, and the password is not repeated', () => {
    const read = () => readInvitation('postgres://anna:segreta@db.example/desk');
    expect(read).toThrow(SportelloError);
    expect(read).not.toThrow(/segreta/);
  });
});
