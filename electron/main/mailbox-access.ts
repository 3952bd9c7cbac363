import type { EngineSecrets, MailboxSecrets, SignedIn } from '../../shared/contract/host';
import type { MailboxSettings, NamedMailbox } from '../../shared/contract/profile';
import { grantOf } from '../../shared/domain/oauth-providers';
import { variableOf } from '../../shared/contract/secret-variables';
import { keptAt } from './kept-mailboxes';
import type { KeptPlace } from './kept-mailboxes';
import type { KeptAccess, KeptSecrets } from './secrets';

/** Passwords as a person typed them; '' where nothing was typed. */
export type Typed = { readonly imapPassword: string; readonly smtpPassword: string };

/** A sign-in that was made and not saved yet. */
export type FreshSignIn = SignedIn & { readonly of: string; readonly clientSecret: string | null };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables that count for a mailbox, by the names that they have without an id: its own, and for the first one those that name none.
 * Those of a sign-in were set for the mailboxes that profile.json held at start (`startedWith`: their `grantOf`): another one, chosen in
 * Settings since, may have a provider that must not see them.
 */
export function environmentFor(
  mailbox: MailboxSettings | null,
  place: Pick<KeptPlace, 'id' | 'first'>,
  environment: Environment,
  startedWith: ReadonlySet<string>,
): Environment {
  const of = mailbox && grantOf(mailbox);
  const isKnown = of !== null && startedWith.has(of);
  const usual = (name: string): string | undefined => (place.id === place.first ? environment[name] : undefined);
  const read = (name: string): string | undefined => environment[variableOf(name, place.id)] || usual(name);
  const variables: Record<string, string | undefined> = {};
  for (const name of OF_PASSWORDS) variables[name] = read(name);
  for (const name of OF_SIGN_IN) variables[name] = isKnown ? read(name) : undefined;
  return variables;
}

const OF_PASSWORDS = ['SPORTELLO_IMAP_PASSWORD', 'SPORTELLO_SMTP_PASSWORD'] as const;
const OF_SIGN_IN = ['SPORTELLO_OAUTH_REFRESH_TOKEN', 'SPORTELLO_OAUTH_CLIENT_SECRET'] as const;

/** What the engine gets for a mailbox: what is kept, and over it the variables of cli.md. */
export function accessFor(
  mailbox: MailboxSettings | null,
  kept: KeptAccess,
  environment: Environment,
): Required<MailboxSecrets> {
  const of = mailbox && grantOf(mailbox);
  // a permission goes to nobody but the provider, client, user and servers that it was given for
  const grant = of !== null && kept.grant?.of === of ? kept.grant : null;
  return {
    imapPassword: environment['SPORTELLO_IMAP_PASSWORD'] ?? kept.imapPassword,
    smtpPassword: environment['SPORTELLO_SMTP_PASSWORD'] ?? kept.smtpPassword,
    refreshToken: environment['SPORTELLO_OAUTH_REFRESH_TOKEN'] ?? grant?.refreshToken ?? null,
    clientSecret: environment['SPORTELLO_OAUTH_CLIENT_SECRET'] ?? grant?.clientSecret ?? null,
  };
}

type GivenAccess = { readonly typed: Typed; readonly fresh: FreshSignIn | null; readonly environment: Environment };

/** What is to be kept when a mailbox is saved: what was typed or signed in now, else what was kept for the same. */
export function secretsToKeep(mailbox: MailboxSettings, kept: KeptAccess, given: GivenAccess): KeptAccess {
  const { typed, fresh, environment } = given;
  const of = grantOf(mailbox);
  if (of === null) {
    const known = accessFor(mailbox, kept, environment);
    return {
      imapPassword: typed.imapPassword || known.imapPassword,
      smtpPassword: typed.smtpPassword || known.smtpPassword,
    };
  }
  // a mailbox that is signed in needs no password: one less to lose
  const none = { imapPassword: null, smtpPassword: null };
  if (fresh?.of === of) {
    const { refreshToken, clientSecret } = fresh;
    return { ...none, grant: { of, refreshToken, clientSecret } };
  }
  return kept.grant?.of === of ? { ...none, grant: kept.grant } : none;
}

/** What the engine gets for all mailboxes: those of the first as ever, of every other by its id and nothing by default but what was set for all. */
export function accessForAll(
  mailboxes: readonly NamedMailbox[],
  kept: KeptSecrets,
  environment: Environment,
  startedWith: ReadonlySet<string>,
): Omit<EngineSecrets, 'storeKey'> {
  const [first, ...others] = mailboxes;
  const of = (mailbox: NamedMailbox | null): Required<MailboxSecrets> => {
    const place = placeOf(mailboxes, mailbox?.id ?? '');
    return accessFor(mailbox, keptAt(kept, place), environmentFor(mailbox, place, environment, startedWith));
  };
  const usual = {
    imapPassword: environment['SPORTELLO_IMAP_PASSWORD'] || null,
    smtpPassword: environment['SPORTELLO_SMTP_PASSWORD'] || null,
  };
  const named = others.map((mailbox) => {
    const own = of(mailbox);
    const imapPassword = own.imapPassword ?? usual.imapPassword;
    return [
      mailbox.id,
      { ...own, imapPassword, smtpPassword: own.smtpPassword ?? own.imapPassword ?? usual.smtpPassword },
    ];
  });
  return { ...of(first ?? null), ...(named.length === 0 ? {} : { mailboxes: Object.fromEntries(named) }) };
}

/** Where the secrets of one of these mailboxes are kept. */
export function placeOf(mailboxes: readonly NamedMailbox[], id: string): KeptPlace {
  return { id, first: mailboxes[0]?.id ?? id, isOnly: mailboxes.length <= 1 };
}
