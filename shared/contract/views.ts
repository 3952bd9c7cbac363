import type { AnsweredOutside } from '../domain/answered-outside';
import type { DecisionId, Passage } from '../domain/decision';
import type { DeliveryOutcome } from '../domain/delivery-report';
import type { EarnedBar, Standing } from '../domain/earned';
import type { Confusion } from '../domain/evaluation';
import type { RunningNotice } from '../domain/incident';
import type { Intent } from '../domain/intent';
import type { Identity, MatchBasis, MatchEvidence, MatchHint } from '../domain/match';
import type { PictureSpot } from '../domain/message';
import type { OutboxKind, OutboxState } from '../domain/outbox';
import type { QueueUnderWay } from '../domain/outbox-pace';
import type { MailCopy } from '../domain/recipients';
import type { Delivery, PurchaseStatus } from '../domain/purchase';
import type { Suggestion } from '../domain/suggestion';
import type { Debtor, Queue, TicketState } from '../domain/ticket';
import type { TicketClock } from '../domain/ticket-clocks';
import type { SignedInMember } from '../domain/team-roles';
import type { PackedError } from './errors';
import type { FindingSaid } from './finding-words';
import type { EscalationChoices, ProducerView } from './escalations';
import type { HistoryEntry } from './history';
import type { LabelView } from './labels';
import type { ReviewMark } from './review';
import type { FiledReason } from './put-away';

export type { HistoryEntry } from './history';

/** What the window shows. Plain data: no class, no function, times as epoch ms. */

/** One line of the ticket list. */
export type TicketRow = {
  readonly id: string;
  /** Id of the mailbox that it came to. */
  readonly mailbox: string;
  readonly revision: number;
  readonly requesterName: string;
  readonly requesterAddress: string;
  readonly subject: string;
  /** First words of the newest message's new text, at most 160 characters. */
  readonly preview: string;
  readonly language: string;
  readonly state: TicketState;
  readonly queue: Queue;
  readonly debtor: Debtor;
  /** Who owes since when, and what is due; null where nobody owes anything. */
  readonly clock: TicketClock | null;
  readonly decision: DecisionId | null;
  readonly matchStatus: 'matched' | 'ambiguous' | 'unmatched' | null;
  readonly basis: MatchBasis | null;
  readonly identity: Identity | null;
  readonly transaction: string | null;
  readonly delivery: Delivery | null;
  /** Who holds it; a claim that is over holds nothing. */
  readonly assignee: string | null;
  /** Who handed it over, where nobody has done anything with it since; else null. */
  readonly was: string | null;
  readonly labels: readonly LabelView[];
  /** A lead looked at it, and nothing happened to it since; else null. */
  readonly reviewed: ReviewMark | null;
  /** Nothing that its customer wrote is left. */
  readonly erased: boolean;
  /** Why somebody put it out of the queues; null where its decision did that, and while it is in them. */
  readonly filedReason: FiledReason | null;
  /** It closed because its customer stayed silent. */
  readonly noAnswer: boolean;
  readonly unread: boolean;
  readonly hasDraft: boolean;
  /** A mail of ours on this ticket came back and nobody has dealt with it. */
  readonly returned: boolean;
  readonly messages: number;
  readonly createdAt: number;
  /** When the newest message came or went. */
  readonly updatedAt: number;
  readonly snoozedUntil: number | null;
};

export type TicketPage = { readonly total: number; readonly offset: number; readonly rows: readonly TicketRow[] };

export type QueueCount = { readonly queue: Queue; readonly count: number; readonly oldestAt: number | null };

export type AttachmentView = {
  readonly index: number;
  readonly fileName: string;
  readonly contentType: string;
  readonly size: number;
  readonly contentId: string | null;
  /** Not in the store: `saveFromServer` fetches it. */
  readonly onServer?: true;
  /** Where in a picture its numbers were read. */
  readonly spots?: readonly PictureSpot[];
};

