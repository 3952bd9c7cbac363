import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './child.mjs';
import { root } from './places.mjs';

// npm run test:security: the hostile set in the real window, about twenty minutes on two cores. Prints a scoreboard of one line
// for each class of vectors and ends with 1 on any hit.
const folder = mkdtempSync(join(tmpdir(), 'sportello-security-'));
const scoreboard = join(folder, 'scoreboard.txt');
process.exitCode = await run(process.execPath, ['scripts/test.mjs', 'security'], {
  cwd: root,
  env: { ...process.env, SPORTELLO_SCOREBOARD: scoreboard },
});
if (existsSync(scoreboard)) process.stdout.write(`\n${readFileSync(scoreboard, 'utf8')}`);
process.stdout.write(
  'Not shown here: a real camera, microphone and USB or HID device, the chooser of a system with Bluetooth, a start without ' +
    '--no-sandbox, fuses (the packed desk), and Electron 45 itself where the fallback runtime runs.\n',
);
rmSync(folder, { recursive: true, force: true });
