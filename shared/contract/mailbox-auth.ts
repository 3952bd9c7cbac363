import { z } from 'zod';

/** Longest address of an endpoint that is taken, in characters. */
const MAX_ADDRESS = 2000;

/** An endpoint of an identity server: https, or http on this machine alone (an own server, and the tests). */
const endpointSchema = z
  .url()
  .max(MAX_ADDRESS)
  .refine(isSafeEndpoint, 'Only https addresses (or http://127.0.0.1) without a fragment');

/** Public data (RFC 6749 §2.2): Sportello is a public client and proves itself by PKCE. */
const clientId = z.string().regex(/^[\x21-\x7e]{1,300}$/);

/**
 * How a mailbox lets us in; one way for its incoming and its outgoing server. Nothing secret is here: passwords, refresh
 * tokens and Google's "client secret" live with the host (keychain, or the variables of cli.md).
 */
export const mailboxAuthSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password') }),
  z.discriminatedUnion('provider', [
    z.strictObject({ kind: z.literal('oauth2'), provider: z.literal('google'), clientId }),
    z.strictObject({
      kind: z.literal('oauth2'),
      provider: z.literal('microsoft'),
      clientId,
      /** Directory that may sign in: an id, a domain, `organizations` or `consumers`; absent: every account. */
      tenant: z
        .string()
        .regex(/^[A-Za-z0-9.-]{1,253}$/)
        .optional(),
    }),
    z.strictObject({
      kind: z.literal('oauth2'),
      provider: z.literal('custom'),
      clientId,
      /** Issuer identifier of a server that names itself in its answers (RFC 9207); then it must. */
      issuer: z.url().max(MAX_ADDRESS).optional(),
      authorizationEndpoint: endpointSchema,
      tokenEndpoint: endpointSchema,
      /** RFC 7009; absent: signing out forgets here and says that the provider was not told. */
      revocationEndpoint: endpointSchema.optional(),
      /** Scope tokens of RFC 6749 §3.3. */
      scopes: z
        .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/))
        .min(1)
        .max(20),
    }),
  ]),
]);

export type MailboxAuth = z.infer<typeof mailboxAuthSchema>;
/** Somebody signs in at a provider, and we hold tokens. */
export type OAuthSettings = Extract<MailboxAuth, { kind: 'oauth2' }>;

/** The settings of a sign-in at a provider; null where the mailbox has a password (or says nothing). */
export function oauthOf(mailbox: { readonly auth?: MailboxAuth | undefined }): OAuthSettings | null {
  return mailbox.auth?.kind === 'oauth2' ? mailbox.auth : null;
}

/** Whether an address may carry codes and tokens: https, or a loopback that never leaves this machine. */
export function isSafeEndpoint(address: string): boolean {
  // Another grammar than the browser's could be tricked about the host: only URL itself is asked.
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  if (url.hash !== '' || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === '127.0.0.1');
}
