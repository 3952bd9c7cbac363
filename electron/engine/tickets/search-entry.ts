import type { Attachment } from '../../../shared/domain/message';
import { fieldLine } from '../store/search-text';
import type { MessageTable, TicketTable } from '../store/schema';

/** What of a ticket and its messages search knows. */
export type FoundTicket = Pick<TicketTable, 'id' | 'requester_name' | 'requester_address' | 'subject'>;
export type FoundMessage = Pick<MessageTable, 'direction' | 'from_name' | 'from_address' | 'subject' | 'parsed'>;

/** Most characters of one ticket that are found by search: a mailbox of newsletters must not outgrow the mail itself. */
const MAX_SEARCH_CHARS = 200_000;

/** What a ticket of these messages is found by. */
export function searchText(
  ticket: FoundTicket,
  rows: readonly (FoundMessage & Pick<MessageTable, 'new_text' | 'quoted_text'>)[],
  transaction: string | null,
): string {
  const head = [ticket.id, ticket.requester_name, ticket.requester_address, ticket.subject, transaction ?? ''];
  const bodies = rows.flatMap((row) => [row.from_name, row.from_address, row.subject, row.new_text, row.quoted_text]);
  return [fieldsOf(ticket, rows), ...head, ...bodies].join('\n').slice(0, MAX_SEARCH_CHARS);
}

/** What a ticket is found by in its fields: who wrote it, its subjects, whether a file came with it. */
export function fieldsOf(ticket: FoundTicket, rows: readonly FoundMessage[]): string {
  const written = rows.filter((row) => row.direction === 'inbound');
  return fieldLine({
    from: [
      ticket.requester_name,
      ticket.requester_address,
      ...written.flatMap((row) => [row.from_name, row.from_address]),
    ],
    subject: [ticket.subject, ...rows.map((row) => row.subject)],
    hasAttachment: written.some(({ parsed }) => bringsFile(parsed)),
  });
}

/** Whether a message brings a file: a picture that its text shows is none. */
function bringsFile(parsed: string): boolean {
  // Nearly all have none: their JSON is not read.
  if (!parsed.includes('"attachments":[{')) return false;
  const { attachments } = JSON.parse(parsed) as { readonly attachments: readonly Attachment[] };
  return attachments.some(({ contentId, contentType }) => contentId === null || !contentType.startsWith('image/'));
}
