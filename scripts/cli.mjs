import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildPart } from './build.mjs';
import { installPackages } from './packages.mjs';
import { root } from './places.mjs';

// sportello COMMAND …: the engine without a window (docs: README, "Command line").
await installPackages();
await buildPart('cli');
const entry = join(root, 'out/cli/index.cjs');
process.argv = [process.execPath, entry, ...process.argv.slice(2)];
await import(pathToFileURL(entry).href);
