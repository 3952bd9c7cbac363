import { assertNever } from '../../../shared/assert';
import { SportelloError } from '../../../shared/contract/errors';
import type { AcceptedBlock } from '../../../shared/contract/views';
import { foldAddress } from '../../../shared/domain/address';
import { answeredOutside } from '../../../shared/domain/answered-outside';
import { renewed } from '../../../shared/domain/claim';
import type { DecisionId } from '../../../shared/domain/decision';
import type { EscalationReason } from '../../../shared/domain/macro';
import { WAITING_MACRO } from '../../../shared/domain/macro-names';
import type { Agreement } from '../../../shared/domain/earned';
import type { Message } from '../../../shared/domain/message';
import type { OutboxKind } from '../../../shared/domain/outbox';
import { answeredBySide, closeByReply, noteAsked } from '../escalations/asking';
import { markedMessages } from '../store/answered-table';
import { draftFileBytes, dropDraftFiles } from '../store/draft-files-table';
import { readDraft, readDraftFields, saveDraft } from '../store/drafts-table';
import { addOutboxRows, outboxOfTicket, outboxView, readBefore, readBlock, sentSince } from '../store/outbox-table';
import type { BeforeAcceptance, NewOutboxRow, OutboxRow } from '../store/outbox-table';
import { settleDeliveries } from '../store/returned-mail-table';
import { addSuggestionCase, hasCaseSince } from '../store/suggestion-cases-table';
import { conversationRows } from '../store/thread-table';
import { readTicket, readTicketAt } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import { stateAfterReply } from '../tickets/states';
import { newestMessage } from './check-knowledge';
import { frozenRow } from './frozen-row';
import type { AcceptedText } from './frozen-row';
import type { AnsweredMessage } from './message-bytes';
import type { OutboxRoom } from './room';
import { UNDER_WAY } from './states';
import { applyToTicket } from './ticket-effect';

/** What an agent accepted: a reply, an escalation, or both as one block. */
export type AcceptInput = {
  /** `T-…` */
  readonly ticket: string;
  /** The ticket's revision that the agent saw. */
  readonly revision: number;
  readonly decision: DecisionId | null;
  readonly macro: string | null;
  readonly macroVersion: string | null;
  readonly rulesVersion: string;
  /** `typed` takes the agent's draft away, and undo gives it back. */
  readonly source: 'suggestion' | 'typed';
  /** `new`: to another mailbox than the requester's (verify: "Write to the purchase mailbox"). */
  readonly thread: 'reply' | 'new';
  readonly reply: AcceptedText | null;
  readonly escalation: AcceptedEscalation | null;
  /** Length of the undo window in ms; 0 is due at once. */
  readonly undoMs: number;
  /** Who accepted: the same word as in drafts and history. */
  readonly by: string;
  /** What this makes of the first suggestion; null where there was none, or no reply goes. */
  readonly settles: SettledSuggestion | null;
  /** The agent knows that the same text has just gone to this address, and wants it once more. */
  readonly again?: boolean;
  /** The reply says that the producer was asked already. */
  readonly joins?: boolean;
  /** The case is closed with the reply. */
  readonly resolve?: boolean;
  /** The reply promises to come back to it: it sleeps until then, epoch ms. */
  readonly sleepUntil?: number | null;
};

/** A mail to a producer, and what its side conversation is about. */
export type AcceptedEscalation = AcceptedText & {
  readonly reason: EscalationReason;
  /** The purchase. */
  readonly transaction: string;
  readonly productId: string;
  /** The open side conversations that it goes on with, in the order of its text; none opens one. */
  readonly follows: readonly string[];
  /** A reminder moves no ticket: each stays as it is. */
  readonly moves?: boolean;
};

/** What an accepted reply says of what the desk had suggested first. */
export type SettledSuggestion = {
  readonly decision: DecisionId;
  readonly agreement: Agreement;
  /** A lead is asked to look at it. */
  readonly sampled: boolean;
};

/**
 * Freezes what the agent accepted: rows, ticket state, event and draft in one transaction. The same press twice answers
 * the same block.
 * @throws SportelloError `stale-revision`, `not-allowed` (another reply to this ticket is still on its way),
 * `reply-repeated` (the same text to the same address within ten minutes), `reply-hole`, `reply-no-recipient`,
 * `file-too-large`, `not-found`
 */
export async function acceptBlock(room: OutboxRoom, input: AcceptInput): Promise<AcceptedBlock> {
  const accepted = await room.store.transaction(async (db) => {
    const again = await sameBlockUnderWay(db, input);
    if (again !== null) return again;
    const ticket = await readTicketAt(db, input.ticket, input.revision);
    await refuseSecond(db, input);
    if (input.again !== true) await refuseRepeated(db, room, input);
    return freeze(db, room, ticket, input);
  });
  room.onChanged([input.ticket]);
  return accepted;
}

