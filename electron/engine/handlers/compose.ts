import { SportelloError } from '../../../shared/contract/errors';
import type { DraftView } from '../../../shared/contract/compose';
import { foldAddress } from '../../../shared/domain/address';
import { MAX_FILES, roomForFiles, USUAL_SERVER_BYTES } from '../../../shared/domain/attached-file';
import { cleanFileName } from '../../../shared/domain/clean-file-name';
import { copiesOf } from '../../../shared/domain/recipients';
import type { EngineContext } from '../context';
import { agentNames } from '../desk-settings';
import { neededOutbox } from '../needed';
import { RULES_VERSION } from '../rules-version';
import { renewClaim } from '../store/claims-table';
import { addDraftFile, draftFiles, markDraftFile } from '../store/draft-files-table';
import { readDraft, readDraftFields, saveDraft } from '../store/drafts-table';
import { readTicket } from '../store/tickets-table';
import { beginForward } from '../tickets/begin-forward';
import { guardAudience, guardNumbers } from '../tickets/guard-recipients';
import { openCaseOf } from '../tickets/ticket-view';
import type { HandlersOf } from './handler';
import { waitOf } from './typed-reply';

/** What is being written, with its files, and mails that are no reply. */
export const composeHandlers = {
  'drafts.open': (context, { draft }) => draftView(context, draft),

  'drafts.save': async (context, { ticket: draft, text, fields }) => {
    const at = context.outside.clock.now();
    const { db } = context.store;
    await readTicketOf(context, draft);
    await saveDraft(db, { ticket: draft, agent: agentOf(context), text, at, fields });
    await keepClaim(context, draft);
    return { savedAt: at };
  },

  'drafts.addFile': async (context, { draft, fileName, contentType, base64 }) => {
    await readTicketOf(context, draft);
    const bytes = Buffer.from(base64, 'base64');
    const id = context.outside.ids.row();
    const agent = agentOf(context);
    const at = context.outside.clock.now();
    const file = { fileName: cleanFileName(fileName), contentType, size: bytes.byteLength, bytes };
    const most = roomOf(context);
    await context.store.transaction(async (db) => {
      refuseTooMany([...(await draftFiles(db, draft, agent)), file], most);
      await addDraftFile(db, { ...file, id, draft, agent, at });
    });
    await keepClaim(context, draft);
    return { ...(await draftView(context, draft)), added: id };
  },

  'drafts.removeFile': async (context, { draft, file, removed }) => {
    const agent = agentOf(context);
    const most = roomOf(context);
    await context.store.transaction(async (db) => {
      if (!(await markDraftFile(db, { draft, agent, file, removed }))) {
        throw new SportelloError('not-found', 'The draft has no such file', {
          reason: 'draft-file',
          action: 'Attach it again.',
        });
      }
      if (!removed) refuseTooMany(await draftFiles(db, draft, agent), most);
    });
    return draftView(context, draft);
  },

  'drafts.forward': async (context, { ticket, message }) => {
    const draft = `forward:${ticket}`;
    const known = await draftView(context, draft);
    if (known.text !== '' || known.files.length > 0) return known;
    await beginForward(context, { ticket, message, draft, agent: agentOf(context), room: known.room });
    return draftView(context, draft);
  },

  'letters.send': async (context, params) => {
    const ticket = ticketOf(params.draft);
    const to = { name: '', address: params.to };
    const copies = copiesOf(params.to, params.cc, params.bcc);
    const agent = agentOf(context);
    const files = await draftFiles(context.store.db, params.draft, agent);
    const { subject, text } = params;
    const audience = { to: params.to, copies: copies.map(({ address }) => address) };
    const shown = { text, subject, fileNames: files.map(({ fileName }) => fileName) };
    if (ticket === null) await guardNumbers(context, audience, shown);
    else await guardForward(context, ticket, audience);
    return neededOutbox(context).acceptLetter({
      draft: params.draft,
      mailbox: params.from ?? null,
      ticket,
      text: { to, subject, text, language: context.desk().defaultLanguage, copies },
      rulesVersion: RULES_VERSION,
      undoMs: waitOf(context, params.sendAt, context.desk().undoSeconds * 1000),
      by: agent,
      again: params.again === true,
    });
  },
} satisfies HandlersOf<
  'drafts.open' | 'drafts.save' | 'drafts.addFile' | 'drafts.removeFile' | 'drafts.forward' | 'letters.send'
>;

async function draftView(context: EngineContext, draft: string): Promise<DraftView> {
  const { db } = context.store;
  const agent = agentOf(context);
  const [text, fields, files] = await Promise.all([
    readDraft(db, draft, agent),
    readDraftFields(db, draft, agent),
    draftFiles(db, draft, agent),
  ]);
  return { text, fields, files, room: roomOf(context) };
}

/**
 * What a message says its reader will see: that is why it is forwarded. Nobody of the same case gets it, and not the one
 * who wrote it.
 */
async function guardForward(
  context: EngineContext,
  ticket: string,
  audience: { readonly to: string; readonly copies: readonly string[] },
): Promise<void> {
  const { requester_folded } = await readTicket(context.store.db, ticket);
  if ([audience.to, ...audience.copies].some((address) => foldAddress(address) === requester_folded)) {
    throw new SportelloError('not-allowed', 'A forward goes to somebody else than who wrote the ticket', {
      reason: 'forward-to-sender',
      action: 'Write a reply instead.',
      detail: { ticket },
    });
  }
  const open = await openCaseOf(context, ticket);
  if (open !== null) await guardAudience(context, open, audience, NOTHING_OF_OURS);
}

/** A forward shows what the customer wrote; what is asked here is who may not share a mail with whom. */
const NOTHING_OF_OURS = { text: '', subject: '', fileNames: [] } as const;

function refuseTooMany(files: readonly { readonly size: number }[], most: number): void {
  if (files.length > MAX_FILES) {
    throw new SportelloError('file-too-large', `A mail holds at most ${MAX_FILES} files`, {
      reason: 'many-files',
      action: 'Put them into one archive, or send them in two mails.',
      detail: { files: files.length, mostFiles: MAX_FILES },
    });
  }
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes <= most) return;
  const detail = { mb: Math.ceil(bytes / 1_048_576), most: Math.floor(most / 1_048_576) };
  throw new SportelloError('file-too-large', `The files have ${detail.mb} MB, a mail holds ${detail.most} MB`, {
    reason: 'mail',
    action: 'Take a file out, or send a link to it.',
    detail,
  });
}

function roomOf(context: EngineContext): number {
  return roomForFiles(context.outbox?.maxBytes() ?? USUAL_SERVER_BYTES);
}

/** The ticket that a draft belongs to; null for a new message. */
function ticketOf(draft: string): string | null {
  return draft === 'new' ? null : draft.replace(/^forward:/, '');
}

async function readTicketOf(context: EngineContext, draft: string): Promise<void> {
  const ticket = ticketOf(draft);
  if (ticket === null) return;
  const { erased_at } = await readTicket(context.store.db, ticket);
  // What a colleague was typing while the customer was erased would keep what it says of them.
  if (erased_at === null) return;
  throw new SportelloError('not-allowed', `Ticket ${ticket} was erased: nobody is left to write to.`, {
    reason: 'erased',
    action: 'Write a new message instead.',
    detail: { ticket },
  });
}

async function keepClaim(context: EngineContext, draft: string): Promise<void> {
  const ticket = ticketOf(draft);
  if (ticket === null) return;
  await renewClaim(context.store.db, ticket, agentNames(context.desk()), context.outside.clock.now());
}

function agentOf(context: EngineContext): string {
  return context.desk().agent.name;
}
