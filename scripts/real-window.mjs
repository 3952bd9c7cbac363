import { join } from 'node:path';
import { buildPart } from './build.mjs';
import { cacheCode } from './code-cache.mjs';
import { findElectron, findPinnedElectron } from './electron-runtime.mjs';
import { root } from './places.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

/** Playwright's own command. */
export const playwright = join(root, 'node_modules/@playwright/test/cli.js');

/**
 * Builds the desk, finds a runtime and starts a display; `work` gets the environment that names them. `pinned`: pictures are
 * compared with those of one runtime, so it takes that one. Answers what `work` answers.
 */
export async function withRealWindow({ pinned = false }, work) {
  const { executable } = await (pinned ? findPinnedElectron() : findElectron());
  await buildPart('desk');
  await buildPart('cli');
  await cacheCode(executable);
  const environment = { ...process.env, SPORTELLO_ELECTRON_PATH: executable };
  const display = process.platform === 'linux' ? await startVirtualDisplay('1600x1000') : null;
  if (display) environment.DISPLAY = display.name;
  delete environment.ELECTRON_RUN_AS_NODE;
  try {
    return await work(environment);
  } finally {
    display?.stop();
  }
}
