import { OVER } from '../../../../shared/domain/erasure';
import { OUTBOX_STATES } from '../../../../shared/domain/outbox';
import type { OutboxState } from '../../../../shared/domain/outbox';
import { nextState } from '../../outbox/states';
import type { OutboxEvent } from '../../outbox/states';
import type { OutboxTable } from '../schema';
import { ERASED_OF_REPLY, KNOWLEDGE, MACHINE_KINDS, NOW_MS, SENDING } from './table-rights';

/**
 * What a policy cannot say, because it sees a row before or after a change and never both: triggers. They hold for the
 * team's roles and for whoever owns the tables alike. `@team` is the team's schema.
 */

/** Whether an agent does this by hand, or the machinery that sends. Closed: a new event has no way around the server. */
const BY_HAND: Readonly<Record<OutboxEvent['kind'], boolean>> = {
  due: false,
  undone: true,
  'check-passed': false,
  'knowledge-stale': false,
  'last-bytes-next': false,
  'server-accepted': false,
  'failed-safely': false,
  'server-refused': false,
  'answer-missing': false,
  'tries-exhausted': false,
  'login-refused': false,
  restarted: false,
  'overdue-at-start': false,
  // As the machinery does at a start: a row that is held is the same, whoever held it.
  'desk-leaves': false,
  'mailbox-gone': false,
  'store-restored': false,
  'found-in-sent': false,
  'copied-to-sent': false,
  'copy-failed': false,
  'agent-retries': true,
  'agent-says-sent': true,
  'agent-discards': true,
};

/** Moves of the state machine (`outbox/states.ts`) as `from>to`: of the machinery, and of people alone. */
function moves(): { readonly machine: readonly string[]; readonly people: readonly string[] } {
  const machine = new Set<string>();
  const people = new Set<string>();
  for (const kind of Object.keys(BY_HAND) as OutboxEvent['kind'][]) {
    for (const from of OUTBOX_STATES) {
      const to: OutboxState | null = nextState(from, { kind });
      if (to !== null && to !== from) (BY_HAND[kind] ? people : machine).add(`${from}>${to}`);
    }
  }
  return { machine: [...machine], people: [...people].filter((move) => !machine.has(move)) };
}

/** What is frozen when a reply is accepted (design.md, invariant 2): it never changes, for nobody. */
const FROZEN = [
  'id',
  'block',
  'mailbox_id',
  'ticket_id',
  'kind',
  'decision',
  'macro',
  'macro_version',
  'rules_version',
  'envelope_from',
  'envelope_to',
  'to_name',
  'subject',
  'body_text',
  'message_id',
  'raw',
  'answers_message',
  'requester_folded',
  'created_at',
  'created_by',
  'copies_json',
  'files_json',
] as const;
type Undecided = Exclude<keyof OutboxTable, (typeof FROZEN | typeof SENDING | typeof KNOWLEDGE)[number]>;
/** A new column of the outbox is frozen or moves: somebody has to say which. */
const EVERY_COLUMN_IS_DECIDED: Undecided extends never ? true : Undecided = true;

/** What the mail server has taken: of it only the copy in Sent and what is said of its delivery go on. */
const TAKEN: readonly OutboxState[] = ['accepted', 'file_failed', 'filed'];
/** Columns that are history once the mail server has taken the mail. */
const SETTLED = ['until_at', 'first_attempt_at', 'held_reason', 'accepted_at', ...KNOWLEDGE];
/** Columns that only the one who wrote the reply, or a lead, changes: they say what that person knew. */
const WRITERS = KNOWLEDGE;

/** What an erasure leaves of a reply as it was: its ids, times, and what was decided. */
const COUNTED = [
  'id',
  'block',
  'mailbox_id',
  'ticket_id',
  'kind',
  'decision',
  'macro',
  'macro_version',
  'rules_version',
  'message_id',
  'created_at',
  'created_by',
  'accepted_at',
  'filed_at',
  'delivery',
  'delivery_at',
];
/** What it takes out, all of it. */
const BLANKED = [...ERASED_OF_REPLY]
  .filter((column) => column !== 'raw')
  .map((column) => `new."${column}" = '${column.endsWith('_json') ? '[]' : ''}'`)
  .join(' and ');

/** What a message is, from the moment it is stored. */
const STORED = ['id', 'mailbox_id', 'digest', 'direction', 'received_at'];
/** What was read from it: once, and for good. */
const READ = [
  'message_id',
  'from_name',
  'from_address',
  'from_folded',
  'subject',
  'sent_at',
  'new_text',
  'quoted_text',
  'signature',
  'html',
  'parse_state',
  'is_auto',
];

