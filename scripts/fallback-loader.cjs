'use strict';
// Lies in resources/app of the fallback runtime and opens the app folder named on the command line.
const { existsSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { app } = require('electron');

const folder = process.argv
  .slice(1)
  .filter((argument) => !argument.startsWith('-'))
  .map((argument) => resolve(argument))
  .find((path) => existsSync(join(path, 'package.json')));

if (!folder) {
  process.stderr.write('This runtime opens an app folder: name it on the command line.\n');
  process.exit(2);
}

const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setName(manifest.productName ?? manifest.name);
app.setAppPath(folder);
require(join(folder, manifest.main));
