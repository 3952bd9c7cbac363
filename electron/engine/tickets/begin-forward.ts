import { SportelloError } from '../../../shared/contract/errors';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import type { Message } from '../../../shared/domain/message';
import { MAX_FILES } from '../../../shared/domain/attached-file';
import { cleanFileName } from '../../../shared/domain/clean-file-name';
import { bareSubject } from '../../../shared/domain/reply-text';
import type { EngineContext } from '../context';
import { settingsAt } from '../desk-settings';
import { readAttachments } from '../mail/attachment-bytes';
import { forwardText } from '../outbox/quote';
import { addDraftFile } from '../store/draft-files-table';
import type { FileBytes } from '../store/draft-files-table';
import { saveDraft } from '../store/drafts-table';
import { readRaw } from '../store/messages-table';
import { serverPartsOf } from '../store/server-parts-table';
import { conversationRows } from '../store/thread-table';
import { readTicket } from '../store/tickets-table';
import type { ConversationRow } from './conversation-of';
import { newestMessage } from '../outbox/check-knowledge';

/**
 * Writes the draft of a forward: the words of the message below a line that says whose they are, and its files as far as
 * they lie in the store and fit. The agent reads and changes all of it before it goes. `room` in bytes of files.
 * @throws SportelloError `not-found` where the ticket has no message
 */
export async function beginForward(
  context: EngineContext,
  choice: Readonly<Record<'ticket' | 'draft' | 'agent', string>> & {
    readonly message: string | null;
    readonly room: number;
  },
): Promise<void> {
  const { store, outside } = context;
  const ticket = await readTicket(store.db, choice.ticket);
  const rows = await conversationRows(store.db, [ticket.id]);
  const row =
    rows.find(({ id }) => id === choice.message) ??
    newestMessage(rows.filter(({ direction }) => direction === 'inbound')) ??
    newestMessage(rows);
  if (row === null) {
    throw new SportelloError('not-found', `Ticket ${ticket.id} has no message to forward`, {
      reason: 'nothing-to-forward',
      action: 'Write a new message instead.',
      detail: { ticket: ticket.id },
    });
  }
  const language: ReplyLanguage = settingsAt(context.desk(), ticket.mailbox_id).defaultLanguage;
  const text = forwardText(
    {
      fromName: row.from_name,
      fromAddress: row.from_address,
      at: row.sent_at ?? row.received_at,
      subject: row.subject,
      text: [row.new_text, row.signature].filter((part) => part !== '').join('\n\n'),
    },
    language,
  );
  const files = (await filesOf(context, row)).slice(0, MAX_FILES);
  const at = outside.clock.now();
  const fields = { to: '', cc: '', bcc: '', subject: `Fwd: ${bareSubject(row.subject)}` };
  await store.transaction(async (db) => {
    await saveDraft(db, { ticket: choice.draft, agent: choice.agent, text, at, fields });
    let room = choice.room;
    for (const file of files) {
      if (file.size > room) continue;
      room -= file.size;
      await addDraftFile(db, { ...file, id: outside.ids.row(), draft: choice.draft, agent: choice.agent, at });
    }
  });
}

/** Only of what the killable parser has read whole, and what is stored: the rest is fetched by hand and attached. */
async function filesOf(context: EngineContext, row: ConversationRow): Promise<readonly FileBytes[]> {
  const { db } = context.store;
  const read = row.parsed === '' ? null : (JSON.parse(row.parsed) as Pick<Message, 'readability' | 'attachments'>);
  if (read === null || read.readability !== 'full' || read.attachments.length === 0) return [];
  if ((await serverPartsOf(db, [row.id])).has(row.id)) return [];
  const raw = await readRaw(db, row.id);
  if (raw === null) return [];
  const parts = await readAttachments(raw);
  return read.attachments.flatMap(({ fileName, contentType, index }) => {
    const bytes = parts[index];
    return bytes === undefined
      ? []
      : [{ fileName: cleanFileName(fileName), contentType, size: bytes.byteLength, bytes }];
  });
}