/** The triggers and their functions, as statements that may run again and again. */
export function rowGuards(): string {
  const { machine, people } = moves();
  return `
create or replace function @team.guard_outbox() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $guard$
begin
  -- An erasure: all words of it go at once, what counts stays, and only of what is over.
  if @team.is_lead() and octet_length(old.raw) > 0 and octet_length(new.raw) = 0 and old.state = any (${list(OVER)})
    and new.state = old.state and (${BLANKED}) and not (${changed(COUNTED)}) then
    return new;
  end if;
  if ${changed(EVERY_COLUMN_IS_DECIDED && FROZEN)} then
    ${refuse('An accepted reply is frozen')}
  end if;
  if old.state is distinct from new.state then
    if old.state || '>' || new.state = any (${list(people)}) then
      if not (old.created_by = any (@team.my_names()) or @team.is_lead()) then
        ${refuse('Only who wrote this reply, or a lead, decides what becomes of it')}
      end if;
    elsif not (old.state || '>' || new.state = any (${list(machine)})) then
      ${refuse('No reply goes this way')}
    end if;
  end if;
  if old.state = any (${list(TAKEN)}) and (${changed(SETTLED)}) then
    ${refuse('The mail server has this reply: it does not change any more')}
  end if;
  if (${changed(WRITERS)}) and not (old.created_by = any (@team.my_names()) or @team.is_lead()) then
    ${refuse('What an agent knew of a reply is that agent’s to say')}
  end if;
  return new;
end $guard$;
create or replace trigger guard_outbox before update on @team.outbox for each row execute function @team.guard_outbox();

-- What a colleague is at work on an agent may take over, which asks first; only a lead gives it to a third person. Whoever is on no
-- list of people looks after the server, and may do all.
create or replace function @team.guard_ticket() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $guard$
begin
  if old.claim_until > ${NOW_MS} and new.assignee is not null and cardinality(@team.my_names()) > 0 and not @team.is_lead()
    and not (old.assignee = any (@team.my_names())) and not (new.assignee = any (@team.my_names())) then
    ${refuse('Only a lead gives to somebody else what a colleague is at work on')}
  end if;
  return new;
end $guard$;
create or replace trigger guard_ticket before update of assignee on @team.ticket for each row
  when (old.assignee is distinct from new.assignee and old.claim_until is not null) execute function @team.guard_ticket();

create or replace function @team.guard_message() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $guard$
begin
  -- What was stored before the desk could tell a mail in two mailboxes gets its key later, once.
  if ${changed(STORED)} or (old.same_mail <> '' and ${changed(['same_mail'])}) then
    ${refuse('A stored message stays the one that it is')}
  end if;
  if @team.is_lead() then
    return new;
  end if;
  if old.ticket_id is not null and new.ticket_id is null then
    ${refuse('A message leaves its ticket only for another one')}
  end if;
  if old.parse_state = 'parsed' and (${changed(READ)}) then
    ${refuse('A message that was read stays as it was read')}
  end if;
  if old.parse_state = 'parsed' and old.parsed is distinct from new.parsed and not @team.is_same_but_pictures(old.parsed, new.parsed) then
    ${refuse('A message that was read stays as it was read')}
  end if;
  return new;
end $guard$;
create or replace trigger guard_message before update on @team.message for each row execute function @team.guard_message();

-- Text in pictures is read after the message was filed: it comes beside what is known of each attachment.
create or replace function @team.is_same_but_pictures(before text, after text) returns boolean language plpgsql immutable set search_path = pg_catalog, pg_temp as $guard$
declare
  old_json jsonb;
  new_json jsonb;
begin
  begin
    old_json := before::jsonb;
    new_json := after::jsonb;
  exception when untranslatable_character or invalid_text_representation then
    -- Escapes that jsonb does not know (a NUL, half a surrogate pair): what stands there may only grow.
    return length(after) >= length(before);
  end;
  return (old_json - 'attachments') = (new_json - 'attachments')
    and (select coalesce(jsonb_agg(file - 'text' - 'spots'), '[]') from jsonb_array_elements(old_json -> 'attachments') file)
      = (select coalesce(jsonb_agg(file - 'text' - 'spots'), '[]') from jsonb_array_elements(new_json -> 'attachments') file);
end $guard$;

create or replace function @team.guard_event() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $guard$
begin
  if old.detail is distinct from new.detail then
    if old.ticket_id is distinct from new.ticket_id or not @team.is_lead() or length(new.detail) > length(old.detail)
      or not (exists (select 1 from @team.erasure e where e.state <> 'done')
        or exists (select 1 from @team.ticket t where t.id = new.ticket_id and t.erased_at is not null)) then
      ${refuse('History stays as it was written')}
    end if;
    return new;
  end if;
  if old.kind <> all (${list(MACHINE_KINDS)}) then
    ${refuse('What somebody did stays where it was done')}
  end if;
  if not exists (select 1 from @team.ticket where id = new.ticket_id) then
    ${refuse('History goes along with its ticket, and nowhere else')}
  end if;
  return new;
end $guard$;
create or replace trigger guard_event before update on @team.ticket_event for each row execute function @team.guard_event();
`;
}

function changed(columns: readonly string[]): string {
  const row = (of: string): string => `(${columns.map((column) => `${of}."${column}"`).join(', ')})`;
  return `${row('old')} is distinct from ${row('new')}`;
}

function list(values: readonly string[]): string {
  return `array[${values.map((value) => `'${value}'`).join(', ')}]`;
}

function refuse(sentence: string): string {
  return `raise exception using errcode = 'insufficient_privilege', message = '${sentence}';`;
}
