import { buildPart } from './build.mjs';
import { findElectron } from './electron-runtime.mjs';
import { installPackages } from './packages.mjs';
import { say } from './places.mjs';
import { installSystemPackages } from './system-packages.mjs';

// npm run setup: everything that `npm start` and `npm test` would do first, and nothing else.
await installPackages();
await installSystemPackages(['electron', 'display', 'dovecot', 'postgres']);
const { executable } = await findElectron();
await buildPart('desk');
await buildPart('cli');
say(`Ready. Electron is ${executable}`);
