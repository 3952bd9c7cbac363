import { z } from 'zod';
import type { PackedError } from './errors';
import { isSafeEndpoint } from './mailbox-auth';

/** Another host than Hotmart's own (a proxy of the team, and the tests): https, or http on this machine alone. */
const hostSchema = z
  .url()
  .max(2000)
  .refine(isSafeEndpoint, 'Only https addresses (or http://127.0.0.1) without a fragment');

/** Slug of a members area, as in hotmart.com/club/<slug>. */
export const clubSlugSchema = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,99}$/);
/** Printable, and no colon: it parts id and secret in a Basic header (RFC 7617 §2). */
export const hotmartClientIdSchema = z.string().regex(/^[\x21-\x39\x3b-\x7e]{1,200}$/);
export const clubsSchema = z.array(clubSlugSchema).max(50);

/**
 * How purchases are read from Hotmart's API ("Developer credentials" of its panel). Nothing secret is here: the client secret
 * and the Basic token live with the host (keychain, or the variables of cli.md).
 */
export const hotmartSchema = z.strictObject({
  clientId: hotmartClientIdSchema,
  /** Members areas of Hotmart Club whose members are read. */
  clubs: clubsSchema.optional(),
  /** How far back purchases are read; default 24. */
  monthsBack: z.number().int().min(1).max(120).optional(),
  /** How often they are read; default 15. */
  everyMinutes: z.number().int().min(5).max(1440).optional(),
  apiBase: hostSchema.optional(),
  tokenUrl: hostSchema.optional(),
});
export type HotmartSettings = z.infer<typeof hotmartSchema>;

/** What a secret is good for: it goes to no other client id and no other host than it was entered for. */
export function hotmartGrantOf({ clientId, apiBase = '', tokenUrl = '' }: HotmartSettings): string {
  return JSON.stringify([clientId, apiBase, tokenUrl]);
}

/** What a person may choose in the window; hosts are chosen in profile.json alone, so that no window sends the secret elsewhere. */
export const hotmartChoiceSchema = z.strictObject({
  clientId: hotmartClientIdSchema,
  clubs: clubsSchema,
  /** '' stands for the one that is kept for the same client id. */
  clientSecret: z.string().max(1000),
  basic: z.string().max(2000),
});
export type HotmartChoice = z.infer<typeof hotmartChoiceSchema>;

/** Secrets of the API; one of them is enough. */
export type HotmartSecrets = { readonly clientSecret: string | null; readonly basic: string | null };

/** Secrets of a choice: what was typed, together, else what is kept for the same client id; null: there is none. */
export function chosenSecrets(choice: HotmartChoice, kept: HotmartSecrets | null): HotmartSecrets | null {
  // a Basic token of yesterday beside a secret of today would win over it
  const typed = { clientSecret: choice.clientSecret.trim() || null, basic: choice.basic.trim() || null };
  if (typed.clientSecret !== null || typed.basic !== null) return typed;
  return kept && (kept.clientSecret || kept.basic) ? kept : null;
}

/** What of Hotmart's API is read, in this order. */
export const HOTMART_READERS = ['sales', 'subscriptions', 'products', 'contacts', 'club'] as const;
export type HotmartReader = (typeof HOTMART_READERS)[number];

/** Items that one reader met. read = added + changed + unchanged + refused. */
export type ReadCounts = {
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
};

/** How deep a round goes: orders of the last days, of the last weeks, or all. */
export const ROUND_KINDS = ['recent', 'daily', 'full'] as const;
export type RoundKind = (typeof ROUND_KINDS)[number];

/** One round over the API as it ended. */
export type HotmartRound = {
  readonly kind: RoundKind;
  readonly startedAt: number;
  readonly finishedAt: number;
  /** Every list of sales was read, and all older ones were once. */
  readonly isComplete: boolean;
  readonly counts: Readonly<Partial<Record<HotmartReader, ReadCounts>>>;
  /** What could not be read; the other parts were. Empty: all of it was. */
  readonly problems: readonly PackedError[];
};

/** Hotmart's API as the settings show it. */
export type HotmartView = {
  /** null: not set up. */
  readonly settings: {
    readonly clientId: string;
    readonly clubs: readonly string[];
    readonly monthsBack: number;
    readonly everyMinutes: number;
  } | null;
  /** Whether a secret is at hand. */
  readonly hasSecret: boolean;
  /** The round under way; items read so far. */
  readonly running: { readonly kind: RoundKind; readonly read: number } | null;
  readonly lastRound: HotmartRound | null;
  /** Start of the newest round after which all that it should read was read, epoch ms. */
  readonly completeAt: number | null;
  readonly nextAt: number | null;
};

/** What a look-up of one ticket came to. A failure is never "nothing". */
export type LookUpOutcome =
  /** `transactions`: numbers that Hotmart has; `changed`: how many of them the desk did not know so. */
  | { readonly kind: 'found'; readonly transactions: readonly string[]; readonly changed: number }
  /** Hotmart answered, and has none; purchases of an address were looked for back to `since` (epoch ms). */
  | { readonly kind: 'nothing'; readonly since: number }
  | { readonly kind: 'failed'; readonly error: PackedError };
