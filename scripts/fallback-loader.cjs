'use strict';
// Lies in resources/app of the fallback runtime and opens the app folder named on the command line.
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { app } = require('electron');

const folder = process.argv
  .slice(1)
  .filter((argument) => !argument.startsWith('-'))
  .map((argument) => path.resolve(argument))
  .find((candidate) => existsSync(path.join(candidate, 'package.json')));

if (!folder) {
  process.stderr.write('This runtime opens an app folder: name it on the command line.\n');
  process.exit(2);
}

const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
app.setName(manifest.productName ?? manifest.name);
app.setAppPath(folder);
// As Electron's own default app: -r FILE is loaded first. The tests hold the start back with it until they listen.
const first = process.argv.indexOf('-r');
if (first > 0) require(path.resolve(process.argv[first + 1]));
require(path.join(folder, manifest.main));
