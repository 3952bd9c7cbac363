import { defineConfig } from 'vitest/config';

/**
 * Tests of `Store` and of what stands on it that run on SQLite (`engine`) and again on PostgreSQL (`team`). Those of the second list, which
 * show little more of the engine and take a minute, run with CONTRACT=all, as `npm run test:faults` sets it.
 */
const ON_BOTH_ENGINES = [
  'import',
  'delivery-evidence',
  'webhook-events',
  'search',
  'search-filters',
  'common-words',
  'insert-rows',
  'replies',
  'threading',
  'mailboxes',
  'earned',
  'not-this-one',
  'answered-outside',
  'crossed-mails',
  'put-away',
  'notices',
  'incident-proposals',
  'producer-answers',
  'saved-mails',
  ...(process.env['CONTRACT'] === 'all' ? ['arrivals', 'returned-mail', 'machines'] : []),
].map((name) => `tests/engine/${name}.test.ts`);

/**
 * How long an effect, and the making of what a test needs, may take on a machine that does ten other things. It
 * costs nothing where they come: a wait ends with its effect.
 */
const PATIENT = { expect: { poll: { timeout: 20_000 } }, hookTimeout: 60_000 } as const;

/** Suites by what they need: `unit` and `engine` nothing, `smtp` loopback, `imap` Debian's Dovecot, `ui` a DOM. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'ui',
          include: ['tests/ui/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          testTimeout: 90_000,
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'engine',
          include: ['tests/engine/**/*.test.ts'],
          environment: 'node',
          testTimeout: 90_000,
          ...PATIENT,
        },
      },
      {
        // The contract of the store on PostgreSQL: tests that run on SQLite too, and those of a team
        test: {
          name: 'team',
          include: [...ON_BOTH_ENGINES, 'tests/team/**/*.test.ts'],
          environment: 'node',
          testTimeout: 90_000,
          ...PATIENT,
          globalSetup: 'tests/support/team-cluster.ts',
          env: { SPORTELLO_TEST_STORE: 'postgres' },
        },
      },
      {
        test: {
          name: 'smtp',
          include: ['tests/smtp/**/*.test.ts'],
          environment: 'node',
          testTimeout: 90_000,
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'imap',
          include: ['tests/imap/**/*.test.ts'],
          environment: 'node',
          testTimeout: 90_000,
          ...PATIENT,
          fileParallelism: false,
        },
      },
      // What scripts/pack.mjs made; the second one in a Debian of its own
      {
        test: {
          name: 'package',
          include: ['tests/package/folder.test.ts', 'tests/package/updates.test.ts'],
          environment: 'node',
          testTimeout: 90_000,
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'installed',
          include: ['tests/package/installed.test.ts'],
          environment: 'node',
          testTimeout: 180_000,
          ...PATIENT,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          environment: 'node',
          ...PATIENT,
          fileParallelism: false,
        },
      },
    ],
  },
});
