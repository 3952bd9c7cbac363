import { z } from 'zod';
import { CASE_WORDS } from '../domain/case-links';
import type { CaseWord } from '../domain/case-links';
import type { TicketState } from '../domain/ticket';
import { MAX_PUT_AWAY } from './limits';

const ticket = z.string().regex(/^T-\d{1,12}$/);
const revision = z.number().int().min(0);
const seen = z.strictObject({ ticket, revision });

/** What an agent says of a case: joining tickets to it and parting them from it, both as links that move no row. */
export const caseLinkParams = {
  /**
   * Tickets that could be joined with this one: those that fit what was typed (a number, an address, a name, words), or without
   * it those nearest to this one.
   */
  'tickets.joinable': z.strictObject({ ticket, text: z.string().max(200) }),
  /** Makes two tickets one case. */
  'tickets.join': z.strictObject({ ticket, revision, with: seen }),
  /** Takes a ticket out of the case of another: it is parted from each that is of it without this one. */
  'tickets.part': z.strictObject({ ticket, revision, from: seen }),
  /** Undo of either. */
  'tickets.restoreLinks': z.strictObject({
    links: z
      .array(z.strictObject({ ticket, other: ticket, revision, was: z.enum(CASE_WORDS).nullable() }))
      .min(1)
      .max(MAX_PUT_AWAY),
  }),
} as const;

/** A ticket that could be joined with another. */
export type JoinableTicket = {
  readonly ticket: string;
  readonly revision: number;
  readonly name: string;
  readonly address: string;
  readonly subject: string;
  /** What it is about; '' where no purchase is matched. */
  readonly product: string;
  readonly state: TicketState;
  /** Newest message, epoch ms. */
  readonly at: number;
  /** It is of the same address: one person, as far as an address can tell. */
  readonly sameAddress: boolean;
  /** Whose it is; null: nobody's. A case is one person's, whoever of the two has it. */
  readonly holder: string | null;
  /** It is of this case now. */
  readonly inCase: boolean;
};

/** What was said of a pair, and what stood before. */
export type SaidLink = {
  readonly ticket: string;
  readonly other: string;
  /** The link's, as it was written: who says anything of this pair since goes before an undo. */
  readonly revision: number;
  readonly was: CaseWord | null;
};

/** What was said, for the undo, and the revisions of the tickets that it was said of; nothing where it was said before. */
export type SaidLinks = {
  readonly links: readonly SaidLink[];
  readonly tickets: readonly { readonly ticket: string; readonly revision: number }[];
};

/** What each of them answers. */
export type CaseLinkResults = {
  'tickets.joinable': readonly JoinableTicket[];
  'tickets.join': SaidLinks;
  'tickets.part': SaidLinks;
  'tickets.restoreLinks': Pick<SaidLinks, 'tickets'>;
};
