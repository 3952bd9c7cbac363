import { existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  Menu,
  app,
  clipboard,
  ipcMain,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
} from 'electron';
import { version } from '../../package.json';
import { takeOwnVariables } from '../../shared/contract/child-environment';
import { SportelloError } from '../../shared/contract/errors';
import type { DeskMenu } from '../../shared/contract/desktop';
import type { ShellState } from '../../shared/contract/shell-api';
import { SHELL_CHANNEL } from '../../shared/contract/shell-channels';
import { listApp, serveApp } from './app-protocol';
import type { AppFiles } from './app-protocol';
import { variablesHandedOver } from './child-process';
import { copySelection } from './copy-selection';
import { createAsked } from './asked';
import { createAttention } from './attention';
import { createDemoProcess } from './demo-process';
import { createDesk } from './desk';
import type { Desk } from './desk';
import { createDeskWindows } from './desk-windows';
import { createEngineProcess } from './engine-process';
import { chooseFile, chooseFolder, chooseSavePath, saveFile } from './file-dialogs';
import { isMailLink, readLaunchData, readLaunchOptions, readTicketLink } from './launch-options';
import type { LaunchOptions } from './launch-options';
import { readInvitation } from './join-team';
import { createParkedMails } from './mail-protocol';
import { keepMainLog, logMain } from './main-log';
import { createOpenedMails } from './opened-mails';
import type { OpenedMails } from './opened-mails';
import { setMenu } from './menu';
import { askBeforeClosing } from './parting';
import { isOutsideAddress } from './navigation';
import { raiseSessionWalls } from './session-walls';
import { openSettings } from './settings-store';
import type { SettingsStore } from './settings-store';
import { savePdf } from './save-pdf';
import { refuseStrangers, registerShellHandlers } from './shell-handlers';
import { openUpdates } from './updates/open-updates';
import type { Updates } from './updates/updates';
import { createSignInProcess } from './sign-in-process';
import { createSpelling } from './spelling/spelling';
import { createSpellingThread } from './spelling/spelling-thread';

// Files of a desk are for its owner only, whoever writes them: the store's binding makes them readable to all.
process.umask(0o077);
// Whatever this process starts from here on, Chromium's own children among it, inherits no password.
const GIVEN = { ...takeOwnVariables(process.env), ...variablesHandedOver(process.argv) };
// Started with --no-sandbox (root in a container), every child would refuse to run; each window asks for it anyway.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

const OUT = join(__dirname, '..');
/** The runtime of the npm registry (scripts/electron-runtime.mjs), packed for tests or not: the product never has it. */
const FALLBACK = process.versions.electron === '25.1.1';
/** Under its own name that runtime counts as packaged, wrongly. */
const DEVELOPMENT = basename(process.execPath) === '@wingconsoledesktop' || !app.isPackaged;
// Its package says what it is, and touches no real desk's folder.
app.setName(FALLBACK && !DEVELOPMENT ? 'Sportello test runtime (not for users)' : 'Sportello');

// Nothing that Chromium shows lies elsewhere: the engine alone reaches servers, by Node. A name is looked up past every policy and
// past the session's wall (`<link rel=dns-prefetch>`), so here no name leads anywhere. Tests listen with a rule of their own.
if (!DEVELOPMENT || !app.commandLine.hasSwitch('host-resolver-rules')) {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
}

// Electron's own answer is a dialog that stops everything, behind a virtual display for ever. A fault of one message
// must not take the desk down; it is written where the log goes.
process.on('uncaughtException', (error) => logMain(`Fault in the main process: ${error.stack}`));
process.on('unhandledRejection', (reason) => {
  logMain(`Fault in the main process: ${reason instanceof Error ? reason.stack : String(reason)}`);
});

/** The desk's languages by the names that Chromium's packs of words have. */
const CHROMIUM_LANGUAGES = { it: 'it', pt: 'pt-BR', es: 'es', en: 'en-GB' } as const;

