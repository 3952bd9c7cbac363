import { z } from 'zod';
import { notificationsSchema, spellingSchema } from '../../shared/contract/desktop';
import { DEFAULT_DIGEST } from '../../shared/domain/daily-digest';
import { keptKeys } from '../../shared/domain/own-keys';
import type { SpellingSettings } from '../../shared/domain/spelling';
import { UPDATE_OUTCOMES } from '../../shared/domain/update-rules';

const windowPlace = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(640).max(20_000),
  height: z.number().int().min(400).max(20_000),
  maximized: z.boolean(),
});

/** What belongs to the machine rather than to the work. Grows by a version and a line in `upgrades`. */
const settingsSchema = z.object({
  version: z.literal(8),
  /** A place that cannot be read costs that place, not the settings. */
  window: windowPlace.nullable().catch(null),
  /** Where the window of a ticket was closed last. */
  ticketWindow: windowPlace.nullable().catch(null),
  theme: z.enum(['system', 'light', 'dark']),
  /** null: the system's. */
  language: z.enum(['it', 'pt', 'es', 'en']).nullable(),
  /** Folder of the profile that was open last; null: the user-data folder. */
  lastProfile: z.string().max(4096).nullable(),
  notifications: notificationsSchema,
  spelling: spellingSchema,
  /** The person's own keys; what is wrong in them costs that key, not the settings. */
  keys: z.unknown().optional().transform(keptKeys),
  updates: z.object({
    /** The desk may look by itself. */
    allowed: z.boolean(),
    last: z.object({ at: z.number().int().min(0), outcome: z.enum(UPDATE_OUTCOMES) }).nullable(),
    /** The newest version that a feed with a valid signature ever offered: an older feed is one played back. */
    newestSeen: z.string().max(40).nullable(),
  }),
});
export type Settings = z.infer<typeof settingsSchema>;

const DEFAULT_SPELLING: SpellingSettings = { on: true, words: [] };

export const DEFAULT_SETTINGS: Settings = {
  version: 8,
  window: null,
  ticketWindow: null,
  theme: 'system',
  language: null,
  lastProfile: null,
  notifications: { of: 'all', content: true, digest: DEFAULT_DIGEST },
  spelling: DEFAULT_SPELLING,
  keys: {},
  updates: { allowed: false, last: null, newestSeen: null },
};

/** Each entry turns the settings of its version into those of the next. */
const upgrades: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>> = {
  // Version 1 kept the appearance as one word and knew no last profile.
  1: ({ appearance, ...rest }) => ({
    ...rest,
    version: 2,
    theme: appearance ?? 'system',
    language: rest['language'] ?? null,
    lastProfile: null,
  }),
  2: (settings) => ({ ...settings, version: 3, notifications: { of: 'all', content: true } }),
  3: ({ notifications, ...rest }) => ({
    ...rest,
    version: 4,
    notifications: { ...(notifications as object), digest: DEFAULT_DIGEST },
  }),
  4: (settings) => ({ ...settings, version: 5, updates: DEFAULT_SETTINGS.updates }),
  5: (settings) => ({ ...settings, version: 6, spelling: DEFAULT_SPELLING }),
  6: (settings) => ({ ...settings, version: 7, keys: {} }),
  7: (settings) => ({ ...settings, version: 8, ticketWindow: null }),
};

/**
 * Settings from what a file held: older versions are upgraded step by step. Null where they are unreadable or from a
 * newer version: the caller then starts with the defaults, for nothing of the work is in here.
 */
export function readSettings(raw: unknown): Settings | null {
  let value = raw;
  for (;;) {
    if (typeof value !== 'object' || value === null) return null;
    const { version } = value as { version?: unknown };
    const upgrade = typeof version === 'number' ? upgrades[version] : undefined;
    if (!upgrade) break;
    value = upgrade(value as Record<string, unknown>);
  }
  const parsed = settingsSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}
