import { z } from 'zod';
import type { Unblockable } from '../domain/sender-block';
import { TICKET_STATES } from '../domain/ticket';
import type { TicketState } from '../domain/ticket';
import { MAX_PUT_AWAY } from './limits';

const ticket = z.string().regex(/^T-\d{1,12}$/);
const revision = z.number().int().min(0);
const seen = z.array(z.strictObject({ ticket, revision })).min(1).max(MAX_PUT_AWAY);

/** Why a person, or the desk for a person, put a ticket out of the queues; one that its decision filed has none. */
export const FILED_REASONS = ['spam', 'blocked-sender'] as const;
export type FiledReason = (typeof FILED_REASONS)[number];

const putAway = z.strictObject({
  ticket,
  /** The state that it was put into: what has been moved on since stays there. */
  to: z.enum(TICKET_STATES),
  /** Its revision as it was put there: who did anything with it since goes before an undo. */
  revision,
  was: z.strictObject({
    state: z.enum(TICKET_STATES),
    snoozedUntil: z.number().int().nullable(),
    handedOver: z.boolean(),
    junk: z.boolean(),
    problem: z.boolean(),
    unread: z.boolean(),
    reason: z.enum(FILED_REASONS).nullable(),
    noAnswerAt: z.number().int().nullable(),
  }),
});

/** Putting tickets out of the queues, and back. */
export const putAwayParams = {
  /** The other tickets of a ticket's case, the one that waits longest first, then closed ones that agents joined with it. */
  'tickets.case': z.strictObject({ ticket }),
  /** Closes other tickets of the case of one that was answered, at the revisions that were seen. */
  'tickets.closeCase': z.strictObject({ answered: ticket, tickets: seen }),
  /** Files these tickets as spam. */
  'tickets.spam': z.strictObject({ tickets: seen }),
  /** Opens these of them again that are closed, filed or in Junk. */
  'tickets.reopen': z.strictObject({ tickets: seen }),
  /** Undo of any of these. */
  'tickets.putBack': z.strictObject({ back: z.array(putAway).min(1).max(MAX_PUT_AWAY) }),
  /** What a person should know before the requester of this ticket is blocked. */
  'senders.about': z.strictObject({ ticket }),
  /** Files this ticket, the other open ones of its requester, and all his later mail. `buyer`: the person was told that he is one. */
  'senders.block': z.strictObject({ ticket, revision, buyer: z.boolean() }),
  'senders.unblock': z.strictObject({ address: z.string().min(1).max(320) }),
  /** Undo of an unblocking. */
  'senders.restore': z.strictObject({ address: z.string().min(1).max(320) }),
  'senders.list': z.strictObject({}),
} as const;

/** Another ticket of a case. */
export type CaseTicketView = {
  readonly ticket: string;
  readonly revision: number;
  readonly subject: string;
  /** Another address may write about the same purchase. */
  readonly requester: string;
  /** The same person: what is answered there is answered here. */
  readonly same: boolean;
  /** Not: an agent joined it, and it is a case by itself until it opens again. */
  readonly open: boolean;
  /** Newest message, epoch ms. */
  readonly at: number;
  readonly assignee: string | null;
};

/** A ticket that was put out of the queues, and how it stood before. */
export type PutAway = {
  readonly ticket: string;
  readonly to: TicketState;
  readonly revision: number;
  readonly was: {
    readonly state: TicketState;
    readonly snoozedUntil: number | null;
    readonly handedOver: boolean;
    readonly junk: boolean;
    readonly problem: boolean;
    readonly unread: boolean;
    readonly reason: FiledReason | null;
    /** When it closed as unanswered by its customer, epoch ms. */
    readonly noAnswerAt: number | null;
  };
};

/** A requester as one who may be blocked. */
export type SenderAbout = {
  /** As it was written. */
  readonly address: string;
  readonly blocked: boolean;
  /** Nothing shows that the mail is from there: its server says that it is forged, or a form or a list names the address. */
  readonly unproven: boolean;
  readonly unblockable: Unblockable | null;
  /** Products that this address bought, newest first. */
  readonly bought: readonly string[];
  /** Open tickets that go with it, this one included. */
  readonly tickets: number;
};

/** A blocked sender. */
export type BlockedSender = {
  readonly address: string;
  readonly by: string;
  readonly at: number;
};

/** What each of them answers. */
export type PutAwayResults = {
  'tickets.case': readonly CaseTicketView[];
  'tickets.closeCase': { readonly back: readonly PutAway[] };
  'tickets.spam': { readonly back: readonly PutAway[] };
  'tickets.reopen': { readonly back: readonly PutAway[] };
  'tickets.putBack': { readonly tickets: readonly string[] };
  'senders.about': SenderAbout;
  /** `blocked`: by this; false where he was already, which no undo of this takes back. */
  'senders.block': { readonly address: string; readonly blocked: boolean; readonly back: readonly PutAway[] };
  'senders.unblock': { readonly unblocked: boolean };
  'senders.restore': { readonly blocked: boolean };
  'senders.list': readonly BlockedSender[];
};
