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
 * Badge, the title of the desk's window, tray and notifications. `icon` is a picture file; `run` runs a command of that window, which
 * `front` brings to the front first; `select` shows a notification's ticket where it is open.
 */
export function createAttention(options: {
  readonly icon: string;
  readonly window: () => BrowserWindow | null;
  readonly front: () => void;
  readonly run: (command: string) => void;
  readonly select: (ticket: string) => void;
}): AttentionOfDesk {
  const { front } = options;
  let tray: Tray | null = null;
  let waiting: Attention = { inbox: 0, lines: [] };
  let words: DeskMenu['own'] | null = null;
  /** Shown and not closed: one that nobody holds is collected, and its click with it. */
  const shown = new Set<Notification>();

  function draw(): void {
    app.setBadgeCount(waiting.inbox);
    const window = options.window();
    const title = waiting.inbox === 0 ? app.name : `${app.name} (${String(waiting.inbox)})`;
    window?.setTitle(title);
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
        if (ticket !== null) {
          options.select(ticket);
          return;
        }
        front();
        if (command !== undefined) options.run(command);
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