/** The order in which everything starts; each step is a file of its own. */
function main(): void {
  const options = readOptions();
  if (!options) return;
  const userDir = options.profileDir ?? app.getPath('userData');
  mkdirSync(userDir, { recursive: true, mode: 0o700 });
  app.setPath('userData', userDir);
  keepMainLog(userDir);
  // Chromium's own files stay apart from the profile's.
  const browserDir = join(userDir, 'browser');
  mkdirSync(browserDir, { recursive: true, mode: 0o700 });
  app.setPath('sessionData', browserDir);
  app.setPath('crashDumps', join(browserDir, 'crashes'));
  if (options.debuggingPort !== null && !app.commandLine.getSwitchValue('remote-debugging-port')) {
    app.commandLine.appendSwitch('remote-debugging-port', String(options.debuggingPort));
  }
  const settings = openSettings(userDir);
  const language = options.language ?? settings.read().language;
  // Date fields are Chromium's own and follow its language, which counts from the start alone. English days come first, as in every list.
  if (language !== null) app.commandLine.appendSwitch('lang', CHROMIUM_LANGUAGES[language]);
  // The lock is one per user-data folder, so one per profile.
  const { ticket, mailLink, mailFiles } = options;
  if (!app.requestSingleInstanceLock({ ticket, mailLink, mailFiles })) {
    process.stderr.write(`Sportello is already open on ${userDir}.\n`);
    app.exit(0);
    return;
  }
  // Else Electron draws a menu of its own first.
  Menu.setApplicationMenu(null);
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    { scheme: 'mail', privileges: { standard: true, secure: true } },
  ]);
  const openedMails = createOpenedMails();
  openedMails.add(mailFiles);
  // macOS tells of files before the desk is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openedMails.add([path]);
  });
  Promise.all([listApp(join(OUT, 'renderer')), app.whenReady()])
    .then(([files]) => openDesk(options, userDir, settings, files, openedMails))
    .catch((error: unknown) => {
      logMain(`Sportello cannot start: ${error instanceof Error ? error.stack : String(error)}`);
      app.exit(1);
    });
}

function readOptions(): LaunchOptions | null {
  try {
    return readLaunchOptions(process.argv.slice(1), process.cwd());
  } catch (error) {
    process.stderr.write(`${error instanceof SportelloError ? `${error.message} ${error.action}` : String(error)}\n`);
    app.exit(2);
    return null;
  }
}