export type MessageView = {
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  readonly fromName: string;
  readonly fromAddress: string;
  readonly to: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly at: number;
  readonly newText: string;
  readonly quotedText: string;
  readonly signature: string;
  /** Unsanitised HTML body or null; only ever shown through the mail frame. */
  readonly html: string | null;
  readonly attachments: readonly AttachmentView[];
  readonly readability: 'full' | 'without-html' | 'envelope';
  readonly dmarc: 'pass' | 'fail' | 'unverified';
  /** A person opened it from a file: nothing proves who wrote it. */
  readonly fromFile?: true;
  /** No person wrote it. */
  readonly auto: boolean;
  /** What it reports of a mail of ours; null where it is no report. */
  readonly report: DeliveryOutcome | null;
};

export type PurchaseView = {
  readonly transaction: string;
  readonly statusWord: string;
  readonly status: PurchaseStatus;
  readonly orderedAt: number;
  readonly approvedAt: number | null;
  readonly productId: string;
  readonly productName: string;
  readonly producerName: string;
  readonly producerEmail: string;
  readonly buyerName: string;
  readonly buyerEmail: string;
  readonly delivery: Delivery;
  readonly memberAreaUrl: string;
  readonly recurrence: number | null;
  readonly price: string;
  readonly currency: string;
};

/** The case panel: match, evidence, decision, suggestions. */
export type CaseView = {
  readonly intent: Intent;
  readonly intentEvidence: readonly string[];
  readonly language: string;
  readonly match: {
    readonly status: 'matched' | 'ambiguous' | 'unmatched';
    readonly basis: MatchBasis | null;
    readonly identity: Identity;
    readonly purchase: PurchaseView | null;
    readonly candidates: readonly PurchaseView[];
    readonly evidence: readonly MatchEvidence[];
    readonly hints: readonly MatchHint[];
  };
  readonly delivery: Delivery | null;
  readonly decision: { readonly id: DecisionId; readonly rule: number; readonly cites: readonly Passage[] };
  readonly suggestions: readonly Suggestion[];
  /** Whether the decision may go at one key, and on whose cases; null where it sends nothing. */
  readonly earned: Standing | null;
  /** "Answered 2 h ago by Anna", when this requester or purchase was answered in another ticket. */
  readonly answered: { readonly at: number; readonly by: string; readonly ticket: string } | null;
  /** Somebody answered with another mail program, and no reply of it is in the ticket; `at` null: before the desk looked. */
  readonly answeredOutside: AnsweredOutside | null;
  /** The incident that touches it, while its notice runs; `told`: this customer has been. */
  readonly notice: (RunningNotice & { readonly told: boolean }) | null;
  readonly flags: {
    readonly needsPerson: boolean;
    readonly thanks: boolean;
    readonly perhapsNewer: boolean;
    readonly lastImportAt: number | null;
  };
  /** What an agent set by hand. */
  readonly corrected: {
    readonly intent: Intent | null;
    readonly transaction: string | null;
    readonly delivery: Delivery | null;
    readonly refused: readonly string[];
  };
};

/** Which decisions may go at one key: the bar, and where each one stands. */
export type EarnedView = { readonly bar: EarnedBar; readonly standings: readonly Standing[] };

/** What today's rules, or other reply texts, would change on past mail; nothing is written. */
export type PastRunView = {
  /** Tickets that were decided again. */
  readonly tickets: number;
  /** Somebody stopped it before it had read as many as asked for. */
  readonly stopped: boolean;
  /** `wanted` is the decision that stands, `got` the one that would. */
  readonly decisions: readonly Confusion[];
  /** Replies whose text would be another one, by macro. */
  readonly texts: readonly { readonly macro: string; readonly tickets: number }[];
  readonly changes: readonly {
    readonly ticket: string;
    readonly subject: string;
    readonly was: string;
    readonly now: DecisionId;
    readonly rule: number;
  }[];
};

/** An earned reply that was sent and that a lead is asked to look at. */
export type ReviewView = {
  readonly id: string;
  readonly ticket: string;
  readonly decision: DecisionId;
  readonly at: number;
  readonly by: string;
  readonly subject: string;
  readonly text: string;
};

