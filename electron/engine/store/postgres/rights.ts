import { escapeIdentifier } from 'pg';
import { TEAM_ROLES } from '../../../../shared/domain/team-roles';
import type { TeamRole } from '../../../../shared/domain/team-roles';
import { peopleFunctions } from './people-functions';
import { rowGuards } from './row-guards';
import { OPEN_FUNCTIONS, OTHER_RIGHTS, TABLE_RIGHTS } from './table-rights';
import type { Allowed, TableRights } from './table-rights';

export { TEAM_ROLES };
export type { TeamRole };

/** Runs SQL without parameters, several statements at once; the caller's transaction holds it together. */
export type RunSql = (sql: string) => Promise<unknown>;

/** Name of a team's role that has no login: `corsi_lead`. */
export function groupRole(schema: string, role: TeamRole | 'owner'): string {
  return `${schema}_${role}`;
}

const DECIDED: Readonly<Record<string, TableRights<Record<string, unknown>>>> = { ...TABLE_RIGHTS, ...OTHER_RIGHTS };

/**
 * Makes the team's roles where they are missing. Whoever runs it becomes a member of the owner, which is what makes and
 * changes tables; the owner has CREATEROLE, because its functions make the logins of people (`people-functions.ts`).
 */
export async function makeRoles(run: RunSql, schema: string): Promise<void> {
  const name = (role: TeamRole | 'owner'): string => escapeIdentifier(groupRole(schema, role));
  const attributes = 'nologin nosuperuser nocreatedb noreplication nobypassrls inherit';
  const made = (['owner', ...TEAM_ROLES] as const).map(
    (role) => `if not exists (select 1 from pg_roles where rolname = '${groupRole(schema, role)}') then
      create role ${name(role)} ${attributes} ${role === 'owner' ? 'createrole' : 'nocreaterole'};
    end if;`,
  );
  await run(`
    do $roles$ begin
      ${made.join('\n')}
      execute format('grant ${name('owner')} to %I', session_user);
    end $roles$;
    grant ${name('agent')} to ${name('lead')};
    grant ${name('lead')} to ${name('admin')};
    grant ${TEAM_ROLES.map(name).join()} to ${name('owner')} with admin option;
  `);
}

/**
 * Puts the rights of the team's roles on every table, as they are decided in table-rights.ts and row-guards.ts, and takes
 * away all others. To be run in one transaction by the owner of the tables or a member of it; may run again and again.
 * A table that nobody has decided on is a bug: it throws before anything is changed.
 */
export async function applyRights(run: RunSql, schema: string, tables: readonly string[]): Promise<void> {
  const undecided = tables.find((table) => !Object.hasOwn(DECIDED, table));
  if (undecided !== undefined) throw new Error(`Nobody has decided who may do what with the table ${undecided}`);
  const team = escapeIdentifier(schema);
  const sql = [
    owned(schema),
    clearPolicies(schema),
    `revoke all on schema @team from public;
     grant usage on schema @team to ${roleNames(schema)};
     revoke all on all tables in schema @team from public, ${roleNames(schema)};
     revoke all on all sequences in schema @team from public, ${roleNames(schema)};`,
    conditions(),
    rowGuards(),
    peopleFunctions(schema),
    `revoke all on all functions in schema @team from public, ${roleNames(schema)};
     grant execute on function @team.my_names(), @team.is_lead(), @team.is_empty_ticket(text), @team.is_same_but_pictures(text, text) to ${escapeIdentifier(groupRole(schema, 'agent'))};
     grant execute on function @team.person_add(text, text, text, text, text, text), @team.person_remove(text, text), @team.person_end(text), @team.person_role(text, text, text) to ${escapeIdentifier(groupRole(schema, 'admin'))};`,
    openFunctions(schema),
    ...tables.map((table) => tableRights(schema, table)),
  ];
  await run(sql.join('\n').replaceAll('@team', team));
}

/** The tables of a schema, to decide on: `select … as tables`. */
export function tablesQuery(): string {
  return `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1 and c.relkind in ('r', 'p') order by c.relname`;
}

function roleNames(schema: string): string {
  return TEAM_ROLES.map((role) => escapeIdentifier(groupRole(schema, role))).join();
}

