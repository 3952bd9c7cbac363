import { join } from 'node:path';
import type { ElectronApplication, Frame, Page } from '@playwright/test';
import { TICKET_WINDOW_CALLS } from '../../shared/contract/shell-channels';
import { expect, test } from '../e2e/fixtures';
import { report } from './scoreboard';

const PRELOAD = join(import.meta.dirname, '../../out/preload/index.cjs');

/** Arguments that hardly a call takes, made in the process that sends them. */
const ABUSES = [
  'undefined',
  'null',
  '0',
  'NaN',
  'true',
  '""',
  '"x"',
  '"x".repeat(10 * 1024 * 1024)',
  '[]',
  '{}',
  '[["x"]]',
  'JSON.parse(\'{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}\')',
  'new Map([["__proto__", "x"]])',
  'new Date(0)',
  'new Uint8Array(1024 * 1024)',
  '"../../../etc/passwd"',
  '"file:///etc/passwd"',
  '"javascript:alert(1)"',
  '{ "toString": "x", "length": 1e9 }',
] as const;

/** Calls that take any text; what they make of it is theirs to refuse. */
const TAKES_TEXT: ReadonlySet<string> = new Set(
  [
    'readInvitation',
    'changeStorePassword',
    'unlockStore',
    'restoreCopy',
    'parkMail',
    'releaseMail',
    'openLink',
    'copyText',
  ].map((call) => `shell:${call}`),
);

type Answer = { readonly channel: string; readonly abuse: string; readonly code: string };

/** Opens a demo mail that is shown in a frame: that frame. */
async function showMail(page: Page): Promise<Frame> {
  await page.getByRole('searchbox').fill('enlace acuarela');
  await page.getByRole('option', { name: /Iker Salas/ }).click();
  await page.frameLocator('iframe').getByText('enlace').waitFor();
  return frameAt(page, 'mail:');
}

/** The frame whose address begins so. Its document is there before Playwright hears of its address. */
async function frameAt(page: Page, address: string): Promise<Frame> {
  const found = () => page.frames().find((candidate) => candidate.url().startsWith(address));
  await expect.poll(() => found() !== undefined, `a frame at ${address}`).toBe(true);
  const frame = found();
  if (!frame) throw new Error('The mail is not in its frame');
  return frame;
}

/** Hands main's handler of each channel a message of this sender, once with each argument. */
function abuseHandlers(app: ElectronApplication, from: 'mail frame' | 'desk'): Promise<readonly Answer[]> {
  return app.evaluate(
    async ({ BrowserWindow, ipcMain }, { from, abuses }) => {
      type Handler = (event: unknown, ...args: unknown[]) => Promise<unknown>;
      const handlers = Reflect.get(ipcMain, '_invokeHandlers') as ReadonlyMap<string, Handler>;
      const [window] = BrowserWindow.getAllWindows();
      const senderFrame = from === 'desk' ? window?.webContents.mainFrame : window?.webContents.mainFrame.frames[0];
      if (!window || !senderFrame) throw new Error('The desk shows no mail');
      const answers: { channel: string; abuse: string; code: string }[] = [];
      for (const [channel, handler] of handlers) {
        for (const abuse of abuses) {
          // oxlint-disable-next-line no-eval -- the list above
          const argument: unknown = (0, eval)(`(${abuse})`);
          // A call that takes nothing gets a second argument.
          const args = from === 'desk' && argument === undefined ? [undefined, 'second'] : [argument];
          const code = await handler({ sender: window.webContents, senderFrame }, ...args).then(
            (answer) => {
              const { kind, error } = (answer ?? {}) as { kind?: string; error?: { code: string } };
              return kind === 'failure' ? (error?.code ?? 'no code') : 'answered';
            },
            (error: unknown) => String(Reflect.get(error as object, 'code')),
          );
          answers.push({ channel, abuse: abuse.slice(0, 40), code });
        }
      }
      return answers;
    },
    { from, abuses: ABUSES },
  );
}

