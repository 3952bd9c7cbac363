import { beforeEach, describe, expect, test } from 'vitest';
import { applyRights } from '../../electron/engine/store/postgres/rights';
import { teamWithRights, psql, psqlEach } from '../support/made-team';
import type { MadeTeam, PsqlRun } from '../support/made-team';

/** PostgreSQL's codes: 42501 insufficient privilege, also of a row that a policy or a trigger refuses. */
const REFUSED = '42501';

const OUTBOX = `insert into TEAM.outbox (id, block, mailbox_id, ticket_id, kind, state, rules_version, envelope_from, envelope_to, to_name,
  subject, body_text, message_id, raw, known_revision, requester_folded, until_at, attempts, before_json, created_at, created_by)
  values ('ID', 'b', 'main', 't1', 'reply', 'queued', '1', 'a@corsi.example', 'c@example.com', 'C', 'Re', 'testo', 'ID@corsi.example', 'raw', 1, 'c@example.com', 0, 0, '{}', 0, 'WHO')`;

const MESSAGE = `insert into TEAM.message (id, mailbox_id, digest, direction, ticket_id, from_name, from_address, from_folded, subject, received_at,
  new_text, quoted_text, signature, parsed, parse_state, parse_attempts, is_auto)
  values ('m1', 'main', 'd1', 'inbound', 't1', 'C', 'c@example.com', 'c@example.com', 'Aiuto', 0, 'non trovo il corso', '', '',
  '{"subject":"Aiuto","attachments":[{"index":0,"text":""}]}', 'parsed', 1, 0);
  insert into TEAM.message_raw values ('m1', 'gzip', 3, 'raw')`;

const TICKET = `insert into TEAM.ticket (id, number, mailbox_id, requester_name, requester_address, requester_folded, subject, preview, state, queue,
  handed_over, junk, problem, unread, undecided, messages, created_at, updated_at)
  values ('ID', NUMBER, 'main', 'C', 'c@example.com', 'c@example.com', 'Aiuto', '', 'open', 'open', 0, 0, 0, 1, 0, 1, 0, 0)`;

let team: MadeTeam;
let anna: string;
let bruno: string;
let lia: string;

/** The SQL as this login's `psql` runs it. */
function run(login: string, sql: string, of: MadeTeam = team): Promise<PsqlRun> {
  return psql(of.as(login), sql.replaceAll('TEAM', of.schema));
}

