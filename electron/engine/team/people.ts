import type { Client } from 'pg';
import { SportelloError } from '../../../shared/contract/errors';
import type { Outside } from '../outside';
import { PERSON_REFUSED } from '../store/postgres/people-functions';
import { failureCode } from '../store/postgres/postgres-failure';
import type { TeamRole } from '../store/postgres/rights';
import type { TeamConnection } from '../store/postgres/team-address';
import { table, withClient } from './check-connection';
import { scramVerifier } from './scram';

/** Somebody who works here, or did. */
export type Member = {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly role: TeamRole;
  /** Epoch ms. */
  readonly addedAt: number;
  readonly addedBy: string;
  /** Epoch ms; null while a member. */
  readonly removedAt: number | null;
};

export type NewMember = Pick<Member, 'login' | 'name' | 'email' | 'role'> & { readonly password: string };

/** All members, those of today first, by name. @throws SportelloError as `checkConnection` */
export async function listMembers(connection: TeamConnection): Promise<readonly Member[]> {
  return withClient(connection, async (client) => {
    const { rows } = await asked(connection, () =>
      client.query<Omit<Member, 'addedAt' | 'removedAt'> & { addedAt: string; removedAt: string | null }>(
        `select login, name, email, role, added_at as "addedAt", added_by as "addedBy", removed_at as "removedAt"
         from ${table(connection.schema, 'member')} order by removed_at is not null, name, login`,
      ),
    );
    return rows.map((row) => ({
      ...row,
      addedAt: Number(row.addedAt),
      removedAt: row.removedAt === null ? null : Number(row.removedAt),
    }));
  });
}

/** @throws SportelloError `not-found` */
export async function neededMember(connection: TeamConnection, login: string): Promise<Member> {
  const found = (await listMembers(connection)).find((one) => one.login === login && one.removedAt === null);
  if (found) return found;
  throw noMember(login);
}

/**
 * Makes a login for a person and puts it into its role; of one who is here already, or was, name, role and password are
 * written anew. One transaction of the server, which writes the act down.
 * @throws SportelloError `bad-params` (a login or password that is not usable), `team-login-taken`, `team-name-taken`, `team-last-admin`, `not-allowed`
 */
export async function addMember(
  connection: TeamConnection,
  member: NewMember,
  { ids }: Pick<Outside, 'ids'>,
): Promise<void> {
  const { login, name, email, role, password } = member;
  const verifier = scramVerifier(password, ids.secret());
  await call(connection, login, (client) =>
    client.query(`select ${table(connection.schema, 'person_add')}($1, $2, $3, $4, $5, $6)`, [
      ids.row(),
      login,
      name,
      email,
      role,
      verifier,
    ]),
  );
}

/** @throws SportelloError `not-found`, `team-last-admin`, `not-allowed` */
export async function changeRole(
  connection: TeamConnection,
  login: string,
  role: TeamRole,
  { ids }: Pick<Outside, 'ids'>,
): Promise<void> {
  await call(connection, login, (client) =>
    client.query(`select ${table(connection.schema, 'person_role')}($1, $2, $3)`, [ids.row(), login, role]),
  );
}

/**
 * Takes a person's rights and login away and ends its connections, those of this login alone; what the person did stays.
 * Answers how many connections were ended.
 * @throws SportelloError `not-found`, `team-last-admin`, `not-allowed`
 */
export async function removeMember(
  connection: TeamConnection,
  login: string,
  { ids }: Pick<Outside, 'ids'>,
): Promise<number> {
  return call(connection, login, async (client) => {
    await client.query(`select ${table(connection.schema, 'person_remove')}($1, $2)`, [ids.row(), login]);
    // By itself: before the commit the person could come back at once.
    const { rows } = await client.query<{ ended: string }>(
      `select ${table(connection.schema, 'person_end')}($1) as ended`,
      [login],
    );
    return Number(rows[0]?.ended ?? 0);
  });
}

async function call<T>(connection: TeamConnection, login: string, work: (client: Client) => Promise<T>): Promise<T> {
  return withClient(connection, (client) => asked(connection, () => work(client), login));
}

async function asked<T>(connection: TeamConnection, work: () => Promise<T>, login = ''): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw personFailure(error, connection, login);
  }
}

function personFailure(error: unknown, { schema, at }: TeamConnection, login: string): unknown {
  const code = failureCode(error);
  const options = { cause: error, detail: { host: at.host, database: at.database, schema, login } };
  switch (code) {
    case PERSON_REFUSED.loginTaken:
      return new SportelloError(
        'team-login-taken',
        `The login ${login} exists on ${at.host} and is not of this team.`,
        {
          ...options,
          action: 'Choose another one with --login.',
        },
      );
    case PERSON_REFUSED.nameTaken:
      return new SportelloError('team-name-taken', 'Somebody of the team has this name or this address.', {
        ...options,
        action:
          'Give the person a name and an address of its own: replies and history carry them. `team list` shows who is there.',
      });
    case PERSON_REFUSED.notMember:
      return noMember(login);
    case PERSON_REFUSED.lastAdmin:
      return new SportelloError('team-last-admin', `${login} is the only admin of the team.`, {
        ...options,
        action: 'Make somebody else an admin first: `team role LOGIN admin`.',
      });
    case PERSON_REFUSED.unusable:
      return new SportelloError('bad-params', `The login ${login}, its name or its role is not usable.`, {
        ...options,
        action:
          'A login has up to 63 small letters, digits and _, and begins with a letter; a role is agent, lead or admin.',
      });
    case '42501':
      return new SportelloError('not-allowed', 'Your role in the team does not allow this.', {
        ...options,
        reason: 'role',
        action: 'Ask an admin of the team.',
      });
    case '3F000':
    case '42P01':
    case '42883':
      return new SportelloError('store-missing', `There is no team "${schema}" in ${at.database} on ${at.host}.`, {
        ...options,
        action: 'Check the address of the store; an admin makes a team by `team create`.',
      });
    default:
      return error;
  }
}

function noMember(login: string): SportelloError {
  return new SportelloError('not-found', `No member of the team has the login ${login}.`, {
    action: '`team list` shows who is there.',
    detail: { login },
  });
}
