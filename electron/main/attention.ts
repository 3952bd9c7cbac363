import { Menu, Notification, Tray, app, nativeImage } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Attention, DeskMenu, Notice } from '../../shared/contract/desktop';

/** What the person sees of the desk while they look at something else. */
export type AttentionOfDesk = {
  /** Badge, title and tray say what waits. */
  show(attention: Attention): void;
  /** The tray speaks the window's language. */
  speak(words: DeskMenu): void;
  notify(notice: Notice): void;
  close(): void;
};

/**
 * Badge, window title, tray and notifications. `icon` is a picture file; `run` runs a command of the window, which is brought
 * to the front first, as for a notification's ticket.
 */
export function createAttention(options: {
  readonly icon: string;
  readonly window: () => BrowserWindow | null;
  readonly run: (command: string) => void;
  readonly select: (ticket: string) => void;
}): AttentionOfDesk {
  let tray: Tray | null = null;
  let waiting: Attention = { inbox: 0, lines: [] };
  let words: DeskMenu['own'] | null = null;
  /** Shown and not closed: one that nobody holds is collected, and its click with it. */
  const shown = new Set<Notification>();

  function front(): void {
    const window = options.window();
    if (!window || window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  function draw(): void {
    app.setBadgeCount(waiting.inbox);
    const window = options.window();
    const title = waiting.inbox === 0 ? app.name : `${app.name} (${String(waiting.inbox)})`;
    if (window && !window.isDestroyed()) window.setTitle(title);
    if (!words) return;
    tray ??= openTray(options.icon, front);
    tray.setToolTip([app.name, ...waiting.lines.map(({ label }) => label)].join('\n'));
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: words.show, click: front },
        { type: 'separator' },
        ...waiting.lines.map(({ id, label }) => ({
          label,
          click: () => {
            front();
            options.run(id);
          },
        })),
        { type: 'separator' },
        { label: words.quit, click: () => app.quit() },
      ]),
    );
  }

  return {
    show(attention) {
      waiting = attention;
      draw();
    },
    speak({ own }) {
      words = own;
      draw();
    },
    notify({ title, body, ticket, command }) {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body });
      shown.add(notification);
      notification.on('close', () => shown.delete(notification));
      notification.on('click', () => {
        shown.delete(notification);
        front();
        if (ticket !== null) options.select(ticket);
        else if (command !== undefined) options.run(command);
      });
      notification.show();
    },
    close() {
      for (const notification of shown) notification.close();
      shown.clear();
      tray?.destroy();
      tray = null;
    },
  };
}

/** As large as trays are on each system. */
const TRAY_PX = process.platform === 'darwin' ? 18 : 22;

function openTray(icon: string, clicked: () => void): Tray {
  const tray = new Tray(nativeImage.createFromPath(icon).resize({ width: TRAY_PX, height: TRAY_PX }));
  tray.on('click', clicked);
  return tray;
}
