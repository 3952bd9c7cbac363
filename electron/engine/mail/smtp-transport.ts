import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { SportelloError } from '../../../shared/contract/errors';
import type { ServerSettings } from '../../../shared/contract/profile';
import type { AccessTokens } from '../sign-in/access-tokens';
import { tokenRefused } from '../sign-in/mail-server-refusal';
import { HeldBackStream } from './held-back-stream';
import { smtpLibrary } from './libraries';
import { TOKEN_LOGIN, loginByToken } from './smtp-xoauth2';

/** One message for one recipient, and for those who get a copy of it: all of them take it, or none. */
export type SmtpMessage = {
  readonly from: string;
  readonly to: string;
  readonly copies?: readonly string[];
  /** The exact bytes, CRLF. */
  readonly raw: Uint8Array;
  /** Called once, before the last bytes leave; they leave only after it settled without an error. */
  readonly beforeLast: () => Promise<void>;
};

/** How far a session had come when it ended. */
export type SmtpStage = 'connect' | 'auth' | 'envelope' | 'data' | 'final';

/** What is known after one attempt; our own marks decide it, never the library's error code (reliability.md, M8). */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly response: string }
  /** Certainly not accepted: no complete message had left, or the server answered 4xx. Safe to try again. */
  | {
      readonly kind: 'failed_before_data';
      readonly stage: SmtpStage;
      readonly code: 'smtp-connect' | 'smtp-certificate' | 'smtp-refused' | 'oauth-connect' | 'secret-unavailable';
      readonly text: string;
      /** The server's answer; absent where it gave none. */
      readonly smtpCode?: number;
    }
  /** The server answered 5xx, or rejected the recipient for good. */
  | { readonly kind: 'refused'; readonly stage: SmtpStage; readonly smtpCode: number; readonly text: string }
  /** Everything had left and no answer came. */
  | { readonly kind: 'outcome_unknown'; readonly text: string }
  /** User or password refused, or nobody signed in (`failure`): nothing of the whole queue can be sent. */
  | { readonly kind: 'auth'; readonly text: string; readonly failure?: SportelloError };

/** A server that takes mail. */
export type SmtpTransport = {
  send(message: SmtpMessage): Promise<SendOutcome>;
  /**
   * Connects and signs in, sends nothing. Throws `smtp-auth`, `smtp-certificate`, `smtp-connect` or `smtp-refused`; with
   * tokens also `oauth-…`.
   */
  check(): Promise<void>;
  /** The largest message that the server said it takes (RFC 1870), bytes; null while it has not said. */
  maxBytes?(): number | null;
};

/** Waiting times in ms. RFC 5321 §4.5.3.2.6 asks 10 minutes for the answer to the final dot: a shorter one makes its own doubt. */
export type SmtpTimeouts = { readonly connectMs: number; readonly answerMs: number };
const TIMEOUTS: SmtpTimeouts = { connectMs: 30_000, answerMs: 600_000 };

/** Longest server text kept in a row and shown, in characters. */
const MAX_TEXT = 500;

/** Failures of the TLS layer that more tries will not mend. */
const CERTIFICATE = /certificate|CERT_|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS_CERT|altname/i;

type LibraryError = Error & {
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
  readonly originalCode?: string | undefined;
};

/**
 * SMTP over TLS (`secure`) or with STARTTLS required; a new connection for each message, one recipient each (M9).
 * `ca` is the PEM text of a private CA or self-signed certificate, null for the public ones.
 */
