import { Client, escapeIdentifier } from 'pg';
import { SportelloError } from '../../../shared/contract/errors';
import type { TeamCheck } from '../../../shared/contract/team-work';
import { NEWEST_SCHEMA } from '../store/migrations/migrate';
import type { TeamConnection } from '../store/postgres/team-address';
import { connectionFailure } from './connection-failure';

/** Oldest PostgreSQL that a team's store runs on: `create or replace trigger` and xid8 came with it (14, 2021). */
const OLDEST_SERVER = 140_000;

/**
 * Connects to a team's store and says exactly what is wrong, as a person who joins needs to hear it; changes nothing.
 * @throws SportelloError `store-host-unknown`, `store-not-listening`, `store-away`, `store-tls-missing`,
 * `store-tls-expired`, `store-tls-name`, `store-tls-authority`, `store-refused`, `store-database-missing`,
 * `store-server-old`, `store-encoding`, `store-read-only`, `store-missing`, `store-not-member`, `store-older`, `store-newer`
 */
export async function checkConnection(connection: TeamConnection): Promise<TeamCheck> {
  return withClient(connection, async (client) => {
    const server = await checkServer(client, connection);
    const { schema, at } = connection;
    const detail = { host: at.host, database: at.database, schema };
    const { rows } = await client.query<{ made: boolean; allowed: boolean }>(
      `select to_regnamespace($1) is not null
          and exists (select 1 from pg_class where relname = 'migration' and relnamespace = to_regnamespace($1)) as made,
        coalesce(has_schema_privilege(to_regnamespace($1), 'usage'), false)
          and coalesce(has_table_privilege((select oid from pg_class where relname = 'member' and relnamespace = to_regnamespace($1)), 'select'), false)
          as allowed`,
      [schema],
    );
    const { made = false, allowed = false } = rows[0] ?? {};
    if (!made) {
      throw new SportelloError('store-missing', `There is no team "${schema}" in ${at.database} on ${at.host}.`, {
        action: 'Check the address of the store; an admin makes a team by `team create`.',
        detail,
      });
    }
    if (!allowed) throw notMember(connection);
    await checkSchema(client, connection);
    const found = await client.query<TeamCheck['member']>(
      `select login, name, email, role from ${table(schema, 'member')} where login = session_user and removed_at is null`,
    );
    const member = found.rows[0];
    if (!member) throw notMember(connection);
    const named = await client.query<{ value: string }>(
      `select value from ${table(schema, 'setting')} where name = 'team.name'`,
    );
    return { member, team: named.rows[0]?.value ?? '', server };
  });
}

/**
 * Runs `work` on a connection of its own, closed afterwards.
 * @throws SportelloError where there is no connection, by what is wrong; what `work` throws goes through, a link that breaks is `store-away`
 */
export async function withClient<T>(connection: TeamConnection, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(connection.config);
  let lost: Error | null = null;
  // Without a listener, a link that breaks between two statements would end the process.
  client.on('error', (error) => (lost = error));
  try {
    await client.connect();
  } catch (error) {
    throw connectionFailure(error, connection);
  }
  try {
    return await work(client);
  } catch (error) {
    throw lost === null ? error : connectionFailure(lost, connection);
  } finally {
    await client.end();
  }
}

/**
 * Whether this server can hold a team at all; answers its version.
 * @throws SportelloError `store-server-old`, `store-encoding`, `store-read-only`
 */
export async function checkServer(client: Client, { at }: TeamConnection): Promise<string> {
  const { rows } = await client.query<{
    number: number;
    version: string;
    encoding: string;
    standby: boolean;
    fixed: string;
  }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
      current_setting('server_encoding') as encoding, pg_is_in_recovery() as standby,
      current_setting('transaction_read_only') as fixed`,
  );
  const { number = 0, version = '', encoding = '', standby = false, fixed = 'off' } = rows[0] ?? {};
  const detail = { host: at.host, database: at.database, version, encoding };
  if (number < OLDEST_SERVER) {
    throw new SportelloError('store-server-old', `The server ${at.host} is PostgreSQL ${version}, which is too old.`, {
      action: 'Have it upgraded to PostgreSQL 14 or later.',
      detail,
    });
  }
  if (encoding !== 'UTF8') {
    throw new SportelloError('store-encoding', `The database ${at.database} keeps text as ${encoding}.`, {
      action:
        'Make a database with the encoding UTF8 (`createdb --encoding=UTF8 --template=template0 …`) and use that.',
      detail,
    });
  }
  if (standby || fixed === 'on') {
    throw new SportelloError('store-read-only', `The server ${at.host} only lets itself be read: it is a standby.`, {
      action: 'Use the address of the primary server.',
      detail,
    });
  }
  return version;
}

async function checkSchema(client: Client, { schema, at }: TeamConnection): Promise<void> {
  const { rows } = await client.query<{ newest: number | null }>(
    `select max(number)::int as newest from ${table(schema, 'migration')}`,
  );
  const newest = rows[0]?.newest ?? 0;
  const detail = { host: at.host, database: at.database, schema, applied: newest, known: NEWEST_SCHEMA };
  if (newest > NEWEST_SCHEMA) {
    throw new SportelloError('store-newer', 'The team works with a newer version of Sportello.', {
      action: 'Install the newest version of Sportello; this version changed nothing.',
      detail,
    });
  }
  if (newest < NEWEST_SCHEMA) {
    throw new SportelloError('store-older', "The team's store was made by an older version of Sportello.", {
      action: 'Ask the admin of the team to run `team upgrade` with this version.',
      detail,
    });
  }
}

function notMember({ config, schema, at }: TeamConnection): SportelloError {
  const user = config.user ?? '';
  return new SportelloError(
    'store-not-member',
    `${user} may sign in at ${at.host}, but is no member of the team "${schema}".`,
    {
      action: 'Ask an admin of the team to add you (`team add`), and check the schema in the address.',
      detail: { host: at.host, database: at.database, schema, user },
    },
  );
}

/** A table of the team, as a statement names it. */
export function table(schema: string, name: string): string {
  return `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
}
