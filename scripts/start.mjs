import { buildPart } from './build.mjs';
import { run } from './child.mjs';
import { cacheCode } from './code-cache.mjs';
import { findElectron } from './electron-runtime.mjs';
import { installPackages } from './packages.mjs';
import { giveUp, root, say } from './places.mjs';
import { installSystemPackages } from './system-packages.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

// npm start [-- --demo] [--profile DIR] [--language en] [--size 1440x900] [--remote-debugging-port N]
await installPackages();
const args = process.argv.slice(2);
const headless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
await installSystemPackages(headless ? ['electron', 'display'] : ['electron']);
const { executable } = await findElectron();
await buildPart('desk');
await cacheCode(executable);

const environment = { ...process.env };
if (headless) {
  const display = await startVirtualDisplay(screenSize());
  say(`No display here: the desk opens on a virtual one, ${display.name}.`);
  environment.DISPLAY = display.name;
}
const switches = ['--ozone-platform-hint=auto'];
if (process.getuid?.() === 0) {
  say('Running as root: Electron then only starts without its sandbox. Use an ordinary account for real mail.');
  switches.push('--no-sandbox');
}
// Set in some terminals of editors that are themselves Electron; it would turn ours into plain Node.
delete environment.ELECTRON_RUN_AS_NODE;
process.exit(await run(executable, [...switches, root, ...args], { env: environment }));

/** The virtual screen is as large as the window that was asked for. */
function screenSize() {
  const at = args.findIndex((argument) => argument === '--size' || argument.startsWith('--size='));
  if (at < 0) return '1440x900';
  const size = args[at].includes('=') ? args[at].split('=')[1] : args[at + 1];
  if (!/^\d{3,4}x\d{3,4}$/.test(size ?? '')) giveUp('--size takes WIDTHxHEIGHT in pixels, for example 1440x900.');
  return size;
}
