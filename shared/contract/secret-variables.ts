import type { EngineSecrets, MailboxSecrets } from './host';
import type { MailboxSettings, ServerSettings } from './profile';

/** Variables of one mailbox, and what each holds. With `_ID` behind it (`vendas-br`: `_VENDAS_BR`) it is that mailbox's alone. */
const OF_MAILBOX = {
  SPORTELLO_IMAP_PASSWORD: 'imapPassword',
  SPORTELLO_SMTP_PASSWORD: 'smtpPassword',
  SPORTELLO_OAUTH_REFRESH_TOKEN: 'refreshToken',
  SPORTELLO_OAUTH_CLIENT_SECRET: 'clientSecret',
} as const satisfies Readonly<Record<string, keyof MailboxSecrets>>;

/** Where a host without a keychain keeps a refresh token that changes with its use; `_ID` behind it for one mailbox alone. */
export const TOKEN_FILE_VARIABLE = 'SPORTELLO_OAUTH_REFRESH_TOKEN_FILE';

type Environment = Readonly<Record<string, string | undefined>>;

/** The name of a variable for one mailbox: its id in capitals, `-` as `_`. */
export function variableOf(name: string, mailbox: string): string {
  return `${name}_${mailbox.toUpperCase().replaceAll('-', '_')}`;
}

/** Secrets of a host without a keychain, from the variables of cli.md. An empty variable is a missing one. */
export function secretsFromEnvironment(environment: Environment): EngineSecrets {
  const read = (name: string) => environment[name] || null;
  const imapPassword = read('SPORTELLO_IMAP_PASSWORD');
  const refreshToken = read('SPORTELLO_OAUTH_REFRESH_TOKEN');
  const clientSecret = read('SPORTELLO_OAUTH_CLIENT_SECRET');
  const storePassword = read('SPORTELLO_STORE_PASSWORD');
  const hotmart = {
    clientSecret: read('SPORTELLO_HOTMART_CLIENT_SECRET'),
    basic: read('SPORTELLO_HOTMART_BASIC'),
  };
  const mailboxes = secretsByMailbox(environment);
  return {
    imapPassword,
    // Most mailboxes have one password for both.
    smtpPassword: read('SPORTELLO_SMTP_PASSWORD') ?? imapPassword,
    storeKey: read('SPORTELLO_STORE_PASSPHRASE'),
    ...(storePassword === null ? {} : { storePassword }),
    ...(refreshToken === null ? {} : { refreshToken }),
    ...(clientSecret === null ? {} : { clientSecret }),
    ...(Object.keys(mailboxes).length === 0 ? {} : { mailboxes }),
    ...(hotmart.clientSecret === null && hotmart.basic === null ? {} : { hotmart }),
  };
}

/** What the variables say of each mailbox by its id. Ids are lower case without `_`, so each name means exactly one. */
export function secretsByMailbox(environment: Environment): Readonly<Record<string, MailboxSecrets>> {
  const found: Record<string, MailboxSecrets> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (!value || name === TOKEN_FILE_VARIABLE || name.startsWith(`${TOKEN_FILE_VARIABLE}_`)) continue;
    for (const [variable, field] of Object.entries(OF_MAILBOX)) {
      const id = idIn(name, variable);
      if (id !== null) found[id] = { ...found[id], [field]: value };
    }
  }
  return found;
}

function idIn(name: string, variable: string): string | null {
  const id = name.startsWith(`${variable}_`) ? name.slice(variable.length + 1) : '';
  return /^[A-Z0-9_]{1,32}$/.test(id) ? id.toLowerCase().replaceAll('_', '-') : null;
}

type Passwords = Required<Pick<MailboxSecrets, 'imapPassword' | 'smtpPassword'>>;

/**
 * The passwords of a mailbox. Its own ones count first. Those that name no mailbox (`general`) were given for the servers of one, `of`:
 * to another host or port they are never sent. An outgoing server that has one login for both takes its password before that of the
 * mailbox's own incoming server, which otherwise serves both.
 */
export function passwordsOf(
  mailbox: MailboxSettings,
  own: MailboxSecrets,
  of: MailboxSettings | null,
  general: Passwords,
): Passwords {
  const imap = of !== null && isSameServer(mailbox.imap, of.imap) ? general.imapPassword : null;
  const smtp = of !== null && isSameServer(mailbox.smtp, of.smtp) ? general.smtpPassword : null;
  // of the mailbox they were given for, a general password for both is not one for sending
  const isForSending = mailbox !== of || general.smtpPassword !== general.imapPassword;
  const relay = of !== null && mailbox.smtp.user === of.smtp.user && isForSending ? smtp : null;
  return {
    imapPassword: own.imapPassword === undefined ? imap : own.imapPassword,
    smtpPassword: own.smtpPassword === undefined ? (relay ?? own.imapPassword ?? smtp) : own.smtpPassword,
  };
}

function isSameServer(one: ServerSettings, other: ServerSettings): boolean {
  return one.host.toLowerCase() === other.host.toLowerCase() && one.port === other.port;
}

/** The secrets with another refresh token of this mailbox: one that is not named in them is the first. */
export function withRefreshToken(secrets: EngineSecrets, mailbox: string, refreshToken: string | null): EngineSecrets {
  const named = secrets.mailboxes?.[mailbox];
  if (named === undefined) return { ...secrets, refreshToken };
  return { ...secrets, mailboxes: { ...secrets.mailboxes, [mailbox]: { ...named, refreshToken } } };
}