/** The same calls from another window at `about:blank`: with the desk's own preload, and with Node in its page. */
function abuseFromWindow(app: ElectronApplication, preload: string | null): Promise<readonly Answer[]> {
  return app.evaluate(
    async ({ BrowserWindow, ipcMain, session }, { preload, abuses }) => {
      const handlers = Reflect.get(ipcMain, '_invokeHandlers') as ReadonlyMap<string, unknown>;
      const open = preload === null ? { nodeIntegration: true, contextIsolation: false, sandbox: false } : { preload };
      const window = new BrowserWindow({
        show: false,
        webPreferences: { ...open, session: session.fromPartition('persist:desk') },
      });
      await window.loadURL('about:blank');
      const calls =
        preload === null
          ? `const { ipcRenderer } = require('electron'); const calls = ${JSON.stringify([...handlers.keys()])}.map((name) => [name, (value) => ipcRenderer.invoke(name, value).then((answer) => { if (answer?.kind === 'failure') throw answer.error; })]);`
          : `const calls = Object.entries(window.sportello.shell).filter(([name]) => !/^on[A-Z]|^pathOfFile$|^spellIn$/.test(name));`;
      const answers = (await window.webContents.executeJavaScript(`(async () => {
        ${calls}
        const answers = [];
        for (const [channel, call] of calls) for (const abuse of ${JSON.stringify(abuses)}) {
          const code = await Promise.resolve().then(() => call(eval('(' + abuse + ')'))).then(() => 'answered', (error) => error.code ?? String(error));
          answers.push({ channel, abuse: abuse.slice(0, 40), code });
        }
        return answers;
      })()`)) as { channel: string; abuse: string; code: string }[];
      window.destroy();
      return answers;
    },
    { preload, abuses: ABUSES },
  );
}

test('main answers nobody but the desk’s own page, and nothing that is not as agreed', async ({ openDesk }) => {
  const { app, page } = await openDesk({ args: ['--demo'] });
  const frame = await showMail(page);
  // It has no preload: nothing to call with.
  expect(
    await frame.evaluate(() => ['sportello', 'require', 'process'].map((name) => typeof Reflect.get(globalThis, name))),
  ).toEqual(['undefined', 'undefined', 'undefined']);
  const strangers = [
    ...(await abuseHandlers(app, 'mail frame')),
    ...(await abuseFromWindow(app, PRELOAD)),
    ...(await abuseFromWindow(app, null)),
  ];
  const own = (await abuseHandlers(app, 'desk')).filter(
    ({ channel, abuse }) =>
      !(TAKES_TEXT.has(channel) && abuse.startsWith('"')) && !(channel === 'shell:saveHotmart' && abuse === 'null'),
  );
  const heard = strangers.filter(({ code }) => !/not-allowed|Only the desk itself/.test(code));
  const taken = own.filter(({ code, channel }) => code !== 'bad-params' && channel !== 'shell:copy-selection');
  const polluted = await app.evaluate(() => Reflect.get({}, 'polluted') as unknown);
  report(
    `IPC abuse: ${strangers.length + own.length} calls of ${new Set(own.map(({ channel }) => channel)).size} channels · ` +
      `${heard.length + taken.length} answered (mail frame, two foreign windows, wrong types, 10 MB, polluted objects)`,
  );
  expect(heard).toEqual([]);
  expect(taken).toEqual([]);
  expect(polluted).toBeUndefined();
  expect(strangers.length).toBeGreaterThan(1_500);
  await page.getByRole('searchbox').fill('Giulia');
  await expect(page.getByRole('option', { name: /^Giulia Ferri/ })).toBeVisible();
});

test('the window of a ticket may ask for what a ticket needs, and a page names nothing but a ticket', async ({
  openDesk,
}) => {
  const { app, page } = await openDesk({ args: ['--demo'] });
  await showMail(page);
  const opened = app.waitForEvent('window');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+O');
  const own = await opened;
  await own.waitForSelector('html[data-ready="true"]', { state: 'attached' });
  const answered = (from: Page) =>
    from.evaluate(async (allowed) => {
      const { shell } = window.sportello as unknown as { shell: Record<string, (value?: unknown) => Promise<unknown>> };
      const calls = Object.entries(shell).filter(
        ([name]) => !/^on[A-Z]/.test(name) && !['pathOfFile', 'spellIn', 'state', ...allowed].includes(name),
      );
      const codes = await Promise.all(
        calls.map(([name, call]) =>
          call(null).then(
            () => `${name} answered`,
            (error: unknown) => `${name} ${String(Reflect.get(error as object, 'code'))}`,
          ),
        ),
      );
      return codes.filter((code) => !code.endsWith(' not-allowed'));
    }, TICKET_WINDOW_CALLS);
  expect(await answered(own)).toEqual([]);

  const codes = await page.evaluate(async () => {
    const { shell } = window.sportello as unknown as { shell: { openTicket(value: unknown): Promise<unknown> } };
    const wrong = [
      '',
      'T-',
      'T-1/../2',
      'https://evil.example/',
      'app://bundle/index.html',
      'T-1\n',
      't-1',
      7,
      ['T-1'],
      { ticket: 'T-1' },
    ];
    return Promise.all(
      wrong.map((value) =>
        shell.openTicket(value).then(
          () => 'opened',
          (error: unknown) => String(Reflect.get(error as object, 'code')),
        ),
      ),
    );
  });
  expect(new Set(codes)).toEqual(new Set(['bad-params']));
  // A script of a page opens no window, a ticket's no more than the desk's.
  for (const one of [page, own]) expect(await one.evaluate(() => window.open('app://bundle/index.html'))).toBeNull();
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(2);
  const walls = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => {
      // Not in Electron's types.
      const set = (
        webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences();
      return ['sandbox', 'contextIsolation', 'nodeIntegration', 'webSecurity', 'webviewTag'].map((name) => set[name]);
    }),
  );
  expect(walls[0]).toEqual(walls[1]);
});

