import { z } from 'zod';
import { DECISIONS } from '../domain/decision';
import type { DecisionId } from '../domain/decision';
import type { Share } from '../domain/evaluation';
import { INTENTS, REPLY_LANGUAGES } from '../domain/intent';
import { DOINGS } from '../domain/presence';
import { QUEUES } from '../domain/ticket';
import { MAX_ENTRY_CHARS } from './catalogue';
import type { ProductView, RulingEffect } from './catalogue';
import { caseLinkParams } from './case-links';
import type { CaseLinkResults } from './case-links';
import { clockParams } from './clocks';
import type { ClockResults } from './clocks';
import { composeParams, deliveryChoice, MAX_REPLY_CHARS } from './compose';
import type { ComposeResults } from './compose';
import type { CopiesView, WrittenCopy } from './copies';
import { digestParams } from './digest';
import type { DigestResults } from './digest';
import { escalationParams } from './escalations';
import type { EscalationAnswers } from './escalations';
import { erasureParams } from './erasures';
import type { ErasureResults } from './erasures';
import { columnMappingSchema, purchaseSettingsSchema } from './imports';
import type { ImportPreview, ImportsView, PurchasesView, RunningImport } from './imports';
import type { DeskHealth } from './health';
import { hotmartChoiceSchema } from './hotmart';
import type { HotmartView, LookUpOutcome } from './hotmart';
import { labelParams } from './labels';
import type { LabelResults } from './labels';
import { MAX_PUT_AWAY } from './limits';
import { macroParams } from './macros';
import type { MacroResults } from './macros';
import { mailboxIdSchema, mailboxSchema, teamSchema } from './profile';
import type { MailboxSettings, NamedMailbox, TeamSettings } from './profile';
import { noticeParams } from './notices';
import type { NoticeResults } from './notices';
import type { PurchaseAbout } from './purchase-about';
import { putAwayParams } from './put-away';
import type { PutAwayResults } from './put-away';
import { reportParams } from './report';
import type { ReportResults } from './report';
import { reviewParams } from './review';
import type { ReviewResults } from './review';
import type {
  Assigned,
  AtWork,
  Claimed,
  Colleague,
  HandedOver,
  Membership,
  PresenceView,
  ShiftItem,
} from './team-work';
import { savedMailParams } from './saved-mail';
import type { SavedMailResults } from './saved-mail';
import { toldParams } from './told';
import type { ToldResults } from './told';
import type {
  AcceptedBlock,
  CorrectedCase,
  DeskStatus,
  EarnedView,
  Finding,
  ImportReport,
  MacroView,
  MessageView,
  OriginalFile,
  OutboxView,
  PastRunView,
  PurchaseView,
  QuarantineView,
  QueueCount,
  ReturnNotice,
  ReviewView,
  SyncReport,
  TicketPage,
  TicketRow,
  TicketView,
  UnreadMessageView,
} from './views';

const ticket = z.string().regex(/^T-\d{1,12}$/);
const revision = z.number().int().min(0);
/** The agent knows that the same text went to this address within the last ten minutes. */
const again = z.boolean().optional();
/** How an assignee is written: a name, or an address. */
const person = z.string().min(1).max(200);
/** Who held tickets before something that undo takes back. */
const held = z.object({ ticket, holder: person.nullable(), until: z.number().int().nullable() });
/** More tickets than one claim or one shift has. */
const MAX_HELD = 1000;
const seconds = z.number().int().min(0).max(86_400);

const importPath = z.string().min(1).max(4096);
/** What a person says of a table: its columns by header, and how it writes dates. */
const columnsSaid = {
  mapping: columnMappingSchema.optional(),
  dateOrder: z.enum(['day-first', 'month-first']).optional(),
};