async function openDesk(
  options: LaunchOptions,
  userDir: string,
  settings: SettingsStore,
  files: AppFiles,
  openedMails: OpenedMails,
): Promise<void> {
  const engine = createEngineProcess(
    join(OUT, 'engine/start.cjs'),
    (error) => desk.stopped(error),
    (refreshToken, mailbox) => desk.keepRefreshToken(refreshToken, mailbox),
  );
  engine.getReady();
  nativeTheme.themeSource = settings.read().theme;
  const windowSession = session.fromPartition('persist:desk');
  raiseSessionWalls(windowSession, { devtools: DEVELOPMENT });
  serveApp(windowSession, files);
  const mails = createParkedMails(windowSession);

  const icon = join(resourcesDir(), 'icon.png');
  const windows = createDeskWindows({
    material: {
      session: windowSession,
      preload: join(OUT, 'preload/index.cjs'),
      icon,
      devTools: DEVELOPMENT,
    },
    settings,
    mails,
    size: options.size,
    onWindow: (window) => {
      window.webContents.on('context-menu', (_event, pressed) => void spelling.showMenu(window, pressed));
    },
    onDesk: (window) =>
      askBeforeClosing({
        window,
        words: () => words?.parting ?? null,
        leave: (choice) => engine.ask('outbox.leave', { choice }),
        stayed: () => {
          windows.stayed();
          updates.stayed();
        },
      }),
  });
  /** To the window of the desk. */
  const tell = (channel: string, value: unknown): void => windows.desk()?.webContents.send(channel, value);
  const attention = createAttention({
    icon,
    window: () => windows.desk(),
    front: () => windows.showDesk(),
    run: (command) => tell(SHELL_CHANNEL.command, command),
    select: (ticket) => asked.select(ticket),
  });
  let words: DeskMenu | null = null;
  const drawMenu = (): void =>
    setMenu({
      devTools: DEVELOPMENT,
      menu: words,
      // What is chosen over a window is meant there: a ticket is closed where it is seen.
      run: (command) => windows.inFront()?.webContents.send(SHELL_CHANNEL.command, command),
      print: () => windows.inFront()?.webContents.print(),
    });
  const desk: Desk = createDesk({
    profileDir: userDir,
    demoDir: options.demo && options.profileDir ? userDir : join(userDir, 'demo'),
    demo: options.demo,
    resourcesDir: resourcesDir(),
    engine,
    signIns: createSignInProcess(join(OUT, 'engine/start.cjs'), openOutside),
    demoServers: createDemoProcess(join(OUT, 'demo/index.cjs')),
    keychain: safeStorage,
    environment: GIVEN,
    onChanged: (state) => {
      windows.showStore(state);
      tellState();
    },
  });
  const updates = openUpdates({
    isPackaged: !DEVELOPMENT,
    folder: join(userDir, 'updates'),
    settings,
    pastMark: () => engine.pastMark(),
    given: GIVEN,
    changed: () => tellState(),
  });
  const shellState = (ticket: string | null): ShellState => ({
    ...desk.state(),
    ticket,
    language: options.language ?? settings.read().language ?? systemLanguage(),
    theme: settings.read().theme,
    notifications: settings.read().notifications,
    spelling: settings.read().spelling,
    keys: settings.read().keys,
    version,
    runtime: { electron: process.versions.electron, fallback: FALLBACK },
    engineRestarts: engine.restarts(),
    updates: updates.view(),
  });
  const tellState = (): void => {
    for (const window of windows.all()) {
      window.webContents.send(SHELL_CHANNEL.state, shellState(windows.ticketOf(window)));
    }
  };
  const spelling = createSpelling({
    thread: createSpellingThread({
      file: join(OUT, 'main/spelling-worker.cjs'),
      resourcesDir: resourcesDir(),
      onFault: (fault) => logMain(`The spelling could not be looked through: ${fault}`),
    }),
    settings,
    words: () => words,
    onWords: () => tellState(),
  });

  registerShellHandlers(
    {
      state: (_nothing, window) => shellState(windows.ticketOf(window)),
      startDemo: () => desk.startDemo(),
      checkMailbox: ({ mailbox, add = false, ...typed }) => desk.checkMailbox(mailbox, typed, add),
      saveMailbox: ({ mailbox, add = false, ...passwords }) => desk.saveMailbox(mailbox, passwords, add),
      removeMailbox: (id) => desk.removeMailbox(id),
      saveHotmart: (choice) => desk.saveHotmart(choice),
      signIn: ({ mailbox, clientSecret, words, add = false }) => desk.signIn(mailbox, clientSecret, words, add),
      signInAgain: ({ words, mailbox }) => desk.signInAgain(words, mailbox),
      cancelSignIn: () => desk.cancelSignIn(),
      signOut: ({ mailbox }) => desk.signOut(mailbox),
      readInvitation: (text) => readInvitation(text),
      checkTeam: (given) => desk.checkTeam(given),
      joinTeam: (given) => desk.joinTeam(given),
      changeStorePassword: (password) => desk.changeStorePassword(password),
      protectStore: (choice) => desk.protectStore(choice),
      unlockStore: (passphrase) => desk.unlockStore(passphrase),
      copies: () => desk.copies(),
      restoreCopy: async (name) => {
        await windows.closeTickets();
        return desk.restoreCopy(name);
      },
      setAppearance: (choice) => {
        settings.change({
          theme: choice.theme ?? settings.read().theme,
          language: choice.language ?? settings.read().language,
          notifications: choice.notifications ?? settings.read().notifications,
          spelling: choice.spelling ?? settings.read().spelling,
          keys: choice.keys ?? settings.read().keys,
        });
        nativeTheme.themeSource = settings.read().theme;
        tellState();
      },
      checkSpelling: ({ words: written, ...choice }) => spelling.check(written, choice),
      lookForUpdate: () => updates.look(),
      allowUpdates: ({ daily }) => updates.allow(daily),
      installUpdate: () => updates.restart(),
      chooseFile: (kind, window) => chooseFile(window, kind === 'certificate' ? 'certificate' : 'table'),
      chooseFolder: (_nothing, window) => chooseFolder(window),
      importMacros: async (from, window) => {
        const path = from === 'folder' ? await chooseFolder(window) : await chooseFile(window, 'set');
        return path === null ? null : engine.ask('macros.import', { path });
      },
      saveFile: ({ fileName, base64 }, window) => saveFile(window, fileName, base64),
      savePdf: ({ fileName, header }, window) => savePdf(window, fileName, header),
      saveFromServer: async ({ fileName, ...wanted }, window) => {
        const path = await chooseSavePath(window, fileName);
        if (path === null) return false;
        const { kind } = await engine.ask('messages.download', { ...wanted, path });
        return kind === 'saved';
      },
      parkMail: (html, window) => mails.park(html, window.id),
      releaseMail: (address) => mails.release(address),
      openMails: (paths) => openedMails.add(paths),
      nextMail: () => openedMails.next(),
      openLink: openOutside,
      copyText: (text) => clipboard.writeText(text),
      openTicket: (ticket) => windows.openTicket(ticket),
      showDesk: () => windows.showDesk(),
      closeTicket: (_nothing, window) => windows.closeTicket(window),
      setMenu: (menu) => {
        words = menu;
        drawMenu();
        attention.speak(menu);
      },
      setAttention: (waiting) => attention.show(waiting),
      notify: (notice) => attention.notify(notice),
      print: (_nothing, window) => window.webContents.print(),
      retry: () => desk.start(),
    },
    windows,
  );
  ipcMain.on(SHELL_CHANNEL.connect, (event) => {
    if (windows.of(event) !== null) engine.connect(event.sender);
  });
  ipcMain.handle(SHELL_CHANNEL.copySelection, async (event) => {
    refuseStrangers(event, windows);
    await copySelection(event.sender);
  });
  const asked = createAsked(options, windows);
  ipcMain.on(SHELL_CHANNEL.ready, (event) => {
    const window = windows.of(event);
    if (window === null || window !== windows.desk()) return;
    asked.begin();
    openedMails.begin({
      open: (path) => engine.ask('savedMails.open', { path }),
      tell: (told) => tell(SHELL_CHANNEL.savedMail, told),
    });
  });

  app.on('open-url', (_event, link) => {
    asked.select(readTicketLink(link));
    asked.write(isMailLink(link) ? link : null);
  });
  app.on('second-instance', (_event, _args, _workingDir, data) => {
    const { ticket, mailLink, mailFiles } = readLaunchData(data);
    asked.write(mailLink);
    openedMails.add(mailFiles);
    if (ticket === null) windows.showDesk();
    else asked.select(ticket);
  });
  app.on('activate', () => {
    if (windows.desk() === null) windows.openDesk();
  });
  // What slept does not know that its links are dead.
  powerMonitor.on('resume', () => desk.woke());
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => attention.close());
  closeBeforeQuit(desk, updates);
  windows.openDesk();
  // What the page's process, which has just been started, need not wait for; nothing is ever shown in the default session.
  drawMenu();
  raiseSessionWalls(session.defaultSession, { devtools: DEVELOPMENT });
  await desk.start();
  // Written to the disk at once, which the window need not wait for.
  if (!options.demo) settings.change({ lastProfile: userDir });
}

/** The store is closed in order before the process ends, and an update that waits for that is installed: quitting waits for it, once. */
function closeBeforeQuit(desk: Desk, updates: Updates): void {
  app.on('will-quit', (event) => {
    event.preventDefault();
    // Not app.quit(): called while the refused quit still unwinds, it is ignored. All windows are closed by now.
    void desk
      .close()
      .then((pastMark) => updates.atQuit(pastMark))
      .finally(() => setImmediate(() => app.exit(0)));
  });
}

async function openOutside(address: string): Promise<void> {
  if (!isOutsideAddress(address)) {
    throw new SportelloError('not-allowed', 'Only web and mail addresses open outside the desk.', { action: '' });
  }
  await shell.openExternal(address);
}

/** Beside the bundles while developing; outside the archive once packaged. */
function resourcesDir(): string {
  const packaged = join(process.resourcesPath, 'resources');
  return !DEVELOPMENT && existsSync(packaged) ? packaged : join(OUT, '../resources');
}

function systemLanguage(): ShellState['language'] {
  const tag = app.getLocale().slice(0, 2);
  return tag === 'it' || tag === 'pt' || tag === 'es' ? tag : 'en';
}

main();