test('a foreign window gets no port to the engine, and the engine refuses what is not as agreed', async ({
  openDesk,
}) => {
  const { app, page } = await openDesk({ args: ['--demo'] });
  await showMail(page);
  const ports = await app.evaluate(({ BrowserWindow, ipcMain }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('The desk has no window');
    let given = 0;
    const sender = new Proxy(window.webContents, {
      get: (target, name) => (name === 'postMessage' ? () => (given += 1) : Reflect.get(target, name)),
    });
    const [mail] = window.webContents.mainFrame.frames;
    for (const senderFrame of [mail, null]) {
      for (const from of [sender, window.webContents]) ipcMain.emit('engine:connect', { sender: from, senderFrame });
    }
    return given;
  });
  expect(ports).toBe(0);
  const answered = await page.evaluate(async (abuses) => {
    const { engine } = window.sportello as unknown as {
      engine: { call: (method: unknown, params: unknown) => Promise<unknown> };
    };
    const names = [
      'tickets.open',
      'messages.attachment',
      'reply.accept',
      '__proto__',
      'constructor',
      'toString',
      'no.such',
    ];
    // Made at once: the page's policy lets nothing be evaluated later, not even by a debugger.
    const wrong = abuses.filter((abuse) => abuse !== '{}' && abuse !== 'undefined');
    // oxlint-disable-next-line no-eval -- the list above
    const made = wrong.map((abuse) => (0, eval)(`(${abuse})`) as unknown);
    const codes: string[] = [];
    for (const name of names) {
      for (const [at, argument] of made.entries()) {
        codes.push(
          await engine.call(name, argument).then(
            () => `answered ${name} ${wrong[at]}`,
            (error: unknown) => String(Reflect.get(error as object, 'code')),
          ),
        );
      }
    }
    return codes;
  }, ABUSES);
  report(
    `Engine abuse: ${answered.length} calls · ${answered.filter((code) => code.startsWith('answered')).length} answered`,
  );
  expect([...new Set(answered)].toSorted()).toEqual(['bad-params', 'unknown-method']);
});

/** Names of the Permissions API, and those that Chromium knows beyond it. */
const PERMISSIONS = [
  'geolocation', 'notifications', 'push', 'midi', 'camera', 'microphone', 'background-fetch', 'background-sync',
  'persistent-storage', 'ambient-light-sensor', 'accelerometer', 'gyroscope', 'magnetometer', 'screen-wake-lock',
  'nfc', 'display-capture', 'clipboard-read', 'clipboard-write', 'payment-handler', 'idle-detection', 'periodic-background-sync',
  'storage-access', 'window-management', 'local-fonts',
]; // prettier-ignore

/** What a page may ask of the machine; each has to end in a refusal. */
const REQUESTS: Readonly<Record<string, string>> = {
  camera: 'navigator.mediaDevices.getUserMedia({ video: true })',
  microphone: 'navigator.mediaDevices.getUserMedia({ audio: true })',
  screen: 'navigator.mediaDevices.getDisplayMedia({ video: true })',
  place: 'new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject))',
  notification: 'Notification.requestPermission().then((answer) => { if (answer !== "granted") throw answer; })',
  clipboard: 'navigator.clipboard.readText()',
  midi: 'navigator.requestMIDIAccess({ sysex: true })',
  hid: 'navigator.hid.requestDevice({ filters: [] }).then((found) => { if (found.length === 0) throw "none"; })',
  usb: 'navigator.usb.requestDevice({ filters: [] })',
  serial: 'navigator.serial.requestPort()',
  bluetooth: 'navigator.bluetooth.requestDevice({ acceptAllDevices: true })',
  idle: 'IdleDetector.requestPermission().then((answer) => { if (answer !== "granted") throw answer; })',
  persistence: 'navigator.storage.persist().then((kept) => { if (!kept) throw "no"; })',
  fonts: 'queryLocalFonts().then((fonts) => { if (fonts.length === 0) throw "none"; })',
  screens: 'getScreenDetails()',
  fullscreen: 'document.documentElement.requestFullscreen()',
  pointer: 'document.documentElement.requestPointerLock()',
  credentials: 'navigator.credentials.get({ publicKey: { challenge: new Uint8Array(8), timeout: 500 } })',
  file: 'fetch("file:///etc/hostname")',
  network: 'fetch("http://127.0.0.1:9/")',
};