/** An internal note. `text` names people by `@{id}` (`shared/domain/mention.ts`); `mentions` says who they are. */
export type NoteView = {
  readonly at: number;
  readonly by: string;
  readonly text: string;
  readonly mentions: readonly { readonly id: string; readonly name: string }[];
};

export type TicketView = {
  readonly row: TicketRow;
  readonly relatedTo: string | null;
  readonly messages: readonly MessageView[];
  readonly notes: readonly NoteView[];
  /** null while the ticket could not be read (a person decides). */
  readonly case: CaseView | null;
  readonly history: readonly HistoryEntry[];
  readonly outbox: readonly OutboxView[];
  readonly draft: string;
  /** The newest side conversation with the producer; null where there was none. */
  readonly producer: ProducerView | null;
  /** What `P` may send; null where nobody can be asked. */
  readonly escalations: EscalationChoices | null;
};

/** A file that goes out with a mail; `size` in bytes. */
export type SentFile = { readonly fileName: string; readonly contentType: string; readonly size: number };

export type OutboxView = {
  readonly id: string;
  /** Id of the mailbox that it goes out from. */
  readonly mailbox: string;
  readonly block: string;
  readonly ticket: string;
  readonly kind: OutboxKind;
  readonly state: OutboxState;
  readonly decision: DecisionId | null;
  readonly toName: string;
  readonly to: string;
  /** Who gets it besides. */
  readonly copies: readonly MailCopy[];
  readonly files: readonly SentFile[];
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
  /** End of the undo window, epoch ms. */
  readonly until: number;
  readonly nextAttemptAt: number | null;
  readonly attempts: number;
  readonly error: { readonly code: string; readonly text: string } | null;
  readonly heldReason: string | null;
  /** Whose act held it back, where that is known. */
  readonly heldBy: string | null;
  readonly createdAt: number;
  readonly by: string;
  /** What the recipient's server said after ours had taken the mail; null while it said nothing. */
  readonly delivery: {
    readonly outcome: DeliveryOutcome;
    /** `5.1.1` or `550`; '' where it gave none. */
    readonly code: string;
    /** The server's words, one line. */
    readonly text: string;
    readonly at: number;
    /** A failed one that an agent has seen, or that another mail followed. */
    readonly settled: boolean;
  } | null;
};

/** How fast the outbox goes. */
export type OutboxPace = {
  /** Mails of the last minute. */
  readonly sent: number;
  /** The most in one minute. */
  readonly limit: number;
  /** The provider said "too many": until when nothing goes, epoch ms, and in which words. */
  readonly paused: { readonly until: number; readonly text: string } | null;
};

/** A mail that did not arrive, for whoever is at the desk. */
export type ReturnNotice = {
  readonly ticket: string;
  readonly kind: OutboxKind;
  readonly name: string;
  readonly address: string;
  /** `5.1.1` or `550`; '' where the server gave none. */
  readonly code: string;
};

/** What one accepted block did: one undo takes it all back. */
export type AcceptedBlock = {
  readonly block: string;
  readonly until: number;
  readonly items: readonly OutboxView[];
};

export type ConnectionState =
  | { readonly kind: 'not-configured' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'syncing'; readonly folder: string; readonly done: number; readonly total: number }
  | { readonly kind: 'listening' }
  /** Another desk of the team reads the mailbox for all. */
  | { readonly kind: 'elsewhere'; readonly reader: string }
  | { readonly kind: 'offline'; readonly since: number; readonly retryAt: number; readonly error: PackedError }
  | { readonly kind: 'stopped'; readonly error: PackedError };

/** One mailbox of the desk: how it is read, and what keeps its mails from going out. */
export type MailboxStatus = {
  readonly id: string;
  readonly address: string;
  readonly name: string;
  readonly connection: ConnectionState;
  readonly lastHeardAt: number | null;
  /** Why nothing goes out from it; null while it does. */
  readonly stopped: PackedError | null;
};