async function works(login: string, sql: string): Promise<string> {
  const { code, out, err } = await run(login, sql);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

async function isRefused(login: string, sql: string): Promise<void> {
  const { code, err } = await run(login, sql);
  expect(err).toContain(REFUSED);
  expect(code).toBe(1);
}

/** Each of these statements by itself. */
async function areRefused(login: string, statements: readonly string[]): Promise<void> {
  const { err } = await psqlEach(
    team.as(login),
    statements.map((sql) => sql.replaceAll('TEAM', team.schema)),
  );
  expect(err.match(/ERROR: +(\w+)/g)).toEqual(statements.map(() => `ERROR:  ${REFUSED}`));
}

const ticket = (id: string, number: number): string => TICKET.replace('ID', id).replace('NUMBER', String(number));
const reply = (id: string, who: string): string => OUTBOX.replaceAll('ID', id).replace('WHO', who);

beforeEach(async () => {
  team = await teamWithRights();
  anna = await team.add('Anna', 'agent');
  bruno = await team.add('Bruno', 'agent');
  lia = await team.add('Lia', 'lead');
});

describe("an agent's role, with psql and without our program", () => {
  test("cannot read the leads' audit rows, a lead can", async () => {
    await isRefused(anna, 'select * from TEAM.team_act');
    await isRefused(anna, `insert into TEAM.team_act values ('x', 1, 'Anna', 'export', '{}') returning *`);
    await works(anna, `insert into TEAM.team_act values ('x', 1, 'Anna', 'export', '{}')`);
    expect(await works(lia, `select actor, kind from TEAM.team_act where id = 'x'`)).toBe('Anna|export');
  });

  test("cannot read another team's schema, nor call what its admins call", async () => {
    const other = await teamWithRights();
    const { err } = await psql(
      { ...other.as(anna), config: { ...other.as(anna).config } },
      `select * from ${other.schema}.ticket`,
    );
    expect(err).toContain(REFUSED);
    const called = await psql(other.as(anna), `select ${other.schema}.person_role('x', '${anna}', 'admin')`);
    expect(called.err).toContain(REFUSED);
    expect((await psql(other.as(anna), `set role ${other.schema}_agent`)).err).toContain(REFUSED);
  });

  test("cannot change a colleague's sent reply, nor its own", async () => {
    await works(bruno, reply('r1', 'Bruno'));
    await works(bruno, `update TEAM.outbox set state = 'checking' where id = 'r1'`);
    await works(bruno, `update TEAM.outbox set state = 'sending' where id = 'r1'`);
    await works(bruno, `update TEAM.outbox set state = 'final_pending' where id = 'r1'`);
    await works(bruno, `update TEAM.outbox set state = 'accepted', accepted_at = 5 where id = 'r1'`);
    // Ada made the team and owns its tables: what was accepted is frozen for her, too.
    for (const who of [anna, bruno, lia, team.admin]) {
      await areRefused(
        who,
        [
          ...['body_text', 'envelope_to', 'message_id', 'raw', 'created_by', 'subject'].map((name) => `${name} = 'x'`),
          `state = 'queued'`,
          `state = 'cancelled'`,
          'accepted_at = 6',
          `known_transaction = 'HP1'`,
        ].map((set) => `update TEAM.outbox set ${set} where id = 'r1'`),
      );
    }
    await isRefused(anna, `delete from TEAM.outbox where id = 'r1'`);
    expect(await works(anna, `select state, body_text, accepted_at from TEAM.outbox`)).toBe('accepted|testo|5');
  });

  test('cannot mark a ticket reviewed, only take the mark away; a lead can, under no other name', async () => {
    const mark = (ticket: string, by: string): string =>
      `insert into TEAM.reviewed_ticket values ('${ticket}', '', '${by}', 1)`;
    await isRefused(anna, mark('t1', 'Anna'));
    await isRefused(lia, mark('t1', 'Anna'));
    await works(lia, mark('t1', 'Lia'));
    await isRefused(anna, `update TEAM.reviewed_ticket set word = 'x'`);
    await works(anna, `delete from TEAM.reviewed_ticket where ticket_id = 't1'`);
    expect(await works(lia, 'select count(*) from TEAM.reviewed_ticket')).toBe('0');
  });

  test('cannot give to a third person what a colleague has claimed, but takes it over; a lead can', async () => {
    await works(anna, ticket('t1', 1));
    const hold = (who: string, until: string): string =>
      `update TEAM.ticket set assignee = '${who}', claim_until = ${until} where id = 't1'`;
    const later = '(extract(epoch from now()) * 1000)::bigint + 60000';
    await works(bruno, hold('Bruno', later));
    await isRefused(anna, hold('Lia', 'null'));
    await works(anna, hold('Anna', later));
    await works(bruno, hold('Bruno', later));
    await works(lia, hold('Anna', 'null'));
    // Given without an end, and a claim that is over, are anybody's to give on.
    await works(bruno, hold('Lia', 'null'));
    await works(bruno, hold('Bruno', '1'));
    await works(anna, hold('Lia', 'null'));
    expect(await works(anna, `select assignee from TEAM.ticket where id = 't1'`)).toBe('Lia');
  });

  test('cannot read what others tell each other, nor tell anything in a colleague’s name', async () => {
    const tell = (id: string, person: string, by: string): string =>
      `insert into TEAM.told values ('${id}', '${person}', 'mention', 't1', 'n1', '${by}', 1, null)`;
    await isRefused(anna, tell('x', bruno, 'Lia'));
    await works(anna, tell('x', bruno, 'Anna'));
    // A lead erases it with its ticket, and only what is seen can be taken away.
    expect(await works(lia, 'select count(*) from TEAM.told')).toBe('1');
    expect(await works(bruno, 'select id from TEAM.told')).toBe('x');
    await isRefused(bruno, `update TEAM.told set by = 'Bruno'`);
    await works(anna, `update TEAM.told set read_at = 2`);
    expect(await works(bruno, 'select count(*) from TEAM.told where read_at is null')).toBe('1');
    await works(bruno, `update TEAM.told set read_at = 2`);
    await works(bruno, `delete from TEAM.told`);
    expect(await works(anna, 'select count(*) from TEAM.told')).toBe('1');
    await works(lia, `delete from TEAM.told where ticket_id = 't1'`);
    expect(await works(anna, 'select count(*) from TEAM.told')).toBe('0');
  });

  test("cannot decide over a colleague's reply that waits, nor write one in a colleague's name", async () => {
    await isRefused(anna, reply('r1', 'Bruno'));
    await works(bruno, reply('r1', 'Bruno'));
    await isRefused(anna, `update TEAM.outbox set state = 'cancelled' where id = 'r1'`);
    await isRefused(anna, `update TEAM.outbox set known_revision = 9 where id = 'r1'`);
    // The machinery of any desk sends what is due.
    await works(anna, `update TEAM.outbox set state = 'checking' where id = 'r1'`);
    await works(anna, `update TEAM.outbox set state = 'held', held_reason = 'new-message' where id = 'r1'`);
    await isRefused(anna, `update TEAM.outbox set state = 'queued' where id = 'r1'`);
    await works(lia, `update TEAM.outbox set state = 'queued' where id = 'r1'`);
    await works(bruno, `update TEAM.outbox set state = 'cancelled' where id = 'r1'`);
    await isRefused(bruno, `update TEAM.outbox set state = 'accepted' where id = 'r1'`);
    expect(await works(anna, `select state from TEAM.outbox where id = 'r1'`)).toBe('cancelled');
  });

  test('cannot erase or blank anything', async () => {
    await works(anna, `${ticket('t1', 1)}; ${MESSAGE}; insert into TEAM.note values ('n1', 't1', 0, 'Anna', 'nota')`);
    await works(anna, `insert into TEAM.ticket_event values ('e1', 't1', 0, 'Anna', 'note', '{}')`);
    const kept = ['message', 'message_raw', 'ticket_event', 'outbox', 'purchase', 'correction', 'team_act'];
    await areRefused(
      anna,
      kept.map((table) => `delete from TEAM.${table}`),
    );
    const tables = await team.superuser(`select tablename from pg_tables where schemaname = '${team.schema}'`);
    expect(tables.length).toBeGreaterThan(30);
    await areRefused(
      anna,
      tables.flatMap(({ tablename }) => [
        `truncate TEAM.${String(tablename)} cascade`,
        `alter table TEAM.${String(tablename)} disable row level security`,
        `drop table TEAM.${String(tablename)} cascade`,
      ]),
    );
    const blanks = [`new_text = ''`, `subject = ''`, `parse_state = 'pending'`, `digest = 'x'`, 'ticket_id = null'];
    await areRefused(
      anna,
      [...blanks, `parsed = '{}'`, `html = 'x'`].map((set) => `update TEAM.message set ${set}`),
    );
    await isRefused(anna, `update TEAM.message_raw set bytes = ''`);
    await isRefused(anna, `update TEAM.note set text = ''`);
    await isRefused(anna, `update TEAM.ticket_event set detail = '{"x":1}'`);
    // An old note stays; one that an undo takes back goes.
    await works(
      anna,
      `insert into TEAM.note values ('n2', 't1', extract(epoch from now()) * 1000, 'Anna', 'x'); delete from TEAM.note`,
    );
    await works(bruno, `delete from TEAM.note`);
    expect(await works(anna, `select string_agg(id, ',') from TEAM.note`)).toBe('n1');
    // A ticket with anything in it stays: no row is the agent's to take away.
    await works(anna, 'delete from TEAM.ticket');
    expect(await works(anna, 'select count(*) from TEAM.ticket')).toBe('1');
    // What a person did stays where it was done.
    await works(anna, `${ticket('t2', 2)}; update TEAM.ticket_event set ticket_id = 't2'`);
    expect(await works(anna, `select ticket_id from TEAM.ticket_event where id = 'e1'`)).toBe('t1');
    expect(await works(anna, 'select new_text from TEAM.message')).toBe('non trovo il corso');
  });

  test('cannot raise its own role, nor write who is a member', async () => {
    await isRefused(anna, `update TEAM.member set role = 'admin' where login = '${anna}'`);
    await isRefused(anna, `insert into TEAM.member values ('x', 'X', 'x@x.example', 'admin', 0, 'Anna', null)`);
    await isRefused(anna, 'delete from TEAM.member');
    for (const role of ['owner', 'lead', 'admin']) await isRefused(anna, `set role TEAM_${role}`);
    await isRefused(anna, `select TEAM.person_role('x', '${anna}', 'admin')`);
    await isRefused(anna, `select TEAM.put_in_group('${anna}', 'admin')`);
    await isRefused(lia, `select TEAM.person_role('x', '${lia}', 'admin')`);
    await isRefused(anna, `select TEAM.note_act('x', 'Ada', 'erased', '{}')`);
    expect((await run(anna, `grant TEAM_admin to ${anna}`)).code).toBe(1);
    expect((await run(anna, `alter role ${anna} createrole`)).code).toBe(1);
    expect(await works(anna, `select role from TEAM.member where login = '${anna}'`)).toBe('agent');
    const groups = `select count(*) from pg_auth_members where member = '${anna}'::regrole and roleid <> '${team.schema}_agent'::regrole`;
    expect(await works(anna, groups)).toBe('0');
  });

  test("cannot write as somebody else in what is only added to, nor read a colleague's draft", async () => {
    await isRefused(anna, `insert into TEAM.note values ('n', 't1', 0, 'Bruno', 'x')`);
    await isRefused(anna, `insert into TEAM.ticket_event values ('e', 't1', 0, 'Bruno', 'note', '{}')`);
    await isRefused(anna, `insert into TEAM.correction values ('c', 't1', 'intent', null, null, 'Bruno', 0)`);
    await isRefused(anna, `insert into TEAM.team_act values ('a', 0, 'Lia', 'export', '{}')`);
    await isRefused(anna, `insert into TEAM.allowance values ('a', 'access-sent', 1, 'x', 'Anna', 0)`);
    const words = `'own.x', 'it', 1, 'live', 'T', 'S', '', '', 'x', '', ''`;
    await isRefused(anna, `insert into TEAM.macro_text values (${words}, 'Anna', 0)`);
    await works(lia, `insert into TEAM.macro_text values (${words}, 'Lia', 0)`);
    // What a text said once is no one's to change.
    await isRefused(lia, `update TEAM.macro_text set body = 'y'`);
    await isRefused(lia, `delete from TEAM.macro_text`);
    await works(lia, `insert into TEAM.allowance values ('a', 'access-sent', 1, 'x', 'Lia', 0)`);
    await works(bruno, `insert into TEAM.draft values ('t1', 'Bruno', 'bozza', 0)`);
    await isRefused(
      anna,
      `insert into TEAM.draft values ('t1', 'Bruno', 'x', 0) on conflict (ticket_id, agent) do update set text = 'x'`,
    );
    expect(await works(anna, 'select count(*) from TEAM.draft')).toBe('0');
    expect(await works(lia, 'select text from TEAM.draft')).toBe('bozza');
    // What somebody left on the ticket when handing it over is whoever's goes on.
    await works(bruno, `insert into TEAM.draft values ('t2', '', 'lasciata', 0)`);
    expect(await works(anna, 'select text from TEAM.draft')).toBe('lasciata');
  });

  test('blocks senders in the own name, takes back only the own blocks, and leaves notices of incidents to leads', async () => {
    await isRefused(anna, `insert into TEAM.blocked_sender values ('x@posta.example', 'x@posta.example', 'Bruno', 0)`);
    await works(anna, `insert into TEAM.blocked_sender values ('x@posta.example', 'x@posta.example', 'Anna', 0)`);
    await works(bruno, `insert into TEAM.blocked_sender values ('y@posta.example', 'y@posta.example', 'Bruno', 0)`);
    await works(anna, `delete from TEAM.blocked_sender`);
    expect(await works(anna, 'select address from TEAM.blocked_sender')).toBe('y@posta.example');
    await works(lia, `delete from TEAM.blocked_sender`);
    expect(await works(anna, 'select count(*) from TEAM.blocked_sender')).toBe('0');
    const notice = (by: string): string =>
      `insert into TEAM.incident_notice values ('n', '', '', '{}', 0, 1, '${by}', 0, null, null)`;
    await isRefused(anna, notice('Anna'));
    await works(lia, notice('Lia'));
    await isRefused(lia, `update TEAM.incident_notice set texts_json = '{"it":"altro"}'`);
    await isRefused(lia, `update TEAM.incident_notice set ended_at = 1, ended_by = 'Anna'`);
    await isRefused(anna, `update TEAM.incident_notice set ended_at = 1, ended_by = 'Anna'`);
    await works(lia, `update TEAM.incident_notice set ended_at = 1, ended_by = 'Lia'`);
    await works(lia, `update TEAM.incident_notice set ended_at = null, ended_by = null`);
    await isRefused(lia, `delete from TEAM.incident_notice`);
    const declined = (by: string): string => `insert into TEAM.declined_incident values ('41', '', 0, '${by}')
      on conflict (product_id, producer_name) do update set at = 1, by = '${by}'`;
    await isRefused(anna, declined('Anna'));
    await isRefused(lia, declined('Anna'));
    await works(lia, declined('Lia'));
    await works(lia, declined('Lia'));
    await isRefused(anna, `delete from TEAM.declined_incident`);
    expect(await works(anna, 'select product_id from TEAM.declined_incident')).toBe('41');
    await works(lia, `delete from TEAM.declined_incident`);
  });

  test("cannot put a table of its own in the place of one that the owner's functions use", async () => {
    const trap = `create temp table member (login text, name text, email text, role text, removed_at bigint);
      insert into member values ('${anna}', 'Lia', '', 'admin', null);
      create temp table change (kind text, key text);`;
    await isRefused(anna, `${trap} insert into TEAM.note values ('n', 't1', 0, 'Lia', 'x')`);
    await works(anna, `${trap} ${ticket('t9', 9)}`);
    expect(await works(anna, `select TEAM.is_lead()`)).toBe('f');
    const open = await team.superuser(
      `select proname from pg_proc where pronamespace = '${team.schema}'::regnamespace and prosecdef
       and not coalesce(proconfig::text, '') like '%pg_temp%'`,
    );
    expect(open).toEqual([]);
  });
});

describe('the rights of a team', () => {
  test('are decided for every table, and none goes without row-level security', async () => {
    const open = await team.superuser(
      `select relname from pg_class where relnamespace = '${team.schema}'::regnamespace and relkind in ('r', 'p') and not relrowsecurity`,
    );
    expect(open).toEqual([]);
    const nobody = () => Promise.reject(new Error('ran'));
    await expect(applyRights(nobody, team.schema, ['ticket', 'brand_new'])).rejects.toThrow('brand_new');
  });

  test('give nothing to PUBLIC, and leave the owner all that was made', async () => {
    const schema = `'${team.schema}'::regnamespace`;
    const objects = `select relname as name, relacl::text as acl, relowner as owner from pg_class where relnamespace = ${schema} and relkind in ('r', 'S')
      union all select proname, proacl::text, proowner from pg_proc where pronamespace = ${schema}
      union all select nspname, nspacl::text, nspowner from pg_namespace where oid = ${schema}`;
    // An entry without a name before "=" is PUBLIC's; a function without a list of its own is PUBLIC's to call.
    const publics = await team.superuser(
      `select name from (${objects}) one where acl ~ '[{,]=' or (acl is null and name in (select proname from pg_proc where pronamespace = ${schema}))`,
    );
    expect(publics).toEqual([]);
    const others = await team.superuser(
      `select name from (${objects}) one where owner <> '${team.schema}_owner'::regrole`,
    );
    expect(others).toEqual([]);
  });
});

describe('an agent does the daily work', () => {
  test('takes mail in, files it, decides it, and joins a ticket that nobody worked on to another', async () => {
    await works(anna, `${ticket('t1', 1)}; ${ticket('t2', 2)}; ${MESSAGE}`);
    await works(anna, `insert into TEAM.ticket_event values ('e1', 't1', 0, 'desk', 'created', '{}')`);
    await works(
      anna,
      `insert into TEAM.message_location values ('main', 'INBOX', '1', 1, 'm1', null) on conflict do nothing`,
    );
    await works(anna, `update TEAM.message_location set answered = 1`);
    await works(anna, `insert into TEAM.message_reference values ('m1', 'x@y'); delete from TEAM.message_reference`);
    await works(anna, `insert into TEAM.unread_picture values ('m1', 0)`);
    await works(
      anna,
      `update TEAM.message set parsed = '{"subject":"Aiuto","attachments":[{"index":0,"text":"HP123","spots":[]}]}'; delete from TEAM.unread_picture`,
    );
    await works(anna, `update TEAM.ticket set decision = 'access-sent', revision = revision + 1 where id = 't1'`);
    await works(
      bruno,
      `update TEAM.message set ticket_id = 't2'; update TEAM.ticket_event set ticket_id = 't2' where ticket_id = 't1'; delete from TEAM.ticket where id = 't1'`,
    );
    expect(await works(anna, `select string_agg(id, ',') from TEAM.ticket`)).toBe('t2');
    expect(await works(anna, `select ticket_id from TEAM.ticket_event`)).toBe('t2');
  });

  test('keeps settings, leases, presence, drafts and cursors', async () => {
    await works(
      anna,
      `insert into TEAM.setting values ('ticket.next-number', '1') on conflict (name) do update set value = '2'`,
    );
    await works(
      anna,
      `insert into TEAM.setting values ('copied_at', '1'); delete from TEAM.setting where name = 'copied_at'`,
    );
    await isRefused(anna, `insert into TEAM.setting values ('team.undo', '1')`);
    await works(lia, `insert into TEAM.setting values ('team.undo', '1')`);
    await works(anna, `update TEAM.setting set value = '9' where name = 'team.undo'; delete from TEAM.setting`);
    expect(await works(anna, `select value from TEAM.setting where name = 'team.undo'`)).toBe('1');
    await works(anna, `insert into TEAM.lease values ('mailbox', 'a', 'Anna', 1, 5, null, null)`);
    await works(bruno, `update TEAM.lease set holder = 'b', fence = 2`);
    await works(
      anna,
      `insert into TEAM.presence values ('d1', 'anna@corsi.example', 'Anna', 't1', 'looking', 0, 9999999999999)`,
    );
    await works(bruno, 'delete from TEAM.presence');
    expect(await works(bruno, 'select count(*) from TEAM.presence')).toBe('1');
    await works(anna, 'delete from TEAM.presence');
    await works(
      anna,
      `insert into TEAM.draft values ('t1', 'Anna', 'x', 0) on conflict (ticket_id, agent) do update set text = 'y'`,
    );
    await works(anna, `delete from TEAM.draft`);
    await works(anna, `insert into TEAM.fetch_cursor values ('a', 'b', 0); delete from TEAM.fetch_cursor`);
  });

  test('a lead may take a customer away, history stays', async () => {
    await works(
      anna,
      `${ticket('t1', 1)}; ${MESSAGE}; insert into TEAM.ticket_event values ('e1', 't1', 0, 'Anna', 'note', '{}')`,
    );
    await works(lia, `delete from TEAM.message; delete from TEAM.ticket`);
    expect(await works(lia, 'select count(*) from TEAM.message_raw')).toBe('0');
    await isRefused(lia, 'delete from TEAM.ticket_event');
    await isRefused(lia, 'delete from TEAM.team_act');
    await isRefused(lia, `update TEAM.team_act set actor = 'x'`);
  });
});
