import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import { SportelloError } from '../../shared/contract/errors';

/** Asks for a file of purchases or products; null when the person closed the dialog. */
export async function chooseFile(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [
      { name: 'CSV, XLSX', extensions: ['csv', 'xlsx'] },
      { name: '*', extensions: ['*'] },
    ],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Saves bytes where the person says; false when the dialog was closed. */
export async function saveFile(window: BrowserWindow, fileName: string, base64: string): Promise<boolean> {
  const defaultPath = join(app.getPath('downloads'), cleanFileName(fileName));
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath });
  if (canceled || !filePath) return false;
  try {
    await writeFile(filePath, Buffer.from(base64, 'base64'), { mode: 0o600 });
  } catch (error) {
    throw new SportelloError('file-unreadable', `${filePath} cannot be written.`, {
      action: 'Choose another folder.',
      detail: { path: filePath },
      cause: error,
    });
  }
  return true;
}

/**
 * A name from a mail is hostile: no path, no control or direction characters (they disguise `exe` as `txt`), no names
 * that Windows reserves, no leading dot, at most 120 characters with its ending kept.
 */
export function cleanFileName(name: string): string {
  const plain = name
    .normalize('NFC')
    // oxlint-disable-next-line no-control-regex -- these are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `_${plain}` : plain;
  if (reserved === '') return 'file';
  const dot = reserved.lastIndexOf('.');
  const ending = dot > 0 ? reserved.slice(dot).slice(0, 20) : '';
  return `${reserved.slice(0, dot > 0 ? dot : undefined).slice(0, 120 - ending.length)}${ending}`;
}
