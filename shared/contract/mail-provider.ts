import { z } from 'zod';

const presetServerSchema = z.strictObject({
  host: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/),
  port: z.number().int().min(1).max(65535),
  /** true: TLS from the first byte; false: STARTTLS. */
  secure: z.boolean(),
  /** What the server wants as user name. */
  user: z.enum(['address', 'local-part']),
});

/** One provider of `resources/mail-providers.json`. */
export const mailProviderSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  /** Domains whose addresses are surely this provider's. */
  domains: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/)),
  /** Also carries domains of its customers, which nothing in an address tells: offered to choose. */
  ownDomains: z.boolean(),
  imap: presetServerSchema,
  smtp: presetServerSchema,
  /** Ways in, the best first. */
  signIn: z.array(z.enum(['password', 'google', 'microsoft'])).min(1),
  /** Puts what goes out into Sent by itself. */
  savesSent: z.boolean(),
  /** What a person has to do first. */
  hint: z.enum(['app-password', 'enable-imap', 'token-only']).nullable(),
  /** The provider's page about it. */
  page: z.url({ protocol: /^https$/ }).nullable(),
  /** Where host names and ports were read. */
  source: z.url({ protocol: /^https$/ }),
});

export const mailProvidersSchema = z.strictObject({ providers: z.array(mailProviderSchema) });
export type MailProvider = z.infer<typeof mailProviderSchema>;
