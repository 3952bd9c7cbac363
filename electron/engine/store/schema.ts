import type { Generated } from 'kysely';

/**
 * The one SQL schema, on SQLite and PostgreSQL alike. Ids are text, times epoch ms (bigint), flags 0 or 1,
 * structured values JSON text, bytes BLOB/bytea. Rows that a colleague may change carry a `revision`.
 * The committed snapshot `tests/fixtures/schema.json` changes with every migration.
 */

/** One folder of a mailbox and how far it has been read. */
export type FolderTable = {
  mailbox_id: string;
  path: string;
  /** inbox | sent | junk */
  role: string;
  uidvalidity: string;
  /** Highest UID seen; 0 before the first sync. */
  last_uid: number;
  /** Lowest UID already stored by the newest-first backfill; null once the backfill is complete. */
  backfill_uid: number | null;
  /** HIGHESTMODSEQ of the server (RFC 7162, up to 63 bits) up to which flags are known. */
  highest_modseq: string | null;
  synced_at: number | null;
  /** When \Answered of all its messages was last compared; null before the first time. */
  answered_read_at: number | null;
};

/** One stored e-mail, inbound or outbound. */
export type MessageTable = {
  id: string;
  mailbox_id: string;
  /** Second idempotency key: hash of headers + body digest. */
  digest: string;
  /** Of inbound mail: what it has in common with its copy in another mailbox of the desk (`mail/same-mail.ts`); '' where nothing tells. */
  same_mail: string;
  /** inbound | outbound */
  direction: string;
  ticket_id: string | null;
  /** RFC 5322 Message-ID without brackets; may be missing, forged or repeated. */
  message_id: string | null;
  from_name: string;
  from_address: string;
  from_folded: string;
  subject: string;
  /** Date header, null when unreadable. */
  sent_at: number | null;
  /** INTERNALDATE, or when it was sent by us. */
  received_at: number;
  new_text: string;
  quoted_text: string;
  signature: string;
  /** The parsed Message of shared/domain without text and html, as JSON; '' while unparsed. */
  parsed: string;
  html: string | null;
  /** pending | parsed | envelope (could not be read fully) | erased (only its place and digest are left) */
  parse_state: string;
  parse_attempts: number;
  is_auto: number;
};

/** First idempotency key: where a message lies. A moved message has several rows, the old ones expunged. */
export type MessageLocationTable = {
  mailbox_id: string;
  folder: string;
  uidvalidity: string;
  uid: number;
  message_id: string;
  expunged_at: number | null;
  /** \Answered at the last look, by whoever set it. */
  answered: number;
  /** When the desk saw that flag appear; null where it was there from the beginning. */
  answered_since: number | null;
};

/** The raw message, compressed, so that a better parser can be run again over everything. */
export type MessageRawTable = {
  message_id: string;
  /** gzip: whole; gzip-head: its first bytes; gzip-text: its header and texts, what is attached lies on the server */
  encoding: string;
  /** Size of the whole message before compression, bytes. */
  size: number;
  bytes: Uint8Array;
};

/** Attachments of a large message that lie on the server, by their position among its attachments. */
export type ServerPartTable = {
  message_id: string;
  position: number;
  /** Part number of FETCH. */
  part: string;
  file_name: string;
  content_type: string;
  /** Decoded size in bytes, as the encoded one lets it be told. */
  size: number;
  content_id: string | null;
};

/** Message-IDs that a message names in References / In-Reply-To: a thread may arrive newest first. */
export type MessageReferenceTable = { message_id: string; reference: string };

/** Messages whose pictures are still to be read, and how often that was begun. */
export type UnreadPictureTable = { message_id: string; attempts: number };

/** What could be neither parsed nor read by its envelope, or what the store refused. */
export type QuarantineTable = {
  id: string;
  mailbox_id: string;
  folder: string;
  uidvalidity: string;
  uid: number;
  reason: string;
  bytes: Uint8Array | null;
  at: number;
};

