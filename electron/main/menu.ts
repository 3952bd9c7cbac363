import { Menu, app } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';

/**
 * The menu holds only what the system expects of any window. None of its keys may shadow a key of the desk: editing
 * roles keep theirs in text fields only, and there is no reload.
 */
export function setMenu(options: { readonly devTools: boolean }): void {
  const edit: MenuItemConstructorOptions[] = (['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'] as const).map(
    (role) => ({ role, registerAccelerator: process.platform === 'darwin' && role !== 'undo' && role !== 'selectAll' }),
  );
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
  ];
  if (options.devTools) view.push({ role: 'toggleDevTools' });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
      { label: app.name, submenu: [{ role: process.platform === 'darwin' ? 'close' : 'quit' }] },
      { label: 'Edit', submenu: edit },
      { label: 'View', submenu: view },
    ]),
  );
}