/** Everything the window may ask of the engine: one line per method, params are one object, checked at the door. */
export const engineParams = {
  'desk.status': z.strictObject({}),
  /** How the desk is, in figures and codes that may be shown to anybody who helps. */
  'desk.health': z.strictObject({}),
  'queues.counts': z.strictObject({}),
  'tickets.page': z.strictObject({
    queue: z.enum(QUEUES),
    offset: z.number().int().min(0),
    limit: z.number().int().min(1).max(500),
  }),
  'tickets.search': z.strictObject({ query: z.string().max(500), limit: z.number().int().min(1).max(500) }),
  'tickets.open': z.strictObject({ ticket }),
  'tickets.setState': z.strictObject({
    ticket,
    revision,
    to: z.enum(['open', 'done', 'snoozed', 'waiting.customer', 'waiting.producer', 'waiting.hotmart']),
    snoozeUntil: z.number().int().nullable(),
  }),
  /** Gives tickets, at the revisions that were seen, to somebody or (null) to nobody; what a colleague is at work on only for a lead. */
  'tickets.assign': z.strictObject({
    tickets: z.array(z.strictObject({ ticket, revision })).min(1).max(MAX_PUT_AWAY),
    to: person.nullable(),
  }),
  /** Who holds these tickets and is at work on them, before they are given to somebody. */
  'tickets.atWork': z.strictObject({ tickets: z.array(ticket).max(MAX_HELD) }),
  /** Claims the ticket's whole case for half an hour; `over`: taken from this colleague, as the person was told. */
  'tickets.claim': z.strictObject({ ticket, revision, over: person.optional() }),
  /** Lets go what the claim took. */
  'tickets.release': z.strictObject({ ticket, revision }),
  /** Undo of a claim, a release or an assignment: holders as they were, where `heldBy` still holds the ticket. */
  'tickets.restoreHolders': z.strictObject({ held: z.array(held).min(1).max(MAX_HELD), heldBy: person.nullable() }),
  /** Claims the ticket of the queue that waits longest and that nobody holds; `after`: those that wait less than this one first. */
  'tickets.next': z.strictObject({ queue: z.enum(QUEUES).exclude(['mine']), after: ticket.optional() }),
  /** This desk has a ticket on screen, or (null) none any more. Said again every 20 s while so. */
  'presence.tell': z.strictObject({ ticket: ticket.nullable(), doing: z.enum(DOINGS) }),
  /** Who else is on these tickets; null: on any. */
  'presence.of': z.strictObject({ tickets: z.array(ticket).max(500).nullable() }),
  'tickets.markRead': z.strictObject({ ticket, read: z.boolean() }),
  'tickets.note': z.strictObject({ ticket, text: z.string().min(1).max(20_000) }),
  'tickets.correct': z.discriminatedUnion('field', [
    z.strictObject({ ticket, revision, field: z.literal('intent'), value: z.enum(INTENTS).nullable() }),
    z.strictObject({ ticket, revision, field: z.literal('transaction'), value: z.string().max(40).nullable() }),
    z.strictObject({
      ticket,
      revision,
      field: z.literal('delivery'),
      value: z.enum(['club', 'producer', 'unknown']).nullable(),
    }),
    /** All purchases that it is not about; null for none. */
    z.strictObject({
      ticket,
      revision,
      field: z.literal('refused'),
      value: z.array(z.string().max(40)).max(20).nullable(),
    }),
  ]),
  'products.rule': z.strictObject({
    productId: z.string().max(100),
    delivery: z.enum(['club', 'producer', 'unknown']),
  }),
  /** Every product that is listed or was sold, with what its delivery rests on. */
  'products.list': z.strictObject({}),
  /** One of them. */
  'products.open': z.strictObject({ productId: z.string().max(100) }),
  /** What a ruling would change; `unknown`: if it were taken back. */
  'products.affected': z.strictObject({
    productId: z.string().max(100),
    delivery: z.enum(['club', 'producer', 'unknown']),
  }),
  /** Writes an entry as a person typed it. `delivery` is a ruling, `unknown` takes it back, null leaves it. */
  'products.save': z.strictObject({
    productId: z.string().max(100),
    name: z.string().trim().max(MAX_ENTRY_CHARS),
    delivery: z.enum(['club', 'producer', 'unknown']).nullable(),
    memberAreaUrl: z.string().trim().max(MAX_ENTRY_CHARS),
    producerName: z.string().trim().max(MAX_ENTRY_CHARS),
    producerEmail: z.string().trim().max(MAX_ENTRY_CHARS),
  }),
  'statuses.rule': z.strictObject({ word: z.string().max(100), status: z.enum(['active', 'pending', 'inactive']) }),
  'purchases.find': z.strictObject({ text: z.string().max(320), limit: z.number().int().min(1).max(50) }),
  /** What is known around the purchase of a ticket, for the agent's eyes. */
  'purchases.about': z.strictObject({ ticket }),
  ...composeParams,
  ...labelParams,
  ...reviewParams,
  ...toldParams,
  ...digestParams,
  ...putAwayParams,
  ...caseLinkParams,
  ...noticeParams,
  ...reportParams,
  ...clockParams,
  'macros.list': z.strictObject({ ticket }),
  ...macroParams,
  /** Accepts suggestion `index` of the ticket as it stands at `revision`; amber ones need `confirmed`. */
  'replies.accept': z.strictObject({
    ticket,
    revision,
    index: z.number().int().min(0).max(2),
    confirmed: z.boolean(),
    /** producer.contact: whether the escalation goes with it. */
    escalate: z.boolean(),
    /** The suggestion's text as it was on screen: another one is never sent in its place. */
    seen: z.string().max(MAX_REPLY_CHARS).optional(),
    again,
  }),
  /** Sends a text the agent wrote or edited. `macro` names the one it started from. */
  'replies.send': z.strictObject({
    ticket,
    revision,
    text: z.string().min(1).max(MAX_REPLY_CHARS),
    macro: z.string().max(100).nullable(),
    decision: z.enum(DECISIONS).nullable(),
    again,
    ...deliveryChoice,
  }),
  /** Puts the suggestion (or the macro, or a text) in the outbox as a person on a command line asks it. */
  'replies.queue': z.strictObject({
    ticket,
    macro: z.string().max(100).nullable(),
    text: z.string().min(1).max(MAX_REPLY_CHARS).nullable(),
    delaySeconds: seconds,
    again,
  }),
  'replies.undo': z.strictObject({ block: z.string().max(64) }),
  ...escalationParams,
  'outbox.list': z.strictObject({}),
  'outbox.resolve': z.strictObject({
    id: z.string().max(64),
    /** retry: held, refused or failed goes again; sent: "it did arrive"; discard: give the text back as a draft; seen: it came back, and that is dealt with. */
    action: z.enum(['send-now', 'retry', 'sent', 'discard', 'seen']),
  }),
  /**
   * The person closes the desk. `ask`: how many replies are still in their undo window and would wait for its next start;
   * `send`: they go out now; `hold`: they wait for an agent. Asked by hosts alone.
   */
  'outbox.leave': z.strictObject({ choice: z.enum(['ask', 'send', 'hold']) }),
  /** Mails of this engine during which no update is installed (`holdsUpdateBack`). */
  'outbox.pastMark': z.strictObject({}),
  /** Sends what is due and answers when it is settled; waits for nothing that is not due. */
  'outbox.flush': z.strictObject({}),
  /** What a file would bring; writes nothing. */
  'imports.preview': z.strictObject({ path: importPath, ...columnsSaid }),
  /** `kind` null: what the file itself is. What is said of its columns is kept for the next file with the same headers. */
  'imports.run': z.strictObject({ kind: z.enum(['sales', 'products']).nullable(), path: importPath, ...columnsSaid }),
  'imports.cancel': z.strictObject({}),
  'imports.list': z.strictObject({}),
  /** Refused rows of one import as a table, to mend the file by. */
  'imports.refusals': z.strictObject({ id: z.string().max(64) }),
  'purchases.settings': z.strictObject({}),
  'purchases.save': z.strictObject({ purchases: purchaseSettingsSchema }),
  'quarantine.list': z.strictObject({}),
  'quarantine.retry': z.strictObject({ id: z.string().max(64) }),
  /** The bytes of a message that was put aside, to look at in another program. */
  'quarantine.original': z.strictObject({ id: z.string().max(64) }),
  /** Messages of which only the header could be read, newest first. */
  'quarantine.unread': z.strictObject({}),
  /** Reads a message once more: a newer parser, or a quieter machine, may read it whole. */
  'messages.readAgain': z.strictObject({ message: z.string().max(64) }),
  'messages.original': z.strictObject({ message: z.string().max(64) }),
  'messages.raw': z.strictObject({ message: z.string().max(64) }),
  /** Bytes of one attachment, or of an inline image by `cid`, as base64; at most 40 MB. */
  'messages.attachment': z.strictObject({ message: z.string().max(64), index: z.number().int().min(0).max(10_000) }),
  /**
   * Fetches an attachment that is on the server (`index` null: the whole message, where it is not stored whole) into a file
   * at this absolute path. Asked by hosts alone: a window names no path (`HOST_METHODS`).
   */
  'messages.download': z.strictObject({
    message: z.string().max(64),
    index: z.number().int().min(0).max(10_000).nullable(),
    path: z.string().min(1).max(4096),
  }),
  'messages.cancelDownload': z.strictObject({
    message: z.string().max(64),
    index: z.number().int().min(0).max(10_000).nullable(),
  }),
  'mailbox.settings': z.strictObject({}),
  'mailbox.check': z.strictObject({ mailbox: mailboxSchema, imapPassword: z.string(), smtpPassword: z.string() }),
  /** Takes the permission back at the provider; the host forgets it. */
  'mailbox.signOut': z.strictObject({ mailbox: mailboxIdSchema.optional() }),
  'mailbox.syncNow': z.strictObject({}),
  /** The machine woke up or its network changed: the link is made anew. */
  'mailbox.renew': z.strictObject({}),
  /** One pass over all folders; answers when caught up. */
  'mailbox.syncOnce': z.strictObject({}),
  'team.save': z.strictObject({ team: teamSchema, language: z.enum(REPLY_LANGUAGES) }),
  'team.settings': z.strictObject({}),
  /** Whom a ticket can be given to, oneself left out. */
  'team.colleagues': z.strictObject({}),
  /** Who is in the team, and whose desk does what for all; null where the store is a file. */
  'team.membership': z.strictObject({}),
  /** What of mine somebody else would have to go on with. */
  'shift.mine': z.strictObject({}),
  /** Gives these tickets of mine to a colleague, or (null) back to the queues, with the drafts and a note on each. */
  'shift.handOver': z.strictObject({
    tickets: z.array(ticket).min(1).max(MAX_HELD),
    to: person.nullable(),
    note: z.string().trim().max(20_000),
  }),
  /** Undo of that. */
  'shift.takeBack': z.strictObject({
    to: person.nullable(),
    moved: z
      .array(held.extend({ note: z.string().max(64), draft: z.boolean() }))
      .min(1)
      .max(MAX_HELD),
  }),
  'evaluation.corrected': z.strictObject({}),
  /** Stops the dry run that is under way; what it read is told. */
  'evaluation.stop': z.strictObject({}),
  /** Decides the newest past tickets again and writes nothing; `macros`: a folder of reply texts to compare with. */
  'evaluation.past': z.strictObject({
    last: z.number().int().min(1).max(10_000),
    macros: z.string().min(1).max(4096).nullable(),
  }),
  /** Which decisions may go at one key, and on whose cases. */
  'earned.list': z.strictObject({}),
  /** A lead lets a decision go at one key before the desk has cases of its own, or takes that back. */
  'earned.allow': z.strictObject({
    decision: z.enum(DECISIONS),
    allowed: z.boolean(),
    reason: z.string().trim().min(1).max(500),
  }),
  /** Tickets of the last seven days whose requester writes as only a machine does: for the lead. */
  'machines.list': z.strictObject({}),
  'reviews.list': z.strictObject({}),
  'reviews.settle': z.strictObject({ id: z.string().max(64), verdict: z.enum(['right', 'wrong']) }),
  ...erasureParams,
  ...savedMailParams,
  'copies.list': z.strictObject({}),
  /** Writes a copy of the store now: to this absolute path (command line only), or (null) into the folder of copies. */
  'copies.write': z.strictObject({ path: z.string().min(1).max(4096).nullable() }),
  /** Deletes what a restore had kept: never the only sound copy, and no copy that goes by itself. */
  'copies.remove': z.strictObject({ name: z.string().min(1).max(200) }),
  'hotmart.state': z.strictObject({}),
  /** Tries these credentials, or those that are kept (null); writes nothing. */
  'hotmart.check': z.strictObject({ choice: hotmartChoiceSchema.nullable() }),
  /** Reads what is due from Hotmart's API; answers when it is read. */
  'hotmart.refresh': z.strictObject({}),
  /** Asks Hotmart for the purchases that a ticket names, or of its requester, and decides the ticket again. */
  'hotmart.lookUp': z.strictObject({ ticket }),
  /** `thorough` also compares every index with its table. */
  'doctor.run': z.strictObject({ thorough: z.boolean().optional() }),
} as const;