/** One conversation with one requester. */
export type TicketTable = {
  id: string;
  number: number;
  mailbox_id: string;
  requester_name: string;
  requester_address: string;
  requester_folded: string;
  subject: string;
  preview: string;
  language: string | null;
  state: string;
  /** queueOf() of the row: stored so that a queue is one index range. */
  queue: string;
  snoozed_until: number | null;
  handed_over: number;
  junk: number;
  problem: number;
  assignee: string | null;
  /** Until when a claim by that assignee holds; null where somebody was assigned, which does not lapse. */
  claim_until: Generated<number | null>;
  /** Why it was put out of the queues (`FiledReason`); null where its decision did that. Read only while it is `ignored`. */
  filed_reason: Generated<string | null>;
  /** When it closed because its customer stayed silent; null in every other state than `done`. */
  no_answer_at: Generated<number | null>;
  unread: number;
  intent: string | null;
  match_status: string | null;
  basis: string | null;
  identity: string | null;
  transaction_number: string | null;
  product_id: string | null;
  delivery: string | null;
  decision: string | null;
  /** Why it has no one purchase (`UnmatchedReason`); null where its decision asks for none. */
  unmatched_reason: Generated<string | null>;
  /** 1 from the moment a message was filed until the ticket is decided on it: a crash may lie between. */
  undecided: number;
  /** CaseView as JSON, recomputed by the pipeline; null while unreadable. */
  case_json: string | null;
  /** What an agent set by hand: {intent, transaction, delivery} as JSON. */
  corrected_json: string | null;
  related_to: string | null;
  messages: number;
  created_at: number;
  updated_at: number;
  last_inbound_at: number | null;
  last_outbound_at: number | null;
  /** When our first answer went out, from this desk or from another mail program; null while there is none. */
  answered_at: Generated<number | null>;
  /** When somebody closed it last; tells something only of a ticket that is done. */
  closed_at: Generated<number | null>;
  /** When all that a customer wrote was taken out of it; null while it is there. */
  erased_at: Generated<number | null>;
  revision: Generated<number>;
};

/** History: who did what, when, on which evidence. Append only. */
export type TicketEventTable = {
  id: string;
  ticket_id: string;
  at: number;
  actor: string;
  kind: string;
  detail: string;
};

export type NoteTable = { id: string; ticket_id: string; at: number; by: string; text: string };

/** What is typed survives: drafts are rows. */
export type DraftTable = {
  /** A ticket; `forward:T-…` for a forward of one of its messages; `new` for a message without a ticket. */
  ticket_id: string;
  agent: string;
  text: string;
  updated_at: number;
  /** Recipients and subject as typed: DraftFields as JSON; '' where nothing was. */
  fields: Generated<string>;
};

/** Files of drafts, until the reply that takes them is accepted: from then on they are in its bytes. */
export type DraftFileTable = {
  id: string;
  /** As in `draft`. */
  ticket_id: string;
  agent: string;
  file_name: string;
  content_type: string;
  size: number;
  bytes: Uint8Array;
  added_at: number;
  /** 1: taken out of the draft, kept a while so that undo can put it back. */
  removed: number;
};

/** One sale. */
export type PurchaseTable = {
  transaction_number: string;
  /** Without `C<n>`: the whole checkout. */
  base_number: string;
  status_word: string;
  status: string;
  ordered_at: number;
  approved_at: number | null;
  product_id: string;
  product_name: string;
  producer_name: string;
  buyer_name: string;
  buyer_email: string;
  buyer_folded: string;
  /** `mirrored()` of buyer_folded: finds addresses that differ near their beginning. '' where not computed. */
  buyer_mirrored: Generated<string>;
  recurrence: number | null;
  price: string;
  currency: string;
  guarantee_ends_at: number | null;
  /** Main sale of the checkout that this order bump was sold with. */
  parent_number: string | null;
  subscriber_code: string | null;
  /** Hotmart's own word for how it was paid, '' where the source does not say. */
  payment_word: Generated<string>;
  /** When it was so, by the source that said it: an older one does not write over a newer. */
  as_of: Generated<number>;
  /** The import that wrote it last; null before imports were kept. */
  import_id: string | null;
  imported_at: number;
};

/** A subscription as it stood; its payments are purchases. */
export type SubscriptionTable = {
  subscriber_code: string;
  product_id: string;
  product_name: string;
  buyer_folded: string;
  status_word: string;
  plan_name: string;
  started_at: number | null;
  ended_at: number | null;
  next_charge_at: number | null;
  as_of: number;
  import_id: string | null;
};

/** What Hotmart Club knows of a member; `area` is `product:<id>` (an event) or `club:<slug>` (its API). */
export type ClubAccessTable = {
  area: string;
  member_folded: string;
  status_word: string;
  first_access_at: number | null;
  last_access_at: number | null;
  as_of: number;
  import_id: string | null;
};

/** What speaks for a delivery of a product: one row a kind and delivery, counted. */
export type DeliveryEvidenceTable = {
  product_id: string;
  /** `EvidenceKind` of shared/domain/delivery-evidence.ts */
  kind: string;
  delivery: string;
  /** Who said it: a person, a file, a club's name; never a customer. */
  by: string;
  times: number;
  first_at: number;
  last_at: number;
};

