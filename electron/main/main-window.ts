import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Session } from 'electron';
import type { PressedKey } from '../../shared/contract/shell-api';
import { SHELL_CHANNEL } from '../../shared/contract/shell-channels';
import { APP_PAGE } from './app-protocol';
import { logMain } from './main-log';
import type { SettingsStore } from './settings-store';

const USUAL_SIZE = { width: 1440, height: 900 } as const;
const SMALLEST_SIZE = { minWidth: 900, minHeight: 560 } as const;
/** The page's own backgrounds, so that nothing flashes before its first paint. */
const BACKGROUND = { light: '#ffffff', dark: '#1a1b1e' } as const;

/** The one place that makes a window: every wall of the checklist is spelt out, whatever Electron's defaults become. */
export function openMainWindow(options: {
  readonly title: string;
  readonly session: Session;
  readonly preload: string;
  readonly settings: SettingsStore;
  /** Picture file. */
  readonly icon: string;
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly devTools: boolean;
}): BrowserWindow {
  const { settings, size } = options;
  const saved = size ? null : visibleBounds(settings.read().window);
  const window = new BrowserWindow({
    ...USUAL_SIZE,
    ...size,
    ...(saved ? { x: saved.x, y: saved.y, width: saved.width, height: saved.height } : {}),
    ...SMALLEST_SIZE,
    useContentSize: true,
    show: false,
    title: options.title,
    icon: options.icon,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      session: options.session,
      preload: options.preload,
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
      devTools: options.devTools,
    },
  });
  // The page's own title names no runtime.
  window.on('page-title-updated', (event) => event.preventDefault());
  if (saved?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  if (!size) rememberBounds(window, settings);
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

type Bounds = NonNullable<ReturnType<SettingsStore['read']>['window']>;

/** Bounds of a screen that was unplugged since would open the window out of sight. */
function visibleBounds(bounds: Bounds | null): Bounds | null {
  if (!bounds) return null;
  const seen = screen.getAllDisplays().some(({ workArea }) => {
    const across = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
    const down = Math.min(bounds.y + bounds.height, workArea.y + workArea.height) - Math.max(bounds.y, workArea.y);
    return across > 100 && down > 50;
  });
  return seen ? bounds : null;
}

function rememberBounds(window: BrowserWindow, settings: SettingsStore): void {
  window.on('close', () => {
    const { x, y } = window.getNormalBounds();
    const [width = 0, height = 0] = window.isMaximized() ? [] : window.getContentSize();
    const last = settings.read().window;
    settings.change({
      window: {
        x,
        y,
        width: width || last?.width || USUAL_SIZE.width,
        height: height || last?.height || USUAL_SIZE.height,
        maximized: window.isMaximized(),
      },
    });
  });
}
