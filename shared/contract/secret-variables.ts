import type { EngineSecrets, MailboxSecrets } from './host';

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

/** The secrets with another refresh token of this mailbox: one that is not named in them is the first. */
export function withRefreshToken(secrets: EngineSecrets, mailbox: string, refreshToken: string | null): EngineSecrets {
  const named = secrets.mailboxes?.[mailbox];
  if (named === undefined) return { ...secrets, refreshToken };
  return { ...secrets, mailboxes: { ...secrets.mailboxes, [mailbox]: { ...named, refreshToken } } };
}