/** A message that brings Hotmart's sales report, until its attachment is imported. */
export type SalesReportTable = { message_id: string; state: string; attempts: number; at: number };

/** How far a source was read that is read piece by piece. */
export type FetchCursorTable = { name: string; value: string; at: number };

export type ProductTable = {
  product_id: string;
  name: string;
  delivery: string;
  member_area_url: string;
  producer_name: string;
  producer_email: string;
  /** `EvidenceKind` that its delivery rests on. */
  delivery_source: string;
  updated_at: number;
};

/** What a person said that an unknown status word of Hotmart means. */
export type StatusRulingTable = { word: string; status: string; by: string; at: number };

export type ImportRunTable = {
  id: string;
  kind: string;
  file_name: string;
  started_at: number;
  finished_at: number | null;
  report: string;
  /** `ArrivalSource` of shared/domain/purchase.ts */
  source: Generated<string>;
  /** under-way | done | failed | cancelled; under way without an engine that does it: a stop interrupted it. */
  state: Generated<string>;
  /** PackedError as JSON, where it failed. */
  problem: string | null;
  /** Of what time it tells; null where it says nothing of how new all purchases are. */
  as_of: number | null;
  /** The machine and profile that does it; '' where the store is its own. */
  place: Generated<string>;
};

/** Rows that an import refused, in the order of the file. */
export type ImportRefusalTable = { import_id: string; position: number; line: number; reason: string };

/** Replies accepted by the agent and not yet proven sent; frozen when accepted, nothing is read from the ticket. */
export type OutboxTable = {
  id: string;
  /** One accepted block: one undo takes all its items back. */
  block: string;
  mailbox_id: string;
  ticket_id: string;
  kind: string;
  state: string;
  decision: string | null;
  macro: string | null;
  macro_version: string | null;
  rules_version: string;
  envelope_from: string;
  envelope_to: string;
  to_name: string;
  subject: string;
  /** Text part without the quote. */
  body_text: string;
  message_id: string;
  /** The exact bytes that will be sent, CRLF, with our own Message-ID. */
  raw: Uint8Array;
  /** Row id of the message it answers, for \Answered; null starts a new thread. */
  answers_message: string | null;
  /** What the agent knew: invariant 3 compares these at send time. */
  known_revision: number;
  /** Row id of the newest message that the agent saw. */
  known_last_message: string | null;
  known_transaction: string | null;
  /** 1: it was known that somebody had answered with another mail program. */
  known_answered: number;
  /** Whose purchase and address it was for: "the same decision within 14 days". */
  requester_folded: string;
  until_at: number;
  next_attempt_at: number | null;
  attempts: number;
  first_attempt_at: number | null;
  error_code: string | null;
  /** Of a held reply without an error code: whose act held it. */
  error_text: string | null;
  held_reason: string | null;
  /** What undo restores and the stale check compares: BeforeAcceptance of outbox-table.ts as JSON. */
  before_json: string;
  accepted_at: number | null;
  filed_at: number | null;
  created_at: number;
  created_by: string;
  /** DeliveryOutcome of shared/domain/delivery-report.ts; null while no server said anything of it. */
  delivery: Generated<string | null>;
  delivery_code: Generated<string | null>;
  /** The server's words. */
  delivery_text: Generated<string | null>;
  delivery_at: Generated<number | null>;
  /** What settled a failed delivery: `seen`, or the block that was accepted after it; null while it is a problem. */
  delivery_settled: Generated<string | null>;
  /** Who gets it besides `envelope_to`: MailCopy[] as JSON. Bcc stands nowhere else. */
  copies_json: Generated<string>;
  /** Names, types and sizes of the files in `raw`: SentFile[] as JSON. */
  files_json: Generated<string>;
  revision: Generated<number>;
};

/** An agent's correction of intent, match or delivery, kept as a labelled case. */
export type CorrectionTable = {
  id: string;
  ticket_id: string;
  field: string;
  before: string | null;
  after: string | null;
  by: string;
  at: number;
};

/** What a person made of what the desk suggested first on a ticket. */
export type SuggestionCaseTable = {
  id: string;
  ticket_id: string;
  /** The decision that stood first. */
  decision: string;
  /** `Agreement` of shared/domain/earned.ts */
  agreement: string;
  /** The accepted block, which may be undone or refused; null for a correction. */
  block: string | null;
  requester_folded: string;
  at: number;
  by: string;
  /** due | right | wrong; null where no lead has to look. */
  review: string | null;
  reviewed_by: string | null;
  reviewed_at: number | null;
};

/** What a lead said of a decision that had not proven itself yet: the newest row holds, the older ones are the audit trail. */
export type AllowanceTable = {
  id: string;
  decision: string;
  allowed: number;
  reason: string;
  by: string;
  at: number;
};