export type EngineMethod = keyof typeof engineParams;

/**
 * Methods that a window may not call, because it shows strangers' mail: they read or write at a path, or settle what its
 * undo window is for. Main calls them after the person chose in its dialog.
 */
export const HOST_METHODS: ReadonlySet<string> = new Set<EngineMethod>([
  'messages.download',
  'macros.import',
  'outbox.leave',
  'outbox.pastMark',
  'savedMails.open',
]);

export type ParamsOf<M extends EngineMethod> = z.infer<(typeof engineParams)[M]>;

/** What each method answers. */
export type EngineResults = MacroResults &
  ErasureResults &
  ComposeResults &
  LabelResults &
  ReviewResults &
  ToldResults &
  DigestResults &
  PutAwayResults &
  CaseLinkResults &
  ClockResults &
  EscalationAnswers &
  NoticeResults &
  SavedMailResults &
  ReportResults & {
    'desk.status': DeskStatus;
    'desk.health': DeskHealth;
    'queues.counts': readonly QueueCount[];
    'tickets.page': TicketPage;
    'tickets.search': TicketPage;
    'tickets.open': TicketView;
    'tickets.setState': { readonly revision: number };
    'tickets.assign': Assigned;
    'tickets.atWork': readonly AtWork[];
    'tickets.claim': Claimed;
    'tickets.release': Claimed;
    'tickets.restoreHolders': { readonly tickets: readonly string[] };
    /** null: nothing in that queue is free. */
    'tickets.next': { readonly claimed: Claimed | null };
    'presence.tell': { readonly told: boolean };
    'presence.of': readonly PresenceView[];
    'tickets.markRead': { readonly revision: number };
    'tickets.note': { readonly revision: number };
    'tickets.correct': { readonly revision: number };
    'products.rule': { readonly decidedAgain: number };
    'products.list': readonly ProductView[];
    'products.open': ProductView;
    'products.affected': RulingEffect;
    'products.save': { readonly decidedAgain: number };
    'statuses.rule': { readonly decidedAgain: number };
    'purchases.find': readonly PurchaseView[];
    'purchases.about': PurchaseAbout;
    'macros.list': readonly MacroView[];
    'replies.accept': AcceptedBlock;
    'replies.send': AcceptedBlock;
    'replies.queue': AcceptedBlock;
    'replies.undo': { readonly tickets: readonly string[] };
    'outbox.list': readonly OutboxView[];
    'outbox.resolve': { readonly item: OutboxView | null };
    'outbox.leave': { readonly waiting: number };
    'outbox.pastMark': { readonly count: number };
    'outbox.flush': { readonly settled: boolean };
    'imports.preview': ImportPreview;
    'imports.run': ImportReport;
    'imports.cancel': { readonly asked: boolean };
    'imports.list': ImportsView;
    'imports.refusals': OriginalFile;
    'purchases.settings': PurchasesView;
    'purchases.save': { readonly saved: boolean };
    'quarantine.list': readonly QuarantineView[];
    'quarantine.retry': { readonly stored: boolean };
    'quarantine.original': OriginalFile;
    'quarantine.unread': readonly UnreadMessageView[];
    'messages.readAgain': { readonly readability: MessageView['readability'] };
    'messages.original': OriginalFile;
    /** `wholeSize`: bytes of the message on the server where only a part of it is stored and shown; else null. */
    'messages.raw': { readonly text: string; readonly wholeSize: number | null };
    'messages.attachment': { readonly fileName: string; readonly contentType: string; readonly base64: string };
    'messages.download': { readonly kind: 'saved'; readonly bytes: number } | { readonly kind: 'cancelled' };
    'messages.cancelDownload': { readonly asked: boolean };
    /** All of them in the order of the profile, and the first. */
    'mailbox.settings': { readonly mailbox: MailboxSettings | null; readonly mailboxes: readonly NamedMailbox[] };
    'mailbox.check': { readonly findings: readonly Finding[] };
    /** `revoked`: whether the provider was told. */
    'mailbox.signOut': { readonly revoked: boolean };
    'mailbox.syncNow': { readonly started: boolean };
    'mailbox.renew': { readonly started: boolean };
    'mailbox.syncOnce': SyncReport;
    'team.save': { readonly saved: boolean };
    'team.colleagues': readonly Colleague[];
    'team.membership': Membership | null;
    'shift.mine': readonly ShiftItem[];
    'shift.handOver': { readonly moved: readonly HandedOver[] };
    'shift.takeBack': { readonly tickets: readonly string[] };
    'team.settings': { readonly team: TeamSettings; readonly language: string };
    'evaluation.corrected': readonly CorrectedCase[];
    'evaluation.past': PastRunView;
    'evaluation.stop': { readonly asked: boolean };
    'earned.list': EarnedView;
    'earned.allow': EarnedView;
    'machines.list': readonly TicketRow[];
    'reviews.list': readonly ReviewView[];
    'reviews.settle': { readonly settled: boolean };
    'copies.list': CopiesView;
    'copies.write': WrittenCopy;
    'copies.remove': { readonly removed: boolean };
    'hotmart.state': HotmartView;
    'hotmart.check': { readonly findings: readonly Finding[] };
    'hotmart.refresh': HotmartView;
    'hotmart.lookUp': LookUpOutcome;
    'doctor.run': { readonly ok: boolean; readonly findings: readonly Finding[] };
  };
