import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildPart } from './build.mjs';
import { run } from './child.mjs';
import { cacheCode } from './code-cache.mjs';
import { findElectron } from './electron-runtime.mjs';
import { pack } from './pack.mjs';
import { installPackages } from './packages.mjs';
import { giveUp, root } from './places.mjs';
import { installSystemPackages } from './system-packages.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

// npm run bench [-- NAME ARGUMENTS…]: one benchmark, or all of bench/ in turn; `npm run bench:team` and
// `bench:ui` are two of them.
await installPackages();
await installSystemPackages(['dovecot', 'peers', 'postgres']);
await buildPart('bench');
const folder = join(root, 'out/bench');
const all = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.cjs')) : [];
const [name, ...args] = process.argv.slice(2);
const chosen = name ? all.filter((file) => file === `${name}.cjs`) : all;
if (chosen.length === 0)
  giveUp(`No such benchmark; there are: ${all.map((file) => file.replace('.cjs', '')).join(', ')}`);
let worst = 0;
for (const file of chosen) {
  const env = ['ui.cjs', 'start.cjs'].includes(file) ? await withWindow() : process.env;
  if (file === 'start.cjs') await pack(['dir']);
  worst = Math.max(worst, await run(process.execPath, [join(folder, file), ...args], { env }));
}
// A virtual display would keep the process open.
process.exit(worst);

/** What the one that opens windows needs: the desk itself, an Electron and a display. */
async function withWindow() {
  await installSystemPackages(['electron', 'display']);
  const { executable } = await findElectron();
  await buildPart('desk');
  await cacheCode(executable);
  const env = { ...process.env, SPORTELLO_ELECTRON_PATH: executable };
  // Always a virtual one: what else is on a screen would be measured too. Wide enough for two windows: one that another
  // covers paints nothing.
  if (process.platform === 'linux') env.DISPLAY = (await startVirtualDisplay('2900x1000')).name;
  delete env.ELECTRON_RUN_AS_NODE;
  return env;
}