/**
 * A reply text that the team wrote, or went back from: append only. The newest version of a macro's language is live. `live`:
 * its own words; `shipped`: the text that comes with the desk, or none for a text of the team's own.
 */
export type MacroTextTable = MacroDraftTable & {
  /** From 1; the shipped text is 0 and has no row. */
  version: number;
  state: string;
  /** Version of the shipped text when it was written, to say when an update brought another one; '' where none is shipped. */
  shipped: string;
  note: string;
};

/** What a lead writes and has not made live: one a language. */
export type MacroDraftTable = {
  macro: string;
  language: string;
  title: string;
  subject: string;
  mailbox_subject: string;
  no_subject: string;
  body: string;
  by: string;
  at: number;
};

/** Named counters and settings of the store: next ticket number, team settings. */
export type SettingTable = { name: string; value: string };

/** Which ticket somebody has on screen: one row a desk, while it says so. */
export type PresenceTable = {
  /** The engine that says it. */
  desk: string;
  /** Address of the agent. */
  agent: string;
  name: string;
  ticket_id: string;
  /** looking | writing */
  doing: string;
  since: number;
  until_at: number;
};

/** What one engine of a team does for all: see `store/leases.ts`. Times are the server's. */
export type LeaseTable = {
  name: string;
  /** The engine that has it. */
  holder: string;
  /** Who that is, for people. */
  holder_name: string;
  /** Grows with every change of hands: a late holder is known by an old number. */
  fence: number;
  until_at: number;
  /** An engine that would fill it better (`askForLease`) and waits for it. */
  wanted_by: string | null;
  wanted_until: number | null;
  /** Mailboxes that the holder cannot serve, JSON (`readTroubles`); null: none. */
  troubles: string | null;
  /** Ids of the mailboxes that the holder lists, JSON; null: its program does not say. */
  mailboxes: string | null;
};

/** Who works here: one row for each role that may sign in at the team's server. */
export type MemberTable = {
  login: string;
  name: string;
  email: string;
  /** agent | lead | admin */
  role: string;
  added_at: number;
  added_by: string;
  removed_at: number | null;
};

/** Audit of what concerns the team and no ticket: roles, exports, erasures, settings. Append only. */
export type TeamActTable = {
  id: string;
  at: number;
  actor: string;
  kind: string;
  detail: string;
};

/** A label of the team; those that no ticket carries are offered to nobody. */
export type LabelTable = {
  /** `labelKey` of its name. */
  key: string;
  name: string;
  colour: string;
  by: string;
  at: number;
};

/** Which ticket carries which label. */
export type TicketLabelTable = { ticket_id: string; label: string; by: string; at: number };

/** What agents said of two tickets (shared/domain/case-links.ts): one row a pair, with the word that was last said. */
export type CaseLinkTable = {
  /** Of the two the ticket with the lower number. */
  one: string;
  other: string;
  /** `CaseWord`: joined | parted */
  word: string;
  /** Who said it, or took it back, and when, epoch ms. */
  by: string;
  at: number;
  /** 1: nobody says anything of these two any more, and the rule holds. */
  taken_back: number;
  /** Rises with each word. */
  revision: number;
};

/** Tickets that a lead has looked at since anything happened to them: the mark goes with the next event (`events-table.ts`). */
export type ReviewedTicketTable = {
  ticket_id: string;
  /** What the lead said of it; '' where nothing. */
  word: string;
  by: string;
  at: number;
};

/** What a colleague tells somebody of the team. */
export type ToldTable = {
  id: string;
  /** Who is told: the login of a member; on a store without members the name. */
  person: string;
  /** `ToldKind` of shared/contract/told.ts */
  kind: string;
  ticket_id: string;
  /** The note that mentions the person; null for a ticket that was given. */
  note_id: string | null;
  by: string;
  at: number;
  /** null: not seen yet. */
  read_at: number | null;
};

/** The erasure of a person who asked for it. */
export type ErasureTable = {
  id: string;
  at: number;
  by: string;
  /** under-way | scrubbing (the rows are blank, the files not yet) | done */
  state: string;
  /** The folded address while it is under way, so that a kill does not end it; '' afterwards. */
  address: string;
  /** What came later than this, epoch ms, stays: who writes afterwards is a customer again. */
  up_to: number;
  /** ErasureCounts of shared/contract/erasures.ts as JSON. */
  counts: string;
  /** `Store.place` of who does it. */
  place: string;
  finished_at: number | null;
};

