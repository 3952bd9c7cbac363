import { defineConfig } from '@playwright/test';

/** The real window, driven as an agent would; scripts/test.mjs builds it, finds a runtime and starts a display. */
export default defineConfig({
  testDir: 'tests',
  // The hostile set runs in full by `npm run test:security` alone; what of it takes less than a minute runs always.
  projects: [
    { name: 'e2e', testMatch: ['e2e/*.spec.ts', 'security/{attachments,links,secrets}.spec.ts'] },
    { name: 'security', testMatch: 'security/*.spec.ts' },
    // Pictures of one runtime: scripts/test.mjs takes the pinned one for it.
    { name: 'gallery', testMatch: 'gallery/*.spec.ts', snapshotPathTemplate: 'docs/gallery/{arg}{ext}' },
  ],
  // One window at a time: two of them take the machine's cores from each other and the focus from both.
  workers: 1,
  fullyParallel: false,
  // What a machine that does ten other things needs; a wait ends with what it waits for.
  timeout: 180_000,
  expect: {
    timeout: 30_000,
    toHaveScreenshot: {
      // Half a percent of a window is a line of text or two. A pixel is another one from 13 of 255 steps of grey on (0.05 of
      // what the eye can tell apart): the pictures are kept in few colours.
      maxDiffPixelRatio: 0.005,
      threshold: 0.05,
    },
  },
  forbidOnly: true,
  reporter: [['list']],
  outputDir: 'test-results',
  // `npm run gallery` alone writes pictures.
  updateSnapshots: 'none',
});
