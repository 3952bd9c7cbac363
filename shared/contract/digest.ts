import { z } from 'zod';
import type { DailyDigest } from '../domain/daily-digest';

/** A time of day: `09:00`. */
export const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

export const digestParams = {
  /** The digest of today, once: asked again on the same desk it is null, as before `at` (local time of the team's zone) and on a day off. */
  'digest.take': z.strictObject({ at: z.string().regex(TIME_OF_DAY) }),
} as const;

export type DigestResults = { 'digest.take': { readonly digest: DailyDigest | null } };
