import { SportelloError, packError } from '../../../shared/contract/errors';
import type { FindingSaid } from '../../../shared/contract/finding-words';
import type { MailboxSettings, ServerSettings } from '../../../shared/contract/profile';
import type { Finding } from '../../../shared/contract/views';
import type { Clock } from '../outside';
import type { AccessTokens } from '../sign-in/access-tokens';
import { connectImap } from './imap-connection';
import { chooseFolders } from './imap-folders';
import { createSmtpTransport } from './smtp-transport';

export type MailboxCheckOptions = {
  readonly mailbox: MailboxSettings;
  readonly imapPassword: string;
  readonly smtpPassword: string;
  /** Used instead of both passwords where somebody signs in at a provider. */
  readonly tokens?: AccessTokens | null;
  /** PEM texts of `imap.ca` and `smtp.ca`, null for the public authorities. */
  readonly imapCa: string | null;
  readonly smtpCa: string | null;
  readonly clock: Clock;
};

const COMMAND_MS = 30_000;

/**
 * Tries both servers of a mailbox with these settings and says what is right and what to do about the rest. Sends
 * nothing, changes nothing. Ids: `imap`, `imap.inbox`, `imap.sent`, `imap.idle`, `smtp`; the id of a failure is its
 * error code.
 */
export async function checkMailbox(options: MailboxCheckOptions): Promise<readonly Finding[]> {
  const [incoming, outgoing] = await Promise.all([checkIncoming(options), checkOutgoing(options)]);
  return [...incoming, ...outgoing];
}

async function checkIncoming(options: MailboxCheckOptions): Promise<readonly Finding[]> {
  const { mailbox, clock } = options;
  const server = mailbox.imap;
  try {
    const connection = await connectImap({
      server,
      password: options.imapPassword,
      tokens: options.tokens ?? null,
      ca: options.imapCa,
      clock,
    });
    try {
      const listed = await connection.within(COMMAND_MS, connection.client.list());
      const { folders, sent } = chooseFolders(listed, mailbox.sentFolder ?? null);
      const hasIdle = connection.client.capabilities.has('IDLE');
      return [
        ok('imap', `The incoming server ${place(server)} lets ${server.user} in.`, {
          word: 'imap',
          values: { server: place(server), user: server.user },
        }),
        inboxFinding(folders.some((folder) => folder.role === 'inbox')),
        sentFinding(sent, mailbox.sentFolder ?? null),
        hasIdle
          ? ok('imap.idle', 'The server tells of new mail at once.', { word: 'imap.idle' })
          : warning(
              'imap.idle',
              'The server does not tell of new mail; Sportello looks once a minute.',
              'Nothing to do.',
              { word: 'imap.no-idle' },
            ),
      ];
    } finally {
      await connection.close();
    }
  } catch (error) {
    return [failure(error)];
  }
}

async function checkOutgoing(options: MailboxCheckOptions): Promise<readonly Finding[]> {
  const server = options.mailbox.smtp;
  try {
    await createSmtpTransport({
      server,
      password: options.smtpPassword,
      tokens: options.tokens ?? null,
      ca: options.smtpCa,
    }).check();
    const values = { server: place(server), user: server.user };
    return [ok('smtp', `The outgoing server ${place(server)} lets ${server.user} in.`, { word: 'smtp', values })];
  } catch (error) {
    return [failure(error)];
  }
}

function inboxFinding(found: boolean): Finding {
  return found
    ? ok('imap.inbox', 'The mailbox has its INBOX.', { word: 'imap.inbox' })
    : {
        id: 'imap.inbox',
        severity: 'error',
        text: 'This account has no INBOX.',
        do: 'Check the user name.',
        said: { word: 'imap.no-inbox' },
      };
}

function sentFinding(path: string | null, wanted: string | null): Finding {
  if (path !== null) {
    return ok('imap.sent', `Sent mail is filed in "${path}".`, { word: 'imap.sent', values: { folder: path } });
  }
  const text = wanted === null ? 'The server names no Sent folder.' : `There is no folder "${wanted}" on the server.`;
  return warning(
    'imap.sent',
    text,
    'Name the Sent folder in the settings of the mailbox; until then copies of replies are not filed.',
    wanted === null ? { word: 'imap.no-sent' } : { word: 'imap.sent-missing', values: { folder: wanted } },
  );
}

function failure(error: unknown): Finding {
  // anything else is a bug and must not look like a wrong password
  if (!(error instanceof SportelloError)) throw error;
  const text = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
  return { id: error.code, severity: 'error', text, do: error.action, failure: packError(error) };
}

function ok(id: string, text: string, said: FindingSaid): Finding {
  return { id, severity: 'ok', text, do: '', said };
}

function warning(id: string, text: string, advice: string, said: FindingSaid): Finding {
  return { id, severity: 'warning', text, do: advice, said };
}

function place(server: ServerSettings): string {
  return `${server.host}:${String(server.port)}`;
}