test('every permission is denied, to the desk and to a mail', async ({ openDesk }) => {
  const { page } = await openDesk({ args: ['--demo'] });
  const mail = await showMail(page);
  const granted: string[] = [];
  let asked = 0;
  for (const [who, frame] of [
    ['desk', page.mainFrame()],
    ['mail', mail],
  ] as const) {
    for (const name of PERMISSIONS) {
      // A name that this Chromium does not know, and a page that is not secure, reject: no permission either.
      const state = await frame.evaluate(
        (name) =>
          navigator.permissions.query({ name: name as PermissionName }).then(
            ({ state }) => state,
            () => 'unknown',
          ),
        name,
      );
      asked += 1;
      if (state === 'granted' || state === 'prompt') granted.push(`${who}: ${name} ${state}`);
    }
    for (const [name, request] of Object.entries(REQUESTS)) {
      const outcome = frame.evaluate(
        (request) =>
          Promise.resolve()
            // oxlint-disable-next-line no-eval -- the list above
            .then(() => (0, eval)(request) as unknown)
            .then(
              () => 'granted',
              (error: unknown) => String(error),
            ),
        request,
      );
      const late = new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), 2_000));
      asked += 1;
      const said = await Promise.race([outcome.catch(String), late]);
      if (said === 'granted') granted.push(`${who}: ${name}`);
    }
  }
  report(`Permissions: ${asked} asked · ${granted.length} granted (desk and mail frame)`);
  expect(granted).toEqual([]);
});

/** Puts a mail into the frame anew: what was refused may have left an error page there. */
async function parkAgain(page: Page): Promise<Frame> {
  const address = await page.evaluate(async () => {
    const frame = document.querySelector('iframe');
    if (!frame) throw new Error('The desk shows no mail');
    const address = await window.sportello.shell.parkMail('<!doctype html><p>An ordinary mail</p>');
    await new Promise((resolve) => {
      frame.addEventListener('load', resolve, { once: true });
      frame.src = address;
    });
    return address;
  });
  return frameAt(page, address);
}

test('the window stays where it is, and its options are those of the checklist, as far as Electron tells them', async ({
  openDesk,
}) => {
  const { app, page } = await openDesk({ args: ['--demo'] });
  await showMail(page);
  const before = page.url();
  const attempts = [
    'location.href = "https://hostile.invalid/"',
    'location.href = "file:///etc/passwd"',
    'location.href = "data:text/html,x"',
    'location.href = "mail://0/"',
    'location.href = "app://other/index.html"',
    'location.replace("http://127.0.0.1:9/")',
    'window.open("https://hostile.invalid/")',
    'window.open("file:///etc/passwd")',
    'window.open("app://bundle/index.html")',
    'window.open("about:blank")',
    'top.location.href = "https://hostile.invalid/"',
    'parent.location.href = "https://hostile.invalid/"',
    'document.body.append(Object.assign(document.createElement("iframe"), { src: "https://hostile.invalid/" }))',
    'document.body.append(Object.assign(document.createElement("iframe"), { src: "file:///etc/passwd" }))',
    'document.body.append(Object.assign(document.createElement("webview"), { src: "https://hostile.invalid/" }))',
    'Object.assign(document.createElement("a"), { href: "https://hostile.invalid/", target: "_top" }).click()',
    'Object.assign(document.createElement("a"), { href: "data:text/plain,x", download: "x" }).click()',
    'history.pushState(null, "", "/../../etc/passwd")',
  ];
  let tried = 0;
  const moved: string[] = [];
  for (const attempt of attempts) {
    for (const where of ['desk', 'mail']) {
      const frame = where === 'desk' ? page.mainFrame() : await parkAgain(page);
      tried += 1;
      // What is forbidden may throw; where the window is afterwards counts.
      await frame.evaluate(attempt).catch(() => undefined);
      const pages = await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
      );
      const away = page.frames().filter((candidate) => /^(?:https?|file|data):/.test(candidate.url()));
      if (pages.length !== 1 || !(pages[0] ?? '').startsWith('app://bundle/') || away.length > 0) moved.push(attempt);
    }
  }
  // A file that is dropped on the window would replace the page where nothing stops it.
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['<script>alert(1)</script>'], 'x.html', { type: 'text/html' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  tried += 1;
  if (!page.url().startsWith('app://bundle/')) moved.push('drop');
  const windows = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => {
      // Missing in the typings of Electron 45
      const read = Reflect.get(webContents, 'getLastWebPreferences') as () => object;
      return { ...read.call(webContents) };
    }),
  );
  report(
    `Navigation: ${tried} attempts · ${moved.length} left the desk (location, windows, frames, downloads, a dropped file)`,
  );
  expect(moved).toEqual([]);
  expect(tried).toBe(2 * attempts.length + 1);
  expect(before).toBe('app://bundle/index.html');
  expect(windows).toHaveLength(1);
  expect(windows[0]).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  });
});
