import { join } from 'node:path';
import { buildPart } from './build.mjs';
import { run } from './child.mjs';
import { installPackages } from './packages.mjs';
import { root } from './places.mjs';

// npm run train [-- --dry]: learns the intent model anew from training/mails; --dry only prints how well it does.
await installPackages();
await buildPart('training');
process.exitCode = await run(process.execPath, [join(root, 'out/training/index.cjs'), ...process.argv.slice(2)]);
