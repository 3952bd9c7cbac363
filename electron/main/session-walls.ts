import type { Session } from 'electron';

/** What the window may load at all; everything it shows comes from these. */
const ALLOWED = new Set(['app:', 'mail:', 'data:', 'blob:']);

/**
 * Stock Electron grants every permission and loads from anywhere. Here the default is no, for names that do not exist
 * yet too; `devtools` opens the developer tools' own pages.
 */
export function raiseSessionWalls(session: Session, options: { readonly devtools: boolean }): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  session.setSpellCheckerLanguages([]);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, decide) => {
    const { protocol } = new URL(details.url);
    decide({ cancel: !(ALLOWED.has(protocol) || (options.devtools && protocol === 'devtools:')) });
  });
  session.on('will-download', (event) => event.preventDefault());
}
