'use strict';
// Loaded ahead of main: the time stands still in main and in every engine that it starts.
const { writeFileSync } = require('node:fs');
const path = require('node:path');
const { BrowserWindow, utilityProcess } = require('electron');
require('./fixed-clock.cjs');
require(process.env.GALLERY_LOADER);

const ENGINE = path.join('engine', 'start.cjs');
const fork = utilityProcess.fork.bind(utilityProcess);
utilityProcess.fork = (entry, args, options) => {
  // The demo's servers keep the real time: a certificate is valid by the clock of OpenSSL.
  if (!entry.endsWith(ENGINE)) return fork(entry, args, options);
  if (globalThis.galleryWithoutEngine) return fork(path.join(__dirname, 'no-engine.cjs'), args, options);
  const env = { ...options.env, GALLERY_ENGINE: entry, GALLERY_NOW: process.env.GALLERY_NOW };
  return fork(path.join(__dirname, 'fixed-engine.cjs'), args, { ...options, env });
};

/** Writes the pixels of the window with this id, four bytes each, into a file. */
globalThis.galleryCapture = async ({ window, file }) => {
  const image = await BrowserWindow.fromId(window).capturePage();
  writeFileSync(file, image.toBitmap());
  return image.getSize();
};
