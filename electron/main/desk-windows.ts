import { BrowserWindow, app } from 'electron';
import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { SportelloError } from '../../shared/contract/errors';
import type { ShellState } from '../../shared/contract/shell-api';
import { SHELL_CHANNEL } from '../../shared/contract/shell-channels';
import { storeKey } from '../../shared/contract/store-key';
import { MAX_TICKET_WINDOWS } from '../../shared/contract/limits';
import { isAppAddress } from './app-protocol';
import { lastWords } from './last-words';
import { logMain } from './main-log';
import type { ParkedMails } from './mail-protocol';
import { keepInPlace } from './navigation';
import type { SettingsStore } from './settings-store';
import { openWalledWindow, placeNow, workAreas } from './walled-window';
import type { WindowMaterial } from './walled-window';
import { nextPlace, seenPlace } from './window-places';

const DESK_SIZE = { width: 1440, height: 900 } as const;
const SMALLEST_DESK = { minWidth: 900, minHeight: 560 } as const;
/** Conversation and case, as wide as they are in a desk of the usual size. */
const TICKET_SIZE = { width: 1060, height: 820 } as const;
const SMALLEST_TICKET = { minWidth: 720, minHeight: 480 } as const;

/** The window of the desk, and those that show one ticket each (ARCHITECTURE.md, "Windows"). */
export type DeskWindows = {
  openDesk(): void;
  /** null before it is open and after it was closed. */
  desk(): BrowserWindow | null;
  /** Opens a window for this ticket, or brings the one that there is to the front. @throws `too-many-windows` */
  openTicket(ticket: string): void;
  /** Brings the ticket's own window to the front; false where it has none. */
  showTicket(ticket: string): boolean;
  showDesk(): void;
  /** Which ticket a window was opened for; null: it is the desk's. */
  ticketOf(window: BrowserWindow): string | null;
  /** @throws `not-allowed` for the window of the desk: it closes as the person closes it */
  closeTicket(window: BrowserWindow): void;
  /** Closes what shows tickets: the store behind them becomes another one. Resolves once all have saved what was typed last, and are gone. */
  closeTickets(): Promise<void>;
  /** The desk shows this now; where it is the store of somebody else, or none, the same number is another ticket. */
  showStore(state: Pick<ShellState, 'profileDir' | 'team' | 'stage'>): void;
  /** The window whose own page sent this; null for a mail frame, a stranger, a page that replaced ours. */
  of(event: IpcMainEvent | IpcMainInvokeEvent): BrowserWindow | null;
  /** The one that has the focus; the desk's where none has. */
  inFront(): BrowserWindow | null;
  all(): readonly BrowserWindow[];
  /** The person stayed instead of quitting. */
  stayed(): void;
};

