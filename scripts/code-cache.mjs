import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './child.mjs';
import { findElectron } from './electron-runtime.mjs';
import { root, say } from './places.mjs';

/** Programs whose code is kept compiled, and the file by which one sees whether it is. */
const PROGRAMS = ['main', 'engine'];

/**
 * Lets this Electron compile main's and the engine's programs and keep the code beside them (electron/cached/run-cached.ts). Does
 * nothing where that was done since they were built; without it they start as always, only later.
 */
export async function cacheCode(executable) {
  const stamp = join(root, 'out', '.cached-code');
  const programs = PROGRAMS.map((name) => join(root, 'out', name, 'index.cjs'));
  const made = [executable, ...programs.map((file) => statSync(file).mtimeMs)].join('\n');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === made) return;
  for (const file of programs) {
    const code = await run(executable, [join(root, 'scripts/compile-program.cjs'), file], {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    if (code !== 0) {
      say(`The code of ${file} is not kept compiled: the desk starts all the same, later.`);
      return;
    }
  }
  writeFileSync(stamp, made);
}

// node scripts/code-cache.mjs [ELECTRON]
if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await cacheCode(process.argv[2] ?? (await findElectron()).executable);
}
