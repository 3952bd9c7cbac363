'use strict';
// The yardstick of `npm run bench:ui`: an Electron window with one static page, and nothing else.
const path = require('node:path');
const { app, BrowserWindow } = require('electron');

if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.setPath('userData', process.argv[process.argv.indexOf('--profile') + 1]);
app.on('window-all-closed', () => app.quit());
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    // at the display's other end: a window that is covered paints nothing
    x: 1450,
    y: 0,
    width: 1440,
    height: 900,
    useContentSize: true,
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, spellcheck: false },
  });
  window.once('ready-to-show', () => window.show());
  window.webContents.once('did-finish-load', () => process.stdout.write('ready\n'));
  void window.loadFile(path.join(__dirname, 'page.html'));
});
