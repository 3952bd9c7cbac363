import type { RestoreReport, StoreCopy } from './copies';
import type { PackedError } from './errors';
import type { HotmartSecrets } from './hotmart';
import type { OAuthSettings } from './mailbox-auth';
import type { MailboxSettings } from './profile';
import type { TeamCheck } from './team-work';
import type { Finding } from './views';

/** What lets one mailbox in. A field that is there counts, also null: nothing is at hand; one that is absent is as for all. */
export type MailboxSecrets = {
  readonly imapPassword?: string | null;
  readonly smtpPassword?: string | null;
  readonly refreshToken?: string | null;
  readonly clientSecret?: string | null;
};

/**
 * Secrets a host hands to the engine: by message, never by argv or environment of a child. Those of a mailbox are the first one's; the
 * passwords count for another one as `passwordsOf` says, a refresh token is one mailbox's alone.
 */
export type EngineSecrets = {
  readonly imapPassword: string | null;
  readonly smtpPassword: string | null;
  /** Key of an encrypted store: the passphrase, or the random key that the keychain protects. */
  readonly storeKey: string | null;
  /** Lasting permission of a mailbox with `auth.kind` "oauth2"; null where nobody signed in. */
  readonly refreshToken?: string | null;
  /** What Google calls the secret of a desktop client; it proves nothing, so most clients have none. */
  readonly clientSecret?: string | null;
  /** Of each mailbox by its id. */
  readonly mailboxes?: Readonly<Record<string, MailboxSecrets>>;
  /** Of the login at the team's server; absent where the store is a file. */
  readonly storePassword?: string | null;
  /** Of Hotmart's API. */
  readonly hotmart?: HotmartSecrets;
};

/** main → engine process. A `port` message carries one MessagePort: of a window, or of main itself. */
export type HostToEngine =
  | {
      readonly kind: 'open';
      readonly profileDir: string;
      readonly resourcesDir: string;
      readonly secrets: EngineSecrets;
      readonly demo: boolean;
    }
  | { readonly kind: 'port'; readonly of: 'window' | 'main' }
  /** Tries a mailbox that is not saved yet; needs no open profile. Certificates are found from `profileDir`. */
  | {
      readonly kind: 'check';
      readonly profileDir: string;
      readonly mailbox: MailboxSettings;
      readonly imapPassword: string;
      readonly smtpPassword: string;
      /** Of a sign-in that has just been made; where the mailbox has one and this is missing, that is the finding. */
      readonly accessToken?: string;
    }
  /** Tries a team's store that is not joined yet; needs no open profile. A certificate is found from `profileDir`. */
  | { readonly kind: 'check-team'; readonly profileDir: string; readonly url: string; readonly password: string }
  /** Lists the copies of a profile that is not open, its store perhaps damaged. */
  | { readonly kind: 'copies'; readonly profileDir: string; readonly storeKey: string | null }
  /** Restores a copy, by its name in the folder of copies, over the store of a profile that is not open. */
  | { readonly kind: 'restore'; readonly profileDir: string; readonly storeKey: string | null; readonly name: string }
  /** Signs a mailbox in at its provider; needs no open profile. */
  | {
      readonly kind: 'sign-in';
      readonly settings: OAuthSettings;
      readonly user: string;
      readonly clientSecret: string | null;
      /** A permission of the same client is in use: a new one that is of no use is not taken back. */
      readonly inUse: boolean;
      readonly words: SignInWords;
    }
  /** Ends that sign-in; it answers `failed`. */
  | { readonly kind: 'give-up' }
  /** Answer to `keep-token`; an error where it could not be kept. */
  | { readonly kind: 'kept'; readonly id: number; readonly error: PackedError | null }
  | { readonly kind: 'close' };

/** Words of the page that the browser is left with, in the agent's language. */
export type SignInWords = { readonly done: string; readonly failed: string };

/** What a sign-in gave: a lasting permission, and a first access token. */
export type SignedIn = {
  readonly refreshToken: string;
  readonly accessToken: string;
  /** Address of who signed in; null where the provider does not say. */
  readonly account: string | null;
};

/** engine process → main. */
export type EngineToHost =
  | { readonly kind: 'opened' }
  | { readonly kind: 'checked'; readonly findings: readonly Finding[] }
  | { readonly kind: 'team-checked'; readonly check: TeamCheck }
  | { readonly kind: 'listed'; readonly copies: readonly StoreCopy[] }
  | { readonly kind: 'restored'; readonly report: RestoreReport }
  /** Show exactly this address in the person's browser. */
  | { readonly kind: 'browse'; readonly address: string }
  | { readonly kind: 'signed-in'; readonly signedIn: SignedIn }
  /** Keep this refresh token of a mailbox for the next start, null to forget it; nothing is done with it before `kept`. */
  | { readonly kind: 'keep-token'; readonly id: number; readonly mailbox: string; readonly refreshToken: string | null }
  | { readonly kind: 'failed'; readonly error: PackedError }
  /** `pastMark`: mails past `final_pending` once the outbox had ended; null where nobody could count them. */
  | { readonly kind: 'closed'; readonly pastMark: number | null };

/** main → demo process, and its answer: loopback ports of a real IMAP and a real SMTP server. */
export type HostToDemo =
  { readonly kind: 'start'; readonly profileDir: string; readonly resourcesDir: string } | { readonly kind: 'stop' };
export type DemoToHost =
  | { readonly kind: 'started'; readonly imapPort: number; readonly smtpPort: number; readonly password: string }
  | { readonly kind: 'failed'; readonly error: PackedError };
