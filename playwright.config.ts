import { defineConfig } from '@playwright/test';

/** The real window, driven as an agent would; scripts/test.mjs builds it, finds a runtime and starts a display. */
export default defineConfig({
  // `security` is the hostile set, which only `npm run test:security` runs in full.
  projects: [
    { name: 'e2e', testDir: 'tests/e2e' },
    { name: 'security', testDir: 'tests/security' },
  ],
  testMatch: '**/*.spec.ts',
  // One window at a time: two of them take the machine's cores from each other and the focus from both.
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list']],
  outputDir: 'test-results',
});