export function createSmtpTransport(options: {
  readonly server: ServerSettings;
  readonly password: string;
  /** Where somebody signs in at a provider: used instead of the password (XOAUTH2). */
  readonly tokens?: AccessTokens | null;
  readonly ca: string | null;
  readonly timeouts?: SmtpTimeouts;
}): SmtpTransport {
  const { server, password, ca, tokens = null } = options;
  const timeouts = options.timeouts ?? TIMEOUTS;
  let maxBytes: number | null = null;

  async function connection(accessToken: string | null): Promise<SMTPConnection> {
    const { default: Connection } = await smtpLibrary();
    return new Connection({
      ...(accessToken === null ? {} : { customAuth: loginByToken(server.user, accessToken) }),
      host: server.host,
      port: server.port,
      secure: server.secure,
      requireTLS: !server.secure,
      connectionTimeout: timeouts.connectMs,
      greetingTimeout: timeouts.connectMs,
      socketTimeout: timeouts.answerMs,
      // A session that is over is closed at once: nothing waits for the other side's goodbye.
      socketCloseTimeout: 500,
      tls: { minVersion: 'TLSv1.2', ...(ca === null ? {} : { ca }) },
    });
  }

  /**
   * With tokens: once more with a fresh one where the login was refused, for a token may be taken back before its end.
   * Nothing of a message has left by then.
   */
  async function signedInSession(message: SmtpMessage | null): Promise<SendOutcome> {
    if (tokens === null) return session(message, null);
    try {
      const accessToken = await tokens.current();
      const outcome = await session(message, accessToken);
      if (outcome.kind !== 'auth') return outcome;
      tokens.refused(accessToken);
      const second = await session(message, await tokens.current());
      return second.kind === 'auth' ? { ...second, failure: tokenRefused(server, second.text) } : second;
    } catch (error) {
      return withoutToken(error);
    }
  }

  /** Runs one session; a null message only signs in. Never rejects. */
  async function session(message: SmtpMessage | null, accessToken: string | null): Promise<SendOutcome> {
    const smtp = await connection(accessToken);
    const envelope = envelopeOf(message);
    const beforeLast = async (): Promise<void> => {
      const [rejected] = envelope.rejectedErrors ?? [];
      // The library goes on with those whom the server took. Here everybody gets it or nobody: nothing has left yet.
      if (rejected !== undefined) throw rejected;
      await message?.beforeLast();
    };
    const stream = message === null ? null : new HeldBackStream(message.raw, beforeLast);
    let stage: SmtpStage = 'connect';
    return new Promise((resolve) => {
      let settled = false;
      const settle = (outcome: () => SendOutcome): void => {
        if (settled) return;
        settled = true;
        const finish = (): void => {
          smtp.close();
          resolve(outcome());
        };
        if (stream === null) {
          finish();
          return;
        }
        // Closing first keeps a mark that is being written from releasing anything more.
        if (!stream.released()) smtp.close();
        if (!stream.released()) stream.destroy();
        void stream.markSettled().then(finish);
      };
      const fail = (error: LibraryError): void =>
        settle(() => judge(error, stream?.released() === true ? 'final' : stage));
      smtp.on('error', fail);
      // The library announces the end before it hands the server's last words to the callback: those go first.
      smtp.on('end', () => setImmediate(() => fail(new Error('The server closed the connection'))));
      smtp.connect((error) => {
        if (error) {
          fail(error);
          return;
        }
        maxBytes = sizeSaid(smtp) ?? maxBytes;
        if (smtp.allowsAuth) {
          stage = 'auth';
          const login =
            accessToken === null
              ? { credentials: { user: server.user, pass: password } }
              : { user: server.user, method: TOKEN_LOGIN };
          smtp.login(login, (refusal) => {
            if (refusal) fail(refusal);
            else signedIn();
          });
        } else {
          signedIn();
        }
      });
      const signedIn = (): void => {
        if (message === null || stream === null) {
          settle(() => ({ kind: 'accepted', response: '' }));
          return;
        }
        stage = 'envelope';
        stream.once('resume', () => (stage = 'data'));
        smtp.send(envelope, stream, (error, info) => {
          if (error) {
            fail(error);
            return;
          }
          settle(() => judgeSuccess(info, [message.to, ...(message.copies ?? [])], stream.released()));
        });
      };
    });
  }

  return {
    async send(message) {
      return signedInSession(message);
    },
    async check() {
      const outcome = await signedInSession(null);
      if (outcome.kind !== 'accepted') throw failureOf(outcome, server);
    },
    maxBytes: () => maxBytes,
  };
}

/** What the library is told of a message; it writes who was refused into the same object (`_setEnvelope`). */
type Envelope = {
  readonly from: string;
  readonly to: string[];
  readonly size: number;
  readonly rejectedErrors?: readonly LibraryError[];
};

function envelopeOf(message: SmtpMessage | null): Envelope {
  if (message === null) return { from: '', to: [], size: 0 };
  return { from: message.from, to: [message.to, ...(message.copies ?? [])], size: message.raw.byteLength };
}

