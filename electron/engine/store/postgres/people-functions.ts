/**
 * Functions of the team's schema by which an admin adds and removes people. They run as the team's owner, which may make
 * logins; an admin's own role may not (CREATEROLE before PostgreSQL 16 reaches every role of the server, other teams' too).
 * So they ask for an admin of this team, touch no role that this team did not make, and write down what was done, in one
 * transaction. A password never gets here: only its SCRAM verifier (RFC 5803).
 */

/** SQLSTATEs of our own, which `team/people.ts` turns into sentences. */
export const PERSON_REFUSED = {
  loginTaken: 'ST001',
  nameTaken: 'ST002',
  notMember: 'ST003',
  lastAdmin: 'ST004',
  unusable: 'ST005',
} as const;

/** Comment of a login that this team made: the only logins whose password and right to sign in it may change. */
export function loginMark(schema: string): string {
  return `sportello ${schema}`;
}

/** The functions, as statements that may run again and again. `@team` is the team's schema. */
export function peopleFunctions(schema: string): string {
  const frame = 'security definer set search_path = pg_catalog, pg_temp';
  const groups = `array['${schema}_agent', '${schema}_lead', '${schema}_admin']`;
  return `
create or replace function @team.require_admin() returns text language plpgsql ${frame} as $people$
declare
  me text;
begin
  select m.name into me from @team.member m where m.login = session_user and m.role = 'admin' and m.removed_at is null;
  if me is null then
    raise exception using errcode = 'insufficient_privilege', message = 'Only an admin of the team may do this';
  end if;
  return me;
end $people$;

create or replace function @team.made_here(of_login text) returns boolean language sql stable ${frame} as $people$
  select exists (select 1 from pg_roles r where r.rolname = of_login
    and shobj_description(r.oid, 'pg_authid') = '${loginMark(schema)}')
$people$;

-- Takes the others of the three roles away and gives this one; null takes all away.
create or replace function @team.put_in_group(of_login text, new_role text) returns void language plpgsql ${frame} as $people$
declare
  one text;
begin
  foreach one in array ${groups} loop
    if one = '${schema}_' || new_role then
      execute format('grant %I to %I', one, of_login);
    elsif exists (select 1 from pg_auth_members where roleid = one::regrole and member = (select oid from pg_roles where rolname = of_login)) then
      execute format('revoke %I from %I', one, of_login);
    end if;
  end loop;
end $people$;

create or replace function @team.note_act(act text, actor text, kind text, detail jsonb) returns void language sql ${frame} as $people$
  insert into @team.team_act (id, at, actor, kind, detail)
  values (act, floor(extract(epoch from statement_timestamp()) * 1000), actor, kind, detail::text)
$people$;

create or replace function @team.keep_an_admin(without text) returns void language plpgsql ${frame} as $people$
begin
  perform 1 from @team.member for update;
  if not exists (select 1 from @team.member m where m.role = 'admin' and m.removed_at is null and m.login <> without) then
    raise exception using errcode = '${PERSON_REFUSED.lastAdmin}', message = 'A team keeps at least one admin';
  end if;
end $people$;

create or replace function @team.person_add(act text, new_login text, new_name text, new_email text, new_role text, verifier text)
returns void language plpgsql ${frame} as $people$
declare
  me text := @team.require_admin();
begin
  if new_login !~ '^[a-z][a-z0-9_]{0,62}$' or new_login ~ '^pg_' or new_login = 'public'
    or new_role <> all (array['agent', 'lead', 'admin']) or new_name = '' or new_email = '' or lower(new_name) = 'desk'
    or verifier !~ '^SCRAM-SHA-256\\$[0-9]{4,6}:[A-Za-z0-9+/=]{16,64}\\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$' then
    raise exception using errcode = '${PERSON_REFUSED.unusable}', message = 'Not usable as a person of a team';
  end if;
  -- Who has another's name could write as that person.
  if exists (select 1 from @team.member m where m.login <> new_login and m.removed_at is null
    and (lower(m.name) in (lower(new_name), lower(new_email)) or lower(m.email) in (lower(new_name), lower(new_email)))) then
    raise exception using errcode = '${PERSON_REFUSED.nameTaken}', message = 'Somebody of the team has this name or address';
  end if;
  if exists (select 1 from pg_roles where rolname = new_login) then
    if not @team.made_here(new_login) then
      raise exception using errcode = '${PERSON_REFUSED.loginTaken}', message = 'The login exists and is not of this team';
    end if;
    if new_role <> 'admin' and exists (select 1 from @team.member m where m.login = new_login and m.role = 'admin' and m.removed_at is null) then
      perform @team.keep_an_admin(new_login);
    end if;
    execute format('alter role %I login password %L', new_login, verifier);
  else
    execute format('create role %I login inherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls password %L', new_login, verifier);
    execute format('comment on role %I is %L', new_login, '${loginMark(schema)}');
    -- Only who has the rights of a role may end its connections.
    execute format('grant %I to %I', new_login, '${schema}_owner');
  end if;
  perform @team.put_in_group(new_login, new_role);
  insert into @team.member as m (login, name, email, role, added_at, added_by, removed_at)
  values (new_login, new_name, new_email, new_role, floor(extract(epoch from statement_timestamp()) * 1000), me, null)
  on conflict (login) do update set name = excluded.name, email = excluded.email, role = excluded.role,
    added_at = excluded.added_at, added_by = excluded.added_by, removed_at = null;
  perform @team.note_act(act, me, 'member-added', jsonb_build_object('login', new_login, 'role', new_role));
end $people$;

create or replace function @team.person_role(act text, of_login text, new_role text) returns void language plpgsql ${frame} as $people$
declare
  me text := @team.require_admin();
  before text;
begin
  select m.role into before from @team.member m where m.login = of_login and m.removed_at is null for update;
  if before is null then
    raise exception using errcode = '${PERSON_REFUSED.notMember}', message = 'No such member';
  end if;
  if new_role <> all (array['agent', 'lead', 'admin']) then
    raise exception using errcode = '${PERSON_REFUSED.unusable}', message = 'No such role';
  end if;
  if before = 'admin' and new_role <> 'admin' then
    perform @team.keep_an_admin(of_login);
  end if;
  perform @team.put_in_group(of_login, new_role);
  update @team.member m set role = new_role where m.login = of_login;
  perform @team.note_act(act, me, 'role-changed', jsonb_build_object('login', of_login, 'from', before, 'to', new_role));
end $people$;

create or replace function @team.person_remove(act text, of_login text) returns void language plpgsql ${frame} as $people$
declare
  me text := @team.require_admin();
  before text;
begin
  select m.role into before from @team.member m where m.login = of_login and m.removed_at is null for update;
  if before is null then
    raise exception using errcode = '${PERSON_REFUSED.notMember}', message = 'No such member';
  end if;
  if before = 'admin' then
    perform @team.keep_an_admin(of_login);
  end if;
  perform @team.put_in_group(of_login, null);
  if @team.made_here(of_login) then
    execute format('alter role %I nologin', of_login);
  else
    -- The login of who made the team is the server's: it stays, but owns nothing here any more.
    execute format('revoke %I from %I', '${schema}_owner', of_login);
  end if;
  update @team.member m set removed_at = floor(extract(epoch from statement_timestamp()) * 1000) where m.login = of_login;
  perform @team.note_act(act, me, 'member-removed', jsonb_build_object('login', of_login, 'role', before));
end $people$;

-- After person_remove was committed: who is connected still would stay so. Answers how many connections it ended.
create or replace function @team.person_end(of_login text) returns bigint language plpgsql ${frame} as $people$
declare
  ended bigint;
begin
  perform @team.require_admin();
  if not @team.made_here(of_login) or exists (select 1 from pg_roles where rolname = of_login and rolcanlogin) then
    return 0;
  end if;
  select count(*) filter (where pg_terminate_backend(a.pid)) into ended from pg_stat_activity a where a.usename = of_login;
  return ended;
end $people$;
`;
}
