import { z } from 'zod';
import { MAX_COPIES } from '../domain/recipients';
import { mailboxIdSchema } from './profile';
import type { AcceptedBlock } from './views';

/** Longest reply an agent can type, in characters: far above any letter, far below what a store row should hold. */
export const MAX_REPLY_CHARS = 200_000;
/** Longest file that crosses from the window at once, characters of base64: 40 MB, more than any mail server here takes. */
const MAX_FILE_CHARS = 56_000_000;
/** Longest field of addresses: far more than `MAX_COPIES` of the longest. */
const MAX_FIELD_CHARS = 5_000;

/** Whose text it is: the reply to a ticket, a forward of one of its messages, or a new message that has no ticket yet. */
export const draftKey = z.string().regex(/^(?:new|(?:forward:)?T-\d{1,12})$/);

/** What is typed around a text, exactly as typed. */
export const draftFields = z.strictObject({
  to: z.string().max(MAX_FIELD_CHARS),
  cc: z.string().max(MAX_FIELD_CHARS),
  bcc: z.string().max(MAX_FIELD_CHARS),
  subject: z.string().max(1_000),
  /** Id of the mailbox that a new message or a forward goes from; absent: the usual one. */
  from: mailboxIdSchema.optional(),
});
export type DraftFields = z.infer<typeof draftFields>;

const address = z.string().min(3).max(254);
const addresses = z.array(address).max(MAX_COPIES);
/** Epoch ms at which it goes; absent: when the undo window ends. */
const sendAt = z.number().int().min(0);

/** To whom a typed reply goes besides, or instead of, the requester, and when. */
export const deliveryChoice = {
  to: address.optional(),
  cc: addresses.optional(),
  bcc: addresses.optional(),
  sendAt: sendAt.optional(),
  /** The case is closed with it. */
  resolve: z.boolean().optional(),
};

/** What one asks of drafts, their files, new messages and forwards. */
export const composeParams = {
  'drafts.open': z.strictObject({ draft: draftKey }),
  'drafts.save': z.strictObject({
    ticket: draftKey,
    text: z.string().max(MAX_REPLY_CHARS),
    fields: draftFields.optional(),
  }),
  /** Puts a file into a draft; the bytes lie in the store from then on. */
  'drafts.addFile': z.strictObject({
    draft: draftKey,
    fileName: z.string().min(1).max(500),
    contentType: z.string().max(200),
    base64: z.string().max(MAX_FILE_CHARS),
  }),
  /** Takes a file out of a draft, or (`removed` false) puts it back. */
  'drafts.removeFile': z.strictObject({ draft: draftKey, file: z.string().max(64), removed: z.boolean() }),
  /** Begins a forward of a message with its words and files, unless one is being written for this ticket. */
  'drafts.forward': z.strictObject({
    ticket: z.string().regex(/^T-\d{1,12}$/),
    message: z.string().max(64).nullable(),
  }),
  /** Sends a new message or a forward as its draft stands, with these words. */
  'letters.send': z.strictObject({
    draft: draftKey,
    /** Mailbox that it goes from; absent: a new message from the first, a forward from that of its ticket. */
    from: mailboxIdSchema.optional(),
    to: address,
    cc: addresses,
    bcc: addresses,
    subject: z.string().min(1).max(1_000),
    text: z.string().min(1).max(MAX_REPLY_CHARS),
    sendAt: sendAt.optional(),
    again: z.boolean().optional(),
  }),
} as const;

/** A file of a draft. */
export type DraftFile = {
  readonly id: string;
  readonly fileName: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
};

/** A draft with everything that is typed and attached. */
export type DraftView = {
  readonly text: string;
  readonly fields: DraftFields;
  readonly files: readonly DraftFile[];
  /** Bytes of files that one mail may hold. */
  readonly room: number;
};

/** What each of them answers. */
export type ComposeResults = {
  'drafts.open': DraftView;
  'drafts.save': { readonly savedAt: number };
  'drafts.addFile': DraftView & { readonly added: string };
  'drafts.removeFile': DraftView;
  'drafts.forward': DraftView;
  'letters.send': AcceptedBlock;
};
