import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Session } from 'electron';
import type { PressedKey } from '../../shared/contract/shell-api';
import { SHELL_CHANNEL } from '../../shared/contract/shell-channels';
import { APP_PAGE } from './app-protocol';
import { logMain } from './main-log';
import type { WindowPlace, WorkArea } from './window-places';

/** The page's own backgrounds, so that nothing flashes before its first paint. */
const BACKGROUND = { light: '#ffffff', dark: '#1a1b1e' } as const;

/** What every window of this desk is made of. */
export type WindowMaterial = {
  readonly session: Session;
  readonly preload: string;
  /** Picture file. */
  readonly icon: string;
  readonly devTools: boolean;
};

/**
 * The one place that makes a window: every wall of the checklist is spelt out, whatever Electron's defaults become. Without a `place`
 * the system finds one.
 */
export function openWalledWindow(
  material: WindowMaterial,
  options: {
    readonly title: string;
    /** Content size in pixels. */
    readonly size: { readonly width: number; readonly height: number };
    readonly smallest: { readonly minWidth: number; readonly minHeight: number };
    readonly place: WindowPlace | null;
    /** Whether it takes the focus once it can be shown; absent: it does. */
    readonly inFront?: () => boolean;
  },
): BrowserWindow {
  const { place } = options;
  const window = new BrowserWindow({
    ...options.size,
    ...(place ? { x: place.x, y: place.y, width: place.width, height: place.height } : {}),
    ...options.smallest,
    useContentSize: true,
    show: false,
    title: options.title,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      session: material.session,
      preload: material.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      plugins: false,
      webgl: false,
      safeDialogs: true,
      devTools: material.devTools,
    },
  });
  if (place?.maximized === true) window.maximize();
  window.once('ready-to-show', () => {
    // Not when it is made: its picture is unpacked while the page waits for its process. macOS has the program's own.
    if (process.platform !== 'darwin') window.setIcon(material.icon);
    if (options.inFront?.() === false) window.showInactive();
    else window.show();
  });
  passKeysOn(window);
  reloadAfterCrash(window);
  void window.loadURL(APP_PAGE);
  return window;
}

/** The page sees no key pressed after a click into a mail: its frame has another origin. Main sees them all. */
function passKeysOn(window: BrowserWindow): void {
  window.webContents.on('before-input-event', (_event, input) => {
    if (input.type !== 'keyDown') return;
    const key: PressedKey = {
      key: input.key,
      code: input.code,
      shift: input.shift,
      control: process.platform === 'darwin' ? input.meta : input.control,
      alt: input.alt,
      repeat: input.isAutoRepeat,
    };
    window.webContents.send(SHELL_CHANNEL.key, key);
  });
}

function reloadAfterCrash(window: BrowserWindow): void {
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    logMain(`The window's page ended (${details.reason}); loading it again.`);
    setTimeout(() => {
      if (!window.isDestroyed()) void window.loadURL(APP_PAGE);
    }, 500);
  });
}

/** Where a window stands now, to be opened there again; `usual`: the size of one that was closed maximised and never had another. */
export function placeNow(
  window: BrowserWindow,
  last: WindowPlace | null,
  usual: { readonly width: number; readonly height: number },
): WindowPlace {
  const { x, y } = window.getNormalBounds();
  const [width = 0, height = 0] = window.isMaximized() ? [] : window.getContentSize();
  return {
    x,
    y,
    width: width || last?.width || usual.width,
    height: height || last?.height || usual.height,
    maximized: window.isMaximized(),
  };
}

/** The usable parts of the screens that are plugged in, the primary one first. */
export function workAreas(): readonly WorkArea[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}