export type DeskStatus = {
  /** Of several mailboxes that of the one that is worst off. */
  readonly connection: ConnectionState;
  /** Whose that is, where there are several and something is wrong with it; else null. */
  readonly troubled: string | null;
  /** In the order of the profile. */
  readonly mailboxes: readonly MailboxStatus[];
  /** Of several mailboxes that of the one that was heard longest ago. */
  readonly lastHeardAt: number | null;
  readonly outbox: {
    readonly waiting: number;
    readonly nextAt: number | null;
    readonly problems: number;
    readonly stopped: PackedError | null;
    /** A copy was restored at this time, epoch ms, and the mailbox was not read through since: nothing goes out; else null. */
    readonly behindSince: number | null;
    /** null where nothing can be sent; `endsAt` null where this desk does not know: another one sends, or nothing goes for now. */
    readonly pace: (OutboxPace & Omit<QueueUnderWay, 'endsAt'> & { readonly endsAt: number | null }) | null;
  };
  readonly lastImportAt: number | null;
  readonly purchases: number;
  readonly products: number;
  readonly quarantined: number;
  /** `server`: the team's, protected by who looks after it. */
  readonly storeEncryption: 'keychain' | 'passphrase' | 'none' | 'server';
  /** Why the daily copy of the store could not be written; null while all is well. */
  readonly copyFailure: PackedError | null;
  /** Why what was to be erased is not, tried again at the next start; null where all is. */
  readonly erasureFailure: PackedError | null;
  /** Why the team's server does not answer; what is shown is from before then. null while it does. */
  readonly storeAway: PackedError | null;
  readonly mailbox: { readonly address: string; readonly name: string } | null;
  readonly agent: { readonly name: string; readonly email: string };
  /** Who signed in at the team's server; null on a store of one's own, and for one who is not on the team's list. */
  readonly member: SignedInMember | null;
  readonly demo: boolean;
  readonly undoSeconds: number;
  readonly defaultLanguage: string;
};

export type ImportReport = {
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly refusals: readonly { readonly line: number; readonly reason: string }[];
};

/** What one sync did; the sum closes: seen = stored + known + quarantined. */
export type SyncReport = {
  readonly seen: number;
  readonly stored: number;
  readonly known: number;
  readonly quarantined: number;
  /** Tickets that the stored messages opened. */
  readonly tickets: number;
  readonly errors: number;
  /** Mailboxes, by address, that could not be read while others were. */
  readonly failures: readonly { readonly address: string; readonly error: PackedError }[];
};

/** One finding of `doctor` or of the live mailbox check. */
export type Finding = {
  readonly id: string;
  readonly severity: 'ok' | 'warning' | 'error';
  /** English, for the command line and the log. */
  readonly text: string;
  readonly do: string;
  /** Address of the mailbox that it is about; absent where there is one, and where it is about none. */
  readonly mailbox?: string;
} & FindingForWindow;

/** What the window says of it in its own language: the failure behind it, or words of the finding's own. */
type FindingForWindow =
  | { readonly failure: PackedError; readonly said?: undefined }
  | { readonly said: FindingSaid; readonly failure?: undefined };

export type MacroView = {
  readonly macro: string;
  readonly title: string;
  /** Filled for the ticket, with its holes. */
  readonly preview: Suggestion;
};

/** One thing that an agent corrected on a ticket, and what the desk reads by itself today. */
export type CorrectedCase = {
  readonly ticket: string;
  readonly field: 'intent' | 'transaction' | 'delivery';
  readonly wanted: string;
  /** For a transaction that is not matched: the match status. */
  readonly got: string;
};

/** Why a message was put aside. */
export type AsideReason = 'server-fails' | 'not-delivered' | 'not-stored';

/** A message that could not be taken in. */
export type QuarantineView = {
  readonly id: string;
  readonly folder: string;
  readonly uid: number;
  /** English sentence for the command line and the log. */
  readonly reason: string;
  readonly why: AsideReason;
  /** The store's own words, '' for none. */
  readonly quoted: string;
  readonly at: number;
};

/** The whole of a message as it came over the wire. */
export type OriginalFile = { readonly fileName: string; readonly base64: string };

/** A message of which only the header could be read. */
export type UnreadMessageView = {
  readonly message: string;
  readonly ticket: string;
  readonly subject: string;
  readonly at: number;
};
