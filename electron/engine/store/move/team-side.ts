import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { SportelloError } from '../../../../shared/contract/errors';
import type { Outside } from '../../outside';
import { groupRole } from '../postgres/rights';
import { MOVED_STATE } from '../postgres/postgres-failure';
import type { TeamConnection } from '../postgres/team-address';
import type { StoreTables } from '../schema';
import type { TeamStore } from '../store';
import type { MoveSide } from './move-side';
import { FILLED, MOVED_TABLES } from './moved-tables';

/** Nobody writes these while a team is moved, and after. Without its lease no desk reads the mailbox or sends. */
const BARRED: readonly string[] = [...MOVED_TABLES.map(({ name }) => name), 'lease'];
const BAR = 'bar_of_move';

/**
 * A team's store as one end of a move. Rows are written whoever's they are, which no policy allows: each transaction takes the
 * role of the team's owner, so whoever moves must be its member, as who made the team is (docs/team-store.md).
 * @throws SportelloError `not-allowed`
 */
export async function teamSide(
  store: TeamStore,
  { schema, at }: TeamConnection,
  outside: Pick<Outside, 'ids' | 'clock'>,
): Promise<MoveSide> {
  const owner = groupRole(schema, 'owner');
  await refuseOthers(store, owner);
  const named = (name: string) => sql.table(`${schema}.${name}`);
  return {
    place: `${at.host}:${String(at.port)}/${at.database} (${schema})`,
    store: {
      ...store,
      transaction: (work, keeping, order) =>
        store.transaction(
          async (db) => {
            await sql`set local role ${sql.ref(owner)}`.execute(db);
            return work(db);
          },
          keeping,
          order,
        ),
    },
    // A trigger, because it holds for the owner's other members, too, and for what a desk that is open has begun. Making it
    // waits for whoever is writing.
    async bar(db) {
      const refused = `begin
        if current_user <> '${owner}' then
          raise exception using errcode = '${MOVED_STATE}', message = 'This store is being moved, or was';
        end if;
        return null;
      end`;
      await sql`create or replace function ${named(BAR)}() returns trigger language plpgsql
        set search_path = pg_catalog, pg_temp as ${sql.lit(refused)}`.execute(db);
      for (const table of BARRED) {
        await sql`create or replace trigger ${sql.ref(BAR)} before insert or update or delete or truncate
          on ${named(table)} for each statement execute function ${named(BAR)}()`.execute(db);
      }
    },
    async lift(db) {
      for (const table of BARRED) await sql`drop trigger if exists ${sql.ref(BAR)} on ${named(table)}`.execute(db);
      await sql`drop function if exists ${named(BAR)}()`.execute(db);
    },
    async empty(db) {
      const tables = [...FILLED, 'ticket_search'];
      await sql`truncate ${sql.join(tables.map(named))}`.execute(db);
    },
    async note(db, kind, other) {
      const detail = JSON.stringify(kind === 'store-moved-in' ? { from: other } : { to: other });
      const me = sql<string>`coalesce((select name from ${named('member')} where login = session_user), session_user)`;
      await db
        .insertInto('team_act')
        .values({ id: outside.ids.row(), at: outside.clock.now(), actor: me, kind, detail })
        .execute();
    },
  };
}

async function refuseOthers({ db }: { readonly db: Kysely<StoreTables> }, owner: string): Promise<void> {
  const { rows } = await sql<{ member: number }>`
    select pg_has_role(oid, 'member') as member from pg_roles where rolname = ${owner}`.execute(db);
  if (rows[0]?.member === 1) return;
  throw new SportelloError('not-allowed', 'Only who made the team may move its store.', {
    action: `Use the login that made the team, or have the server's administrator give yours the role ${owner}.`,
    detail: { owner },
  });
}
