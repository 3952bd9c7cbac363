import type { BrowserWindow } from 'electron';
import { saveBytes } from './file-dialogs';

/** Inches, as Chromium takes them: room for one line above and below. */
const MARGINS = { top: 0.7, bottom: 0.6, left: 0.45, right: 0.45 } as const;
/** Chromium shows these lines in a document of their own, which has no style of the page. */
const LINE = 'width:100%;padding:0 0.45in;font:8px sans-serif;color:#444;display:flex;justify-content:space-between';

/**
 * What the window shows as a PDF in A4, as its print style has it, so that its numbers are those on the screen; saved where the
 * person says. Chromium prints it: a library that draws tables would be a second page to keep in step. False when the dialog
 * was closed.
 * @throws SportelloError `file-unreadable` where the chosen place cannot be written
 */
export async function savePdf(window: BrowserWindow, fileName: string, header: string): Promise<boolean> {
  const bytes = await window.webContents.printToPDF({
    pageSize: 'A4',
    margins: MARGINS,
    printBackground: true,
    displayHeaderFooter: true,
    headerTemplate: `<div style="${LINE}"><span>${escaped(header)}</span></div>`,
    footerTemplate: `<div style="${LINE}"><span></span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>`,
  });
  return saveBytes(window, fileName, bytes);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '<br>');
}
