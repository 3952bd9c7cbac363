import type { StoreTables } from '../schema';

/** How the rows of one table are moved, or that they stay where they are. */
export type TableMove<T> =
  | 'stays'
  | {
      /** Primary key: rows are read, copied and compared in its order, which both engines keep alike (bytes, 64-bit numbers). */
      readonly key: readonly (keyof T & string)[];
      /** Columns that may be large, so that a page is bounded by their length and not by rows alone. */
      readonly large?: readonly (keyof T & string)[];
    };

/**
 * Every table of the store, in the order of copying: what others refer to comes first. A table that nobody has decided on does
 * not compile. What stays: who looks at what and which engine does what is of this moment; the team's people are logins of
 * its server, its audit tells of that team, and what one tells a colleague names people by their logins.
 */
const DECIDED = {
  folder: { key: ['mailbox_id', 'path'] },
  message: { key: ['id'], large: ['html', 'new_text', 'quoted_text', 'parsed'] },
  message_location: { key: ['mailbox_id', 'folder', 'uidvalidity', 'uid'] },
  message_raw: { key: ['message_id'], large: ['bytes'] },
  server_part: { key: ['message_id', 'position'] },
  message_reference: { key: ['message_id', 'reference'] },
  unread_picture: { key: ['message_id'] },
  quarantine: { key: ['id'], large: ['bytes'] },
  ticket: { key: ['id'], large: ['case_json'] },
  ticket_event: { key: ['id'], large: ['detail'] },
  note: { key: ['id'], large: ['text'] },
  draft: { key: ['ticket_id', 'agent'], large: ['text'] },
  draft_file: { key: ['id'], large: ['bytes'] },
  purchase: { key: ['transaction_number'] },
  product: { key: ['product_id'] },
  status_ruling: { key: ['word'] },
  import_run: { key: ['id'], large: ['report'] },
  import_refusal: { key: ['import_id', 'position'] },
  subscription: { key: ['subscriber_code'] },
  club_access: { key: ['area', 'member_folded'] },
  delivery_evidence: { key: ['product_id', 'kind', 'delivery'] },
  sales_report: { key: ['message_id'] },
  fetch_cursor: { key: ['name'] },
  outbox: { key: ['id'], large: ['raw', 'body_text', 'before_json'] },
  escalation: { key: ['id'] },
  escalation_mail: { key: ['outbox_id', 'escalation_id'] },
  escalation_answer: { key: ['message_id', 'escalation_id'] },
  correction: { key: ['id'] },
  label: { key: ['key'] },
  ticket_label: { key: ['ticket_id', 'label'] },
  case_link: { key: ['one', 'other'] },
  reviewed_ticket: { key: ['ticket_id'] },
  blocked_sender: { key: ['address'] },
  incident_notice: { key: ['id'], large: ['texts_json'] },
  declined_incident: { key: ['product_id', 'producer_name'] },
  suggestion_case: { key: ['id'] },
  allowance: { key: ['id'] },
  macro_text: { key: ['macro', 'language', 'version'], large: ['body'] },
  macro_draft: { key: ['macro', 'language'], large: ['body'] },
  setting: { key: ['name'], large: ['value'] },
  erasure: { key: ['id'] },
  erased_person: { key: ['hash'] },
  presence: 'stays',
  lease: 'stays',
  member: 'stays',
  team_act: 'stays',
  told: 'stays',
} as const satisfies { readonly [T in keyof StoreTables]: TableMove<StoreTables[T]> };

/** Name of a table that is moved. */
export type MovedTable = {
  [T in keyof typeof DECIDED]: (typeof DECIDED)[T] extends 'stays' ? never : T;
}[keyof typeof DECIDED];

/** A moved table with its columns as plain text, for statements over any of them. */
export type TableShape = {
  readonly name: MovedTable;
  readonly key: readonly string[];
  readonly large: readonly string[];
};

/** The moved tables in the order of copying. */
export const MOVED_TABLES: readonly TableShape[] = (Object.keys(DECIDED) as (keyof StoreTables)[]).flatMap((name) => {
  const move: TableMove<Record<string, unknown>> = DECIDED[name];
  return move === 'stays' ? [] : [{ name: name as MovedTable, key: move.key, large: move.large ?? [] }];
});

/** Those that hold nothing in a new store; its settings name the team. */
export const FILLED: readonly MovedTable[] = MOVED_TABLES.map(({ name }) => name).filter((name) => name !== 'setting');
