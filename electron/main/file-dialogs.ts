import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import { SportelloError } from '../../shared/contract/errors';
import { cleanFileName } from '../../shared/domain/clean-file-name';

const CHOSEN = {
  table: { name: 'CSV, XLSX, JSON', extensions: ['csv', 'xlsx', 'json', 'jsonl'] },
  set: { name: 'ZIP', extensions: ['zip'] },
  certificate: { name: 'PEM', extensions: ['pem', 'crt', 'cer'] },
} as const;

/** Asks for a file of purchases or products, a certificate, or a set of reply texts; null when the person closed the dialog. */
export async function chooseFile(window: BrowserWindow, kind: keyof typeof CHOSEN): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [
      { name: CHOSEN[kind].name, extensions: [...CHOSEN[kind].extensions] },
      { name: '*', extensions: ['*'] },
    ],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Asks for a folder; null when the person closed the dialog. */
export async function chooseFolder(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory'] });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Asks where a file with a name from a mail goes; null when the person closed the dialog. */
export async function chooseSavePath(window: BrowserWindow, fileName: string): Promise<string | null> {
  const defaultPath = join(app.getPath('downloads'), cleanFileName(fileName));
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath });
  return canceled || !filePath ? null : filePath;
}

/** Saves bytes where the person says; false when the dialog was closed. */
export function saveFile(window: BrowserWindow, fileName: string, base64: string): Promise<boolean> {
  return saveBytes(window, fileName, Buffer.from(base64, 'base64'));
}

/**
 * The same with bytes that main holds itself.
 * @throws SportelloError `file-unreadable` where the chosen place cannot be written
 */
export async function saveBytes(window: BrowserWindow, fileName: string, bytes: Uint8Array): Promise<boolean> {
  const filePath = await chooseSavePath(window, fileName);
  if (filePath === null) return false;
  try {
    await writeFile(filePath, bytes, { mode: 0o600 });
  } catch (error) {
    throw new SportelloError('file-unreadable', `${filePath} cannot be written.`, {
      reason: 'write',
      action: 'Choose another folder.',
      detail: { path: filePath },
      cause: error,
    });
  }
  return true;
}