async function freeze(db: Db, room: OutboxRoom, ticket: StoredTicket, input: AcceptInput): Promise<AcceptedBlock> {
  const { outside } = room;
  const now = outside.clock.now();
  const rows = await conversationRows(db, [ticket.id]);
  const newest = newestMessage(rows);
  const answered = rows.filter((row) => row.direction === 'inbound' && row.is_auto === 0);
  const answers = answered.findLast((row) => row.from_folded === ticket.requester_folded) ?? answered.at(-1) ?? null;
  const knownAnswered = answeredOutside(await markedMessages(db, ticket.id)) === null ? 0 : 1;
  const isReply = input.thread === 'reply';
  const typed = input.source === 'typed' && input.reply !== null;
  const kept = typed ? await readDraft(db, ticket.id, input.by) : '';
  const sleepUntil = input.sleepUntil ?? null;
  // A text that tells of a side conversation under way: the producer owes the next step of this ticket, too.
  const isAsked = input.escalation !== null || input.joins === true;
  const owes = input.macro === WAITING_MACRO ? 'waiting.producer' : stateAfterReply(input.decision, isAsked);
  const waits = sleepUntil === null ? owes : 'snoozed';
  const after = input.resolve === true ? 'done' : waits;
  const asked = input.escalation?.moves === false ? (ticket.state as typeof after) : 'waiting.producer';
  const set = input.reply === null ? asked : after;
  const before: BeforeAcceptance = {
    state: ticket.state as BeforeAcceptance['state'],
    handedOver: ticket.handed_over === 1,
    snoozedUntil: ticket.snoozed_until,
    revision: input.revision,
    decision: ticket.decision,
    set,
    draft: typed ? kept || (input.reply?.text ?? '') : null,
    ...(typed ? { fields: await readDraftFields(db, ticket.id, input.by) } : {}),
  };
  const block = outside.ids.row();
  const earlier = await answeredBySide(db, input.escalation?.follows ?? []);
  const row = (kind: OutboxKind, text: AcceptedText): Promise<NewOutboxRow> =>
    frozenRow(room, text, {
      block,
      kind,
      ticket,
      answers:
        kind === 'escalation'
          ? earlier
          : isReply && answers !== null
            ? { ...answeredMessage(answers), row: answers.id }
            : null,
      decision: input.decision,
      macro: kind === 'reply' ? input.macro : 'escalation',
      macroVersion: input.macroVersion,
      rulesVersion: input.rulesVersion,
      // Acceptance itself raises the revision by one.
      knownRevision: input.revision + 1,
      knownLastMessage: newest?.id ?? null,
      knownAnswered,
      before,
      undoMs: input.undoMs,
      by: input.by,
    });
  const frozen: NewOutboxRow[] = [];
  const files = typed ? await draftFileBytes(db, ticket.id, input.by) : [];
  if (input.reply !== null) frozen.push(await row('reply', { ...input.reply, files }));
  if (input.escalation !== null) frozen.push(await row('escalation', input.escalation));
  if (frozen.length === 0) throw new TypeError('A block holds a reply, an escalation, or both');
  await addOutboxRows(db, frozen);
  const asks = frozen.find(({ kind }) => kind === 'escalation');
  if (asks !== undefined && input.escalation !== null) await noteAsked(db, asks, input.escalation);
  // By the time of the row: undo finds by it what it ended.
  const reply = frozen.find(({ kind }) => kind === 'reply');
  if (reply !== undefined && asks === undefined)
    await closeByReply(db, { ticket: ticket.id, macro: input.macro, at: reply.created_at });
  // What came back before is answered by this: undo makes it a problem again.
  const kinds = frozen.map(({ kind }) => kind);
  await settleDeliveries(db, [ticket.id], kinds, block);
  if (input.settles !== null && !(await hasCaseSince(db, ticket.id, answers?.received_at ?? 0))) {
    const requester = ticket.requester_folded;
    const id = outside.ids.row();
    await addSuggestionCase(db, { ...input.settles, id, ticket: ticket.id, block, requester, at: now, by: input.by });
  }
  if (typed) {
    await saveDraft(db, { ticket: ticket.id, agent: input.by, text: '', at: now });
    await dropDraftFiles(db, ticket.id, input.by);
  }
  await applyToTicket(db, outside, ticket.id, {
    change: () => ({
      state: set,
      snoozed_until: set === 'snoozed' ? (sleepUntil ?? ticket.snoozed_until) : null,
      handed_over: input.decision === 'purchase.inactive' ? 1 : ticket.handed_over,
      ...(input.escalation?.moves === false ? {} : { unread: 0, ...renewed(ticket, [input.by], now) }),
    }),
    event: {
      actor: input.by,
      kind: 'accepted',
      detail: {
        decision: input.decision,
        macro: input.macro,
        replies: input.reply === null ? 0 : 1,
        escalations: input.escalation === null ? 0 : 1,
      },
    },
    visible: true,
  });
  return { block, until: now + input.undoMs, items: frozen.map(outboxView) };
}

