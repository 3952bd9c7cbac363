import { Menu, app } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { DeskMenu } from '../../shared/contract/desktop';
import type { MenuName } from '../../shared/contract/limits';

const EDIT = ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'] as const;
const IS_MAC = process.platform === 'darwin';
/** Where each menu of the desk stands: between what the system has first and last. */
const AFTER_EDIT: readonly MenuName[] = ['ticket', 'reply', 'go'];

/**
 * The menu of the window: commands of the desk, beside what the system expects. None of its keys is bound: those of the desk are read
 * by the page, editing roles keep theirs in text fields only, and there is no reload. `menu` null: before the window has
 * told its words.
 */
export function setMenu(options: {
  readonly devTools: boolean;
  readonly menu: DeskMenu | null;
  readonly run: (command: string) => void;
  readonly print: () => void;
}): void {
  const { menu, run, devTools } = options;
  const named = (name: MenuName): MenuItemConstructorOptions[] =>
    (menu?.menus ?? [])
      .filter((one) => one.name === name)
      .map(({ label, items }) => ({
        label,
        submenu: items.map(({ id, label: text, key }) => ({
          label: text,
          ...shownKey(key),
          click: () => run(id),
        })),
      }));
  const edit = EDIT.map((role): MenuItemConstructorOptions => ({
    role,
    ...(menu ? { label: menu.roles[role] } : {}),
    registerAccelerator: IS_MAC && role !== 'undo' && role !== 'selectAll',
  }));
  const zoom = (['resetZoom', 'zoomIn', 'zoomOut'] as const).map((role): MenuItemConstructorOptions => ({
    role,
    ...(menu ? { label: menu.roles[role] } : {}),
  }));
  const print: MenuItemConstructorOptions = { label: menu?.own.print ?? 'Print', click: options.print };
  const quit: MenuItemConstructorOptions = {
    role: IS_MAC ? 'close' : 'quit',
    ...(menu ? { label: menu.own.quit } : {}),
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(IS_MAC ? [{ role: 'appMenu' as const }] : []),
      { label: menu?.own.file ?? app.name, submenu: [print, { type: 'separator' }, quit] },
      { label: menu?.own.edit ?? 'Edit', submenu: edit },
      ...AFTER_EDIT.flatMap(named),
      {
        label: menu?.own.view ?? 'View',
        submenu: [
          ...zoom,
          { role: 'togglefullscreen', ...(menu ? { label: menu.own.fullScreen } : {}) },
          ...(devTools ? [{ role: 'toggleDevTools' as const }] : []),
        ],
      },
      ...named('desk'),
    ]),
  );
}

/** macOS binds every key that a menu shows, so there none is shown. Sequences (`G I`) are no accelerators. */
function shownKey(key: string): MenuItemConstructorOptions {
  const accelerator = key.replace('⇧', 'Shift+');
  const isOne = /^(?:(?:Ctrl|Shift)\+)*(?:[A-Z0-9]|F\d{1,2}|Enter)$/.test(accelerator);
  return isOne && !IS_MAC ? { accelerator, registerAccelerator: false } : {};
}
