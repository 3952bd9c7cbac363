import { ipcMain } from 'electron';
import type { BrowserWindow, IpcMainEvent } from 'electron';
import { SHELL_CHANNEL } from '../../shared/contract/shell-channels';

/** A page that does not answer keeps no window open, ms: a mail that is being accepted and a row of the store take some. */
const ANSWER_MS = 4_000;

/**
 * Before a window closes: its page puts what was typed last, and waits for a pause, into the store. What a page sends while it ends
 * does not always arrive. Never rejects.
 */
export function lastWords(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    const { webContents } = window;
    const finish = (): void => {
      clearTimeout(late);
      ipcMain.removeListener(SHELL_CHANNEL.kept, hear);
      resolve();
    };
    const hear = (event: IpcMainEvent): void => {
      if (event.sender === webContents && event.senderFrame === webContents.mainFrame) finish();
    };
    const late = setTimeout(finish, ANSWER_MS);
    ipcMain.on(SHELL_CHANNEL.kept, hear);
    webContents.send(SHELL_CHANNEL.closing);
  });
}