/** The library keeps what EHLO said of SIZE, and hands it on to nobody. */
function sizeSaid(smtp: SMTPConnection): number | null {
  const { _maxAllowedSize: said } = smtp as unknown as { readonly _maxAllowedSize?: unknown };
  return typeof said === 'number' && said > 0 ? said : null;
}

/** There was no token to sign in with; anything but an expected failure is a bug and stays one. */
function withoutToken(error: unknown): SendOutcome {
  if (!(error instanceof SportelloError) || error.code === 'bug') throw error;
  const { message: text } = error;
  // the provider is away, or its new token cannot be written down: nothing is wrong with who signed in
  const code = error.code === 'secret-unavailable' ? error.code : 'oauth-connect';
  if (error.retryable) return { kind: 'failed_before_data', stage: 'auth', code, text };
  return { kind: 'auth', text, failure: error };
}

/** The callback's success still has to be read: the library resolves with a rejected recipient too (M9). */
function judgeSuccess(
  info: SMTPConnection.SentMessageInfo | undefined,
  to: readonly string[],
  released: boolean,
): SendOutcome {
  const response = shorten(info?.response ?? '');
  if (!released) {
    const text = `The server answered before the message was complete: ${response}`;
    return { kind: 'failed_before_data', stage: 'data', code: 'smtp-refused', text };
  }
  if (info === undefined || info.rejected.length > 0 || !to.every((one) => info.accepted.includes(one))) {
    return { kind: 'refused', stage: 'envelope', smtpCode: 550, text: `The recipient was rejected. ${response}` };
  }
  return { kind: 'accepted', response };
}

/** Turns a failure at a stage into what is known. */
function judge(error: LibraryError, stage: SmtpStage): SendOutcome {
  const text = shorten(error.response ?? error.message);
  const answer = error.responseCode ?? 0;
  if (stage === 'final') {
    // Only an answer to the final dot counts; words left over in a dying connection do not.
    if (error.command !== 'DATA' || answer < 400) return { kind: 'outcome_unknown', text };
  }
  if (stage === 'auth') {
    // 4xx says "not now"; a lost connection says nothing about the password.
    const refused = answer >= 500 || (answer === 0 && error.command === 'API');
    if (refused) return { kind: 'auth', text };
  } else if (answer === 530 || answer === 535) {
    // "Authentication required" comes at MAIL FROM from some servers (RFC 4954 §6): no fault of this message.
    return { kind: 'auth', text };
  } else if (answer >= 500) {
    return { kind: 'refused', stage, smtpCode: answer, text };
  } else if (stage === 'envelope' && error.code === 'EMESSAGE' && answer === 0) {
    // The server's SIZE says that it will never take this message (RFC 1870).
    return { kind: 'refused', stage, smtpCode: 552, text };
  }
  const certificate = stage === 'connect' && CERTIFICATE.test(`${error.originalCode ?? ''} ${error.message}`);
  const code = certificate ? 'smtp-certificate' : answer >= 400 ? 'smtp-refused' : 'smtp-connect';
  return { kind: 'failed_before_data', stage, code, text, ...(answer >= 400 ? { smtpCode: answer } : {}) };
}

function failureOf(outcome: Exclude<SendOutcome, { kind: 'accepted' }>, server: ServerSettings): SportelloError {
  const where = `${server.host}:${server.port}`;
  const detail = { host: server.host, port: server.port, text: outcome.text };
  if (outcome.kind === 'auth') return outcome.failure ?? authFailure(server, outcome.text);
  const code = outcome.kind === 'failed_before_data' ? outcome.code : 'smtp-refused';
  const action =
    code === 'smtp-certificate'
      ? 'Check the host name, or name the certificate of your private CA in the settings of the mailbox.'
      : 'Check host, port and encryption of the outgoing server, and the network.';
  return new SportelloError(code, `The outgoing server ${where} cannot be used: ${outcome.text}`, {
    action,
    retryable: code === 'smtp-connect' || code === 'oauth-connect' || code === 'secret-unavailable',
    detail,
  });
}

/** The failure that stops the whole queue. */
export function authFailure(server: ServerSettings, text: string): SportelloError {
  return new SportelloError(
    'smtp-auth',
    `The outgoing server ${server.host}:${server.port} refused the user name or password: ${text}`,
    {
      action: 'Enter the password again in the settings of the mailbox. Nothing is sent until then, nothing is lost.',
      detail: { host: server.host, port: server.port, user: server.user, text },
    },
  );
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line;
}
