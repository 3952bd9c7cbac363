import { defineConfig } from 'vitest/config';

/** Suites by what they need: `unit` and `engine` nothing, `smtp` loopback, `imap` Debian's Dovecot, `ui` a DOM. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], environment: 'node', testTimeout: 20_000 } },
      { test: { name: 'ui', include: ['tests/ui/**/*.test.tsx'], environment: 'happy-dom', testTimeout: 30_000 } },
      { test: { name: 'engine', include: ['tests/engine/**/*.test.ts'], environment: 'node', testTimeout: 40_000 } },
      { test: { name: 'smtp', include: ['tests/smtp/**/*.test.ts'], environment: 'node', testTimeout: 60_000 } },
      {
        test: {
          name: 'imap',
          include: ['tests/imap/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          environment: 'node',
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
