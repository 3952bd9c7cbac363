import type { DraftFields } from '../../../shared/contract/compose';
import type { AcceptedBlock } from '../../../shared/contract/views';
import { foldAddress } from '../../../shared/domain/address';
import type { OutboxKind } from '../../../shared/domain/outbox';
import { draftFileBytes, dropDraftFiles } from '../store/draft-files-table';
import { readDraft, readDraftFields, saveDraft } from '../store/drafts-table';
import { addOutboxRows, outboxOfTicket, outboxView } from '../store/outbox-table';
import { conversationRows } from '../store/thread-table';
import { blankTicket } from '../tickets/new-ticket';
import { insertTicket, readTicket, takeTicketNumbers } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import { refuseRepeated } from './accept';
import { newestMessage } from './check-knowledge';
import { frozenRow } from './frozen-row';
import type { AcceptedText } from './frozen-row';
import type { OutboxRoom } from './room';
import { applyToTicket } from './ticket-effect';

/** What an agent wrote to somebody of their own accord: a new message, or a message of a ticket shown to somebody else. */
export type LetterInput = {
  /** Where it was typed: `new`, or `forward:T-…`. */
  readonly draft: string;
  /** The ticket that is forwarded; null opens one. */
  readonly ticket: string | null;
  readonly text: AcceptedText;
  readonly rulesVersion: string;
  readonly undoMs: number;
  readonly by: string;
  readonly again: boolean;
};

/**
 * Freezes it like a reply. A new message opens a ticket of its recipient, so that the answer joins it by the Message-ID; a
 * forward stands in the history of its ticket, answers nobody and moves nothing.
 * @throws SportelloError as `acceptBlock`
 */
export async function acceptLetter(room: OutboxRoom, input: LetterInput): Promise<AcceptedBlock> {
  const accepted = await room.store.transaction(async (db) => {
    const underWay = await sameLetter(db, input);
    if (underWay !== null) return underWay;
    if (!input.again) await refuseRepeated(db, room, { reply: input.text, escalation: null });
    return freezeLetter(db, room, input);
  });
  room.onChanged(accepted.items.map(({ ticket }) => ticket));
  return accepted;
}

async function freezeLetter(db: Db, room: OutboxRoom, input: LetterInput): Promise<AcceptedBlock> {
  const { outside } = room;
  const now = outside.clock.now();
  const kind: OutboxKind = input.ticket === null ? 'reply' : 'forward';
  const ticket = input.ticket === null ? await openTicket(db, room, input) : await readTicket(db, input.ticket);
  const [draft, fields, files, rows] = [
    await readDraft(db, input.draft, input.by),
    await readDraftFields(db, input.draft, input.by),
    await draftFileBytes(db, input.draft, input.by),
    await conversationRows(db, [ticket.id]),
  ];
  const block = outside.ids.row();
  const row = await frozenRow(
    room,
    { ...input.text, files },
    {
      block,
      kind,
      ticket,
      answers: null,
      decision: null,
      macro: null,
      macroVersion: null,
      rulesVersion: input.rulesVersion,
      knownRevision: ticket.revision + 1,
      knownLastMessage: newestMessage(rows)?.id ?? null,
      knownAnswered: 1,
      before: {
        // A new message that is taken back leaves nothing that anybody has to do.
        state: input.ticket === null ? 'ignored' : (ticket.state as 'open'),
        handedOver: ticket.handed_over === 1,
        snoozedUntil: ticket.snoozed_until,
        revision: ticket.revision,
        decision: ticket.decision,
        set: ticket.state as 'open',
        draft: draft || input.text.text,
        draftKey: input.draft,
        fields: typedFields(fields, input.text),
      },
      undoMs: input.undoMs,
      by: input.by,
    },
  );
  await addOutboxRows(db, [row]);
  await saveDraft(db, { ticket: input.draft, agent: input.by, text: '', at: now });
  await dropDraftFiles(db, input.draft, input.by);
  await applyToTicket(db, outside, ticket.id, {
    event: {
      actor: input.by,
      kind: 'accepted',
      detail: { act: kind === 'forward' ? 'forwarded' : 'written', to: row.envelope_to },
    },
    visible: true,
  });
  return { block, until: now + input.undoMs, items: [outboxView(row)] };
}

/** What undo gives back where the window had not saved the fields yet. */
function typedFields(saved: DraftFields, text: AcceptedText): DraftFields {
  if (saved.to !== '') return saved;
  const typed = (kind: 'cc' | 'bcc'): string =>
    (text.copies ?? []).flatMap((copy) => (copy.kind === kind ? [copy.address] : [])).join(', ');
  return { to: text.to.address, subject: text.subject, cc: typed('cc'), bcc: typed('bcc') };
}

async function openTicket(db: Db, room: OutboxRoom, input: LetterInput): Promise<StoredTicket> {
  const number = await takeTicketNumbers(db, 1);
  const now = room.outside.clock.now();
  const { to, subject, language, text } = input.text;
  await insertTicket(db, {
    ...blankTicket(number, room.mailboxId, now),
    requester_name: to.name,
    requester_address: to.address,
    requester_folded: foldAddress(to.address),
    subject,
    preview: text.replace(/\s+/g, ' ').trim().slice(0, PREVIEW_CHARS),
    language,
    state: 'waiting.customer',
  });
  return readTicket(db, `T-${number}`);
}

/** As in every line of the ticket list. */
const PREVIEW_CHARS = 160;

/** A double press: the draft went with the first one, so the same words under way are the same letter. */
async function sameLetter(db: Db, input: LetterInput): Promise<AcceptedBlock | null> {
  if ((await readDraft(db, input.draft, input.by)) !== '' || input.again) return null;
  const words = (some: string): string => some.replace(/\s+/g, ' ').trim();
  const rows =
    input.ticket === null
      ? await db.selectFrom('outbox').select(['ticket_id']).where('state', '=', 'queued').execute()
      : [{ ticket_id: input.ticket }];
  for (const { ticket_id } of rows) {
    const found = (await outboxOfTicket(db, ticket_id, ['queued'])).find(
      (row) =>
        row.created_by === input.by &&
        foldAddress(row.envelope_to) === foldAddress(input.text.to.address) &&
        words(row.body_text).startsWith(words(input.text.text)),
    );
    if (found) return { block: found.block, until: found.until_at, items: [outboxView(found)] };
  }
  return null;
}
