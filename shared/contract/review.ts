import { z } from 'zod';
import { MAX_REVIEW_CHARS } from './limits';

const ticket = z.string().regex(/^T-\d{1,12}$/);
const revision = z.number().int().min(0);
/** As many as the engine works through in one transaction; a window asks for more in parts of it. */
export const MAX_REVIEWED = 200;

/** What one asks of reviews: a lead says that a ticket was looked at. */
export const reviewParams = {
  /** Marks tickets reviewed, with a word or without (''), or takes the mark off (null); at the revisions that were seen. */
  'tickets.review': z.strictObject({
    changes: z
      .array(z.strictObject({ ticket, revision, word: z.string().trim().max(MAX_REVIEW_CHARS).nullable() }))
      .min(1)
      .max(MAX_REVIEWED),
  }),
} as const;

/** That somebody looked at a ticket, and nothing happened to it since. */
export type ReviewMark = {
  /** What the lead said of it; '' where nothing. */
  readonly word: string;
  readonly by: string;
  readonly at: number;
};

/** What a ticket is marked with: a word or '', or (null) no more. */
export type Reviewing = { readonly ticket: string; readonly revision: number; readonly word: string | null };

export type ReviewResults = {
  /** What takes it back: the same call with these. A ticket that stood so already is absent, as is one that changed meanwhile. */
  'tickets.review': { readonly back: readonly Reviewing[] };
};
