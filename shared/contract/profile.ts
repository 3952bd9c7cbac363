import { z } from 'zod';
import { foldAddress } from '../domain/address';
import { REPLY_LANGUAGES } from '../domain/intent';
import { purchaseSettingsSchema } from './imports';
import { hotmartSchema } from './hotmart';
import { MOST_MAILBOXES } from './listed-mailboxes';
import { mailboxAuthSchema } from './mailbox-auth';

/** One server of a mailbox. Passwords are never here: variables of cli.md, or the keychain. */
export const serverSchema = z.strictObject({
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65535),
  /** true: TLS from the first byte; false: STARTTLS is required before anything is sent. */
  secure: z.boolean(),
  user: z.string().min(1).max(320),
  /** PEM file of a private CA or self-signed certificate, relative to the profile folder. */
  ca: z.string().optional(),
});

/** Id of a mailbox within its profile, by which the store keeps everything. */
export const mailboxIdSchema = z.string().regex(/^[a-z0-9-]{1,32}$/);

export const mailboxSchema = z.strictObject({
  id: mailboxIdSchema.optional(),
  imap: serverSchema,
  smtp: serverSchema,
  /** How both servers let us in; absent: a password. */
  auth: mailboxAuthSchema.optional(),
  address: z.email(),
  name: z.string().max(200),
  /** The receiving server's authserv-id (RFC 8601); without it every identity is shown as unverified. */
  authservId: z.string().max(253).optional(),
  language: z.enum(REPLY_LANGUAGES),
  signature: z.string().max(4000).optional(),
  /** Paths of special folders where the server does not mark them (RFC 6154). */
  sentFolder: z.string().max(500).optional(),
});

/** Whether two are one: an account of an incoming server, or an address, in whatever spelling (domain.md, rule 3). */
export function isSameMailbox(one: MailboxSettings, other: MailboxSettings): boolean {
  const account = ({ imap }: MailboxSettings): string =>
    JSON.stringify([imap.host.toLowerCase(), imap.port, imap.user.toLowerCase()]);
  return account(one) === account(other) || foldAddress(one.address) === foldAddress(other.address);
}

export const teamSchema = z.strictObject({
  /** Length of the undo window in seconds. */
  undoSeconds: z.number().int().min(0).max(120).optional(),
  /** Where "support team" texts hand over to; default this desk. */
  supportAddress: z.email().optional(),
  supportAnswersBy: z.string().max(200).optional(),
  /** Senders that are web forms. */
  formSenders: z.array(z.email()).max(100).optional(),
  /** The team's own group addresses: their list headers are not `auto`. */
  groupAddresses: z.array(z.email()).max(100).optional(),
  /** Share of agreement from which a decision goes at one key, and on how many cases (casework.md, "Green"). */
  earnedShare: z.number().min(0.5).max(1).optional(),
  earnedCases: z.number().int().min(10).max(100).optional(),
  timeZone: z.string().max(64).optional(),
});

export const profileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    mailbox: mailboxSchema.optional(),
    mailboxes: z
      .array(mailboxSchema.extend({ id: mailboxIdSchema }))
      .min(1)
      .max(MOST_MAILBOXES)
      .refine(
        (all) => new Set(all.map(({ id }) => id)).size === all.length,
        'Give each mailbox an id of its own: the store keeps everything by it',
      )
      .refine(
        (all) => all.every((one, index) => !all.slice(0, index).some((before) => isSameMailbox(before, one))),
        'Give each mailbox an account and an address of its own: one that is read twice makes two tickets of a mail',
      )
      .optional(),
    /** Removed ones whose id does not follow from the address: each comes back under its id, which goes to no other. */
    formerMailboxes: z.array(z.strictObject({ id: mailboxIdSchema, address: z.email() })).optional(),
    agent: z.strictObject({ name: z.string().min(1).max(200), email: z.email() }).optional(),
    team: teamSchema.optional(),
    purchases: purchaseSettingsSchema.optional(),
    hotmart: hotmartSchema.optional(),
    store: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('sqlite'),
          /** Absent = undecided: never guessed (cli.md). */
          encryption: z.enum(['keychain', 'passphrase', 'none']).optional(),
          path: z.string().max(500).optional(),
        }),
        z.strictObject({ kind: z.literal('postgres'), url: z.string().min(1).max(2000) }),
      ])
      .optional(),
    demo: z.boolean().optional(),
  })
  .refine((profile) => !(profile.mailbox && profile.mailboxes), 'Give "mailbox" or "mailboxes", not both');

export type ServerSettings = z.infer<typeof serverSchema>;
export type MailboxSettings = z.infer<typeof mailboxSchema>;
/** A mailbox with its id written out. */
export type NamedMailbox = MailboxSettings & { readonly id: string };
export type TeamSettings = z.infer<typeof teamSchema>;
export type Profile = z.infer<typeof profileSchema>;
