import type { OtherWindows } from '../desk/other-windows';

/** Notes being written, by ticket; a note is short-lived and internal, so it stays in the windows of this desk. */
const noteTexts = new Map<string, string>();

/** What is being written; '' where nothing is. */
export function noteOf(ticket: string): string {
  return noteTexts.get(ticket) ?? '';
}

/** Keeps it, in the other windows too: the one that it is written in may be closed. '' once it is kept in the store. */
export function writeNote(others: OtherWindows, ticket: string, text: string): void {
  keepNote(ticket, text);
  others.tell({ kind: 'noted', ticket, text });
}

/** The same for a note that another window has. */
export function keepNote(ticket: string, text: string): void {
  if (text === '') noteTexts.delete(ticket);
  else noteTexts.set(ticket, text);
}
