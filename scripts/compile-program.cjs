'use strict';
// Run by Electron as Node, once for each program: FILE. Runs what the file does when it is read, so that the functions that take part
// are compiled too, and writes the code of each of its files beside it: the digest of both, then what V8 made of the text.
const { createHash } = require('node:crypto');
const { renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { Script } = require('node:vm');

const [, , entry] = process.argv;
const folder = path.dirname(entry) + path.sep;
const compiled = [];

Module.prototype._compile = function compileKept(content, filename) {
  const script = new Script(Module.wrap(content), { filename });
  if (filename.startsWith(folder)) compiled.push({ script, content, filename });
  const run = script.runInThisContext();
  return run.call(this.exports, this.exports, Module.createRequire(filename), this, filename, path.dirname(filename));
};

// Main's program stops where it first asks for Electron itself, which is not here: what it is made of has been read by then.
class NoElectron extends Error {}
const noElectron = new Proxy(
  {},
  {
    get() {
      throw new NoElectron();
    },
  },
);
const load = Module._load;
Module._load = function loadKept(request, ...further) {
  return request === 'electron' ? noElectron : load.call(this, request, ...further);
};

try {
  require(entry);
} catch (error) {
  if (!(error instanceof NoElectron)) throw error;
}
for (const { script, content, filename } of compiled) {
  const code = script.createCachedData();
  const digest = createHash('sha256').update(content).update(code).digest();
  // Never half a one under its name.
  writeFileSync(`${filename}.cache.new`, Buffer.concat([digest, code]));
  renameSync(`${filename}.cache.new`, `${filename}.cache`);
}
process.exit(0);