/** What a migration made belongs to who ran it: the team's owner takes it over. */
function owned(schema: string): string {
  const owner = groupRole(schema, 'owner');
  return `do $owned$ declare one record; begin
    for one in select c.oid::regclass as name, c.relkind from pg_class c
      where c.relnamespace = '${schema}'::regnamespace and c.relkind in ('r', 'p', 'S', 'v')
        and c.relowner <> '${owner}'::regrole
        and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i') and c.relkind = 'S')
    loop
      execute format('alter %s %s owner to %I',
        case one.relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end, one.name, '${owner}');
    end loop;
    for one in select p.oid::regprocedure as name from pg_proc p
      where p.pronamespace = '${schema}'::regnamespace and p.proowner <> '${owner}'::regrole
    loop
      execute format('alter function %s owner to %I', one.name, '${owner}');
    end loop;
    -- Where pg_temp is not named it is searched first, and a table of the caller would stand in for one of the team.
    for one in select p.oid::regprocedure as name from pg_proc p
      where p.pronamespace = '${schema}'::regnamespace and p.prosecdef
        and not coalesce(p.proconfig::text, '') like '%pg_temp%'
    loop
      execute format('alter function %s set search_path = pg_catalog, @team, pg_temp', one.name);
    end loop;
  end $owned$;
  set local role ${escapeIdentifier(owner)};`;
}

function openFunctions(schema: string): string {
  const agent = groupRole(schema, 'agent');
  const found = OPEN_FUNCTIONS.map(
    (name) => `if to_regprocedure('@team.${name}') is not null then
      grant execute on function @team.${name} to ${escapeIdentifier(agent)};
    end if;`,
  );
  return `do $open$ begin ${found.join('\n')} end $open$;`;
}

function clearPolicies(schema: string): string {
  return `do $policies$ declare one record; begin
    for one in select tablename, policyname from pg_policies where schemaname = '${schema}' loop
      execute format('drop policy %I on @team.%I', one.policyname, one.tablename);
    end loop;
  end $policies$;`;
}

/** What conditions ask. The signed-in role is `session_user`: SET ROLE does not change it. */
function conditions(): string {
  return `
create or replace function @team.my_names() returns text[] language sql stable security definer set search_path = pg_catalog, pg_temp as $names$
  select coalesce(array_agg(one.name), '{}') from @team.member m, lateral (values (m.name), (m.email)) one(name)
  where m.login = session_user and m.removed_at is null and one.name <> ''
$names$;
create or replace function @team.is_lead() returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp as $lead$
  select exists (select 1 from @team.member m where m.login = session_user and m.removed_at is null and m.role in ('lead', 'admin'))
$lead$;
create or replace function @team.is_empty_ticket(ticket text) returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp as $empty$
  select not exists (select 1 from @team.message x where x.ticket_id = ticket)
    and not exists (select 1 from @team.ticket_event x where x.ticket_id = ticket)
    and not exists (select 1 from @team.outbox x where x.ticket_id = ticket)
    and not exists (select 1 from @team.note x where x.ticket_id = ticket)
    and not exists (select 1 from @team.draft x where x.ticket_id = ticket)
    and not exists (select 1 from @team.draft_file x where x.ticket_id = ticket)
    and not exists (select 1 from @team.correction x where x.ticket_id = ticket)
    and not exists (select 1 from @team.ticket_label x where x.ticket_id = ticket)
$empty$;`;
}

function tableRights(schema: string, table: string): string {
  const decided = DECIDED[table];
  if (!decided) throw new Error(`Nobody has decided who may do what with the table ${table}`);
  const on = `@team.${escapeIdentifier(table)}`;
  return [
    `alter table ${on} enable row level security;`,
    ...allow(on, groupRole(schema, 'agent'), decided.agent),
    ...allow(on, groupRole(schema, 'lead'), decided.lead ?? {}),
  ].join('\n');
}

function allow(on: string, role: string, allowed: Allowed<Record<string, unknown>>): readonly string[] {
  const { see, add, change, remove } = allowed;
  const to = escapeIdentifier(role);
  const policy = (act: string): string =>
    `create policy ${escapeIdentifier(`${role}_${act}`)} on ${on} for ${act} to ${to}`;
  const columns =
    change === undefined || change.columns === 'all' ? '' : `(${change.columns.map(escapeIdentifier).join(', ')})`;
  return [
    ...(see === undefined ? [] : [`grant select on ${on} to ${to}; ${policy('select')} using (${see});`]),
    ...(add === undefined ? [] : [`grant insert on ${on} to ${to}; ${policy('insert')} with check (${add});`]),
    ...(change === undefined
      ? []
      : [
          `grant update ${columns} on ${on} to ${to};
           ${policy('update')} using (${change.of}) with check (${change.into});`,
        ]),
    ...(remove === undefined ? [] : [`grant delete on ${on} to ${to}; ${policy('delete')} using (${remove});`]),
  ];
}
