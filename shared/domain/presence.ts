/** Who looks at which ticket, and who writes on it. */

export const DOINGS = ['looking', 'writing'] as const;
export type Doing = (typeof DOINGS)[number];

/** A window says again that it is still there after this long, ms. */
export const PRESENCE_RENEW_MS = 20_000;

/**
 * What was not said again for this long is over, ms: two renewals may be late or lost before a colleague who is still there
 * disappears, and a desk that crashed does not keep others from a ticket for a minute.
 */
export const PRESENCE_MS = 45_000;
