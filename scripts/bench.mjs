import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildPart } from './build.mjs';
import { run } from './child.mjs';
import { installPackages } from './packages.mjs';
import { giveUp, root } from './places.mjs';
import { installSystemPackages } from './system-packages.mjs';

// npm run bench [-- NAME ARGUMENTS…]: one benchmark, or all of bench/ in turn; `npm run bench:team` is one of them.
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
for (const file of chosen) worst = Math.max(worst, await run(process.execPath, [join(folder, file), ...args]));
process.exitCode = worst;
