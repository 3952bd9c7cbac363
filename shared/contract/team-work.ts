import type { OutboxState } from '../domain/outbox';
import type { Doing } from '../domain/presence';
import type { TeamRole } from '../domain/team-roles';

/** What people of one desk see of each other. Plain data, times as epoch ms. */

/** A colleague who has a ticket on screen; `until` is when that is over unless it is said again. */
export type PresenceView = {
  readonly ticket: string;
  readonly name: string;
  readonly doing: Doing;
  readonly since: number;
  readonly until: number;
};

/** Somebody whom a ticket can be given to, or a note can mention; `id` is the login of a member, else the name; `email` '' where only the name is known. */
export type Colleague = { readonly id: string; readonly name: string; readonly email: string };

/** Who holds a ticket and who is at work on it, before it is given to somebody. */
export type AtWork = {
  readonly ticket: string;
  readonly revision: number;
  /** The requester, by name or address. */
  readonly name: string;
  readonly subject: string;
  readonly holder: string | null;
  /** End of a claim; null where somebody was assigned, or nobody holds it. */
  readonly until: number | null;
  /** A mail of it that was accepted and is not over. */
  readonly reply: { readonly by: string; readonly state: OutboxState } | null;
  readonly present: readonly PresenceView[];
  /** The colleague who works on it right now (`whoIsAtWork`); null where nobody else does. */
  readonly who: string | null;
};

/** Tickets that were given to somebody: their revisions now, and who held those that changed hands. */
export type Assigned = {
  readonly tickets: readonly { readonly ticket: string; readonly revision: number }[];
  readonly before: readonly Held[];
};

/** Who held a ticket until when; `until` null: assigned, without an end. */
export type Held = { readonly ticket: string; readonly holder: string | null; readonly until: number | null };

/** A claim or a release that took place, over the whole case. */
export type Claimed = {
  /** The ticket that was named, with its revision now. */
  readonly ticket: string;
  readonly revision: number;
  /** Who held the tickets of the case before: what undo puts back. */
  readonly before: readonly Held[];
  /** Who holds them now. */
  readonly holder: string | null;
};

/** Something of mine that somebody else can go on with. */
export type ShiftItem = {
  readonly ticket: string;
  readonly subject: string;
  readonly name: string;
  /** I hold it. */
  readonly held: boolean;
  /** I began a reply. */
  readonly draft: boolean;
  /** A reply of mine waits for a person: `OutboxState`; null where none does. */
  readonly reply: string | null;
};

/** One ticket that was handed over, and what undo needs to take it back. */
export type HandedOver = Held & {
  /** Row id of the note. */
  readonly note: string;
  /** The draft went along. */
  readonly draft: boolean;
};

/** Somebody of the team, by the list on its server. */
export type MemberView = {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly role: TeamRole;
};

/** What a connection to a team's store gave: who one is there. */
export type TeamCheck = {
  readonly member: MemberView;
  /** The team's name, '' where nobody gave one. */
  readonly team: string;
  /** PostgreSQL's version as the server says it: "15.6". */
  readonly server: string;
};

/** The team that this desk works in. */
export type Membership = {
  readonly team: string;
  /** Where its store is. */
  readonly at: { readonly host: string; readonly database: string; readonly schema: string; readonly login: string };
  /** Members of today, by name. */
  readonly members: readonly MemberView[];
  /** Whose desk reads the mailbox, and whose sends, now; null where nobody's does. */
  readonly reads: string | null;
  readonly sends: string | null;
};