export type ResultOf<M extends EngineMethod> = EngineResults[M];

/** Everything the engine may announce; a hint to ask again, never the data itself. */
export type EngineEvents = {
  /** null: more than can be listed. */
  'tickets.changed': { readonly tickets: readonly string[] | null };
  /** Colleagues came to, left, or began to write on these tickets; null: on more than can be listed. */
  'presence.changed': { readonly tickets: readonly string[] | null };
  'queues.changed': Record<string, never>;
  /** A colleague told the person at this desk something, or took it back, or it was read. */
  'told.changed': Record<string, never>;
  /** What `notices.proposals` answers may be another thing. */
  'proposals.changed': Record<string, never>;
  'outbox.changed': { readonly tickets: readonly string[] };
  'desk.status': DeskStatus;
  /** A mail of ours did not arrive: its ticket is ours again. */
  'reply.returned': ReturnNotice;
  /** Somebody writes as only a machine does: nothing of that ticket goes at one key. */
  'machine.suspected': { readonly ticket: string; readonly address: string; readonly mails: number };
  /** How much of what `messages.download` fetches is here, bytes. */
  'messages.downloading': { readonly message: string; readonly index: number | null; readonly bytes: number };
  /** The customers' second mails and the agents' corrections say that it has not earned its one key any more. */
  'earned.fell': { readonly decision: DecisionId; readonly counted: Share };
  /** A copy of the store was written or removed, or the reason why one could not be is another. */
  'copies.changed': Record<string, never>;
  /** An import goes on (`running`), or the list of imports is another one (null). */
  'imports.changed': { readonly running: RunningImport | null };
  /** A round over Hotmart's API began, went on or ended. */
  'hotmart.changed': Record<string, never>;
  /** Another reply text is live, here or at a colleague's desk. */
  'macros.changed': Record<string, never>;
  /** How many tickets the dry run under way has read, of how many at most. */
  'evaluation.read': { readonly read: number; readonly of: number };
  /** How many of a person's tickets the erasure under way has emptied. */
  'erasures.progress': { readonly done: number; readonly of: number };
};
export type EngineEvent = keyof EngineEvents;

/** How a host or a window talks to the engine, whatever carries it. */
export type EngineClient = {
  call<M extends EngineMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>>;
  on<E extends EngineEvent>(event: E, listener: (payload: EngineEvents[E]) => void): () => void;
};
