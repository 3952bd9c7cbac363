import type { ImapFlow } from 'imapflow';
import { SportelloError } from '../../../shared/contract/errors';
import type { ServerSettings } from '../../../shared/contract/profile';
import type { Clock } from '../outside';
import type { AccessTokens } from '../sign-in/access-tokens';
import { tokenRefused } from '../sign-in/mail-server-refusal';
import { imapFailure, imapRefusal } from './imap-failure';
import type { RefusalReason } from './imap-failure';
import { imapLibrary } from './libraries';

/** How to reach the mailbox of one person or team. */
export type ImapAccess = {
  readonly server: ServerSettings;
  readonly password: string;
  /** Where somebody signs in at a provider: used instead of the password (XOAUTH2). */
  readonly tokens?: AccessTokens | null;
  /** PEM text of a private CA or self-signed certificate; null for the public ones. */
  readonly ca: string | null;
  readonly clock: Clock;
  /** Silence of the server in the middle of a command, ms, after which the session is given up; else 90 s. */
  readonly silenceMs?: number;
};

/** One signed-in session. It is never used again once lost: a new one is made. */
export type ImapConnection = {
  readonly client: ImapFlow;
  /** Whether the session ended, by the server, the network or us. */
  isLost(): boolean;
  /** Called once when the session ends; at once where it has ended. */
  onLost(listener: () => void): void;
  /**
   * Waits for a command with a deadline of its own: a half-open link is noticed by what it does not answer. After the
   * deadline the session is closed. Rejects with SportelloError.
   */
  within<T>(deadlineMs: number, command: Promise<T>): Promise<T>;
  /**
   * Why a command came to nothing: the link was lost under it (imapflow then answers `false` or `undefined`, as for a
   * refusal), or the server did not do `what`.
   */
  refusal(what: string, action: string, reason?: RefusalReason, folder?: string): SportelloError;
  /** Says goodbye, waits at most 2 s, closes. */
  close(): Promise<void>;
};

/** One budget for name, TCP, TLS, greeting and login together. */
const CONNECT_BUDGET_MS = 30_000;
const GOODBYE_MS = 2000;
/** Silence after which imapflow gives a session up; its default of 5 min would show a dead link for 10. */
const SOCKET_SILENCE_MS = 90_000;
/** RFC 2177 asks for 29 min; routers forget idle links much earlier. */
const MAX_IDLE_MS = 4 * 60_000;
/** A literal larger than this is a broken or hostile server: intake never asks for more than half of it. */
const MAX_LITERAL_BYTES = 80 * 1024 * 1024;
const MAX_RESPONSE_BYTES = 100 * 1024 * 1024;
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** What one login shows to the server. */
type Credential = { readonly pass: string } | { readonly accessToken: string };

/**
 * Connects and signs in, TLS 1.2 or later with the certificate checked, STARTTLS required where `secure` is false.
 * Rejects with `imap-auth`, `imap-certificate`, `imap-protocol` or `imap-connect`; with tokens also with `oauth-…`.
 */
export async function connectImap(access: ImapAccess): Promise<ImapConnection> {
  const { tokens } = access;
  if (!tokens) return open(access, { pass: access.password });
  const accessToken = await tokens.current();
  try {
    return await open(access, { accessToken });
  } catch (error) {
    if (!isLoginRefused(error)) throw error;
  }
  // A token may be taken back before its end; with a fresh one the server's word counts.
  tokens.refused(accessToken);
  try {
    return await open(access, { accessToken: await tokens.current() });
  } catch (error) {
    throw isLoginRefused(error) ? tokenRefused(access.server, String(error.detail['text'])) : error;
  }
}

function isLoginRefused(error: unknown): error is SportelloError {
  return error instanceof SportelloError && error.code === 'imap-auth';
}

async function open(access: ImapAccess, credential: Credential): Promise<ImapConnection> {
  const { server, clock } = access;
  const library = await imapLibrary();
  const client = new library.ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.secure,
    ...(server.secure ? {} : { doSTARTTLS: true }),
    auth: { user: server.user, ...credential },
    tls: { minVersion: 'TLSv1.2', ...(access.ca === null ? {} : { ca: access.ca }) },
    // its log would hold the dialogue: addresses and texts of customers
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: CONNECT_BUDGET_MS,
    greetingTimeout: CONNECT_BUDGET_MS,
    socketTimeout: access.silenceMs ?? SOCKET_SILENCE_MS,
    maxIdleTime: MAX_IDLE_MS,
    maxLiteralSize: MAX_LITERAL_BYTES,
    maxResponseSize: MAX_RESPONSE_BYTES,
    maxLineLength: MAX_LINE_BYTES,
    clientInfo: { name: 'Sportello' },
  });
  const listeners = new Set<() => void>();
  let lost = false;
  let reason: unknown = null;
  function lose(error?: unknown): void {
    reason ??= error ?? null;
    if (lost) return;
    lost = true;
    for (const listener of listeners) listener();
    listeners.clear();
  }
  // before connect(): without a listener a reset link takes the whole process down
  client.on('error', (error) => {
    lose(error);
    client.close();
  });
  client.on('close', () => lose());

  function within<T>(deadlineMs: number, command: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(deadlineMs, () => {
        const late = Object.assign(new Error('No answer in time'), { code: 'ETIMEOUT' });
        lose(late);
        client.close();
        reject(imapFailure(late, server));
      });
      command.then(
        (value) => {
          cancel();
          resolve(value);
        },
        (error: unknown) => {
          cancel();
          reject(imapFailure(reason !== null && !isRefusal(error) ? reason : error, server));
        },
      );
    });
  }

  try {
    await within(CONNECT_BUDGET_MS, client.connect());
  } catch (error) {
    // A refused login leaves the link open: it would keep a command line alive until the link falls silent.
    client.close();
    throw error;
  }
  return {
    client,
    isLost: () => lost,
    onLost(listener) {
      if (lost) listener();
      else listeners.add(listener);
    },
    within,
    refusal: (what, action, why, folder) =>
      lost
        ? imapFailure(reason ?? new Error('The connection was lost'), server)
        : imapRefusal(server, what, action, why, folder),
    async close() {
      if (!lost) {
        const goodbye = new Promise<void>((resolve) => {
          const cancel = clock.after(GOODBYE_MS, resolve);
          const done = (): void => {
            cancel();
            resolve();
          };
          // a server that hangs up instead of answering has ended the session all the same
          client.logout().then(done, done);
        });
        await goodbye;
      }
      client.close();
      lose();
    },
  };
}

/** Whether the server said no itself; then its words beat the reason of the lost link. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'authenticationFailed') === true;
}