/** Keeps all windows. `onDesk` hears of the desk's window, `onWindow` of each, when it was made. */
export function createDeskWindows(options: {
  readonly material: WindowMaterial;
  readonly settings: SettingsStore;
  readonly mails: ParkedMails;
  /** Content size of the desk for this start alone: its place is then neither read nor kept. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly onDesk: (window: BrowserWindow) => void;
  readonly onWindow: (window: BrowserWindow) => void;
}): DeskWindows {
  const { material, settings, mails } = options;
  let deskWindow: BrowserWindow | null = null;
  /** Which ticket each window shows. */
  const tickets = new Map<BrowserWindow, string>();
  /** Those that save what was typed last and then go: for whoever asks for their ticket they are gone. */
  const closing = new Set<BrowserWindow>();
  /** Whose tickets are shown. */
  let store = '';
  /** The person quits: the desk is asked first, and takes the others with it. */
  let isQuitting = false;
  app.on('before-quit', () => {
    isQuitting = true;
  });

  const desk = (): BrowserWindow | null => (deskWindow && !deskWindow.isDestroyed() ? deskWindow : null);
  const all = (): readonly BrowserWindow[] =>
    [desk(), ...tickets.keys()].filter((one): one is BrowserWindow => one !== null && !one.isDestroyed());

  function made(window: BrowserWindow): void {
    const { id, webContents } = window;
    keepInPlace(webContents, mails, (address) => {
      if (!window.isDestroyed()) webContents.send(SHELL_CHANNEL.mailLink, address);
    });
    window.once('closed', () => mails.closed(id));
    options.onWindow(window);
  }

  const openTickets = (): readonly (readonly [window: BrowserWindow, ticket: string])[] =>
    [...tickets].filter(([window]) => !window.isDestroyed() && !closing.has(window));

  /** A place that cannot be written costs that place: the window closes all the same. */
  function keepPlace(place: () => Parameters<SettingsStore['change']>[0]): void {
    try {
      settings.change(place());
    } catch (error) {
      logMain(`The place of a window was not kept: ${String(error)}`);
    }
  }

  async function closeTickets(): Promise<void> {
    const open = [...tickets.keys()].filter((window) => !window.isDestroyed());
    const gone = open.map((window) => new Promise<void>((resolve) => window.once('closed', () => resolve())));
    for (const window of open) window.close();
    await Promise.all(gone);
  }

  function openTicket(ticket: string): void {
    const beside = desk();
    if (beside === null) {
      throw new SportelloError('not-allowed', 'Windows of tickets stand beside the desk, which is closed.', {
        reason: 'desk-closed',
        action: '',
      });
    }
    if (showTicket(ticket)) return;
    const open = openTickets();
    if (open.length >= MAX_TICKET_WINDOWS) {
      throw new SportelloError('too-many-windows', `${MAX_TICKET_WINDOWS} tickets have windows of their own.`, {
        action: 'Close one of them first.',
        detail: { most: MAX_TICKET_WINDOWS },
      });
    }
    const taken = open.map(([window]) => window.getNormalBounds());
    const last = settings.read().ticketWindow;
    const window = openWalledWindow(material, {
      title: `${ticket} - ${app.name}`,
      size: TICKET_SIZE,
      smallest: SMALLEST_TICKET,
      inFront: noKeySince(beside),
      place: nextPlace({ last, taken, usual: TICKET_SIZE, areas: workAreas() }),
    });
    tickets.set(window, ticket);
    window.on('close', (event) => {
      event.preventDefault();
      if (closing.has(window) || (isQuitting && desk() !== null)) return;
      closing.add(window);
      keepPlace(() => ({ ticketWindow: placeNow(window, settings.read().ticketWindow, TICKET_SIZE) }));
      void lastWords(window).finally(() => {
        if (!window.isDestroyed()) window.destroy();
      });
    });
    window.once('closed', () => {
      closing.delete(window);
      tickets.delete(window);
      // By us: a page that hung, or died, says itself no more that its person is not there.
      desk()?.webContents.send(SHELL_CHANNEL.ticketClosed, ticket);
    });
    made(window);
  }

  function ticketOf(window: BrowserWindow): string | null {
    return tickets.get(window) ?? null;
  }

  function showTicket(ticket: string): boolean {
    const window = openTickets().find(([, shown]) => shown === ticket)?.[0];
    if (!window) return false;
    bringToFront(window);
    return true;
  }

  return {
    desk,
    all,
    openTicket,
    showTicket,
    closeTickets,
    showStore(shell) {
      const { stage } = shell;
      const next = storeKey(shell);
      if (next !== store || stage === 'welcome' || stage === 'protect') void closeTickets();
      store = next;
    },
    stayed() {
      isQuitting = false;
    },
    openDesk() {
      const { size } = options;
      const window = openWalledWindow(material, {
        title: app.name,
        size: size ?? DESK_SIZE,
        smallest: SMALLEST_DESK,
        place: size ? null : seenPlace(settings.read().window, workAreas()),
      });
      deskWindow = window;
      isQuitting = false;
      // The page's own title names no runtime.
      window.on('page-title-updated', (event) => event.preventDefault());
      if (!size) {
        window.on('close', () => keepPlace(() => ({ window: placeNow(window, settings.read().window, DESK_SIZE) })));
      }
      window.once('closed', () => void closeTickets());
      made(window);
      options.onDesk(window);
    },
    showDesk() {
      const window = desk();
      if (window) bringToFront(window);
    },
    ticketOf,
    closeTicket(window) {
      if (ticketOf(window) === null) {
        throw new SportelloError('not-allowed', 'Only the window of a ticket closes itself.', { action: '' });
      }
      window.close();
    },
    of: (event) => all().find((window) => isOurPage(event, window)) ?? null,
    inFront() {
      const focused = BrowserWindow.getFocusedWindow();
      return all().find((window) => window === focused) ?? desk();
    },
  };
}

/** Whether this window has had no key since now: who goes on typing there is not to find the focus, and the next key, elsewhere. */
function noKeySince({ webContents }: BrowserWindow): () => boolean {
  let isUntouched = true;
  const hear = (_event: unknown, { type, isAutoRepeat }: Electron.Input): void => {
    if (type === 'keyDown' && !isAutoRepeat) isUntouched = false;
  };
  webContents.on('before-input-event', hear);
  return () => {
    if (!webContents.isDestroyed()) webContents.removeListener('before-input-event', hear);
    return isUntouched;
  };
}

/** True where a message came from the page of our window, and not from a mail frame or a page that replaced it. */
function isOurPage(event: IpcMainEvent | IpcMainInvokeEvent, window: BrowserWindow): boolean {
  const { senderFrame } = event;
  if (window.isDestroyed() || event.sender !== window.webContents) return false;
  // Null after a navigation (Electron 35 and later).
  if (!senderFrame || senderFrame !== event.sender.mainFrame) return false;
  return isAppAddress(senderFrame.url);
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
