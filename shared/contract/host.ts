import type { PackedError } from './errors';
import type { MailboxSettings } from './profile';
import type { Finding } from './views';

/** Secrets a host hands to the engine: by message, never by argv or environment of a child. */
export type EngineSecrets = {
  readonly imapPassword: string | null;
  readonly smtpPassword: string | null;
  /** Key of an encrypted store: the passphrase, or the random key that the keychain protects. */
  readonly storeKey: string | null;
  /** Lasting permission of a mailbox with `auth.kind` "oauth2"; null where nobody signed in. */
  readonly refreshToken?: string | null;
  /** What Google calls the secret of a desktop client; it proves nothing, so most clients have none. */
  readonly clientSecret?: string | null;
};

/** main → engine process. A `port` message carries one MessagePort of a window. */
export type HostToEngine =
  | {
      readonly kind: 'open';
      readonly profileDir: string;
      readonly resourcesDir: string;
      readonly secrets: EngineSecrets;
      readonly demo: boolean;
    }
  | { readonly kind: 'port' }
  /** Tries a mailbox that is not saved yet; needs no open profile. Certificates are found from `profileDir`. */
  | {
      readonly kind: 'check';
      readonly profileDir: string;
      readonly mailbox: MailboxSettings;
      readonly imapPassword: string;
      readonly smtpPassword: string;
    }
  | { readonly kind: 'close' };

/** engine process → main. */
export type EngineToHost =
  | { readonly kind: 'opened' }
  | { readonly kind: 'checked'; readonly findings: readonly Finding[] }
  | { readonly kind: 'failed'; readonly error: PackedError }
  | { readonly kind: 'closed' };

/** main → demo process, and its answer: loopback ports of a real IMAP and a real SMTP server. */
export type HostToDemo =
  { readonly kind: 'start'; readonly profileDir: string; readonly resourcesDir: string } | { readonly kind: 'stop' };
export type DemoToHost =
  | { readonly kind: 'started'; readonly imapPort: number; readonly smtpPort: number; readonly password: string }
  | { readonly kind: 'failed'; readonly error: PackedError };
