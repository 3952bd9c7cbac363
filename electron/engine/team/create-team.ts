import type { Client } from 'pg';
import { SportelloError } from '../../../shared/contract/errors';
import type { Outside } from '../outside';
import { failureCode } from '../store/postgres/postgres-failure';
import { applyRights, groupRole, makeRoles, tablesQuery } from '../store/postgres/rights';
import type { TeamConnection } from '../store/postgres/team-address';
import { checkServer, table, withClient } from './check-connection';

/** What makes the tables: `migrateTeamSchema`. */
export type MigrateTeam = (connection: TeamConnection, outside: Pick<Outside, 'clock' | 'log'>) => Promise<void>;

export type NewTeam = {
  /** As people call it. */
  readonly name: string;
  /** Who makes it, its first admin. */
  readonly admin: { readonly name: string; readonly email: string };
};

/** Comment of the team's owner: the roles of a server are those of all its databases. */
function ownerMark(database: string): string {
  return `sportello team in ${database}`;
}

/**
 * Makes a team: its roles, its schema, its tables, its rights, and the login of the connection as its first admin. Safe to
 * run again: what is there stays, and what a stop left out is made. The login needs CREATEROLE and CREATE on the database.
 * @throws SportelloError as `checkConnection`, `store-newer`, `team-taken`, `not-allowed`
 */
export async function createTeam(
  connection: TeamConnection,
  team: NewTeam,
  outside: Pick<Outside, 'clock' | 'log' | 'ids'>,
  migrate: MigrateTeam,
): Promise<{ readonly isNew: boolean }> {
  await inOwnTransaction(connection, async (client) => {
    await checkServer(client, connection);
    await refuseTaken(client, connection);
    await makeRoles((sql) => client.query(sql), connection.schema);
    const owner = groupRole(connection.schema, 'owner');
    await client.query(`comment on role ${owner} is '${ownerMark(connection.at.database).replaceAll("'", "''")}'`);
    await client.query(`create schema if not exists "${connection.schema}" authorization "${owner}"`);
  });
  await migrate(connection, outside);
  return inOwnTransaction(connection, async (client) => {
    const { schema } = connection;
    const at = outside.clock.now();
    const added = await client.query(
      `insert into ${table(schema, 'member')} (login, name, email, role, added_at, added_by)
       select session_user, $1, $2, 'admin', $3, $1
       where not exists (select 1 from ${table(schema, 'member')}) returning login`,
      [team.admin.name, team.admin.email, at],
    );
    const isNew = added.rowCount === 1;
    if (isNew) {
      await client.query(
        `insert into ${table(schema, 'setting')} (name, value) values ('team.name', $1) on conflict (name) do nothing`,
        [team.name],
      );
      await addAct(client, schema, { id: outside.ids.row(), at, actor: team.admin.name, kind: 'team-created' });
    }
    await client.query(
      `do $first$ begin
        if exists (select 1 from ${table(schema, 'member')} where login = session_user and role = 'admin' and removed_at is null) then
          execute format('grant %I to %I', '${groupRole(schema, 'admin')}', session_user);
        end if;
      end $first$`,
    );
    await putRights(client, schema);
    return { isNew };
  });
}

/**
 * Brings a team's tables and rights to this version. By who made the team, or another member of its owner.
 * @throws SportelloError as `checkConnection`, `store-missing`, `store-newer`, `not-allowed`
 */
export async function upgradeTeam(
  connection: TeamConnection,
  outside: Pick<Outside, 'clock' | 'log' | 'ids'>,
  migrate: MigrateTeam,
): Promise<void> {
  const { schema, at } = connection;
  await withClient(connection, async (client) => {
    await checkServer(client, connection);
    const { rows } = await client.query<{ made: boolean; owns: boolean }>(
      `select to_regnamespace($1) is not null as made,
        coalesce((select pg_has_role(oid, 'usage') from pg_roles where rolname = $2), false) as owns`,
      [schema, groupRole(schema, 'owner')],
    );
    const { made = false, owns = false } = rows[0] ?? {};
    if (!made) {
      throw new SportelloError('store-missing', `There is no team "${schema}" in ${at.database} on ${at.host}.`, {
        action: 'Check the address of the store; an admin makes a team by `team create`.',
        detail: { host: at.host, database: at.database, schema },
      });
    }
    if (!owns) throw notOwner(connection);
  });
  await migrate(connection, outside);
  await inOwnTransaction(connection, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select coalesce((select name from ${table(schema, 'member')} where login = session_user), session_user) as name`,
    );
    const actor = rows[0]?.name ?? '';
    await addAct(client, schema, { id: outside.ids.row(), at: outside.clock.now(), actor, kind: 'team-upgraded' });
    await putRights(client, schema);
  });
}

async function putRights(client: Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(tablesQuery(), [schema]);
  await applyRights(
    (sql) => client.query(sql),
    schema,
    rows.map((row) => row.name),
  );
}

async function addAct(
  client: Client,
  schema: string,
  act: { readonly id: string; readonly at: number; readonly actor: string; readonly kind: string },
): Promise<void> {
  await client.query(
    `insert into ${table(schema, 'team_act')} (id, at, actor, kind, detail) values ($1, $2, $3, $4, '{}')`,
    [act.id, act.at, act.actor, act.kind],
  );
}

async function refuseTaken(client: Client, { schema, at }: TeamConnection): Promise<void> {
  const { rows } = await client.query<{ schema_owner: string | null; mark: string | null; owner: boolean }>(
    `select (select pg_get_userbyid(nspowner) from pg_namespace where nspname = $1) as schema_owner,
      (select shobj_description(oid, 'pg_authid') from pg_roles where rolname = $2) as mark,
      exists (select 1 from pg_roles where rolname = $2) as owner`,
    [schema, groupRole(schema, 'owner')],
  );
  const { schema_owner: schemaOwner = null, mark = null, owner = false } = rows[0] ?? {};
  const isOthers = schemaOwner !== null && schemaOwner !== groupRole(schema, 'owner');
  // Roles of a team in another database of this server would be let in here, too.
  if (!isOthers && (!owner || mark === ownerMark(at.database))) return;
  throw new SportelloError('team-taken', `The name "${schema}" is taken on ${at.host}.`, {
    action: 'Choose another schema in the address: ?schema=NAME.',
    detail: { host: at.host, database: at.database, schema },
  });
}

/** One transaction of one maker at a time: two that run `team create` at once would meet in the middle. */
async function inOwnTransaction<T>(connection: TeamConnection, work: (client: Client) => Promise<T>): Promise<T> {
  return withClient(connection, async (client) => {
    await client.query('begin');
    try {
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [`sportello ${connection.schema}`]);
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback');
      throw failureCode(error) === '42501' ? notOwner(connection, error) : error;
    }
  });
}

function notOwner({ config, schema, at }: TeamConnection, cause?: unknown): SportelloError {
  return new SportelloError(
    'not-allowed',
    `${config.user ?? ''} may not make or change the team "${schema}" on ${at.host}.`,
    {
      action: `Use the login that made the team, or have the server's administrator give yours CREATEROLE and CREATE on ${at.database} (a new team), or the role ${groupRole(schema, 'owner')} (an upgrade).`,
      detail: { host: at.host, database: at.database, schema },
      cause,
    },
  );
}
