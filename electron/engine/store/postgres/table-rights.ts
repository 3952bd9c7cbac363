import { ERASED_MARK } from '../../../../shared/domain/erasure';
import { DESK_ACTOR } from '../events-table';
import type { StoreTables } from '../schema';

/**
 * Who may do what with each table of a team's store. Every agent's engine may be the one that reads the mail, files it and
 * sends what is due, so agents write the work; what was said, sent and done by somebody they only add to, under their own
 * name, and take nothing away. Conditions are SQL over the row; `@team` is the team's schema (`rights.ts` puts it in).
 */
export type TableRights<T> = {
  /** What every member may: leads and admins are agents, too. */
  readonly agent: Allowed<T>;
  /** What leads and admins may besides. */
  readonly lead?: Allowed<T>;
};

export type Allowed<T> = {
  /** Which rows are seen. */
  readonly see?: Rows;
  /** Which rows may be added. */
  readonly add?: Rows;
  /** Which rows may be changed, in which columns, and what they may become. */
  readonly change?: {
    readonly columns: 'all' | readonly (keyof T & string)[];
    readonly of: Rows;
    readonly into: Rows;
  };
  /** Which rows may be taken away. */
  readonly remove?: Rows;
};

type Rows = string;

const ALL: Rows = 'true';

/** The column holds a name of the role that is signed in: name or address of its row in `member`. */
function own(column: string): Rows {
  return `"${column}" = any ((select @team.my_names())::text[])`;
}

/** Somebody is told by login, or by name where the store had no members yet. */
const TOLD_ME: Rows = `("person" = session_user or ${own('person')})`;

/** The server's clock, epoch ms. */
export const NOW_MS = '(extract(epoch from statement_timestamp()) * 1000)';
/** The longest undo window (two minutes, `team.undoSeconds`) and three for a desk whose clock is wrong. */
const NOTE_UNDO_MS = 5 * 60_000;
/** A draft of one's own, or one that was left on its ticket for whoever goes on (`drafts-table.ts`). */
const OWN_OR_LEFT = `(${own('agent')} or "agent" = '')`;

/** Read, added to and changed by every engine; nothing is taken away. */
const WORK = { see: ALL, add: ALL, change: { columns: 'all', of: ALL, into: ALL } } as const;
/** Lists of what is still to be done: a row goes when it is done. */
const TO_DO = { ...WORK, remove: ALL } as const;
/** A lead answers requests of erasure (GDPR, article 17), which an agent's role cannot. */
const ERASED_BY_LEAD = { lead: { remove: ALL } } as const;

/** Settings of the store that an engine sets and takes away again by itself (`outbox/restored.ts`, `outbox/catch-up.ts`). */
const PASSING_SETTINGS = ['copied_at', 'behind_since_restore'];
/** Settings under this prefix are the team's own choices: leads write them, agents read them. */
export const TEAM_SETTING_PREFIX = 'team.';

/** What the desk writes of itself when it makes, files, decides and joins tickets: it goes along when a ticket is taken up. */
export const MACHINE_KINDS = ['created', 'message', 'decided', 'linked'];

/** Columns of a reply that change while it is sent, filed and reported on. All others are frozen for everybody. */
export const SENDING = [
  'state',
  'until_at',
  'next_attempt_at',
  'attempts',
  'first_attempt_at',
  'error_code',
  'error_text',
  'held_reason',
  'accepted_at',
  'filed_at',
  'delivery',
  'delivery_code',
  'delivery_text',
  'delivery_at',
  'delivery_settled',
  'revision',
] as const;
/** What an agent who sends a held reply all the same knows now. */
export const KNOWLEDGE = [
  'known_revision',
  'known_last_message',
  'known_transaction',
  'known_answered',
  'before_json',
] as const;

/** What goes out of a reply that is over when its customer is erased; that it is all of it, `guard_outbox` says. */
export const ERASED_OF_REPLY = [
  'envelope_to',
  'to_name',
  'subject',
  'body_text',
  'raw',
  'requester_folded',
  'copies_json',
  'files_json',
] as const;

