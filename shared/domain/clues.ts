import type { Party } from './message';

/** Where in the mail a clue was read, best first: the new text beats the quoted text (domain.md, "Cases decided"). */
export type CluePlace = 'subject' | 'new' | 'quoted' | 'attachment-name' | 'attachment-text';

/** A transaction number as the mail gave it. */
export type NumberClue = {
  /** Normalised: `HP` + digits, `C<n>` kept. */
  readonly number: string;
  /** The words of the mail it was read from. */
  readonly written: string;
  readonly place: CluePlace;
  /** Digits without `HP`: counts only when it is exactly a known purchase of this requester. */
  readonly bare: boolean;
};

/** Everything a mail gives away about the purchase it is about. */
export type Clues = {
  /** Who the answer goes to and whose purchases count: From, or Reply-To by the rules of domain.md. */
  readonly from: Party | null;
  readonly replyTo: Party | null;
  readonly numbers: readonly NumberClue[];
  /** Addresses that the requester wrote in the new text, as written. */
  readonly addresses: readonly string[];
  /** Subject and new text, for naming products. */
  readonly subject: string;
  readonly newText: string;
};