/** Who was erased, so that no import and no older copy of the store brings them back (`store/erased-people-table.ts`). */
export type ErasedPersonTable = {
  /** Of salt and folded address. */
  hash: string;
  salt: string;
  /** As in `erasure`. */
  up_to: number;
};

/** Senders whose later mail is filed. */
export type BlockedSenderTable = {
  /** Folded. */
  address: string;
  /** As it was written. */
  written: string;
  by: string;
  at: number;
};

/** What a lead tells everybody whom an incident touches (casework.md, "Peaks and incidents"). Its words never change; it may be ended early. */
export type IncidentNoticeTable = {
  id: string;
  /** '' with no producer either: all access tickets. */
  product_id: string;
  /** Every product of this producer; '' where it is about one product or all. */
  producer_name: string;
  /** Its text by language, as JSON. */
  texts_json: string;
  from_at: number;
  until_at: number;
  by: string;
  at: number;
  ended_at: number | null;
  ended_by: string | null;
};

/** A proposed notice that a lead declined: what it was about is written as in `incident_notice`, and the newest word holds. */
export type DeclinedIncidentTable = {
  product_id: string;
  producer_name: string;
  at: number;
  by: string;
};

/** A side conversation with a producer about one purchase (domain.md, "escalation"). */
export type EscalationTable = {
  id: string;
  /** The ticket that it was opened for; others on the same purchase join it. */
  ticket_id: string;
  transaction_number: string;
  product_id: string;
  producer_name: string;
  /** Folded address that it went to. */
  producer_folded: string;
  /** `EscalationReason` of shared/domain/escalation.ts */
  reason: string;
  /** The producer's; '' where it was opened by an older version. */
  language: string;
  /** `EscalationState`: queued | waiting | answered | closed */
  state: string;
  opened_at: number;
  opened_by: string;
  /** When a server took the first mail: the producer's clock begins. */
  started_at: number | null;
  /** When a server took the newest mail that nobody has answered; null while none waits. */
  waiting_since: number | null;
  /** First answer by a person. */
  answered_at: number | null;
  /** Reminders that went out since it waits. */
  reminders: Generated<number>;
  reminded_at: number | null;
  closed_at: number | null;
  /** told (the customer was) | ticket (that was put away) | mail (it never went, or came back); null while it is open. */
  closed_by: string | null;
  /** Where it stood before, for undo. */
  closed_state: string | null;
  closed_waiting: number | null;
};

/** Mails of ours in side conversations: a reminder stands in several of them, numbered. */
export type EscalationMailTable = { outbox_id: string; escalation_id: string; position: number };

/** What came back. Its message lies in no ticket. */
export type EscalationAnswerTable = {
  message_id: string;
  escalation_id: string;
  at: number;
  /** 1: an answer machine's, which stops no clock. */
  automatic: number;
  /** done | open; null while somebody has to say whether it answers this case. */
  settled: string | null;
};

export type StoreTables = {
  folder: FolderTable;
  message: MessageTable;
  message_location: MessageLocationTable;
  message_raw: MessageRawTable;
  server_part: ServerPartTable;
  message_reference: MessageReferenceTable;
  unread_picture: UnreadPictureTable;
  quarantine: QuarantineTable;
  ticket: TicketTable;
  ticket_event: TicketEventTable;
  note: NoteTable;
  draft: DraftTable;
  draft_file: DraftFileTable;
  purchase: PurchaseTable;
  product: ProductTable;
  status_ruling: StatusRulingTable;
  import_run: ImportRunTable;
  import_refusal: ImportRefusalTable;
  subscription: SubscriptionTable;
  club_access: ClubAccessTable;
  delivery_evidence: DeliveryEvidenceTable;
  sales_report: SalesReportTable;
  fetch_cursor: FetchCursorTable;
  outbox: OutboxTable;
  correction: CorrectionTable;
  label: LabelTable;
  ticket_label: TicketLabelTable;
  case_link: CaseLinkTable;
  reviewed_ticket: ReviewedTicketTable;
  told: ToldTable;
  blocked_sender: BlockedSenderTable;
  incident_notice: IncidentNoticeTable;
  declined_incident: DeclinedIncidentTable;
  suggestion_case: SuggestionCaseTable;
  allowance: AllowanceTable;
  macro_text: MacroTextTable;
  macro_draft: MacroDraftTable;
  setting: SettingTable;
  presence: PresenceTable;
  lease: LeaseTable;
  member: MemberTable;
  team_act: TeamActTable;
  erasure: ErasureTable;
  erased_person: ErasedPersonTable;
  escalation: EscalationTable;
  escalation_mail: EscalationMailTable;
  escalation_answer: EscalationAnswerTable;
};
