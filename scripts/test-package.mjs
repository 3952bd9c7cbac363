import { join } from 'node:path';
import { run } from './child.mjs';
import { pack } from './pack.mjs';
import { installPackages } from './packages.mjs';
import { giveUp, root, say } from './places.mjs';
import { installSystemPackages } from './system-packages.mjs';

// npm run test:package: packs, looks into the folder, and installs the .deb on a fresh Debian; some minutes, as root. The folder
// alone is a part of `npm test`.
await installPackages();
if (process.platform !== 'linux' || process.getuid?.() !== 0)
  giveUp('A fresh Debian can be made by root on Debian or Ubuntu alone.');
await installSystemPackages(['electron', 'display', 'dovecot', 'debian']);
await pack(['dir', 'deb']);
say('Installing the .deb on a fresh Debian …');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
process.exitCode = await run(process.execPath, [vitest, 'run', '--project', 'package', '--project', 'installed'], {
  cwd: root,
});
