import { foldAddress } from '../../../shared/domain/address';
import type { Attachment, Message } from '../../../shared/domain/message';

/** Name or type of a table: Hotmart sends its reports as CSV, its statements as CSV or XLSX (reference/hotmart.md §4). */
const TABLE_NAME = /\.(?:csv|xlsx)$/i;
const TABLE_TYPES: ReadonlySet<string> = new Set([
  'text/csv',
  'application/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
]);

/**
 * Whether a message brings Hotmart's sales report: from an address that the team configured, with a table attached, and
 * passed by the receiving server's DMARC check. Whatever only looks like one (another sender, a check that failed, or none
 * at all) is a message like any other.
 */
export function isSalesReport(message: Message, senders: readonly string[]): boolean {
  if (senders.length === 0 || message.from === null || message.senderAmbiguous) return false;
  if (message.dmarc !== 'pass' || !senders.includes(foldAddress(message.from.address))) return false;
  return reportTables(message).length > 0;
}

/** The tables that a report brings. */
export function reportTables({ attachments }: Pick<Message, 'attachments'>): readonly Attachment[] {
  return attachments.filter(({ fileName, contentType }) => TABLE_NAME.test(fileName) || TABLE_TYPES.has(contentType));
}
