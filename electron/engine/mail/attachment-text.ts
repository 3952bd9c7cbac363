import { unpacksSmall } from './unpacked-pdf';

/** Receipts are small; what is larger is a book, and reading it would take longer than answering. */
const MAX_PDF_BYTES = 8_000_000;
const MAX_PDF_PAGES = 4;
const MAX_TEXT = 20_000;

export type AttachmentBytes = { readonly fileName: string; readonly contentType: string; readonly bytes: Uint8Array };

/**
 * The text in a PDF attachment, its first pages. '' where there is nothing to read or the file is damaged: an unreadable
 * receipt never costs the ticket. Pictures take longer and are read later (`pictures.ts`).
 */
export async function readAttachmentText(attachment: AttachmentBytes): Promise<string> {
  const isPdf = attachment.contentType === 'application/pdf' || /\.pdf$/i.test(attachment.fileName);
  if (!isPdf || attachment.bytes.length > MAX_PDF_BYTES || !startsWithPdfMark(attachment.bytes)) return '';
  try {
    return unpacksSmall(attachment.bytes) ? await readPdf(attachment.bytes) : '';
  } catch {
    // A damaged or locked PDF has no text for us; the agent still sees the file itself.
    return '';
  }
}

function startsWithPdfMark(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).includes('%PDF-');
}

async function readPdf(bytes: Uint8Array): Promise<string> {
  // 2 MB of parser, wanted by few mails: loaded with the first PDF.
  const { getDocumentProxy } = await import('unpdf');
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  try {
    let text = '';
    for (let number = 1; number <= Math.min(document.numPages, MAX_PDF_PAGES) && text.length < MAX_TEXT; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      for (const item of items) if ('str' in item) text += item.str + (item.hasEOL ? '\n' : ' ');
      text += '\n';
    }
    return text.slice(0, MAX_TEXT);
  } finally {
    await document.cleanup();
  }
}