function answeredMessage(row: Awaited<ReturnType<typeof conversationRows>>[number]): AnsweredMessage {
  const parsed = row.parsed === '' ? null : (JSON.parse(row.parsed) as Pick<Message, 'references' | 'inReplyTo'>);
  const references = parsed === null ? [] : parsed.references.length > 0 ? parsed.references : parsed.inReplyTo;
  return {
    messageId: row.message_id,
    references,
    fromName: row.from_name,
    fromAddress: row.from_address,
    at: row.sent_at ?? row.received_at,
    text: row.new_text,
  };
}

/** A double click, or Enter and a click: the second press saw the revision that the first one changed. */
async function sameBlockUnderWay(db: Db, input: AcceptInput): Promise<AcceptedBlock | null> {
  const { revision } = await readTicket(db, input.ticket);
  const rows = await outboxOfTicket(db, input.ticket, UNDER_WAY);
  for (const row of rows) {
    const seen = readBefore(row).revision;
    if (seen !== input.revision && revision !== input.revision) continue;
    const text = textOfKind(input, row.kind);
    if (text === null || !isSameText(row, text) || row.created_by !== input.by) continue;
    const items = await readBlock(db, row.block);
    const wanted = (input.reply === null ? 0 : 1) + (input.escalation === null ? 0 : 1);
    if (items.length !== wanted) continue;
    return { block: row.block, until: row.until_at, items: items.map(outboxView) };
  }
  return null;
}

/** What of this block is of that kind; a forward is none of either, and stands in nobody's way. */
function textOfKind(input: AcceptInput, kind: OutboxKind): AcceptedText | null {
  switch (kind) {
    case 'reply':
      return input.reply;
    case 'escalation':
      return input.escalation;
    case 'forward':
      return null;
    default:
      return assertNever(kind);
  }
}

function isSameText(row: OutboxRow, text: AcceptedText): boolean {
  const words = (some: string): string => some.replace(/\s+/g, ' ').trim();
  return (
    foldAddress(row.envelope_to) === foldAddress(text.to.address) && words(row.body_text).startsWith(words(text.text))
  );
}

async function refuseSecond(db: Db, input: AcceptInput): Promise<void> {
  const rows = await outboxOfTicket(db, input.ticket, UNDER_WAY);
  const clash = rows.find((row) => textOfKind(input, row.kind) !== null);
  if (clash === undefined) return;
  throw new SportelloError('not-allowed', `Another mail about ticket ${input.ticket} is still on its way`, {
    reason: 'mail-waits',
    action: 'Wait until it has gone, or undo or discard it in the outbox first.',
    detail: { ticket: input.ticket, block: clash.block },
  });
}

/** Within this time the same text to the same address is rather a slip than meant (peers.md, row 42). */
const REPEATED_MS = 10 * 60_000;

/** @throws SportelloError `reply-repeated` */
export async function refuseRepeated(
  db: Db,
  room: OutboxRoom,
  input: { readonly reply: AcceptedText | null; readonly escalation: AcceptedText | null },
): Promise<void> {
  for (const text of [input.reply, input.escalation]) {
    if (text === null) continue;
    const earlier = await sentSince(db, text.to.address, room.outside.clock.now() - REPEATED_MS);
    const same = earlier.find((row) => isRepeated(row.body_text, text.text, room.mailbox.signature ?? ''));
    if (same === undefined) continue;
    const minutes = Math.max(1, Math.round((room.outside.clock.now() - same.created_at) / 60_000));
    throw new SportelloError('reply-repeated', `The same text went to this address ${minutes} minutes ago`, {
      action: 'Look at the conversation; send it again only if it has to go twice.',
      detail: { ticket: same.ticket_id, minutes },
    });
  }
}

function isRepeated(sent: string, text: string, signature: string): boolean {
  const words = (some: string): string => some.replace(/\s+/g, ' ').trim();
  return [text, `${text} ${signature}`].some((one) => words(one) === words(sent));
}