export const TABLE_RIGHTS = {
  folder: { agent: WORK },
  // What of a message may change is said by its trigger: `guard_message`.
  message: { agent: WORK, ...ERASED_BY_LEAD },
  message_location: {
    agent: {
      see: ALL,
      add: ALL,
      change: { columns: ['expunged_at', 'answered', 'answered_since'], of: ALL, into: ALL },
    },
    ...ERASED_BY_LEAD,
  },
  message_raw: { agent: { see: ALL, add: ALL }, ...ERASED_BY_LEAD },
  server_part: { agent: { see: ALL, add: ALL }, ...ERASED_BY_LEAD },
  message_reference: { agent: { see: ALL, add: ALL, remove: ALL } },
  unread_picture: { agent: TO_DO },
  quarantine: { agent: TO_DO },
  // A ticket that another one takes up goes once nothing is left in it (`thread-table.ts`, takeUpTicket).
  ticket: { agent: { ...WORK, remove: '@team.is_empty_ticket("id")' }, ...ERASED_BY_LEAD },
  ticket_event: {
    agent: {
      see: ALL,
      add: `"actor" = ${text(DESK_ACTOR)} or ${own('actor')}`,
      change: { columns: ['ticket_id'], of: `"kind" in (${MACHINE_KINDS.map(text).join()})`, into: ALL },
    },
    // What an erasure leaves of it, and nothing else: `guard_event`.
    lead: { change: { columns: ['detail'], of: ALL, into: ALL } },
  },
  note: {
    // Undo of a hand-over takes its notes back (`tickets/hand-over.ts`); afterwards a note stays.
    agent: { see: ALL, add: own('by'), remove: `${own('by')} and "at" > ${NOW_MS} - ${String(NOTE_UNDO_MS)}` },
    // An address goes out of a colleague's note, too; its own words nobody changes.
    lead: {
      ...ERASED_BY_LEAD.lead,
      change: { columns: ['text'], of: ALL, into: `"text" like ${text(`%${ERASED_MARK}%`)}` },
    },
  },
  // A lead's undo gives its text back to the agent who wrote it.
  draft: {
    agent: {
      see: OWN_OR_LEFT,
      add: OWN_OR_LEFT,
      change: { columns: 'all', of: OWN_OR_LEFT, into: OWN_OR_LEFT },
      remove: OWN_OR_LEFT,
    },
    lead: { see: ALL, add: ALL, change: { columns: 'all', of: ALL, into: ALL }, remove: ALL },
  },
  draft_file: {
    agent: {
      see: OWN_OR_LEFT,
      add: OWN_OR_LEFT,
      change: { columns: ['agent', 'removed'], of: OWN_OR_LEFT, into: OWN_OR_LEFT },
      remove: OWN_OR_LEFT,
    },
    lead: { see: ALL, add: ALL, change: { columns: ['agent', 'removed'], of: ALL, into: ALL }, remove: ALL },
  },
  purchase: { agent: WORK, ...ERASED_BY_LEAD },
  product: { agent: WORK },
  status_ruling: {
    agent: { see: ALL, add: own('by'), change: { columns: ['status', 'by', 'at'], of: ALL, into: own('by') } },
  },
  // A round of Hotmart's API that brought nothing new is forgotten (`api-imports-table.ts`).
  import_run: { agent: { ...WORK, remove: `"source" = 'api'` } },
  import_refusal: {
    agent: {
      see: ALL,
      add: ALL,
      remove: `exists (select 1 from @team.import_run run where run.id = import_id and run.source = 'api')`,
    },
    ...ERASED_BY_LEAD,
  },
  subscription: { agent: WORK, ...ERASED_BY_LEAD },
  club_access: { agent: WORK, ...ERASED_BY_LEAD },
  delivery_evidence: { agent: WORK },
  sales_report: { agent: WORK },
  fetch_cursor: { agent: TO_DO },
  // Whose row moves from which state to which is said by its trigger: `guard_outbox`.
  outbox: {
    agent: {
      see: ALL,
      add: `${own('created_by')} and "state" = 'queued'`,
      change: { columns: [...SENDING, ...KNOWLEDGE], of: ALL, into: ALL },
    },
    lead: { ...ERASED_BY_LEAD.lead, change: { columns: ERASED_OF_REPLY, of: ALL, into: ALL } },
  },
  correction: { agent: { see: ALL, add: own('by') }, ...ERASED_BY_LEAD },
  label: { agent: { see: ALL, add: own('by') }, ...ERASED_BY_LEAD },
  ticket_label: { agent: { see: ALL, add: own('by'), remove: ALL } },
  // The newest word holds, whoever said the one before; an erasure takes it away with its ticket.
  case_link: {
    agent: {
      see: ALL,
      add: own('by'),
      change: { columns: ['word', 'by', 'at', 'taken_back', 'revision'], of: ALL, into: own('by') },
    },
    ...ERASED_BY_LEAD,
  },
  // A lead says that a ticket was looked at; whoever does anything with it takes that away.
  reviewed_ticket: {
    agent: { see: ALL, remove: ALL },
    lead: { add: own('by'), change: { columns: ['word', 'by', 'at'], of: ALL, into: own('by') } },
  },
  // Between who tells and who is told.
  told: {
    agent: {
      see: `${TOLD_ME} or ${own('by')}`,
      add: own('by'),
      change: { columns: ['read_at'], of: TOLD_ME, into: TOLD_ME },
      remove: own('by'),
    },
    // It is taken away with the ticket, and only what is seen can be.
    lead: { see: ALL, ...ERASED_BY_LEAD.lead },
  },
  // Who blocked a sender takes that back; a lead takes back anybody's.
  blocked_sender: { agent: { see: ALL, add: own('by'), remove: own('by') }, lead: { remove: ALL } },
  // Whoever sends, files or answers for all moves them; nothing of what was asked goes away.
  escalation: { agent: WORK },
  escalation_mail: { agent: { see: ALL, add: ALL } },
  escalation_answer: { agent: { see: ALL, add: ALL, change: { columns: ['settled'], of: ALL, into: ALL } } },
  // What everybody is told is a lead's to say; what was said stays.
  incident_notice: {
    agent: { see: ALL },
    lead: {
      add: own('by'),
      change: { columns: ['ended_at', 'ended_by'], of: ALL, into: `"ended_at" is null or ${own('ended_by')}` },
    },
  },
  declined_incident: {
    agent: { see: ALL },
    lead: { add: own('by'), change: { columns: ['at', 'by'], of: ALL, into: own('by') }, remove: ALL },
  },
  suggestion_case: {
    agent: {
      see: ALL,
      add: own('by'),
      // What was sent turned out wrong: whoever finds it out says so.
      change: { columns: ['agreement'], of: ALL, into: `"agreement" = 'corrected'` },
      remove: `"agreement" = 'corrected' and "block" is null and ${own('by')}`,
    },
    lead: {
      change: {
        columns: ['review', 'reviewed_by', 'reviewed_at', 'requester_folded'],
        of: ALL,
        into: `${own('reviewed_by')} or "requester_folded" = ''`,
      },
      remove: ALL,
    },
  },
  allowance: { agent: { see: ALL }, lead: { add: own('by') } },
  // What customers read is a lead's to change; what it was stays.
  macro_text: { agent: { see: ALL }, lead: { add: own('by') } },
  macro_draft: {
    agent: { see: ALL },
    lead: { add: own('by'), change: { columns: 'all', of: ALL, into: own('by') }, remove: ALL },
  },
  setting: {
    agent: {
      see: ALL,
      add: `"name" not like ${text(`${TEAM_SETTING_PREFIX}%`)}`,
      change: {
        columns: 'all',
        of: `"name" not like ${text(`${TEAM_SETTING_PREFIX}%`)}`,
        into: `"name" not like ${text(`${TEAM_SETTING_PREFIX}%`)}`,
      },
      remove: `"name" in (${PASSING_SETTINGS.map(text).join()})`,
    },
    lead: { add: ALL, change: { columns: 'all', of: ALL, into: ALL } },
  },
  presence: {
    agent: {
      see: ALL,
      add: own('agent'),
      change: { columns: 'all', of: own('agent'), into: own('agent') },
      // What a desk that died left behind is anybody's to sweep away.
      remove: `${own('agent')} or "until_at" < ${NOW_MS}`,
    },
  },
  lease: { agent: WORK },
  // Written by the functions of people-functions.ts alone, which ask for an admin.
  member: { agent: { see: ALL } },
  // An agent's own acts are written down, too; only leads read the audit.
  team_act: { agent: { add: own('actor') }, lead: { see: ALL } },
  erasure: { agent: {}, lead: { see: ALL, add: own('by'), change: { columns: 'all', of: ALL, into: ALL } } },
  // Every engine imports purchases, and must know whose buyer stays empty.
  erased_person: { agent: { see: ALL }, lead: { add: ALL, change: { columns: ['up_to'], of: ALL, into: ALL } } },
} satisfies { readonly [T in keyof StoreTables]: TableRights<StoreTables[T]> };

/** Tables of the store that are no part of `StoreTables`. */
export const OTHER_RIGHTS: Readonly<Record<string, TableRights<Record<string, unknown>>>> = {
  migration: { agent: { see: ALL } },
  ticket_search: { agent: TO_DO },
  // Written by triggers and trimmed by a function, both as the owner.
  change: { agent: { see: ALL } },
  queue_tally: { agent: { see: ALL } },
  commit_mark: { agent: { see: ALL, add: ALL } },
  // Never read nor written, only locked, for which PostgreSQL asks for the right to change it.
  turn: { agent: { change: { columns: 'all', of: 'false', into: 'false' } } },
};

/** Functions that a migration made and that every member may call, with their parameters. */
export const OPEN_FUNCTIONS: readonly string[] = ['trim_changes()'];

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
